"""The other side: somebody about whom something is said was let in by link and code, has answered what is alleged, has
evidence before them, and what they said in a talk to sign."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.actions import given, letting_in, messages
from casework.cases.lifecycle import giving
from casework.cases.models import Case, Given, Party, Pause, Withdrawal
from casework.db import Database, utc_now
from casework.people import Actor, ActorKind
from casework.vault import Compartment, Holder, HolderKind, Room, Vault, rooms
from casework.web import nonces

from . import going_on, looked_into
from .going_on import On
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
        on = going_on.take_up(db, place, case, now)
        with on.at(14):
            way = letting_in.let_in(db, case, party, ticket, by=on.by)
            room = letting_in.quarters(db, case, party, by=on.by)
            notice = _give(on, room, giving.NOTICE, "What is said about you", NOTICE, 7)
        holder = Holder(HolderKind.REPORTER, way.id, 1, ticket.both.private)
        them = Actor(ActorKind.REPORTER, party.id, holder=holder)
        with on.at(11):
            way.came_at = utc_now()
            own = rooms.enter(db, holder, case.id, Compartment.DIALOGUE, party.id)
            given.open_(db, notice, them)
            given.answer(db, notice, own, choice="comment", text=SAID, actor=them, now=utc_now())
        with on.at(10):
            messages.send(db, case, room, text=WORD, by=on.by)
            _give(on, room, giving.EVIDENCE, "The time clock and the rota", EVIDENCE, 15)
        looked_into.tell(on, party)
    return [(ticket.path, ticket.code, f"somebody about whom something is said, {case.number}")]


def _case(db: Session) -> tuple[Case, Party] | None:
    """One that is looked into and goes on, of harassment if there is one, of whose respondent nobody asked anything."""
    asked = select(Given.party_id)
    stopped = select(Pause.case_id).union(select(Withdrawal.case_id))
    query = select(Case, Party).join(Party, Party.case_id == Case.id)
    query = query.where(Case.state == "under investigation", Case.unattended_at.is_(None), Case.id.not_in(stopped))
    query = query.where(Party.role == "respondent", Party.ended_at.is_(None), Party.id.not_in(asked))
    row = db.execute(query.order_by(Case.kind != "harassment", Case.received_at).limit(1)).one_or_none()
    return (row[0], row[1]) if row is not None else None


def _give(on: On, room: Room, kind: str, heading: str, text: str, days: int) -> Given:
    return given.give(
        on.db, on.case, room, party_id=room.subject, kind=kind, asks=giving.COMMENT, heading=heading, text=text,
        by=on.by, due_on=(utc_now() + timedelta(days=days)).date(),
    )  # fmt: skip
