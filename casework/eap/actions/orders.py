"""A subpoena or a court's order comes in: counsel is asked, sees the order alone, and says whether it binds. No
referral is named, for there may be none; and nothing of one reaches counsel."""

import json
import secrets
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, Hidden, policy
from casework.audit import Tag, trail
from casework.db import new_id, utc_now
from casework.eap.duties import ANSWERS, WAITING
from casework.eap.models import CourtOrder
from casework.eap.queries import coordinators, orders
from casework.mail import Notice, tell
from casework.people import Actor
from casework.settings import N_
from casework.vault import EAP_RECOVERY_ID, Compartment, HolderKind, NoSeal, Room

from .writing import Changed

NO_COUNSEL = N_("Only counsel who is here and was admitted can be asked.")
ANOTHER = N_("Another counsel was asked meanwhile.")


@dataclass(frozen=True, slots=True)
class New:
    """As the paper says it. `asked_for`: in the court's words, and nothing of what there is."""

    court: str = field(repr=False)
    reference: str = field(repr=False)
    dated: date = field(repr=False)
    asked_for: str = field(repr=False)
    counsel_id: int = 0
    due_on: date | None = None


def enter(db: Session, new: New, *, by: Actor) -> CourtOrder:
    """Sealed to every coordinator who is able, and to the counsel who is asked."""
    policy.require(by, Action.ENTER_ORDER)
    able, asked = coordinators.able(db), orders.counsels(db)
    if new.counsel_id not in asked:
        raise Forbidden(NO_COUNSEL)
    id_ = new_id()
    vault.rooms.found_case(db, id_)
    halves = {**able, new.counsel_id: asked[new.counsel_id][1]}
    room = vault.rooms.build(db, id_, Compartment.ORDER, to=halves.values(), recovery=EAP_RECOVERY_ID)
    said = {"court": new.court, "reference": new.reference, "dated": new.dated.isoformat()}
    row = CourtOrder(
        id=id_,
        number=_number(db),
        what=room.seal(CourtOrder.what, id_, json.dumps(said, ensure_ascii=False)),
        asked_for=room.seal(CourtOrder.asked_for, id_, new.asked_for),
        answer=_sealed(db, id_, WAITING),
        due_on=new.due_on,
        counsel_id=new.counsel_id,
        entered_by=by.id,
        entered_at=utc_now(),
        version=1,
    )
    db.add(row)
    db.flush()
    _note(db, by, Tag.ORDER_ENTERED, row)
    tell(db, Notice.COURT_ORDER, to={*able, new.counsel_id} - {by.id})
    return row


def answer(db: Session, row: CourtOrder, said: str, reason: str, *, by: Actor, version: int | None = None) -> None:
    """By the counsel who is asked; what is said can be said otherwise later, and the trail has both."""
    policy.require(by, Action.CHECK_ORDER)
    if said not in ANSWERS:
        raise ValueError(said)
    room = _begin(db, row, by, version)
    if row.counsel_id != by.id:
        raise Forbidden(ANOTHER)
    row.answer, row.answered_at = _sealed(db, row.id, said), utc_now()
    row.reason = room.seal(CourtOrder.reason, row.id, reason)
    row.version += 1
    _note(db, by, Tag.ORDER_ANSWERED, row)
    tell(db, Notice.COURT_ORDER, to=_holders(db, row) - {by.id})


def add(db: Session, row: CourtOrder, more: str, *, by: Actor, version: int | None = None) -> None:
    """What counsel missed: it is put below what was asked for, and counsel is asked again."""
    policy.require(by, Action.ENTER_ORDER)
    room = _begin(db, row, by, version)
    before = room.open(CourtOrder.asked_for, row.id, row.asked_for)
    row.asked_for = room.seal(CourtOrder.asked_for, row.id, f"{before}\n\n{more}")
    row.answer, row.answered_at = _sealed(db, row.id, WAITING), None
    row.version += 1
    _note(db, by, Tag.ORDER_ENTERED, row)
    tell(db, Notice.COURT_ORDER, to=[row.counsel_id])


def ask(db: Session, row: CourtOrder, counsel_id: int, *, by: Actor, version: int | None = None) -> None:
    """Another counsel, who answers anew; the one before loses the key."""
    policy.require(by, Action.ENTER_ORDER)
    room = _begin(db, row, by, version)
    asked = orders.counsels(db)
    if counsel_id not in asked:
        raise Forbidden(NO_COUNSEL)
    if counsel_id == row.counsel_id:
        return
    vault.rooms.admit(db, room, asked[counsel_id][1])
    if row.counsel_id not in coordinators.able(db):
        vault.rooms.remove(db, row.id, Compartment.ORDER, HolderKind.PERSON, row.counsel_id)
    row.counsel_id, row.answer, row.answered_at = counsel_id, _sealed(db, row.id, WAITING), None
    row.version += 1
    _note(db, by, Tag.ORDER_ENTERED, row, person=counsel_id)
    tell(db, Notice.COURT_ORDER, to=[counsel_id])


def _begin(db: Session, row: CourtOrder, by: Actor, version: int | None) -> Room:
    db.flush()
    db.refresh(row, with_for_update=True)
    if by.holder is None:
        raise Hidden
    try:
        room = vault.rooms.enter(db, by.holder, row.id, Compartment.ORDER)
    except NoSeal:
        raise Hidden from None
    if version is not None and version != row.version:
        raise Changed("the order changed meanwhile")
    return room


def _holders(db: Session, row: CourtOrder) -> set[int]:
    readers = vault.readers.of_case(db, row.id)
    return {reader.holder_id for reader in readers if reader.kind is HolderKind.PERSON}


def _number(db: Session) -> str:
    for _ in range(200):
        number = f"{secrets.randbelow(900_000) + 100_000}"
        if db.scalar(select(CourtOrder.id).where(CourtOrder.number == number)) is None:
            return number
    raise RuntimeError("no free number was found for an order")


def _sealed(db: Session, id_: int, said: str) -> bytes:
    return vault.field.seal(db, CourtOrder.answer, id_, said, case=id_)


def _note(db: Session, by: Actor, tag: Tag, row: CourtOrder, **ids: int) -> None:
    trail.record(db, by, tag, trail.EAP, order=int(row.number), **ids)
