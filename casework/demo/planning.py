"""The plan of an investigation as it is told: drawn by the specialist, agreed to by the lead, done bit by bit."""

from dataclasses import dataclass
from datetime import timedelta

from casework.investigations.actions import plans
from casework.investigations.actions.plans import Course
from casework.investigations.plans import KINDS, fitting, ready
from casework.investigations.queries import plan as queries

from .telling import Told

SHARE = 0.6
"""Of a plan, about what is done by the time findings are made."""


@dataclass(frozen=True, slots=True)
class Alleged:
    id: int
    issue: str


def draw_up(told: Told, days: float) -> None:
    """From the words for its issues; the lead agrees some hours later."""
    issues = [(row.id, claim.issue) for row, claim in zip(told.allegations, told.matter.claims, strict=False)]
    kinds = fitting({kind: ready(kind) for kind in KINDS}, [issue for _id, issue in issues])
    with told.at(days) as actor:
        plans.draw_up(
            told.db, told.case, told.file, kinds or ("misconduct",), by=actor,
            allegations=[Alleged(id_, issue) for id_, issue in issues], parties=list(told.parties.values()),
        )  # fmt: skip
    with told.at(0.3, told.lead) as lead:
        plans.agree(told.db, told.case, told.file, 1, by=lead)


def go_on(told: Told, days: float) -> None:
    """The first things of each kind have an owner and a day; most of them are done."""
    due = told.now.date() + timedelta(days=told.rng.randint(-2, 12))
    with told.at(days) as actor:
        for item in queries.of_case(told.db, told.case.id, told.file).now[::3]:
            done = told.today if told.rng.random() < SHARE else None
            plans.go_on(told.db, told.case, told.file, item.id, Course(actor.id, due, done), by=actor)
