"""Who is heard, and what is decided of whom: by the lead, where the specialist looked into it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from casework.cases.lifecycle.kinds import GRAVE
from casework.cases.lifecycle.ladder import NEEDS_BODIES
from casework.cases.models import Consultation, Decision, Hearing
from casework.cases.queries import deciding
from casework.cases.queries.rows import Rows
from casework.discipline.actions import consultations, decisions, hearings
from casework.discipline.actions.consultations import Answer
from casework.discipline.actions.decisions import New
from casework.discipline.queries import comparators

from .telling import Told

PREPARED, ROOM = 8.0, "Meeting room 2, ground floor"
SOONER = "They asked for it to be over with soon."
PRESENT = "The respondent, a colleague of their choice, the specialist, and a note taker."
MINUTES = "What is alleged was read out. The respondent answered point by point; the colleague summed up for them."
ON_PAPER = "Their letter: they would rather answer in writing, and did."
TOLD = "The reasons, the findings and the answer of the respondent, handed over with the draft of the letter."
HEARD = "They have doubts whether a warning would not do, and do not object."
PROPOSED = "The facts are not in dispute, and he was warned of the same in writing a year ago. Somebody else decides."
DEPARTS = "The others had been spoken to before, and this was the first time; it was put right the same week."
NAMED = (
    ("final written warning", "final written"),
    ("written warning", "written"),
    ("verbal warning", "verbal"),
    ("stepped back to a post", "demotion"),
    ("took part in a talk", "mediation"),
)
"""Words of an outcome, and the rung that they mean; the first that is found."""
GRAVER = ("written", "written", "written", "final written", "suspension")
LIGHTER = ("coaching", "coaching", "coaching", "training", "verbal")


def call(told: Told, days: float) -> None:
    """Each respondent is called, with time to prepare."""
    for party_id in sorted(deciding_of(told)):
        with told.at(days) as by:
            at = _by_day(told, told.moment + timedelta(days=PREPARED * told.pace))
            new = hearings.Call(party_id, at, ROOM, short_because=SOONER)
            hearings.call(told.db, told.case, told.file, new, by=by)
        days = 0.0


def _by_day(told: Told, moment: datetime) -> datetime:
    """Ten o'clock of that day at the site, or of the next where that is over by then."""
    local = moment.astimezone(ZoneInfo(told.place.zone(told.matter.site)))
    at = datetime.combine(local, time(10), local.tzinfo)
    return (at if at > moment else at + timedelta(days=1)).astimezone(UTC)


def hear(told: Told, days: float) -> None:
    """Held when its day has come; before it, they had said in writing that they need none."""
    for row in told.db.scalars(select(Hearing).where(Hearing.case_id == told.case.id, Hearing.state == "called")).all():
        with told.at(days) as by:
            if row.starts_at <= told.moment:
                how = {"how": "held", "present": PRESENT, "minutes": MINUTES}
            else:
                how = {"how": "waived", "reason": ON_PAPER}
            hearings.end(told.db, told.case, told.file, row, by=by, **how)
        days = 0.0


def deciding_of(told: Told) -> set[int]:
    return {party.id for name, party in told.parties.items() if name.startswith("respondent") and not party.ended_at}


def decide(told: Told, days: float, outcome: str = "") -> None:
    """Of everybody of whom the case waits for a decision; without an outcome, by how grave it is."""
    outcome = outcome or _fitting(told)
    rows = Rows(told.db, told.case.id)
    for party_id in sorted(deciding.undecided(told.db, told.case, rows, deciding_of(told))):
        _decided(told, days, party_id, outcome)
        days = 0.0


def propose(told: Told, days: float, outcome: str) -> None:
    """Bodies that the law of the place names are told of it, and have their time to answer."""
    for party_id in sorted(deciding_of(told)):
        with told.at(days) as by:
            new = New(outcome, PROPOSED, told.today, party_id=party_id)
            row = decisions.propose(told.db, told.case, told.file, new, by=by)
        for one in told.db.scalars(select(Consultation).where(Consultation.decision_id == row.id)).all():
            with told.at(0.1) as by:
                consultations.inform(told.db, told.case, told.file, one, by=by, on=told.today, told=TOLD)


def _fitting(told: Told) -> str:
    """What the matter says that it came to, or what such a matter comes to."""
    said = told.matter.outcome.lower()
    if named := next((outcome for words, outcome in NAMED if words in said), ""):
        return named
    grave = any(claim.issue in GRAVE for claim in told.matter.claims)
    return told.rng.choice(GRAVER if grave else LIGHTER)


def _decided(told: Told, days: float, party_id: int, outcome: str) -> None:
    with told.at(days, told.lead) as by:
        reason = told.matter.outcome or "It follows what was done in like cases."
        new = New(
            outcome, reason, told.today, party_id=party_id, days=3 if outcome == "suspension" else None,
            paid="unpaid" if outcome == "suspension" else "",
        )  # fmt: skip
        row = decisions.propose(told.db, told.case, told.file, new, by=by)
    if outcome in NEEDS_BODIES:
        _ask(told, row)
    with told.at(0.2, told.lead) as by:
        departs = comparators.departs(told.db, told.case, row.party_id, row.outcome)
        decisions.decide(told.db, told.case, told.file, row, by=by, departure=DEPARTS if departs else "")


def _ask(told: Told, row: Decision) -> None:
    """Bodies that the law of the place names are informed, and heard some days later."""
    for one in told.db.scalars(select(Consultation).where(Consultation.decision_id == row.id)).all():
        with told.at(0.1, told.lead) as by:
            consultations.inform(told.db, told.case, told.file, one, by=by, on=told.today, told=TOLD)
        with told.at(3.0, told.lead) as by:
            said = Answer("heard", told.today, HEARD)
            consultations.answer(told.db, told.case, told.file, one, said, by=by)
