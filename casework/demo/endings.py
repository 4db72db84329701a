"""What turns a case or ends it: pauses, withdrawals, appeals, the closure and what undoes it."""

from datetime import timedelta

from sqlalchemy import select

from casework.cases.actions import appeals, closing, members, pauses, withdrawals
from casework.cases.models import Appeal, Decision
from casework.discipline.actions import appeals as of_discipline
from casework.discipline.actions.decisions import New
from casework.people import Actor
from casework.vault import Compartment

from . import doing, planning
from .telling import Told

WINDOW = timedelta(days=19)
"""Longer than an appeal may take to come: ten working days, and the holidays among them."""


def close(told: Told, outcome: str, why: str, *, early: float = 0.0) -> None:
    """When the window for an appeal is over; `early`: so many days on, by the lead, who says why that may be."""
    doing.settle(told)
    if not early:
        told.moment += WINDOW
    with told.at(early, told.lead if early else None) as actor:
        closing.close(
            told.db,
            told.case,
            told.file,
            by=actor,
            outcome=outcome,
            why=why,
            version=told.case.version,
            override=bool(early),
        )


def reopen(told: Told) -> None:
    """A few weeks ago; what was found is looked at again, and goes to review anew."""
    told.moment = max(told.moment, told.now - timedelta(days=told.rng.randint(15, 25)))
    with told.at(1.0, told.lead) as lead:
        closing.reopen(
            told.db, told.case, told.file, by=lead, reason=doing.some(told, "reopened"), version=told.case.version
        )
    doing.find(told, 5.0)
    doing.step(told, "review", 2.0)


def pause(told: Told) -> None:
    police = told.planned.end.turn.endswith("police")
    if police:
        planning.reported(told, 1.0)
    cause = "police" if police else told.rng.choice(("outside proceedings", "absence"))
    with told.at(2.0) as actor:
        pauses.pause(
            told.db,
            told.case,
            told.file,
            by=actor,
            cause=cause,
            why=planning.ASKED_TO_WAIT if police else doing.some(told, f"pause_{cause.split()[0]}"),
            version=told.case.version,
            review_on=told.now.date() + timedelta(days=told.rng.randint(2, 25)),
        )


def withdraw(told: Told, *, goes_on: bool) -> None:
    """The reporter asks; the lead decides, except where it waits on their desk."""
    if told.dialogue is None or told.reporter is None:
        return
    with told.at(3.0, told.reporter) as reporter:
        row = withdrawals.ask_withdrawal(
            told.db, told.case, told.dialogue, by=reporter, words=doing.some(told, "withdraw")
        )
    if told.planned.end.turn == "withdrawing":
        return
    with told.at(2.0, told.lead) as lead:
        withdrawals.decide_withdrawal(
            told.db,
            told.case,
            told.dialogue,
            row,
            by=lead,
            goes_on=goes_on,
            reason=doing.some(told, "goes_on" if goes_on else "stops"),
            version=told.case.version,
        )
    if not goes_on:
        doing.tell_outcome(told, 0.5, doing.some(told, "left"))
        close(told, "withdrawn", doing.some(told, "stops"), early=0.5)


def appeal(told: Told) -> None:
    """Recorded; it waits for somebody who had no part in it: the alternate, whom the lead adds."""
    party = told.parties.get("respondent 0") or told.parties.get("complainant")
    with told.at(4.0) as actor:
        row = appeals.appeal(
            told.db,
            told.case,
            told.file,
            by=actor,
            party_id=party.id if party else None,
            grounds=doing.some(told, "appeal"),
            ground=[told.rng.choice(("procedure", "finding", "severity"))],
            received_on=told.today,
            decision_id=_decision(told, party.id if party else None),
            version=told.case.version,
        )
    alternate = told.place.staff["alternate"]
    with told.at(1.0, told.lead) as lead:
        rooms = [(Compartment.FILE, 0)]
        members.add(told.db, told.case, alternate.id, by=lead, rooms=rooms, version=told.case.version)
    if told.planned.end.turn:
        with told.at(5.0, alternate) as actor:
            _decide(told, row, actor)


def _decision(told: Told, party_id: int | None) -> int | None:
    standing = select(Decision.id).where(Decision.case_id == told.case.id, Decision.party_id == party_id)
    return told.db.scalar(standing.where(Decision.in_force_at.is_not(None), Decision.ended_at.is_(None)).limit(1))


def _decide(told: Told, row: Appeal, actor: Actor) -> None:
    """As it was planned; varied: something lighter takes its place, where something was decided of them."""
    result = told.planned.end.turn.removeprefix("appeal ")
    reason = doing.some(told, f"appeal_{result}")
    if result == appeals.VARIED and row.decision_id is None:
        result = appeals.DISMISSED
    instead = New("coaching", reason, told.today, row.party_id) if result == appeals.VARIED else None
    of_discipline.decide(
        told.db, told.case, told.file, row, by=actor, result=result, reason=reason, version=told.case.version,
        instead=instead,
    )  # fmt: skip
