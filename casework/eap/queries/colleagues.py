"""Which of their colleagues cannot read what a coordinator reads: found from the seals, whatever was done before."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from casework import vault
from casework.eap.kinds import EMPLOYEE
from casework.eap.models import ReferralParty
from casework.people import Actor
from casework.people.models import Person
from casework.vault import OF_SUPPORT, Compartment, Holder
from casework.vault.models import CompartmentRow, Seal
from casework.vault.pairs import PublicHalf

from . import coordinators, told

LOOKED_AT = 50
NAMES = tuple(sorted(name.value for name in OF_SUPPORT))


@dataclass(frozen=True, slots=True)
class Colleague:
    """`lacks`: how many referrals and court orders they hold no key to, of those that the asker holds. `gives`: there
    is one among the next of them that is not about the colleague."""

    id: int
    name: str
    lacks: int
    gives: bool


def of(db: Session, by: Actor) -> list[Colleague]:
    """The other coordinators who are able, by name."""
    halves = {id_: half for id_, half in coordinators.able(db).items() if id_ != by.id}
    names = {row.id: row.name for row in db.execute(select(Person.id, Person.name).where(Person.id.in_(halves)))}
    found = [_one(db, by, names[id_], half) for id_, half in halves.items()]
    return sorted(found, key=lambda one: one.name)


def _one(db: Session, by: Actor, name: str, half: PublicHalf) -> Colleague:
    left = lacking(db, by, half)
    ids = next_(db, by, half, 0, LOOKED_AT) if left else []
    gives = by.holder is not None and bool(set(ids) - about(db, by.holder, ids, half.owner))
    return Colleague(half.owner, name, left, gives)


def lacking(db: Session, by: Actor, half: PublicHalf) -> int:
    left = _left(by, half).subquery()
    return db.scalar(select(func.count()).select_from(left)) or 0


def next_(db: Session, by: Actor, half: PublicHalf, after: int, most: int) -> list[int]:
    """The next referrals and orders that are to be given: ids, in order."""
    query = _left(by, half).where(CompartmentRow.case_id > after)
    return list(db.scalars(query.order_by(CompartmentRow.case_id).limit(most)))


def _left(by: Actor, half: PublicHalf) -> Select[int]:
    """What the asker has the newest key of some room of, and the colleague has not."""
    if by.holder is None:
        return select(CompartmentRow.case_id).where(CompartmentRow.id.is_(None))
    mine, theirs = aliased(Seal), aliased(Seal)
    held = (theirs.compartment_id == CompartmentRow.id) & (theirs.epoch == CompartmentRow.epoch)
    return (
        select(CompartmentRow.case_id)
        .join(mine, (mine.compartment_id == CompartmentRow.id) & (mine.epoch == CompartmentRow.epoch))
        .where(
            CompartmentRow.name.in_(NAMES),
            *(mine.holder_kind == by.holder.kind.value, mine.holder_id == by.holder.id),
            mine.generation == by.holder.generation,
            ~exists().where(
                held,
                *(theirs.holder_kind == half.kind.value, theirs.holder_id == half.owner),
                theirs.generation == half.generation,
            ),
        )
        .distinct()
    )


def about(db: Session, holder: Holder, ids: Sequence[int], person_id: int) -> set[int]:
    """Those whose employee bears the colleague's name or address."""
    rooms = vault.rooms.enter_many(db, holder, list(ids), Compartment.SUPPORT)
    query = select(ReferralParty).where(ReferralParty.referral_id.in_(ids), ReferralParty.role == EMPLOYEE)
    who: dict[int, tuple[str, str]] = {}
    for party in db.scalars(query):
        if (room := rooms.get(party.referral_id)) is not None:
            name = told.opened(room, ReferralParty.name, party.id, party.name) or ""
            contact = told.opened(room, ReferralParty.contact, party.id, party.contact) or ""
            who[party.referral_id] = (name, contact)
    if person_id not in coordinators.named(db, set(who.values())):
        return set()
    return {id_ for id_, one in who.items() if person_id in coordinators.named(db, [one])}
