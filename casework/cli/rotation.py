"""Rotation, while everybody goes on working. A new key is on disk before anything is put under it; which rows still
name an old one says where to go on after a crash."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.audit import Act, HouseTag, trail
from casework.audit.models import TrailEntry
from casework.cli import written
from casework.cli.refusal import Refused
from casework.db import Database, before_commit, utc_now
from casework.people import SYSTEM
from casework.settings import Settings
from casework.vault import Keyring, homes, rewrapping

UNFINISHED = timedelta(days=31)
"""Up to this age, rows that lag behind a key are what its rotation left; later, another key is made for them."""
TOLD_EVERY = 50_000
POLITE = 5
"""By how much this gives way to whoever serves pages."""

ELSEWHERE = """\
The new keyring is in {to}; nothing uses it yet. Put it in its place on every host, for a systemd credential:

  systemd-creds encrypt --name={name} {to} /etc/credstore.encrypted/{name}

then start each `casework serve` anew, run `casework {again}` once more, and destroy {to}."""


def renew(
    database: Database, settings: Settings, *, due: timedelta | None = None, root: bool = False, to: Path | None = None
) -> bool:
    """Make the next keyring, unless an earlier rotation is still to be ended. False: there is nothing to go on with."""
    home = homes.at(settings.keyring)
    if to is not None:
        if (made := _next(database, home.read(), due, root=root)) is not None:
            written.anew(to, made.encode())
            again = "keys rotate --root" if root else "keys rotate"
            print(ELSEWHERE.format(to=to, name=settings.keyring.name, again=again))
        return False
    if _next(database, home.read(), due, root=root) is None:
        return True
    with home.changing() as (known, put):
        if (made := _next(database, known, due, root=root)) is not None:
            _put(database, HouseTag.KEYS_ROTATED, made, put)
            print(f"Version {made.version} of the server's own keys." if root else f"Key {made.current_kek} is made.")
    return True


def _next(database: Database, known: Keyring, due: timedelta | None, *, root: bool) -> Keyring | None:
    """None where an earlier rotation goes on, or nothing is due yet."""
    now = utc_now().date()
    if root:
        return known.renewed()
    age = now - known.made[known.current_kek]
    if due is not None and age <= due:
        print(f"Key {known.current_kek} is {age.days} days old: no other is due.")
        return None
    with database.reading() as db:
        lagging = rewrapping.lagging(db, known.current_kek) or _last_rewrapped(db) < known.current_kek
    if lagging and age <= UNFINISHED:
        print(f"An earlier rotation to key {known.current_kek} goes on.")
        return None
    return known.rotated(now)


def _put(database: Database, tag: Act, made: Keyring, put: Callable[[Keyring], None], **ids: int) -> None:
    """The trail says so, the keyring is on disk, and then it counts."""
    with database.transaction() as db:
        trail.record(db, SYSTEM, tag, kek=made.current_kek, version=made.version, **ids)
        before_commit(db, lambda: put(made))
    with database.reading() as db:
        vault.of(db).refresh()


def tell_of_home(database: Database, known: Keyring) -> None:
    """What was done to the keyring by hand, where its home is read-only, on the trail as soon as it is met."""
    with database.reading() as db:
        rotated = {(ids["kek"], ids["version"]) for _, ids in _entries(db, HouseTag.KEYS_ROTATED)} | {(1, 1)}
        retired = {ids["retired"] for _, ids in _entries(db, HouseTag.KEYS_RETIRED)}
    gone = set(range(1, known.current_kek)) - known.keks.keys() - retired
    another = (known.current_kek, known.version) not in rotated
    if not gone and not another:
        return
    with database.transaction() as db:
        if another:
            trail.record(db, SYSTEM, HouseTag.KEYS_ROTATED, kek=known.current_kek, version=known.version)
        for kek in sorted(gone):
            ids = {"kek": known.current_kek, "version": known.version, "retired": kek}
            trail.record(db, SYSTEM, HouseTag.KEYS_RETIRED, **ids)


def go_on(database: Database) -> int:
    """Every case secret under the newest KEK, with a line now and then. How many did not open."""
    os.nice(max(0, POLITE - os.nice(0)))
    with database.reading() as db:
        known = vault.of(db)
        known.refresh()
        current, named = known.keyring.current_kek, rewrapping.numbers(db)
        told = _last_rewrapped(db)
    if told == current and max(named, default=current) == min(named, default=current) == current:
        return 0
    progress = rewrapping.Progress(0)
    shown = 0
    for progress in rewrapping.rewrap(database, known):
        if progress.done >= shown + TOLD_EVERY:
            shown = progress.done
            print(f"  {progress.done:,} of {progress.all:,} cases", flush=True)
    with database.transaction() as db:
        oldest = min(named[0] if named else current, current - 1)
        trail.record(db, SYSTEM, HouseTag.KEYS_REWRAPPED, kek=current, cases=progress.done, oldest=oldest)
    print(f"{progress.done:,} cases are under key {current}." if progress.done else f"Key {current} is in use.")
    if progress.shut:
        print(f"{progress.shut:,} do not open and stayed as they were: run `casework check`.")
    return progress.shut


def renew_rows(database: Database) -> bool:
    """Everything that the server vouches for, under the newest version of its keys. True when something was not yet."""
    from casework.cli import renewing  # here, for the command that starts the server needs none of it

    found = renewing.renew(database)
    if found.rows:
        print(f"{found.rows:,} rows are under the newest version of the server's keys.")
    if found.shut:
        print(f"{found.shut:,} rows do not hold together and stayed as they were: run `casework check`.")
    return bool(found.rows)


def retire(database: Database, settings: Settings, *, to: Path | None = None) -> None:
    """Destroy what no row names and no backup needs any more. Refused while a case is still under one of them."""
    home = homes.at(settings.keyring)
    known, keep = home.read(), timedelta(days=settings.backup_days)
    with database.reading() as db:
        ends = {one.kek: one.at + keep for one in _left(db, known)}
        ready = {kek for kek, end in ends.items() if end <= utc_now()}
        under = rewrapping.still_wrapped(db, set(known.keks) - {known.current_kek})
    for kek in sorted(set(known.keks) - {known.current_kek} - ready):
        when = f"on {ends[kek]:%Y-%m-%d}" if kek in ends else "after `casework keys rotate` has ended"
        print(f"Key {kek} can be destroyed {when}: backups of its time last {keep.days} days.")
    if under:
        raise Refused(f"{under:,} cases are still under an earlier key: run `casework keys rotate` first.")
    if not ready:
        return
    if to is not None:
        written.anew(to, known.without(ready).encode())
        print(ELSEWHERE.format(to=to, name=settings.keyring.name, again="keys retire"))
        return
    with home.changing() as (kept, put):
        for kek in sorted(ready & set(kept.keks)):
            kept = kept.without({kek})  # noqa: PLW2901 - less with every round
            _put(database, HouseTag.KEYS_RETIRED, kept, put, retired=kek)
            print(f"Key {kek} is destroyed. Whatever a backup from before says of a case stays shut.")
    print("Export the keyring again, and destroy the exports from before: they still hold it.")


@dataclass(frozen=True, slots=True)
class Left:
    """When the last row left a KEK."""

    kek: int
    at: datetime


def _left(db: Session, known: Keyring) -> list[Left]:
    ended = _entries(db, HouseTag.KEYS_REWRAPPED)
    found = []
    for kek in set(known.keks) - {known.current_kek}:
        moments = [at for at, ids in ended if ids["oldest"] <= kek < ids["kek"]]
        if moments:
            found.append(Left(kek, max(moments)))
    return found


def _last_rewrapped(db: Session) -> int:
    return max((int(ids["kek"]) for _, ids in _entries(db, HouseTag.KEYS_REWRAPPED)), default=1)


def _entries(db: Session, tag: Act) -> list[tuple[datetime, dict[str, int]]]:
    query = select(TrailEntry.at, TrailEntry.ids)
    told = db.execute(query.where(TrailEntry.chain == trail.GLOBAL, TrailEntry.tag == tag.value))
    return [(at, json.loads(ids)) for at, ids in told]
