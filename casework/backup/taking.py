"""Taking a backup: files, then the database, then what came in between; sums, manifest and name last."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy.orm import Session

from casework import __version__, audit, migrations, vault
from casework.audit import Tag, trail
from casework.backup import copying, lite, manifest, postgres
from casework.backup.manifest import Manifest
from casework.db import Database, utc_now
from casework.files import Store
from casework.intake.actions.sweep import known
from casework.people import SYSTEM
from casework.settings import Settings
from casework.vault import Vault, journal, rewrapping

TRIES = 5
"""Views of the database, where files of the one before were removed while it was copied."""
Told = Callable[[str], None]


class Refused(Exception):
    """No backup was made. The message says why."""


@dataclass
class Taking:
    """One backup under way in `part`. `sums`: SHA-256 of each file of the store that is in it."""

    settings: Settings
    vault: Vault
    part: Path
    since: Path | None
    links: bool
    tell: Told
    sums: dict[int, str] = field(default_factory=dict)
    earlier: dict[str, str] = field(default_factory=dict)
    bytes: int = 0

    @property
    def store(self) -> Store:
        return Store(self.settings.files)

    @property
    def kept(self) -> Store:
        return Store(self.part / manifest.FILES)


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
        taking = Taking(settings, keys, part, since, links, tell)
        if since is not None:
            taking.earlier = _of_earlier(taking, since)
        copying.make_folder(part / manifest.FILES)
        _copy(taking, taking.store.ids())
        made = _with_database(taking)
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


def _of_earlier(taking: Taking, since: Path) -> dict[str, str]:
    """What need not be copied; nothing, where the earlier one is missing or was changed: tonight's is made all the
    same."""
    try:
        found = Manifest.read(since)
        found.check(taking.vault)
        return dict(manifest.sums(since, found.sums))
    except manifest.Damaged as damaged:
        taking.tell(f"nothing is linked to {since}, everything is copied. {damaged}")
        return {}


def _copy(taking: Taking, these: Iterator[int]) -> list[int]:
    """Into the backup; those that the store does not have (any more)."""
    gone = []
    for file_id, known_sum in copying.in_turns(lambda one: (one, _copied(taking, one)), these):
        if known_sum is None:
            gone.append(file_id)
        else:
            taking.sums[file_id] = known_sum
            if len(taking.sums) % 1000 == 0:
                taking.tell(f"{len(taking.sums):,} files")
    return gone


def _copied(taking: Taking, file_id: int) -> str | None:
    source, target = taking.store.path(file_id), taking.kept.path(file_id)
    copying.make_folder(target.parent)
    name = str(target.relative_to(taking.part))
    try:
        known_sum = taking.earlier.get(name)
        if taking.since is not None and known_sum and source.exists() and copying.link(taking.since / name, target):
            return known_sum  # files are never changed: what was summed then is what it is
        if taking.links and copying.link(source, target):
            return copying.digest(target)
        return copying.copy(source, target)
    except FileNotFoundError:
        return None


def _with_database(taking: Taking) -> Manifest:
    """The database, and every file that its rows speak of and no other."""
    for _ in range(TRIES):
        with _dumped(taking) as db:
            wanted = known(db)
            taking.tell("the database is copied")
            gone = _copy(taking, iter(sorted(wanted - taking.sums.keys())))
            lost = gone and _still_wanted(taking, gone)
            if not gone or lost:
                made = _described(taking, db, sorted(lost or ()))
                break
        (taking.part / _file(taking)).unlink()
    else:
        raise Refused("Files were removed faster than they could be copied: try again.")
    for file_id in taking.sums.keys() - wanted:
        taking.kept.path(file_id).unlink()
    return _summed(taking, made, wanted)


def _still_wanted(taking: Taking, gone: list[int]) -> set[int]:
    """Those of them that rows speak of now as well: they are lost, and no second try finds them."""
    database = Database(taking.settings.database_url, {"vault": taking.vault})
    try:
        with database.reading() as db:
            return known(db) & set(gone)
    finally:
        database.dispose()


def _file(taking: Taking) -> str:
    return lite.FILE if taking.settings.database_url.startswith("sqlite") else postgres.FILE


def _dumped(taking: Taking) -> AbstractContextManager[Session]:
    url = taking.settings.database_url
    if url.startswith("sqlite"):
        return lite.dumped(url, taking.part, taking.vault)
    return postgres.dumped(url, taking.part, taking.vault, taking.settings.pg_programs)


def _described(taking: Taking, db: Session, lacking: list[int]) -> Manifest:
    """The journal's end is asked for after the view was taken: whatever is in the view was noted before it."""
    is_lite = taking.settings.database_url.startswith("sqlite")
    return Manifest(
        made=utc_now().isoformat(timespec="seconds"),
        release=__version__,
        instance=taking.vault.instance.hex(),
        key_version=taking.vault.keyring.version,
        keks=rewrapping.numbers(db),
        kind="sqlite" if is_lite else "postgresql",
        server=lite.version() if is_lite else postgres.version(db),
        migration=migrations.current(db.connection()) or "",
        database=_file(taking),
        trail=audit.head(db),
        journal=journal.end(taking.settings.journal),
        files=0,
        bytes=0,
        lacking=lacking,
        sums="",
    )


def _summed(taking: Taking, made: Manifest, wanted: set[int]) -> Manifest:
    """Write the list of sums, as `sha256sum --check` reads it."""
    listed, size, count = hashlib.sha256(), 0, 0
    with (taking.part / manifest.SUMS).open("xb") as file:
        for path, known_sum in _lines(taking, made, wanted):
            line = f"{known_sum}  {path.relative_to(taking.part)}\n".encode()
            listed.update(line)
            file.write(line)
            size, count = size + path.stat().st_size, count + 1
        file.flush()
        os.fsync(file.fileno())
    return replace(made, files=count - 1, bytes=size, sums=listed.hexdigest())


def _lines(taking: Taking, made: Manifest, wanted: set[int]) -> Iterator[tuple[Path, str]]:
    path = taking.part / made.database
    yield path, copying.digest(path)
    for file_id in sorted(wanted & taking.sums.keys()):
        yield taking.kept.path(file_id), taking.sums[file_id]


def _record(settings: Settings, keys: Vault, made: Manifest) -> None:
    """On the trail before it has its name: for how long its keys are needed is reckoned from here."""
    database = Database(settings.database_url, {"vault": keys})
    try:
        with database.transaction() as db:
            used = ",".join(str(number) for number in made.keks)
            trail.record(db, SYSTEM, Tag.BACKUP_MADE, kek=vault.of(db).keyring.current_kek, keks=used)
    finally:
        database.dispose()
