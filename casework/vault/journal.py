"""The journal: what a restored backup must not undo. Append-only, MACed, in a folder of its own, off the host by copy.

Written and synced just before the commit it speaks of; replaying an entry twice changes nothing.
"""

import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from casework.db import before_commit, utc_now

from . import core
from .binding import bind
from .core import Vault
from .words import Unreadable


@dataclass(frozen=True, slots=True)
class Entry:
    """`kind`: case-destroyed, seal-removed, generation, credential. `ids`: which."""

    at: str
    kind: str
    ids: dict[str, Any]


def note(db: Session, kind: str, /, **ids: int | str) -> None:
    """Have the entry written when the rest of the transaction is, just before its commit."""
    before_commit(db, partial(write, core.of(db), kind, **ids))


def write(vault: Vault, kind: str, /, **ids: int | str) -> None:
    """Append one line and sync it. Without a journal folder (unit tests) nothing is written."""
    if vault.journal is None:
        return
    now = utc_now()
    body = json.dumps([1, vault.keyring.version, now.isoformat(), kind, ids], separators=(",", ":"), sort_keys=True)
    vault.journal.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(vault.journal / f"{now:%Y-%m}.journal", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, f"{_mac(vault, vault.keyring.version, body)} {body}\n".encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def read(vault: Vault, folder: Path) -> Iterator[Entry]:
    """Every entry, oldest first; Unreadable at a line that was changed. A last line cut off by a crash is left out:
    its commit never came."""
    for path in sorted(folder.glob("*.journal")):
        *lines, rest = path.read_text().split("\n")
        for line in lines:
            yield _parse(vault, line)
        if rest and path != max(folder.glob("*.journal")):
            raise Unreadable("the journal was cut")


def _parse(vault: Vault, line: str) -> Entry:
    tag, _, body = line.partition(" ")
    try:
        version, root_version, at, kind, ids = json.loads(body)
        expected = _mac(vault, root_version, body)
    except (ValueError, TypeError):
        raise Unreadable("a line of the journal is damaged") from None
    if version != 1 or not hmac.compare_digest(tag, expected):
        raise Unreadable("a line of the journal was changed")
    return Entry(at, kind, ids)


def _mac(vault: Vault, version: int, body: str) -> str:
    return hmac.digest(vault.subkey("audit", version), bind("journal", vault.instance, body), "sha256").hex()
