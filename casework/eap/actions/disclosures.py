"""Somebody is told something: a deliberate act of a coordinator, each time. Under a release what it allows and nothing
else, sealed to whom it names; or under a court's order that counsel said binds."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework import vault
from casework.access import Forbidden
from casework.audit import Tag
from casework.db import new_id, utc_now
from casework.eap.duties import BINDS
from casework.eap.models import CourtOrder, Disclosure, Referral, Release
from casework.eap.queries import disclosures, parties, releases, stated
from casework.eap.queries.disclosures import Attended
from casework.eap.queries.releases import Signed
from casework.eap.releasing import COMPLIANCE, TO_REFERRER
from casework.people import Actor
from casework.settings import N_
from casework.vault import EAP_RECOVERY_ID, Compartment, NoSeal, Room

from . import messages, writing
from .releases import NotThere

NOT_VALID = N_("The release is over: it was taken back, or its time is past. Nobody can be told anything under it.")
NOT_BINDING = N_("Counsel has not said that this order binds: until then nothing is disclosed under it.")


@dataclass(frozen=True, slots=True)
class Saying:
    """`attended`: yes or no. `keeps`: to the plan, where the release says so much; else None."""

    attended: bool
    keeps: bool | None = None


def tell(
    db: Session, referral: Referral, release_id: int, saying: Saying, *, by: Actor,
    word: Callable[[Attended], str] | None = None, version: int | None = None,
) -> Disclosure:  # fmt: skip
    """`word`: what the employee reads of it among their messages. Forbidden where the release is over; NotThere where
    there is none."""
    writing.lock(db, referral, version)
    support = writing.room(db, referral, by)
    row = db.get(Release, release_id)
    if row is None or row.referral_id != referral.id:
        raise NotThere
    signed = releases.read(db, row)
    if not signed.valid(releases.today(db), stated.of(db, referral).state):
        raise Forbidden(NOT_VALID)
    if (saying.keeps is not None) != (signed.scope == COMPLIANCE):
        raise Forbidden(N_("The release says how much may be told: no more, and no less."))
    room = _room(db, referral, signed, by)
    id_ = new_id()
    said = _what(support, row, signed, saying)
    made = _put(db, referral, id_, room.seal(Disclosure.what, id_, said.written()), by, release_id=release_id)
    if word is not None:
        messages.write(db, referral, word(said), by=by)
    return made


def under_order(db: Session, referral: Referral, order: CourtOrder, words: str, *, by: Actor) -> Disclosure:
    """What was handed over, and to whom, once counsel said that the order binds. Kept for coordinators alone."""
    writing.lock(db, referral)
    room = writing.room(db, referral, by, Compartment.REFERRAL)
    db.refresh(order, with_for_update=True)
    if vault.field.open_(db, CourtOrder.answer, order.id, order.answer, case=order.id) != BINDS:
        raise Forbidden(NOT_BINDING)
    id_ = new_id()
    return _put(db, referral, id_, room.seal(Disclosure.what, id_, words), by, order_id=order.id)


def _room(db: Session, referral: Referral, signed: Signed, by: Actor) -> Room:
    """Of one release: coordinators read what they tell, and the recipient does where they have a key."""
    assert by.holder is not None
    party = parties.referrer(db, referral) if signed.recipient == TO_REFERRER else None
    half = disclosures.half_of(db, party) if party is not None else None
    if vault.readers.is_built(db, referral.id, Compartment.DISCLOSURE, signed.id):
        try:
            room = vault.rooms.enter(db, by.holder, referral.id, Compartment.DISCLOSURE, signed.id)
        except NoSeal:
            raise Forbidden(N_("You lack the key of what was told before: a colleague can give it to you.")) from None
        if half is not None:
            vault.rooms.admit(db, room, half)
        return room
    to = [*disclosures.coordinators_of(db, referral.id), *([half] if half is not None else [])]
    return vault.rooms.build(
        db, referral.id, Compartment.DISCLOSURE, subject=signed.id, to=to, recovery=EAP_RECOVERY_ID
    )  # fmt: skip


def _what(support: Room, row: Release, signed: Signed, saying: Saying) -> Attended:
    said = releases.elements(support, row)
    return Attended(
        *(saying.attended, saying.keeps, said.get("name", ""), said.get("recipient", ""), signed.scope),
        *(said.get("purpose", ""), said.get("expires", "")),
    )


def _put(
    db: Session, referral: Referral, id_: int, sealed: bytes, by: Actor, *, release_id: int | None = None,
    order_id: int | None = None,
) -> Disclosure:  # fmt: skip
    row = Disclosure(
        id=id_, referral_id=referral.id, release_id=release_id, order_id=order_id, what=sealed, by=by.id, at=utc_now()
    )
    db.add(row)
    db.flush()
    writing.touch(db, referral, by, Tag.DISCLOSURE_MADE, release=release_id, disclosure=id_)
    return row
