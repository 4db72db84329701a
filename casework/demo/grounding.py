"""What findings rest on, and the report that says it: entries of the log, who is believed and why, drafts."""

from sqlalchemy import select

from casework.cases.actions import reports as putting
from casework.cases.lifecycle.grounds import AGAINST, FOR, Factor, Grounds, Reference
from casework.cases.models import Allegation, Evidence
from casework.cases.queries import record
from casework.clocks.policy import PREPONDERANCE
from casework.investigations.actions import evidence, reports
from casework.investigations.actions.evidence import About, Entry
from casework.investigations.lifecycle.report import NAMES
from casework.investigations.routes.report import composed
from casework.people import Actor

from .telling import Told

HEARD = "What people said when they were heard, noted and read back to them"
HOW = "Written down by the investigator, in the talk itself."
WHY = "It says what was seen and heard that day, by those who were there."
BORNE_OUT = "What they said fits what others saw, who had not spoken with them."
NOT_BORNE_OUT = "Nobody who was there saw it so, and the days do not fit."
ADVICE = (
    "What happened is talked over with everybody concerned, one by one. In three months it is asked again how it goes, "
    "and nobody who spoke is worse off for it."
)
FOUND = frozenset({"substantiated", "partly substantiated"})


def grounds(told: Told, allegation: Allegation, finding: str, *, by: Actor) -> Grounds:
    """The talks are in the log; they speak for it or against it, and so do the people."""
    row = _noted(told, by)
    side = FOR if finding in FOUND else AGAINST
    evidence.point(told.db, told.case, told.file, row, allegation, direction=side, why=WHY, by=by)
    accuser = next(
        (
            (name, party)
            for name, party in told.parties.items()
            if party.room == "file" and not name.startswith("respondent")
        ),
        None,
    )
    factors: tuple[Factor, ...] = ()
    if accuser is not None:
        name, party = accuser
        words, weight = (BORNE_OUT, "more") if side == FOR else (NOT_BORNE_OUT, "less")
        who = told.file.open(type(party).name, party.id, party.name) if party.name else name
        factors = (Factor(party.id, who, "corroboration", weight, words),)
    cited = Reference(row.id, row.position, side, f"Paper: {HEARD}")
    return Grounds(PREPONDERANCE, (cited,), factors)


def _noted(told: Told, by: Actor) -> Evidence:
    mine = (Evidence.case_id == told.case.id, Evidence.room == "file", Evidence.paper_id.is_(None))
    known = told.db.scalars(select(Evidence).where(*mine).order_by(Evidence.position)).first()
    entry = Entry("paper", HEARD, told.today, HOW, source="the investigator")
    return known or evidence.enter(told.db, told.case, told.file, entry, About(), by=by)


def report(told: Told, days: float) -> None:
    """Advice in one's own words, the rest from the record; finished, for whoever approves to read."""
    with told.at(days) as actor:
        section = "recommendations"
        reports.write(told.db, told.case, told.file, section=section, text=ADVICE, version=0, by=actor)
        shown = record.load(told.db, actor, told.case.number)
        assert shown is not None
        content = composed(told.db, actor, shown, NAMES)
        row = reports.make(told.db, told.case, told.file, content, names=NAMES, by=actor)
        putting.put(told.db, told.case, row, by=actor)
