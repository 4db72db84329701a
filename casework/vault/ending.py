"""Seals of many rooms at once, for holders less: a new key each, with nobody signed in, in few statements."""

import logging
import os
from collections.abc import Callable, Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from casework.db import utc_now

from . import core, hpke, journal, met, pairs, room, seals
from . import secrets as case_secrets
from .many import KEPT, LOCK, Kept, Key, Lock, is_genuine, put, row_of
from .models import CompartmentRow, Epoch, Seal
from .pairs import PublicHalf
from .seals import Target
from .second import Sealing
from .words import Compartment, HolderKind, Unreadable

log = logging.getLogger("casework")


def remove(
    db: Session,
    case_ids: Sequence[int],
    kind: HolderKind,
    holder_id: int,
    ends: Callable[[Lock, set[int]], bool],
    sealing: Sealing = hpke.encrypt_each,
) -> dict[int, set[Key]]:
    """End somebody's seals on these cases, with nobody signed in: a new epoch each, sealed to who remains. `ends` is
    asked for each room with the people who would still read it. By case: the rooms that they lost."""
    who = {(kind.value, holder_id)}
    locks = _locked(db, case_ids, who)
    remaining = _remaining(db, locks, who)
    going = [lock for lock in locks if ends(lock, _people(remaining[lock.id]))]
    lost: dict[int, set[Key]] = {}
    if not going:
        return lost
    ids = [lock.id for lock in going]
    db.execute(delete(Seal).where(Seal.compartment_id.in_(ids), _theirs(who)))
    for lock in going:
        _note(db, lock, kind.value, holder_id)
        lost.setdefault(lock.case_id, set()).add(lock.key)
    _renew(db, going, remaining, sealing)
    return lost


def shut_out(db: Session, case_id: int, people: Collection[int]) -> dict[int, set[Key]]:
    """End every seal of these people on one case: however many they are, one new epoch for each room that any of them
    could read. By person: the rooms that they lost."""
    who = {(HolderKind.PERSON.value, id_) for id_ in people}
    lost: dict[int, set[Key]] = {}
    if not who or not (locks := _locked(db, [case_id], who)):
        return lost
    remaining = _remaining(db, locks, who)
    by_id = {lock.id: lock for lock in locks}
    gone = delete(Seal).where(Seal.compartment_id.in_(by_id), _theirs(who))
    rows = db.execute(gone.returning(Seal.compartment_id, Seal.holder_id)).all()
    for id_, holder_id in sorted({(row.compartment_id, row.holder_id) for row in rows}):
        _note(db, by_id[id_], HolderKind.PERSON.value, holder_id)
        lost.setdefault(holder_id, set()).add(by_id[id_].key)
    _renew(db, locks, remaining, hpke.encrypt_each)
    return lost


def _note(db: Session, lock: Lock, kind: str, holder_id: int) -> None:
    said: dict[str, int | str] = {"case": lock.case_id, "compartment": lock.id, "holder": holder_id, "kind": kind}
    journal.note(db, "seal-removed", **said, epoch=lock.epoch + 1)


def _theirs(who: Collection[tuple[str, int]]) -> ColumnElement[bool]:
    """Of each kind of holder those that are named."""
    kinds = {kind: [id_ for other, id_ in who if other == kind] for kind, _ in who}
    return or_(*((Seal.holder_kind == kind) & Seal.holder_id.in_(ids) for kind, ids in kinds.items()))


def _locked(db: Session, case_ids: Sequence[int], who: Collection[tuple[str, int]]) -> list[Lock]:
    held = select(Seal.compartment_id).where(Seal.case_id.in_(case_ids), _theirs(who))
    query = select(*LOCK).where(CompartmentRow.id.in_(held)).order_by(CompartmentRow.id).with_for_update()
    return [Lock(*row) for row in db.execute(query)]


