"""The other side: somebody about whom something is said was let in by link and code, has answered what is alleged, and
has evidence before them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.actions import declarations, given, letting_in, messages
from casework.cases.lifecycle import giving
from casework.cases.models import Case, Given, Party
from casework.cases.queries import matter
from casework.db import Database, as_of, utc_now
from casework.people import Actor, ActorKind
from casework.vault import Compartment, Holder, HolderKind, Room, Vault, rooms
from casework.web import nonces

from .organisation import Northfield

NOTICE = (
    "It is said that on several days this spring you spoke to a colleague in a way that is not accepted here, in front "
    "of others.\n\nNothing is decided. Tell us how it was, what we should look at, and whom we should ask."
)
SAID = (
    "I remember two of these days. We had fallen out about the rota, and I was loud; I said so to my supervisor the "
    "same evening. On the others I was not in the house: look at the time clock. Ask Noor, who stood next to us."
)
EVIDENCE = (
    "From the time clock and the rota: on the second of the days you were in the house from six to two. Two people who "
    "were there describe raised voices, and no more than that.\n\nWhat do you say to it?"
)
WORD = "Thank you, we have your answer. The times are being checked. You can bring somebody to the talk."


def tell(database: Database, known: Vault, place: Northfield, now: datetime) -> list[tuple[str, str, str]]:
    """Where, which code, and whose it is; nothing where no case is far enough."""
    ticket = letting_in.prepare(known, nonces.make())
    with database.transaction() as db:
        found = _case(db)
        if found is None:
            return []
        case, party = found
        by = _worker(db, case, place, now)
        with _at(case, now, 9):
            way = letting_in.let_in(db, case, party, ticket, by=by)
            room = letting_in.quarters(db, case, party, by=by)
            notice = _give(db, case, room, giving.NOTICE, "What is said about you", NOTICE, by, 7)
        holder = Holder(HolderKind.REPORTER, way.id, 1, ticket.both.private)
        them = Actor(ActorKind.REPORTER, party.id, holder=holder)
        with _at(case, now, 5):
            way.came_at = utc_now()
            own = rooms.enter(db, holder, case.id, Compartment.DIALOGUE, party.id)
            given.open_(db, notice, them)
            given.answer(db, notice, own, choice="comment", text=SAID, actor=them, now=utc_now())
        with _at(case, now, 2):
            messages.send(db, case, room, text=WORD, by=by)
            _give(db, case, room, giving.EVIDENCE, "The time clock and the rota", EVIDENCE, by, 8)
    return [(ticket.path, ticket.code, f"somebody about whom something is said, {case.number}")]


def _case(db: Session) -> tuple[Case, Party] | None:
    """One that is looked into, of whose respondent nobody asked anything yet."""
    asked = select(Given.party_id)
    query = select(Case, Party).join(Party, Party.case_id == Case.id)
    query = query.where(Case.state == "under investigation", Case.unattended_at.is_(None))
    query = query.where(Party.role == "respondent", Party.ended_at.is_(None), Party.id.not_in(asked))
    row = db.execute(query.order_by(Case.received_at).limit(1)).one_or_none()
    return (row[0], row[1]) if row is not None else None


def _worker(db: Session, case: Case, place: Northfield, now: datetime) -> Actor:
    """Who investigates it, or another of its readers, who has seen the names."""
    held = matter.of(db, case)
    readers = [one for one in place.staff.values() if Compartment.FILE in held.holders.get(one.id, ())]
    actor = min(readers, key=lambda one: one.id != case.investigator_id)
    if actor.id not in held.declared:
        with _at(case, now, 10):
            declarations.declare(db, case, by=actor, conflict=False)
    return actor


def _give(
    db: Session, case: Case, room: Room, kind: str, heading: str, text: str, by: Actor, days: int
) -> Given:  # fmt: skip
    return given.give(
        db, case, room, party_id=room.subject, kind=kind, asks=giving.COMMENT, heading=heading, text=text, by=by,
        due_on=(utc_now() + timedelta(days=days)).date(),
    )  # fmt: skip


@contextmanager
def _at(case: Case, now: datetime, days: int) -> Iterator[None]:
    """So many days ago, if nothing was done on it since."""
    with as_of(max(now - timedelta(days=days), case.changed_at + timedelta(minutes=1))):
        yield
