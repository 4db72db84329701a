"""What the tests do to the cast's case, by its verbs, each in a transaction of its own."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.actions import allegations, closing, course, declarations, members, messages, parties, told
from casework.cases.actions import reports as putting
from casework.cases.actions.newcomers import NewParty
from casework.cases.lifecycle.grounds import Grounds
from casework.cases.models import Allegation, Case, Consultation, Decision, Party
from casework.cases.queries import record
from casework.cases.queries.record import Record
from casework.db import utc_now
from casework.discipline.actions import consultations, decisions, hearings
from casework.discipline.actions.decisions import New
from casework.investigations.actions import plans, reports
from casework.people import Actor
from casework.vault import Compartment, Room
from tests.cast import Cast

GROUNDS = Grounds("preponderance", none_because="Both of them said so themselves.")


def room(db: Session, actor: Actor, case: Case, compartment: Compartment = Compartment.FILE, subject: int = 0) -> Room:
    assert actor.holder is not None
    return vault.rooms.enter(db, actor.holder, case.id, compartment, subject)


def shown(cast: Cast, who: str) -> Record:
    with cast.database.reading() as db:
        found = record.load(db, cast[who], cast.number)
    assert found is not None
    return found


def step(cast: Cast, who: str, name: str, **more: Any) -> None:
    with cast.database.transaction() as db:
        case = cast.case(db)
        version = more.pop("version", case.version)
        course.take(db, case, room(db, cast[who], case), name, by=cast[who], version=version, **more)


def respondent(cast: Cast) -> int:
    with cast.database.reading() as db:
        return db.scalars(select(Party.id).where(Party.case_id == cast.case_id, Party.role == "respondent")).one()


def allege(cast: Cast, issue: str = "harassment") -> int:
    against = respondent(cast)
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast["specialist"]
        return allegations.add(
            db, case, room(db, by, case), by=by, issue=issue, bases=["sex"], respondent_id=against, text="Remarks."
        ).id


def assign(cast: Cast, who: str = "specialist") -> None:
    with cast.database.transaction() as db:
        course.investigate_by(db, cast.case(db), cast[who].id, by=cast["lead"])


def find(cast: Cast, finding: str = "substantiated", reason: str = "Two witnesses heard it.") -> None:
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast["specialist"]
        for row in db.scalars(select(Allegation).where(Allegation.case_id == case.id)).all():
            allegations.find(
                db, case, room(db, by, case), row, by=by, finding=finding, reason=reason, version=row.version,
                grounds=GROUNDS,
            )  # fmt: skip


def tell(cast: Cast, party_id: int, about: str, *, was_told: bool = True) -> None:
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast["specialist"]
        told.record(
            db, case, room(db, by, case), by=by, party_id=party_id, about=about, what="Said so.",
            told_on=date(2026, 11, 20), how="letter", was_told=was_told,
        )  # fmt: skip


def say(cast: Cast, text: str, topic: str = "", who: str = "specialist") -> None:
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast[who]
        dialogue = room(db, by, case, Compartment.DIALOGUE, cast["reporter"].id)
        messages.send(db, case, dialogue, text=text, by=by, topic=topic)


def report(cast: Cast, who: str = "specialist") -> int:
    """A report of the findings as they are, put to approval; its number."""
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast[who]
        row = reports.make(db, case, room(db, by, case), {"sections": []}, names="names", by=by)
        db.flush()
        putting.put(db, case, row, by=by)
        return row.number


def approve(cast: Cast, who: str = "lead", *, reported: bool = True, **more: Any) -> None:
    """`reported`: what is approved was put there with a report, as it should be."""
    if reported:
        report(cast)
    with cast.database.transaction() as db:
        case = cast.case(db)
        course.approve(db, case, room(db, cast[who], case), by=cast[who], version=case.version, **more)


def decision(cast: Cast, who: str = "lead", outcome: str = "written", **more: Any) -> None:
    """The same for every respondent of whom it is not decided yet, bodies not being there and hearings waived."""
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast[who]
        file = room(db, by, case)
        for row in db.scalars(select(Decision).where(Decision.case_id == case.id, Decision.ended_at.is_(None))).all():
            if row.outcome != outcome:
                decisions.take_back(db, case, file, row, by=by, why="Thought over.")
        known = set(
            db.scalars(select(Decision.party_id).where(Decision.case_id == case.id, Decision.ended_at.is_(None)))
        )
        query = select(Party.id).where(Party.case_id == case.id, Party.role == "respondent", Party.ended_at.is_(None))
        for party_id in set(db.scalars(query)) - known:
            new = New(outcome, "As in like cases.", date(2026, 11, 23), party_id=party_id, **more)
            row = decisions.propose(db, case, file, new, by=by)
            for asked in db.scalars(select(Consultation).where(Consultation.decision_id == row.id)).all():
                consultations.not_there(db, case, file, asked, by=by, why="Nobody was elected.")
            decisions.decide(db, case, file, row, by=by)


def waive(cast: Cast, who: str = "specialist") -> None:
    """They say in writing that they need no hearing."""
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast[who]
        at = utc_now() + timedelta(days=30)
        query = select(Party.id).where(Party.case_id == case.id, Party.role == "respondent", Party.ended_at.is_(None))
        for party_id in db.scalars(query).all():
            row = hearings.call(db, case, room(db, by, case), hearings.Call(party_id, at, "Room 3"), by=by)
            hearings.end(db, case, room(db, by, case), row, by=by, how="waived", reason="A letter of theirs.")


def close(cast: Cast, who: str = "lead", *, outcome: str = "action taken", override: bool = False) -> None:
    with cast.database.transaction() as db:
        case = cast.case(db)
        closing.close(
            db, case, room(db, cast[who], case), by=cast[who], outcome=outcome, why="Done.", version=case.version,
            override=override,
        )  # fmt: skip


def plan(cast: Cast, kind: str = "harassment") -> None:
    """Drawn by the specialist, agreed to by the lead."""
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast["specialist"]
        plans.draw_up(db, case, room(db, by, case), [kind], allegations=(), parties=(), by=by)
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast["lead"]
        plans.agree(db, case, room(db, by, case), 1, by=by)


def inform(cast: Cast) -> None:
    """The respondent hears what is alleged, and is shown the evidence."""
    for about in ("allegations", "evidence"):
        tell(cast, respondent(cast), about)


def under_investigation(cast: Cast) -> None:
    step(cast, "specialist", "triage")
    allege(cast)
    assign(cast)
    step(cast, "specialist", "plan")
    plan(cast)
    step(cast, "specialist", "investigate")


def decided(cast: Cast) -> None:
    under_investigation(cast)
    find(cast)
    inform(cast)
    step(cast, "specialist", "review")
    approve(cast, comment="Agreed.")
    decision(cast)
    step(cast, "lead", "decide", reason="A written warning, and training.")


def closed(cast: Cast) -> None:
    decided(cast)
    tell(cast, respondent(cast), "outcome", was_told=False)
    say(cast, "The matter was looked into and something was done.", topic="outcome")
    close(cast, override=True)


def add_party(cast: Cast, new: NewParty, who: str = "lead") -> int:
    with cast.database.transaction() as db:
        case = cast.case(db)
        return parties.add(db, case, room(db, cast[who], case), new, by=cast[who]).id


def add_member(cast: Cast, name: str, *keys: tuple[Compartment, int]) -> None:
    """Into the file at least, and declared."""
    with cast.database.transaction() as db:
        rooms = keys or ((Compartment.FILE, 0),)
        members.add(db, cast.case(db), cast[name].id, by=cast["lead"], rooms=rooms)
    declare(cast, name)


def declare(cast: Cast, *names: str) -> None:
    for name in names:
        with cast.database.transaction() as db:
            declarations.declare(db, cast.case(db), by=cast[name], conflict=False)
