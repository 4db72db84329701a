"""Letters of the demo's cases: a few who hear how it ended hear it by one, set and sealed as any other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework import vault
from casework.cases.models import Case, Letter, Party
from casework.cases.queries import record
from casework.files import Store
from casework.files.keeping import keep
from casework.letters.actions import letters
from casework.letters.actions.letters import Sealed, Used
from casework.letters.queries import known
from casework.letters.queries import templates as words
from casework.letters.queries.letters import Written
from casework.letters.routes.composed import Composed, compose, everywhere, for_press
from casework.letters.routes.start import begin
from casework.letters.writing import kinds
from casework.letters.writing.sheet import SHEET
from casework.people import Actor
from casework.press import apart
from casework.vault import Room

from .telling import Told

FILLED = {
    "contact": "Employee relations, extension 210, or in person at the ground floor",
    "appeal_how": "Write to the outside alternate, by post or by the link that you have.",
    "support": "Employee assistance is there for you too, at extension 300; nothing of it comes back to us.",
}
EVERY = 3


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a letter is written: on which case, by whom, on which day."""

    db: Session
    store: Store
    case: Case
    file: Room
    by: Actor
    moment: datetime
    today: date


def outcome(told: Told, days: float, party: Party, text: str) -> bool:
    """Whether this respondent hears how it ended by a letter. Each is set by a process of its own: so only some of the
    cases in which something is still to be done."""
    if told.planned.end.state != "in action" or len(told.matter.title) % EVERY:
        return False
    with told.at(days) as by:
        desk = Desk(told.db, told.place.store, told.case, told.file, by, told.moment, told.today)
        letter = start(desk, kinds.DECISION, party, {**FILLED, "sanction": text, "findings": text})
        if letter.composed.stands_against(""):
            return False
        hand(desk, letter, finish(desk, letter))
    return True


@dataclass(frozen=True, slots=True)
class Begun:
    """What it says, and how it looks with every place filled."""

    party: Party
    written: Written
    composed: Composed


def start(desk: Desk, kind: str, party: Party, places: Mapping[str, str]) -> Begun:
    """What the case knows already, and `places` where it knows nothing."""
    desk.db.flush()
    shown = record.load(desk.db, desk.by, desk.case.number, limit=1)
    assert shown is not None
    reader = known.reader(next(one for one in shown.parties if one.id == party.id))
    written = begin(shown, kind, reader, words.current(desk.db, kind), None, desk.by.zone)
    for name, said in places.items():
        written.places.setdefault(name, said)
    made = compose(shown, desk.by, reader, written, words.head(desk.db), everywhere(), desk.today)
    return Begun(party, written, made)


def draft(desk: Desk, letter: Begun) -> Letter:
    row = letters.draft(
        desk.db, desk.case, desk.file, letter.written, Used(0, 1), by=desk.by, party_id=letter.party.id
    )  # fmt: skip
    desk.db.flush()
    return row


def finish(desk: Desk, letter: Begun) -> Letter:
    """Set, sealed, and a paper of the file."""
    row = draft(desk, letter)
    pdf = apart.made("pdf", for_press(letter.composed, desk.case.number, desk.moment, draft=False), sheet=SHEET)
    sealed = Sealed(*keep(vault.of(desk.db), desk.store, pdf), len(pdf))
    letters.finish(
        desk.db, desk.case, desk.file, row, letter.written, letter.composed.printed, sealed, 1, by=desk.by,
        version=row.version, name=f"Letter {row.position}, {letter.composed.subject}.pdf",
    )  # fmt: skip
    return row


def hand(desk: Desk, letter: Begun, row: Letter) -> None:
    letters.hand(
        desk.db, desk.case, desk.file, row, letter.written.kind, letter.composed.printed, by=desk.by, how="letter",
        on=desk.today,
    )  # fmt: skip
