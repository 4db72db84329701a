"""How a matter is gone about: the plan, drawn and agreed to and done bit by bit; a talk instead; the police."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from casework.cases.lifecycle.kinds import GRAVE
from casework.cases.models import PlanItem
from casework.investigations.actions import mediation_words, mediations, plans, police
from casework.investigations.actions.mediations import Proposal
from casework.investigations.actions.plans import Course
from casework.investigations.plans import KINDS, fitting, ready
from casework.investigations.queries import mediation as mediation_queries
from casework.investigations.queries import plan as queries
from casework.vault import Compartment

from .telling import Told

WHAT = "A talk of an hour with somebody neutral, about how the two work together from now on."
SAID = "Said so when we met, and again in writing."
TEXT = "We say it to each other first. Shifts are swapped two days ahead. In a month we meet once more."
PRESERVED = "The recording of that day, copied before it was overwritten."
ASKED_TO_WAIT = (
    "Detective Sergeant Aldous asks that nobody be heard here before they have spoken with the two of them. She rings "
    "when they have."
)
WISHES = "She goes to the police herself, and asked us to give them what we have."
CRIMES = frozenset({"violence", "theft", "substance"})
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
        # Read together and kept in the session: `go_on` asks it for one after the other.
        _at_once = told.db.scalars(select(PlanItem).where(PlanItem.case_id == told.case.id)).all()
        for item in queries.of_case(told.db, told.case.id, told.file).now[::3]:
            done = told.today if told.rng.random() < SHARE else None
            plans.go_on(told.db, told.case, told.file, item.id, Course(actor.id, due, done), by=actor)


def talk_it_over(told: Told, *, closes: bool) -> None:
    """Both want it and say so to the specialist; where it is over they have met and signed."""
    sides = [told.parties[name].id for name in ("complainant", "respondent 0") if name in told.parties]
    if len(sides) < 2 or any(claim.issue in GRAVE for claim in told.matter.claims):
        return
    db, case, file = told.db, told.case, told.file
    rooms = {(Compartment.FILE, 0): file}
    with told.at(0.5) as actor:
        row = mediations.propose(db, case, file, Proposal("mediation", WHAT, sides, ()), by=actor)
        for side in mediation_queries.sides(db, row.id):
            mediation_words.note_consent(db, case, file, side, said="yes", on=told.today, words=SAID, by=actor)
        mediations.agree(db, case, row, rooms, by=actor)
    if not closes:
        return
    with told.at(2.0) as actor:
        mediations.meet(db, case, file, row, on=told.today, note="", by=actor)
        mediations.write(db, case, file, row, text=TEXT, by=actor)
    with told.at(1.0) as actor:
        for side in mediation_queries.sides(db, row.id):
            mediation_words.note_signature(db, case, file, side, said="yes", on=told.today, words=SAID, by=actor)
        mediations.settle(db, case, row, rooms, by=actor)


def report(told: Told) -> None:
    """Whether the police are told is decided where what is alleged could be a crime."""
    if not {claim.issue for claim in told.matter.claims} & CRIMES:
        return
    with told.at(0.2) as actor:
        entry = police.Entry("considered", told.today, told.lead.name, preserved=PRESERVED)
        police.note(told.db, told.case, told.file, entry, by=actor)


def reported(told: Told, days: float) -> None:
    """The police know, and ask the house to wait."""
    with told.at(days) as actor:
        until = told.now.date() + timedelta(days=12)
        entry = police.Entry(
            "reported", told.today, told.lead.name, wishes=WISHES, preserved=PRESERVED, authority="The police",
            reference="CR-4471/26", reported_on=told.today, asked_to_wait=ASKED_TO_WAIT, wait_from=told.today,
            wait_until=until,
        )  # fmt: skip
        police.note(told.db, told.case, told.file, entry, by=actor)
