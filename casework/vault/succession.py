"""A recovery pair and the one that takes its place: whoever opens a room seals it to the newer one, epoch by epoch, and
what nobody has opened yet is counted. The cards of the earlier pair do the same for every room at once (`ceremony`)."""

import logging
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from . import core, generations, journal, pairs, seals
from . import secrets as case_secrets
from .core import Vault
from .models import CompartmentRow, PublicKey, Seal
from .pairs import PublicHalf
from .room import Room
from .words import Compartment, HolderKind, Unreadable

log = logging.getLogger("casework")
RECOVERY = HolderKind.RECOVERY


def publish(db: Session, owner: int, public: bytes) -> PublicHalf:
    """The next generation of that recovery pair, or its first; from now on everything new is sealed to it. The journal
    keeps its public half, so that a backup from before is brought to it."""
    known = select(func.max(PublicKey.generation)).where(PublicKey.kind == RECOVERY.value, PublicKey.owner == owner)
    generation = (db.scalar(known) or 0) + 1
    made = pairs.publish(db, RECOVERY, owner, public, generation=generation)
    journal.note(db, "generation", kind=RECOVERY.value, person=owner, generation=generation, public=public.hex())
    db.info.get("recovery halves", {}).pop(owner, None)
    return made


def again(db: Session, owner: int, generation: int, public: bytes) -> bool:
    """What the journal says of it, in a backup that may have it already."""
    which = (PublicKey.kind == RECOVERY.value, PublicKey.owner == owner, PublicKey.generation == generation)
    if db.scalar(select(PublicKey.id).where(*which)) is not None:
        return False
    pairs.publish(db, RECOVERY, owner, public, generation=generation)
    return True


def begun(vault: Vault) -> bool:
    """Has a recovery pair ever been replaced? Costs a look at the journal's folder."""
    return any(kind == RECOVERY and newest > 1 for (kind, _), newest in generations.newest(vault).items())


def lagging(db: Session) -> dict[tuple[int, int], int]:
    """Rooms with a key that only an earlier generation opens, by pair and that generation."""
    newest = (
        select(PublicKey.owner, func.max(PublicKey.generation).label("newest"))
        .where(PublicKey.kind == RECOVERY.value)
        .group_by(PublicKey.owner)
        .subquery()
    )
    query = (
        select(Seal.holder_id, Seal.generation, func.count(func.distinct(Seal.compartment_id)).label("rooms"))
        .join(newest, newest.c.owner == Seal.holder_id)
        .where(Seal.holder_kind == RECOVERY.value, Seal.generation < newest.c.newest)
        .group_by(Seal.holder_id, Seal.generation)
    )
    return {(row.holder_id, row.generation): row.rooms for row in db.execute(query)}


def follow(db: Session, opened: Sequence[Room]) -> int:
    """Seal each epoch that these rooms have open to the newest recovery pair, where an earlier one has it. How many."""
    vault = core.of(db)
    if not opened or not begun(vault):
        return 0
    rooms = {room.compartment_id: room for room in opened}
    query = select(Seal).where(Seal.compartment_id.in_(rooms), Seal.holder_kind == RECOVERY.value)
    halves, count = dict[int, PublicHalf](), 0
    for seal in db.scalars(query).all():
        room = rooms[seal.compartment_id]
        if seal.holder_id not in halves:
            halves[seal.holder_id] = pairs.current(db, RECOVERY, seal.holder_id)
        half, secret = halves[seal.holder_id], case_secrets.of_case(db, room.case_id)
        target = seals.Target(room.case_id, room.compartment_id, room.compartment, room.subject, seal.epoch)
        if seal.generation >= half.generation or seal.epoch not in room.keys:
            continue
        if not seals.is_genuine(vault, secret, target, seal):  # nobody is sealed to by a row put in from outside
            log.error("seal %s of case %s was not made here", seal.id, room.case_id)
            continue
        seal.generation, seal.form = half.generation, seals.HPKE
        seal.sealed = seals.make(vault, secret, target, half, room.keys[seal.epoch])
        count += 1
    return count


def waiting(db: Session, kind: HolderKind, holder_id: int, after: int, most: int) -> list[int]:
    """Cases behind `after` that somebody has seals of, and that recovery's newest pair does not open yet."""
    earlier = [(owner, generation) for owner, generation in lagging(db)]
    if not earlier:
        return []
    own = select(Seal.case_id).where(Seal.holder_kind == kind.value, Seal.holder_id == holder_id)
    query = select(Seal.case_id).where(
        Seal.holder_kind == RECOVERY.value,
        Seal.generation.in_({generation for _, generation in earlier}),
        Seal.holder_id.in_({owner for owner, _ in earlier}),
        Seal.case_id > after,
        Seal.case_id.in_(own),
    )
    return list(db.scalars(query.distinct().order_by(Seal.case_id).limit(most)))


def earlier(db: Session, owner: int, generation: int) -> PublicHalf:
    """An earlier half, under its MAC: for a request to its cards, and for nothing else."""
    which = (PublicKey.kind == RECOVERY.value, PublicKey.owner == owner, PublicKey.generation == generation)
    row = db.scalar(select(PublicKey).where(*which))
    if row is None:
        raise LookupError(f"recovery {owner} has no generation {generation}")
    return pairs.checked(core.of(db), row)


def put(db: Session, row: CompartmentRow, owner: int, inner: Mapping[int, bytes]) -> int:
    """Seals that the earlier cards made for the newest pair, by epoch, in place of theirs. How many were lacking."""
    half, vault = pairs.current(db, RECOVERY, owner), core.of(db)
    secret, count = case_secrets.of_case(db, row.case_id), 0
    for seal in _own(db, row, owner, inner):
        if seal.generation >= half.generation:
            continue
        target = seals.Target(row.case_id, row.id, Compartment(row.name), row.subject, seal.epoch)
        seal.generation, seal.form = half.generation, seals.HPKE
        seal.sealed = seals.dress(vault, secret, target, half, inner[seal.epoch])
        count += 1
    db.flush()
    return count


def _own(db: Session, row: CompartmentRow, owner: int, epochs: Iterable[int]) -> Sequence[Seal]:
    which = (Seal.compartment_id == row.id, Seal.holder_kind == RECOVERY.value, Seal.holder_id == owner)
    return db.scalars(select(Seal).where(*which, Seal.epoch.in_(list(epochs)))).all()


def spelled(public: str) -> bytes:
    """A public half out of a line of the journal."""
    data = bytes.fromhex(public)
    if len(data) != 32:
        raise Unreadable("the journal has no public half there")
    return data
