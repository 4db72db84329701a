"""What leavers of earlier quarters answered, as far as it is counted: tallies that are nobody's; and the figures that
are published of them."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from casework.db import Database, as_of, new_id
from casework.exits.actions import figures
from casework.exits.models import ExitTally
from casework.exits.queries import tallies
from casework.exits.queries.questionnaires import audience_of
from casework.exits.queries.tallies import Tally
from casework.exits.questionnaires import Question, Questionnaire, ready
from casework.exits.questionnaires.questions import Kind
from casework.figures import quarters

from .organisation import SETTINGS
from .texts import STAFF, directory

QUARTERS, A_QUARTER = 5, 100
WAYS = {"voluntary": 62, "end of contract": 15, "involuntary": 10, "redundancy": 7, "retirement": 6}
TENURES = {"under 1": 30, "1-3": 29, "3-5": 16, "5-10": 14, "over 10": 11}
REASONS = {
    "pay": 19, "growth": 17, "when-where": 14, "workload": 13, "offer": 11, "manager": 9, "own-life": 8,
    "together": 4, "health": 3, "unfair": 2,
}  # fmt: skip
SCALES = {"manager": 3.7, "pay": 2.9, "fairness": 3.4, "safety": 4.0, "growth": 2.8, "workload": 2.9}
"""Where most answers lie; 3.3 for what is not named."""


def tell(database: Database, now: datetime) -> None:
    """Five quarters of answers, and each quarter's figures on the second day after it."""
    zone, name = ZoneInfo(SETTINGS["zone"]), quarters.closed(now, SETTINGS["zone"], figures.GRACE)
    over = [name]
    while len(over) < QUARTERS:
        over.insert(0, quarters.preceding(over[0]))
    with database.transaction() as db:
        for at, quarter in enumerate(over):
            _tallies(db, quarter, at, Random(f"leavers of {quarter}"))
    for quarter in over:
        day = quarters.last_day(quarter) + timedelta(days=2)
        moment = min(datetime.combine(day, time(6), zone), now)
        with as_of(moment):
            figures.publish_what_is_over(database, moment)


def _tallies(db: Session, quarter: str, at: int, rng: Random) -> None:
    departments = [one.department for one in directory().values() if one.department not in STAFF]
    for _ in range(A_QUARTER + rng.randint(-9, 9)):
        way, tenure = _one(WAYS, rng), _one(TENURES, rng)
        asks = ready(audience_of(way))
        tally = Tally(way, rng.choice(departments), tenure, (asks.name, 1), _answers(asks, at, rng))
        id_ = new_id()
        db.add(ExitTally(id=id_, quarter=quarter, coded=tallies.written(db, id_, tally)))
    db.flush()


def _answers(asks: Questionnaire, at: int, rng: Random) -> dict[str, tuple[str, ...]]:
    """Somebody's; a good day and a bad one colour all that they say, and now and then they leave a question out."""
    mood, found = rng.gauss(0, 0.7), dict[str, tuple[str, ...]]()
    for question in asks.questions:
        if question.required or rng.random() > 0.08:
            answer = _answer(question, mood, at, rng)
            if answer:
                found[question.id] = answer
    return found


def _answer(question: Question, mood: float, at: int, rng: Random) -> tuple[str, ...]:
    if question.kind is Kind.SCALE:
        middle = SCALES.get(question.id, 3.3) + mood + (0.12 * at if question.id == "workload" else 0)
        return (str(min(question.points, max(1, round(rng.gauss(middle, 0.8))))),)
    if question.kind is Kind.YES_NO:
        return ("yes" if rng.random() < (0.11 if question.id == "concern" else 0.45) else "no",)
    if question.kind is Kind.TEXT:
        return ()
    weights = {choice.id: REASONS.get(choice.id, 3) for choice in question.choices}
    if question.kind is Kind.CHOICE:
        return (_one(weights, rng),)
    return tuple(sorted({_one(weights, rng) for _ in range(rng.randint(1, 2))}))


def _one(weights: Mapping[str, int], rng: Random) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]
