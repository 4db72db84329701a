"""A leaver is given a way in: a code in a receipt's form, and a link that opens the same half as it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden
from casework.audit import Tag
from casework.db import new_id
from casework.exits.lifecycle import Facts
from casework.exits.models import Exit, ExitAnswers, ExitGuest, ExitNote
from casework.exits.queries import hearing, interviewers
from casework.exits.queries.interviewers import Leaver
from casework.mail import Notice, outbox
from casework.people import Actor, organisation
from casework.settings import N_
from casework.vault import Compartment, HolderKind, Room, Vault, building
from casework.vault.models import CompartmentRow
from casework.vault.receipts import Receipt

from . import course

MAIL, PRINT = "mail", "print"
AGAIN = timedelta(minutes=10)
"""For so long a second sending of the same form is a double click, and is shown the same code."""
IN_LINE = N_(
    "You are in their line: whoever makes the code could read what they have not sent yet. Ask a colleague outside it."
)


@dataclass(frozen=True, slots=True)
class Ticket:
    """What one form makes: shown once, or again to a second click; the database keeps neither code nor link."""

    code: str = field(repr=False)
    token: str = field(repr=False)
    receipt: Receipt

    @property
    def path(self) -> str:
        return f"/exit/{self.token}"


def prepare(keys: Vault, nonce: str) -> Ticket:
    """Outside any transaction: a code is stretched."""
    code = vault.receipts.of_form(keys, nonce, "exit")
    return Ticket(code, vault.receipts.token_of_form(keys, nonce, "exit"), vault.receipts.derive(keys, code))


def invite(
    db: Session, exit_: Exit, ticket: Ticket, *, by: Actor, now: datetime, address: str = ""
) -> ExitGuest:  # fmt: skip
    """From now on this code and this link work, for the days that `/settings` says, and no earlier ones do. With an
    address the link is mailed there; the address is kept with what is known of the leaver."""
    room = course.enter(db, exit_, by, Compartment.LEAVING, Action.PLAN_EXIT)
    if course.is_of_the_line(db, exit_, by):
        raise Forbidden(IN_LINE)
    course.lock(db, exit_)
    _open_to_who_can_hear(db, exit_, room, by)
    facts = Facts(exit_.state, heard=bool(hearing.able(db, exit_)))
    course.move(db, exit_, "invite", facts, by=by, now=now)
    course.end_guests(db, exit_, now)
    lasts = timedelta(days=organisation.policy(db).exit_link_days)
    exit_.invited_at, exit_.expires_at = now, now + lasts
    guest = _guest(db, exit_, ticket, now)
    if address:
        exit_.contact = room.seal(Exit.contact, exit_.id, address)
        outbox.send_link(db, Notice.EXIT_LINK, to=by.id, path=ticket.path, lasts=lasts, address=address)
    course.touch(db, exit_, by, Tag.EXIT_INVITED, how=MAIL if address else PRINT)
    return guest


def made_just_now(db: Session, exit_id: int, ticket: Ticket, now: datetime) -> bool:
    """Is it this exit's, does it still open something, and was it made only now?"""
    mine = select(ExitGuest.id).where(ExitGuest.exit_id == exit_id, ExitGuest.by_code == ticket.receipt.lookup)
    return db.scalar(mine.where(ExitGuest.ends_at > now, ExitGuest.made_at > now - AGAIN)) is not None


def _guest(db: Session, exit_: Exit, ticket: Ticket, now: datetime) -> ExitGuest:
    known, id_ = vault.of(db), new_id()
    vault.pairs.publish(db, HolderKind.REPORTER, id_, ticket.receipt.public, case=exit_.id)
    row = ExitGuest(
        id=id_,
        exit_id=exit_.id,
        by_code=ticket.receipt.lookup,
        by_link=vault.receipts.token_lookup(known, ticket.token),
        wrapped=vault.receipts.wrap_by_token(known, ticket.token, (id_, 1), ticket.receipt.private),
        made_at=now,
        ends_at=exit_.expires_at,
    )
    db.add(row)
    return row


def _open_to_who_can_hear(db: Session, exit_: Exit, leaving: Room, by: Actor) -> None:
    """While nothing lies in it the interview's room is sealed to whoever hears leavers by now: who was given the role
    since it was planned reads what is sent. What lies in it already is given on by a colleague, and by nobody else. An
    interviewer who leaves, and of whom the directory has nothing, is known by their name."""
    leaver = Leaver(exit_.employee_tag, leaving.open(Exit.name, exit_.id, exit_.name))
    wanted = interviewers.readers_for(db, leaver, planner=by.id).interview
    missing = wanted - set(hearing.holders(db, exit_.id, Compartment.INTERVIEW))
    halves = interviewers.halves(db, missing, Compartment.INTERVIEW)
    if not halves or _has_content(db, exit_):
        return
    row = db.scalar(
        select(CompartmentRow)
        .where(CompartmentRow.case_id == exit_.id, CompartmentRow.name == Compartment.INTERVIEW.value)
        .with_for_update()
    )
    if row is None:
        vault.rooms.build(db, exit_.id, Compartment.INTERVIEW, to=halves.values())
        return
    opened = vault.rooms.renew(db, row, row.epoch + 1)
    building.add_seals(db, [(opened, opened.epoch, half) for half in halves.values()])


def _has_content(db: Session, exit_: Exit) -> bool:
    tables = (ExitAnswers, ExitNote)
    return any(db.scalar(select(one.id).where(one.exit_id == exit_.id).limit(1)) for one in tables)