def _remaining(
    db: Session, locks: Sequence[Lock], less: Collection[tuple[str, int]]
) -> dict[int, list[PublicHalf]]:  # fmt: skip
    """Whose seals go on, by compartment: as `rooms.remove` judges it, for seals of the newest epoch alone."""
    by_id = {lock.id: lock for lock in locks}
    query = (
        select(*KEPT)
        .join(CompartmentRow, (CompartmentRow.id == Seal.compartment_id) & (CompartmentRow.epoch == Seal.epoch))
        .where(Seal.compartment_id.in_(by_id))
    )
    found = [Kept(*row) for row in db.execute(query)]
    others = [seal for seal in found if (seal.holder_kind, seal.holder_id) not in less]
    secrets, vault = case_secrets.ready(db, {lock.case_id for lock in locks}), core.of(db)
    halves = _halves(db, {(seal.holder_kind, seal.holder_id) for seal in others})
    remaining: dict[int, list[PublicHalf]] = {lock.id: [] for lock in locks}
    for seal in others:
        half = halves.get((seal.holder_kind, seal.holder_id))
        lock = by_id[seal.compartment_id]
        if half is None or Compartment(lock.name) in half.barred:
            continue
        if half.generation != seal.generation and half.kind is not HolderKind.RECOVERY:
            continue
        if is_genuine(vault, secrets, lock, seal):
            remaining[seal.compartment_id].append(half)
        else:
            met.note(db, "room", lock.id)
    return remaining


def _halves(db: Session, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], PublicHalf]:
    """The verified half of each, of its latest generation. Nobody is held up by a key that was swapped."""
    by_kind: dict[str, set[int]] = {}
    for kind, owner in wanted:
        by_kind.setdefault(kind, set()).add(owner)
    found: dict[tuple[str, int], PublicHalf] = {}
    for kind, owners in by_kind.items():
        try:
            halves = pairs.current_many(db, HolderKind(kind), owners)
        except Unreadable:
            if kind == HolderKind.RECOVERY:
                raise
            halves = _one_by_one(db, HolderKind(kind), owners)
        found |= {(kind, owner): half for owner, half in halves.items()}
    return found


def _one_by_one(db: Session, kind: HolderKind, owners: Iterable[int]) -> dict[int, PublicHalf]:
    found = dict[int, PublicHalf]()
    for owner in owners:
        try:
            found |= pairs.current_many(db, kind, [owner])
        except Unreadable as wrong:
            log.error("no new seal for %s %s: %s", kind, owner, wrong)
    return found


def _renew(db: Session, locks: Sequence[Lock], remaining: dict[int, list[PublicHalf]], sealing: Sealing) -> None:
    vault, now = core.of(db), utc_now()
    epochs, boxes, to, wishes = [], [], list[tuple[Lock, Target, PublicHalf]](), list[hpke.Wish]()
    for lock in locks:
        key, epoch = os.urandom(32), lock.epoch + 1
        epochs.append(
            {"compartment_id": lock.id, "epoch": epoch, "commitment": room.commitment(key), "created_at": now}
        )
        boxes.append((lock.case_id, lock.id, epoch, hpke.public_of(room.drop_private(key))))
        target = lock.target(epoch)
        free = (half for half in remaining[lock.id] if target.compartment not in half.barred)
        for half in {(half.kind, half.owner): half for half in free}.values():
            to.append((lock, target, half))
            wishes.append(seals.wish(vault, target, half, key))
    db.connection().execute(
        update(CompartmentRow).where(CompartmentRow.id == bindparam("which")).values(epoch=bindparam("next")),
        [{"which": lock.id, "next": lock.epoch + 1} for lock in locks],
    )
    db.execute(insert(Epoch), epochs)
    pairs.publish_boxes(db, boxes)
    secrets = case_secrets.ready(db, {lock.case_id for lock in locks})
    rows = []
    for (lock, target, half), inner in zip(to, sealing(wishes), strict=True):
        sealed = seals.dress(vault, secrets[lock.case_id], target, half, inner)
        rows.append(row_of(lock, target.epoch, half, sealed, now))
    put(db, rows)


def _people(halves: Iterable[PublicHalf]) -> set[int]:
    return {half.owner for half in halves if half.kind is HolderKind.PERSON}
