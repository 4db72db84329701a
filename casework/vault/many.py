"""Seals of many cases at once, for one more holder: the same as `rooms` makes, in few statements."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, delete, select
from sqlalchemy.orm import Session

from casework.db import new_id, utc_now

from . import core, met, room, seals
from . import secrets as case_secrets
from .core import Vault
from .holder import Holder
from .models import CompartmentRow, Epoch, Seal
from .pairs import PublicHalf
from .words import Compartment, HolderKind, Unreadable

log = logging.getLogger("casework")
Key = tuple[Compartment, int]


class Lock(NamedTuple):
    """One compartment as it is: `epoch` is its newest."""

    id: int
    case_id: int
    name: str
    subject: int
    epoch: int

    @property
    def key(self) -> Key:
        return Compartment(self.name), self.subject

    def target(self, epoch: int) -> seals.Target:
        return seals.Target(self.case_id, self.id, Compartment(self.name), self.subject, epoch)


class Kept(NamedTuple):
    """One seal, as far as opening and checking it needs."""

    compartment_id: int
    epoch: int
    holder_kind: str
    holder_id: int
    generation: int
    form: str
    sealed: bytes


class Claim(NamedTuple):
    """A room that somebody could read before; `newest`: its key was not changed since."""

    case_id: int
    key: Key
    since: datetime
    newest: bool


LOCK = tuple(getattr(CompartmentRow, name) for name in Lock._fields)
KEPT = tuple(getattr(Seal, name) for name in Kept._fields)
SEALS = cast("Table", Seal.__table__)


def admit(
    db: Session, holder: Holder, case_ids: Sequence[int], to: PublicHalf, wanted: Callable[[Lock], bool]
) -> dict[int, set[Key]]:
    """Re-seal to one more holder each epoch that `holder` has open of the wanted rooms of these cases. By case: the
    rooms that `to` can read now, those that they could already included. A room that does not open is left out, and so
    is one that keys like theirs are barred from."""
    opened = _opened(db, holder, case_ids, lambda lock: Compartment(lock.name) not in to.barred and wanted(lock))
    held = _held_already(db, opened, to)
    secrets, vault = case_secrets.ready(db, {lock.case_id for lock, _ in opened.values()}), core.of(db)
    rows, given, now = [], dict[int, set[Key]](), utc_now()
    for lock, keys in opened.values():
        if lock.key[0] in to.barred:
            continue
        given.setdefault(lock.case_id, set()).add(lock.key)
        for epoch in keys.keys() - held.get(lock.id, set()):
            sealed = seals.make(vault, secrets[lock.case_id], lock.target(epoch), to, keys[epoch])
            rows.append(row_of(lock, epoch, to, sealed, now))
    put(db, rows)
    return given


def earlier(db: Session, case_ids: Sequence[int], kind: HolderKind, holder_id: int, below: int) -> list[Claim]:
    """What somebody could read by an earlier generation of their key, room by room: by the latest of their seals that
    was made here, for them."""
    query = select(*LOCK, Seal.created_at, *KEPT).join(Seal, Seal.compartment_id == CompartmentRow.id)
    query = query.where(Seal.case_id.in_(case_ids), Seal.holder_kind == kind.value, Seal.holder_id == holder_id)
    latest: dict[int, Claim] = {}
    rows = db.execute(query.where(Seal.generation < below).order_by(Seal.epoch)).all()
    secrets, vault = case_secrets.of_cases(db, {row.case_id for row in rows}), core.of(db)
    for row in rows:
        lock, seal = Lock(*row[: len(LOCK)]), Kept(*row[len(LOCK) + 1 :])
        if is_genuine(vault, secrets, lock, seal):
            latest[lock.id] = Claim(lock.case_id, lock.key, row.created_at, seal.epoch == lock.epoch)
    return list(latest.values())


def _opened(
    db: Session, holder: Holder, case_ids: Sequence[int], wanted: Callable[[Lock], bool]
) -> dict[int, tuple[Lock, dict[int, bytes]]]:
    """The rooms whose newest key the holder has, with the keys of all their epochs that open."""
    query = (
        select(*LOCK, *KEPT, Epoch.commitment)
        .join(Seal, Seal.compartment_id == CompartmentRow.id)
        .join(Epoch, (Epoch.compartment_id == Seal.compartment_id) & (Epoch.epoch == Seal.epoch))
        .where(Seal.case_id.in_(case_ids), Seal.holder_kind == holder.kind.value, Seal.holder_id == holder.id)
        .where(Seal.generation == holder.generation)
    )
    vault, found = core.of(db), dict[int, tuple[Lock, dict[int, bytes]]]()
    rows = [(Lock(*r[: len(LOCK)]), Kept(*r[len(LOCK) : -1]), r.commitment) for r in db.execute(query).all()]
    secrets = case_secrets.ready(db, {lock.case_id for lock, _, _ in rows})
    for lock, seal, committed in rows:
        if not wanted(lock):
            continue
        try:
            key = seals.open_(vault, secrets[lock.case_id], lock.target(seal.epoch), holder, seal)
            found.setdefault(lock.id, (lock, {}))[1][seal.epoch] = room.check(key, committed)
        except Unreadable as wrong:  # this room is not given; the others are
            log.error("a seal of case %s: %s", lock.case_id, wrong)
            met.note(db, "room", lock.id)
    return {id_: (lock, keys) for id_, (lock, keys) in found.items() if lock.epoch in keys}


def _held_already(db: Session, opened: Iterable[int], to: PublicHalf) -> dict[int, set[int]]:
    """Epochs by compartment. Seals of their earlier generations go: nobody can open those any more."""
    ids = list(opened)
    theirs = (
        Seal.compartment_id.in_(ids), Seal.holder_kind == to.kind.value, Seal.holder_id == to.owner
    )  # fmt: skip
    if to.generation > 1:
        db.execute(delete(Seal).where(*theirs, Seal.generation < to.generation))
    held: dict[int, set[int]] = {}
    for compartment_id, epoch in db.execute(select(Seal.compartment_id, Seal.epoch).where(*theirs)):
        held.setdefault(compartment_id, set()).add(epoch)
    return held


def row_of(
    lock: Lock, epoch: int, to: PublicHalf, sealed: bytes, now: datetime | None = None
) -> dict[str, Any]:  # fmt: skip
    return {
        "id": new_id(),
        "case_id": lock.case_id,
        "compartment_id": lock.id,
        "epoch": epoch,
        "holder_kind": to.kind.value,
        "holder_id": to.owner,
        "generation": to.generation,
        "form": seals.HPKE,
        "sealed": sealed,
        "created_at": now or utc_now(),
    }


def put(db: Session, rows: list[dict[str, Any]]) -> None:
    """As rows, past the session: of so many, entities took longer than the keys."""
    if rows:
        db.connection().execute(SEALS.insert(), rows)


def is_genuine(vault: Vault, secrets: Mapping[int, seals.Secret], lock: Lock, seal: seals.Held) -> bool:
    return seals.is_genuine(vault, secrets[lock.case_id], lock.target(seal.epoch), seal)
