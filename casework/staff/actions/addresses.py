"""Another e-mail address: its owner's own doing, or a lead's; both addresses are told, and the owner can object."""

from datetime import datetime

from sqlalchemy.orm import Session

from casework.access import Action, in_place, require
from casework.audit import HouseTag, trail
from casework.db import Database
from casework.mail import Notice, send_link, tell
from casework.people import Actor, ActorKind, accounts, addresses, limits, links
from casework.people.links import Purpose
from casework.people.models import Person

from . import told


def change_own(db: Session, by: Actor, email: str, now: datetime) -> None:
    """After step-up. accounts.Taken when somebody else has it."""
    _change(db, db.get_one(Person, by.id), email, by=by, now=now)


def change_of(db: Session, person: Person, email: str, *, by: Actor, now: datetime) -> None:
    """A lead, for a colleague."""
    require(by, Action.CHANGE_ADDRESS)
    _change(db, person, email, by=by, now=now)


def object_to(database: Database, token: str, *, address: str, now: datetime) -> bool:
    """“This was not me”: the address of before counts again, every session ends, leads are told. False when the link
    does not count, or the address has an account of its own by now."""
    with database.transaction() as db:
        if limits.enter(db, now, address=address).wait:
            return False
        link, row = links.look(db, Purpose.OBJECT, token, now), addresses.of_objection(db, token)
        whose = links.known(db, Purpose.OBJECT, token)
        if link is None or row is None or _is_taken(db, addresses.before(db, row), row.person_id):
            trail.record(db, Actor(ActorKind.VISITOR, 0), HouseTag.RESET_REFUSED, person=whose)
            return False
        links.use(db, link, now)
        person = db.get_one(Person, row.person_id)
        addresses.undo(db, person, row, now)
        trail.record(db, Actor(ActorKind.PERSON, person.id, person.name), HouseTag.ADDRESS_DISPUTED)
        tell(db, Notice.ADDRESS_CHANGED, to=[person.id], path="/sign-in")
        told.leads(db, Notice.ADDRESS_DISPUTED, but=person.id)
    return True


def _change(db: Session, person: Person, email: str, *, by: Actor, now: datetime) -> None:
    before = accounts.email_of(db, person)
    if accounts.email_index(db, before) == accounts.email_index(db, email):
        return
    token = addresses.change(db, person, email, by=by.id, now=now)
    place = in_place(by, Action.CHANGE_ADDRESS) if by.id != person.id else {}
    trail.record(db, by, HouseTag.ADDRESS_CHANGED, person=person.id, **place)
    tell(db, Notice.ADDRESS_CHANGED, to=[person.id], path="/me")
    path = f"/not-me/{token}"
    send_link(db, Notice.NOT_ME_LINK, to=person.id, path=path, lasts=addresses.BLOCKED, address=before)


def _is_taken(db: Session, email: str, person_id: int) -> bool:
    holder = accounts.by_email(db, email)
    return holder is not None and holder.id != person_id
