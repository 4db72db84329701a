"""Cases that were decided before decisions were kept one by one: what they came to is taken from the step that decided
them. With `casework upgrade`, fifty at a time; stopped, it goes on where it was.

Of a case with several respondents the step said one outcome: it counts once. Which warnings stood is read from what
the same person's earlier cases came to, for as long as policy lets a warning stand.
"""

from datetime import date

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, aliased

from casework.cases.actions import comparators as kept
from casework.cases.lifecycle.comparators import HISTORY_CODES, OUTCOME_CODES, Comparator, quarter_of
from casework.cases.models import Case, ComparatorEntry, Decision, Party, StepTaken
from casework.cases.queries import clocks
from casework.clocks.rules import add_months
from casework.db import Database, new_id
from casework.discipline.queries import comparators

TOGETHER = 50
DECIDED = "decide"


def fill(database: Database) -> int:
    """How many decisions were looked at."""
    done = 0
    while found := _some(database):
        done += found
    return done


def _some(database: Database) -> int:
    with database.transaction() as db:
        steps = db.scalars(_left().limit(TOGETHER)).all()
        for step in steps:
            kept.put(db, step.case_id, step.id, _record(db, step))
        return len(steps)


def _left() -> Select[StepTaken]:
    known = exists().where(ComparatorEntry.about_id == StepTaken.id)
    single = exists().where(Decision.case_id == StepTaken.case_id)
    query = select(StepTaken).where(StepTaken.step == DECIDED, StepTaken.outcome != "", ~known, ~single)
    return query.order_by(StepTaken.id)


def _record(db: Session, step: StepTaken) -> Comparator | None:
    """None for a step that another one followed, and where nobody and nothing is there to compare."""
    later = select(StepTaken.id).where(
        StepTaken.case_id == step.case_id, StepTaken.step == DECIDED, StepTaken.outcome != "", StepTaken.at > step.at
    )
    party = db.scalars(
        select(Party)
        .where(Party.case_id == step.case_id, Party.role == "respondent", Party.ended_at.is_(None))
        .order_by(Party.added_at, Party.id)
        .limit(1)
    ).first()
    if party is None or step.outcome not in OUTCOME_CODES or db.scalar(later.limit(1)) is not None:
        return None
    case = db.get_one(Case, step.case_id)
    place = clocks.place(db, case.site_id)
    like = comparators.like_of(db, case, party.id)
    if like is None:
        return None
    day = place.day(step.at)
    history = _history(db, party, step, day, place.policy.warning_months)
    return Comparator(new_id(), like.issue, like.severity, history, step.outcome, like.country, quarter_of(day))


def _history(db: Session, party: Party, step: StepTaken, day: date, months: int) -> str:
    if party.employee_tag is None:
        return ""
    other = aliased(Party)
    query = select(StepTaken.outcome, StepTaken.at).join(other, other.case_id == StepTaken.case_id)
    query = query.where(other.employee_tag == party.employee_tag, other.role == "respondent")
    query = query.where(StepTaken.step == DECIDED, StepTaken.case_id != step.case_id, StepTaken.at < step.at)
    stood = [outcome for outcome, at in db.execute(query) if add_months(at.date(), months) >= day]
    return max((level for level in stood if level in HISTORY_CODES), key=HISTORY_CODES.index, default="")
