"""Case secrets under the newest KEK, while everybody goes on working: which rows still name an old number is the state,
so that whoever was stopped in the middle begins where they were."""

import os
import struct
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.db import Database

from . import secrets
from .binding import with_number
from .blob import AES_256_GCM, HEADER, VERSION, key_id_of
from .core import Vault
from .models import CaseSecret
from .words import Unreadable

BATCH = 2_000
PAUSE = 0.5
"""After each batch, so many times what it took: pages and their writers have the rest of the machine."""

SELECT = "SELECT case_id, kek, wrapped FROM vault_case_secret WHERE case_id > ? AND kek < ? ORDER BY case_id LIMIT ?"
UPDATE = "UPDATE vault_case_secret SET kek = ?, wrapped = ? WHERE case_id = ? AND kek = ?"
"""By the driver itself: a million rows take a third of the time. A secret that was destroyed meanwhile stays so."""
Wrapped = tuple[int, int, bytes]
"""Case, KEK by its column, secret under it."""
Change = tuple[int, bytes, int, int]
"""What `UPDATE` takes."""


@dataclass(slots=True)
class Progress:
    """`done` of `all` so far; `shut` do not open, and stay as they were."""

    all: int
    done: int = 0
    shut: int = 0


def lagging(db: Session, current: int) -> int:
    """How many case secrets name an earlier KEK."""
    return db.scalar(select(func.count()).select_from(CaseSecret).where(CaseSecret.kek < current)) or 0


def numbers(db: Session) -> list[int]:
    """The KEKs that rows name, ascending; one look at the index for each."""
    found: list[int] = []
    last = -1
    while (number := db.scalar(select(func.min(CaseSecret.kek)).where(CaseSecret.kek > last))) is not None:
        found.append(number)
        last = number
    return found


def still_wrapped(db: Session, old: set[int]) -> int:
    """How many secrets are under one of these KEKs by what their own header says, whatever stands beside it."""
    rows = db.execute(select(CaseSecret.wrapped).execution_options(yield_per=5_000))
    return sum(1 for row in rows if key_id_of(row.wrapped) in old)


def rewrap(database: Database, vault: Vault, *, batch: int = BATCH, pause: float = PAUSE) -> Iterator[Progress]:
    """Batch by batch. The work is done between transactions; what is inside is one short statement."""
    current = vault.keyring.current_kek
    with database.reading() as db:
        progress = Progress(lagging(db, current))
    wrapping = _Wrapping(vault, current)
    while True:
        before, last = progress.done, -1
        while rows := _some(database, current, last, batch):
            begun, last = time.perf_counter(), rows[-1][0]
            changes = wrapping.changed(rows)
            _write(database, changes)
            progress.done += len(changes)
            progress.shut += len(rows) - len(changes)
            yield progress
            time.sleep(pause * (time.perf_counter() - begun))
        if progress.done == before:  # nothing came under an old KEK while this went on
            return
        progress.shut = 0


def _some(database: Database, current: int, last: int, most: int) -> Sequence[Wrapped]:
    with database.reading() as db:
        found = db.connection().exec_driver_sql(_marked(database, SELECT), (last, current, most))
        return cast(Sequence[Wrapped], found.all())


def _write(database: Database, changes: list[Change]) -> None:
    if changes:
        with database.transaction() as db:
            db.connection().exec_driver_sql(_marked(database, UPDATE), changes)


def _marked(database: Database, statement: str) -> str:
    return statement if database.is_sqlite else statement.replace("?", "%s")


class _Wrapping:
    """`blob.open_` and `blob.seal` for many of one kind: the ciphers are made once, and one call brings all nonces."""

    def __init__(self, vault: Vault, current: int) -> None:
        self._vault, self._current = vault, current
        self._bound = secrets.context(vault)
        self._head = struct.pack(">BBH", VERSION, AES_256_GCM, current)
        self._ciphers: dict[bytes, AESGCM] = {}

    def changed(self, rows: Sequence[Wrapped]) -> list[Change]:
        nonces, to, found = os.urandom(12 * len(rows)), AESGCM(self._vault.kek(self._current)), list[Change]()
        for at, (case_id, kek, wrapped) in enumerate(rows):
            context = with_number(self._bound, case_id)
            try:
                under = self._ciphers.get(wrapped[:4]) or self._cipher(wrapped)
                secret = under.decrypt(wrapped[4:HEADER], wrapped[HEADER:], wrapped[:HEADER] + context)
            except (InvalidTag, Unreadable):
                continue
            nonce = nonces[12 * at : 12 * at + 12]
            fresh = to.encrypt(nonce, secret, self._head + nonce + context)
            found.append((self._current, self._head + nonce + fresh, case_id, kek))
        return found

    def _cipher(self, wrapped: bytes) -> AESGCM:
        return self._ciphers.setdefault(wrapped[:4], AESGCM(self._vault.kek(key_id_of(wrapped))))
