"""A referral begins: one transaction, whole or absent."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, policy
from casework.audit import Tag
from casework.db import new_id
from casework.eap.kinds import EMPLOYEE, REFERRER, SELF
from casework.eap.lifecycle import first_state
from casework.eap.models import Referral, ReferralParty, SupportMessage
from casework.eap.queries import coordinators, parties, stated
from casework.eap.queries.sheet import Sheet
from casework.mail import Notice, tell
from casework.people import Actor, ActorKind
from casework.vault import EAP_RECOVERY_ID, Compartment, HolderKind, Room
from casework.vault.pairs import PublicHalf
from casework.vault.receipts import Receipt

from . import writing

_NUMBERED = select(Referral.id).where(Referral.number == bindparam("number"))


class NobodyAble(Exception):
    """Nobody is left who could read it: it is not taken, and the page names the other ways."""


class ReadersChanged(Exception):
    """Somebody would read it who was not on the page that was sent."""


class Who(NamedTuple):
    """A name and how to reach them, as typed; both may be empty."""

    name: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class New:
    """As typed. `words`: of the employee who asks, or the grounds of who suggests. `referrer`: none where the employee
    asks for themself."""

    kind: str
    need: str = ""
    employee: Who = field(default=Who(), repr=False)
    referrer: Who = field(default=Who(), repr=False)
    words: str = field(default="", repr=False)


class Made(NamedTuple):
    """`party`: who came with it, the employee or who suggested it."""

    referral: Referral
    party: ReferralParty


def check(db: Session, new: New, sheet: Sheet | None) -> dict[int, PublicHalf]:
    """The coordinators who will read it, when there are some and all of them stood on the page. NobodyAble or
    ReadersChanged otherwise."""
    readers = coordinators.able(db, coordinators.named(db, [new.employee]))
    if not readers or not coordinators.published(db):
        raise NobodyAble
    if sheet is None or not sheet.readers.issuperset(readers):
        raise ReadersChanged
    return readers


def make(
    db: Session, new: New, sheet: Sheet | None, *, by: Actor, receipt: Receipt | None = None, now: datetime
) -> Made:
    """Store it, sealed to the coordinators, and to the employee where they ask for themself. `receipt`: of who comes
    without an account, derived before the transaction. NobodyAble and ReadersChanged leave nothing behind."""
    staff = by.kind is ActorKind.PERSON
    if staff:
        policy.require(by, Action.SUGGEST_SUPPORT)
    readers = check(db, new, sheet)
    referral = Referral(id=new_id(), number=_number(db), begun_on=now.date(), version=1)
    vault.rooms.found_case(db, referral.id)
    employee = ReferralParty(id=new_id(), referral_id=referral.id, role=EMPLOYEE, added_on=now.date())
    people = [employee]
    if new.kind != SELF:
        people.append(ReferralParty(id=new_id(), referral_id=referral.id, role=REFERRER, added_on=now.date()))
    came = people[-1]
    if staff:
        came.staff = parties.staff_tag(db, by.id)
    half = _own_half(db, came, receipt)
    room = _rooms(db, referral, readers, half if came is employee else None)
    _write(db, referral, room, new, people, now)
    as_party = replace(by, kind=ActorKind.REPORTER, id=came.id)  # whose account suggested it is on no chain
    writing.note(db, as_party, Tag.REFERRAL_MADE, referral)
    tell(db, Notice.SUPPORT, to=set(readers) - {by.id})
    return Made(referral, came)


def set_need(db: Session, referral: Referral, need: str, *, by: Actor, version: int | None = None) -> None:
    """What it is about turns out otherwise, or is said for the first time."""
    writing.lock(db, referral, version)
    writing.room(db, referral, by)
    referral.need = stated.seal(db, Referral.need, referral.id, need, referral.id)
    writing.touch(db, referral, by, Tag.REFERRAL_CHANGED)


def _number(db: Session) -> str:
    """Six random digits: nothing to count by."""
    for _ in range(200):
        number = f"{secrets.randbelow(900_000) + 100_000}"
        if db.connection().execute(_NUMBERED, {"number": number}).first() is None:
            return number
    raise RuntimeError("no free number was found for a referral")


def _own_half(db: Session, party: ReferralParty, receipt: Receipt | None) -> PublicHalf | None:
    """A pair of their own, for whoever has no account here."""
    if receipt is None:
        return None
    party.receipt = receipt.lookup
    return vault.pairs.publish(db, HolderKind.REPORTER, party.id, receipt.public, case=party.referral_id)


def _rooms(db: Session, referral: Referral, readers: dict[int, PublicHalf], own: PublicHalf | None) -> Room:
    """The coordinators' own room, and the one that the employee reads too, which is given back open."""
    halves = list(readers.values())
    wanted = [
        (Compartment.REFERRAL, 0, halves),
        (Compartment.SUPPORT, 0, [*halves, own] if own is not None else halves),
    ]
    return vault.building.build_all(db, referral.id, wanted, recovery=EAP_RECOVERY_ID)[1]


def _write(db: Session, referral: Referral, room: Room, new: New, people: list[ReferralParty], now: datetime) -> None:
    for column, text in (
        (Referral.kind, new.kind), (Referral.state, first_state(new.kind)), (Referral.need, new.need),
    ):  # fmt: skip
        setattr(referral, column.key, stated.seal(db, column, referral.id, text, referral.id))
    if new.kind == SELF and new.words:
        referral.wishes = room.seal(Referral.wishes, referral.id, new.words)
    db.add(referral)
    db.flush()
    for party, who in zip(people, (new.employee, new.referrer), strict=False):
        party.name = room.seal(ReferralParty.name, party.id, who.name) if who.name else None
        party.contact = room.seal(ReferralParty.contact, party.id, who.contact) if who.contact else None
        db.add(party)
    if new.kind != SELF:
        id_ = new_id()
        words = room.seal(SupportMessage.text, id_, new.words)
        db.add(SupportMessage(id=id_, referral_id=referral.id, of=people[-1].id, by=0, text=words, at=now))
    db.flush()
