"""Letters of the demo's cases: a few who hear how it ended hear it by one, set and sealed as any other."""

from casework import vault
from casework.cases.models import Party
from casework.cases.queries import record
from casework.files.keeping import keep
from casework.letters.actions import letters
from casework.letters.actions.letters import Sealed, Used
from casework.letters.queries import known
from casework.letters.queries import templates as words
from casework.letters.routes.composed import compose, everywhere, for_press
from casework.letters.routes.start import begin
from casework.letters.writing import kinds
from casework.letters.writing.sheet import SHEET
from casework.press import apart

from .telling import Told

FILLED = {
    "contact": "Employee relations, extension 210, or in person at the ground floor",
    "appeal_how": "Write to the outside alternate, by post or by the link that you have.",
    "support": "Employee assistance is there for you too, at extension 300; nothing of it comes back to us.",
}
EVERY = 3


def outcome(told: Told, days: float, party: Party, text: str) -> bool:
    """Whether this respondent hears how it ended by a letter. Each is set by a process of its own: so only some of the
    cases in which something is still to be done."""
    if told.planned.end.state != "in action" or len(told.matter.title) % EVERY:
        return False
    with told.at(days) as by:
        told.db.flush()
        shown = record.load(told.db, by, told.case.number, limit=1)
        assert shown is not None
        reader = known.reader(next(one for one in shown.parties if one.id == party.id))
        now = words.current(told.db, kinds.DECISION)
        written = begin(shown, kinds.DECISION, reader, now, None, by.zone)
        written.places.update(FILLED, sanction=text)
        written.places.setdefault("findings", text)
        made = compose(shown, by, reader, written, words.head(told.db), everywhere(), told.today)
        if made.stands_against(""):
            return False
        pdf = apart.made("pdf", for_press(made, told.case.number, told.moment, draft=False), sheet=SHEET)
        sealed = Sealed(*keep(vault.of(told.db), told.place.store, pdf), len(pdf))
        row = letters.draft(told.db, told.case, told.file, written, Used(0, 1), by=by, party_id=party.id)
        told.db.flush()
        letters.finish(
            told.db, told.case, told.file, row, written, made.printed, sealed, 1, by=by, version=row.version,
            name=f"Letter {row.position}, Outcome, to the respondent.pdf",
        )  # fmt: skip
        letters.hand(
            told.db, told.case, told.file, row, kinds.DECISION, made.printed, by=by, how="letter", on=told.today
        )  # fmt: skip
    return True
