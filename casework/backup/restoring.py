"""Putting a backup back, into an empty place: compared first, whole or unfinished, with what happened since."""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from casework import audit, migrations
from casework.audit import HouseTag, trail
from casework.backup import copying, lite, manifest, postgres, replaying
from casework.backup.manifest import Damaged, Manifest
from casework.backup.unfinished import MARK
from casework.db import Database
from casework.files import Store
from casework.people import SYSTEM
from casework.settings import Settings
from casework.vault import Vault, fit, journal

Told = Callable[[str], None]


class Refused(Exception):
    """Nothing was put back. The message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Restored:
    """`again`: what the journal had to do once more, by kind."""

    manifest: Manifest
    again: Counter[str]


def restore(settings: Settings, keys: Vault, source: Path, *, tell: Told = lambda _: None) -> Restored:
    """Put it back. Refused or Damaged before anything is written; a second try goes on where a first was stopped."""
    found = Manifest.read(source)
    found.check(keys)
    _check_keys(found, keys)
    _check_fits(settings, found)
    _check_journal(settings, keys, found)
    mark = _begin_with(settings, found)
    compare(source, found, tell=tell)
    mark()
    _files(settings, source, found, tell)
    tell("the files are in their place")
    did = _database(settings, keys, source, found)
    (settings.folder / MARK).unlink()
    copying.sync_folder(settings.folder)
    return Restored(found, did)


def compare(source: Path, found: Manifest, *, tell: Told = lambda _: None) -> None:
    """Every file with its sum. Damaged names the first that differs."""
    listed = manifest.sums(source, found.sums)
    count = 0
    for path, fits in copying.in_turns(lambda one: (one[0], _is(source / one[0], one[1])), listed):
        if not fits:
            raise Damaged(f"{path} is missing or was changed.")
        count += 1
        if count % 1000 == 0:
            tell(f"{count:,} files compared")
    if count != found.files + 1:
        raise Damaged(f"{manifest.SUMS} does not name every file.")


def _is(path: Path, known_sum: str) -> bool:
    try:
        return copying.digest(path) == known_sum
    except FileNotFoundError:
        return False


def _check_keys(found: Manifest, keys: Vault) -> None:
    missing = [number for number in found.keks if number not in keys.keyring.keks]
    if missing:
        named = ", ".join(str(number) for number in missing)
        raise Refused(
            f"This backup is older than its keys: it needs KEK {named}, which this keyring no longer has. Nothing in "
            "it opens, for any case. Take a newer backup, or an export of the keyring from the time of this one."
        )


def _check_fits(settings: Settings, found: Manifest) -> None:
    kind = "sqlite" if settings.database_url.startswith("sqlite") else "postgresql"
    if kind != found.kind:
        raise Refused(f"This backup is of {found.kind}, CASEWORK_DATABASE_URL names {kind}.")
    if found.migration != migrations.newest():
        raise Refused(f"This backup was made by Casework {found.release}: put it back with that release, then upgrade.")


def _check_journal(settings: Settings, keys: Vault, found: Manifest) -> None:
    if not settings.journal.is_dir():
        raise Refused(
            f"There is no journal at {settings.journal}. Without it people who were removed would be let in again and "
            "destroyed cases come back: put its copy there, or name its folder by CASEWORK_JOURNAL."
        )
    if not journal.reaches(settings.journal, found.journal):
        raise Refused(
            f"The journal at {settings.journal} is older than this backup, or not of the same installation: it does "
            f"not have what it had when the backup was made. Put its newest copy there."
        )
    for _ in journal.read(keys, settings.journal):  # Unreadable, with the file's name, where it was changed
        pass


def _begin_with(settings: Settings, found: Manifest) -> Callable[[], None]:
    """What is to be done once everything was compared: the mark, for a place that is empty or has the same mark."""
    path = settings.folder / MARK
    if path.exists():
        if json.loads(path.read_bytes()) != {"mac": found.mac}:
            raise Refused(f"Another backup is half put back in {settings.folder}: end that first, or empty the folder.")
        return lambda: None
    if not _is_empty(settings):
        raise Refused(
            f"There is an installation at {settings.database_url.rpartition('@')[2]} already: a backup is put back "
            "into an empty place, never over anything."
        )
    if next(Store(settings.files).ids(), None) is not None:
        raise Refused(f"There are files in {settings.files}: a backup is put back into an empty folder.")
    settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return lambda: copying.put(path, json.dumps({"mac": found.mac}).encode())


def _is_empty(settings: Settings) -> bool:
    if settings.database_url.startswith("sqlite"):
        return lite.is_empty(settings.database_url)
    return postgres.is_empty(settings.database_url)


def _files(settings: Settings, source: Path, found: Manifest, tell: Told) -> None:
    store, kept = Store(settings.files), Store(source / manifest.FILES)
    copying.make_folder(settings.files)

    def put(one: tuple[int, str]) -> None:
        file_id, known_sum = one
        target = store.path(file_id)
        if target.exists():  # from the try before this one: whole, or it would have no name
            return
        copying.make_folder(target.parent)
        part = target.with_name(f"{target.name}.restored.part")
        part.unlink(missing_ok=True)
        if copying.copy(kept.path(file_id), part) != known_sum:
            part.unlink()
            raise Damaged(f"{kept.path(file_id).relative_to(source)} was changed while it was put back.")
        part.replace(target)

    for count, _ in enumerate(copying.in_turns(put, _listed(source, found)), 1):
        if count % 1000 == 0:
            tell(f"{count:,} of {found.files:,} files")
    copying.sync_folders(settings.files)


def _listed(source: Path, found: Manifest) -> Iterator[tuple[int, str]]:
    for path, known_sum in manifest.sums(source, found.sums):
        if path != found.database:
            yield int(Path(path).name, 16), known_sum


def _database(settings: Settings, keys: Vault, source: Path, found: Manifest) -> Counter[str]:
    with _loaded(settings, source, found) as (url, complete):
        database = Database(url, {"vault": keys})
        try:
            with database.transaction() as db:
                if audit.head(db) != found.trail:
                    raise Damaged(f"{found.database} does not have the trail that {manifest.NAME} names.")
                replaying.bring_recovery(db, keys, settings.journal)
                fit.check(db)
                db.info["backup made"] = datetime.fromisoformat(found.made)
                did = replaying.replay(db, keys, settings.journal, Store(settings.files))
                replaying.end_everything_fleeting(db)
                trail.record(db, SYSTEM, HouseTag.BACKUP_RESTORED, made=found.made, again=did.total())
                complete(db)
        finally:
            database.dispose()
    return did


@contextmanager
def _loaded(settings: Settings, source: Path, found: Manifest) -> Iterator[tuple[str, Callable[[Session], None]]]:
    """The database as it was, in a place where nobody takes it for whole."""
    if found.kind == "sqlite":
        path = lite.path_of(settings.database_url)
        beside = path.with_name(f"{path.name}.restoring")
        lite.load(source / found.database, beside)
        yield f"sqlite:///{beside}", lambda _: None
        lite.name(beside, path)
    else:
        postgres.load(source / found.database, settings.database_url, settings.pg_programs)
        yield settings.database_url, lambda db: postgres.complete(db, found.migration)


def fetch_journal(source: Path, settings: Settings) -> None:
    """The copy that was kept off the host becomes the journal of this place, which has none yet."""
    if not journal.files(source):
        raise Refused(f"There is no journal in {source}.")
    if journal.files(settings.journal):
        if journal.end(settings.journal) == journal.end(source):
            return
        raise Refused(f"There is another journal at {settings.journal} already: it is never written over.")
    copying.make_folder(settings.journal)
    for name in journal.files(source):
        shutil.copyfile(source / name, settings.journal / name)
    copying.sync_folders(settings.journal)
