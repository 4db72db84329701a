"""SQLite: the whole database into one file while others read and write, and back."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from casework.backup.copying import copy, sync_folder

FILE = "casework.db"
PAGES = 4096
"""Copied in one step, of 4 KiB each; between two steps a stop is noticed."""


def version() -> str:
    return sqlite3.sqlite_version


def path_of(url: str) -> Path:
    return Path(make_url(url).database or "")


def is_empty(url: str) -> bool:
    path = path_of(url)
    return not path.exists() or path.stat().st_size == 0


def dump(db: Session, folder: Path) -> None:
    """Write the database as this session sees it into the folder, whatever others write meanwhile."""
    source: Any = db.connection().connection.driver_connection
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as target:
        target.execute("PRAGMA synchronous = OFF")  # synced below, once
        source.backup(target, pages=PAGES)
    _as_one_file(folder / FILE)


def load(source: Path, path: Path) -> None:
    """The file as it was, at a new place."""
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    copy(source, path)


def name(written: Path, path: Path) -> None:
    """It is complete: from now on it is the database."""
    _as_one_file(written)
    written.replace(path)
    sync_folder(path.parent)


def _as_one_file(path: Path) -> None:
    """Nothing beside it: no log to forget when it is carried away."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode = DELETE")
    handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
