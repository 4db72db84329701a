"""Taking a backup: files, then the database, then what came in between; sums, manifest and name last."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from casework import vault
from casework.audit import HouseTag, trail
from casework.backup import contents, copying, manifest
from casework.backup.contents import Refused, Told
from casework.backup.manifest import Manifest
from casework.db import Database
from casework.people import SYSTEM
from casework.settings import Settings
from casework.vault import Vault

__all__ = ["Refused", "take"]


def take(
    settings: Settings,
    keys: Vault,
    to: Path,
    *,
    since: Path | None = None,
    links: bool = True,
    tell: Told = lambda _: None,
) -> Manifest:
    """A backup in a new folder, whole or not there. Files that `since` has already are linked to it; `links`: so are
    those of the store, where they lie on the same file system. Refused before anything is written."""
    _check_place(settings, to)
    with _part(to) as part:
        taking = contents.Taking(settings, keys, part, since, links, tell)
        if since is not None:
            taking.earlier = contents.of_earlier(taking, since)
        copying.make_folder(part / manifest.FILES)
        contents.copy(taking, taking.store.ids())
        made = contents.with_database(taking)
        made.write(part, keys)
        copying.sync_folders(part)
        _record(settings, keys, made)
        part.replace(to)
        copying.sync_folder(to.parent)
    return made


def _check_place(settings: Settings, to: Path) -> None:
    if to.exists() or to.is_symlink():
        raise Refused(f"There is something at {to} already: a backup is never written over anything.")
    for place in (settings.files, settings.journal):
        if to.is_relative_to(place):
            raise Refused(f"{to} lies in {place}: a backup stands apart from what it is of.")
    if not to.parent.is_dir():
        raise Refused(f"There is no folder {to.parent}: make it first, on another disk if there is one.")


@contextmanager
def _part(to: Path) -> Iterator[Path]:
    """The folder until it is whole. One that a crash left is removed; one that somebody is filling is not."""
    part = to.with_name(f"{to.name}.part")
    part.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(f"Another backup is being made in {part}.") from None
        _clear(part)
        try:
            yield part
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    finally:
        os.close(handle)


def _clear(part: Path) -> None:
    for path in part.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _record(settings: Settings, keys: Vault, made: Manifest) -> None:
    """On the trail before it has its name: for how long its keys are needed is reckoned from here."""
    database = Database(settings.database_url, {"vault": keys})
    try:
        with database.transaction() as db:
            used = ",".join(str(number) for number in made.keks)
            trail.record(db, SYSTEM, HouseTag.BACKUP_MADE, kek=vault.of(db).keyring.current_kek, keks=used)
    finally:
        database.dispose()
