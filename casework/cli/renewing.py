"""After another version of the root's subkeys: what the server vouches for, and what it keeps sealed to itself, under
the newest one. Rows say which version they are under, so that whoever was stopped goes on; what does not hold together
under its own version stays as it is. Passwords and passkeys follow when their owner signs in by them; recovery codes
and printed codes, which are on paper, when they are made anew."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework import vault
from casework.audit import HouseTag, trail
from casework.cases.queries import routing
from casework.db import Base, Database, matter_of
from casework.people import SYSTEM, admissions, grants, passkeys
from casework.people.models import Admission, Passkey, RoleGrant, Route, ServerKeptKey
from casework.vault import Unreadable, Vault, custody, pairs, rows
from casework.vault.models import KeyPolicy, PublicKey

BATCH, PAUSE = 300, 0.5
Renewal = Callable[[Session, Any], bool]
"""One row: whether it was under an earlier version and is under the newest now. Unreadable when it does not hold."""


@dataclass(slots=True)
class Renewed:
    """`rows` are under the newest version now; `shut` did not hold together and stayed as they were."""

    rows: int = 0
    shut: int = 0


def renew(database: Database) -> Renewed:
    """Everything that can be, batch by batch."""
    found = Renewed()
    for model, one in _all():
        for batch in _batches(database, model):
            begun = time.perf_counter()
            with database.transaction() as db:
                _renew(db, model, batch, one, found)
            time.sleep(PAUSE * (time.perf_counter() - begun))
    if found.rows:
        with database.transaction() as db:
            trail.record(db, SYSTEM, HouseTag.KEYS_RENEWED, version=vault.of(db).keyring.version, rows=found.rows)
    return found


def _renew(db: Session, model: type[Base], batch: list[Any], one: Renewal, found: Renewed) -> None:
    key = tuple_(*inspect(model).primary_key)
    for row in db.scalars(select(model).where(key.in_(batch)).with_for_update()):
        try:
            with db.no_autoflush:
                found.rows += one(db, row)
        except Unreadable:
            found.shut += 1


def _batches(database: Database, model: type[Base]) -> Iterator[list[Any]]:
    """Keys of all rows, in order, so many at a time."""
    columns = inspect(model).primary_key
    key, last = tuple_(*columns), None
    while True:
        query = select(*columns).order_by(*columns).limit(BATCH)
        with database.reading() as db:
            batch = [tuple(row) for row in db.execute(query if last is None else query.where(key > last))]
        if not batch:
            return
        yield batch
        last = batch[-1]


def _all() -> Iterator[tuple[type[Base], Renewal]]:
    yield PublicKey, _public_key
    yield RoleGrant, _maced(grants.LABEL, grants.words)
    yield Admission, _maced(admissions.LABEL, admissions.words)
    yield Route, _maced("route", routing.route_parts)
    yield Passkey, _maced("passkey", passkeys.words)
    yield KeyPolicy, _maced(custody.LABEL, lambda row: (row.barred,))
    yield ServerKeptKey, _kept_key
    for mapper in sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__):
        columns = [one.class_attribute for one in mapper.column_attrs if one.columns[0].info.get("tier") == "server"]
        if columns:
            yield mapper.class_, _sealed(columns)


def _public_key(db: Session, row: PublicKey) -> bool:
    known = vault.of(db)
    if row.mac_version == known.keyring.version:
        return False
    pairs.renew(known, row)
    return True


def _maced(label: str, words: Callable[[Any], tuple[Any, ...]]) -> Renewal:
    def one(db: Session, row: Any) -> bool:
        if int.from_bytes(row.mac[:2], "big") == _newest(db):
            return False
        rows.check(db, row.mac, label, *words(row))
        row.mac = rows.mac(db, label, *words(row))
        return True

    return one


def _kept_key(db: Session, row: ServerKeptKey) -> bool:
    if vault.blob.key_id_of(row.wrapped) == _newest(db):
        return False
    owner = row.person_id, row.generation
    row.wrapped = custody.wrap(db, owner, custody.unwrap(db, owner, row.wrapped))
    return True


def _sealed(columns: list[InstrumentedAttribute[Any]]) -> Renewal:
    """Values of the server's tier: bound to the first column of their row's key, and to its matter where it has one."""

    def one(db: Session, row: Any) -> bool:
        whose = matter_of(type(row).__table__)
        id_ = getattr(row, inspect(type(row)).primary_key[0].key)
        case = getattr(row, whose.key) if whose is not None else None
        fresh = {}
        for column in columns:
            value = getattr(row, column.key)
            if value is not None and vault.blob.key_id_of(value) != _newest(db):
                text = vault.field.open_(db, column, id_, value, case=case)
                fresh[column.key] = vault.field.seal(db, column, id_, text, case=case)
        for name, value in fresh.items():
            setattr(row, name, value)
        return bool(fresh)

    return one


def _newest(db: Session) -> int:
    known: Vault = vault.of(db)
    return known.keyring.version
