"""What goes into a backup: files, the database in one view, what came in between, and the list of sums."""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy.orm import Session

from casework import __version__, audit, migrations
from casework.backup import copying, lite, manifest, postgres
from casework.backup.manifest import Manifest
from casework.db import Database, utc_now
from casework.files import Store
from casework.intake.actions.sweep import known
from casework.settings import Settings
from casework.vault import Vault, journal, rewrapping

TRIES = 20
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


def of_earlier(taking: Taking, since: Path) -> dict[str, str]:
    """What need not be copied; nothing, where the earlier one is missing or was changed: tonight's is made all the
    same."""
    try:
        found = Manifest.read(since)
        found.check(taking.vault)
        return dict(manifest.sums(since, found.sums))
    except manifest.Damaged as damaged:
        taking.tell(f"nothing is linked to {since}, everything is copied. {damaged}")
        return {}


def copy(taking: Taking, these: Iterator[int]) -> list[int]:
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


def with_database(taking: Taking) -> Manifest:
    """Every file that the rows of one view speak of and no other, then that view. The view is taken once what came
    since the first round is copied too: little can go between the two, however long the database takes."""
    copy(taking, (file_id for file_id in taking.store.ids() if file_id not in taking.sums))
    database = Database(taking.settings.database_url, {"vault": taking.vault})
    try:
        for _ in range(TRIES):
            with database.reading() as db:
                wanted = known(db)
                gone = set(copy(taking, iter(sorted(wanted - taking.sums.keys()))))
                if gone and gone != _still_wanted(database, gone):
                    continue
                taking.tell("every file is copied; now the database")
                made = _described(taking, db, sorted(gone))
                _dump(taking, db)
                break
        else:
            raise Refused("Files were removed faster than they could be copied: try again.")
    finally:
        database.dispose()
    for file_id in taking.sums.keys() - wanted:
        taking.kept.path(file_id).unlink()
    return _summed(taking, made, wanted)


def _still_wanted(database: Database, gone: set[int]) -> set[int]:
    """Those of them that rows speak of now as well: they are lost, and no second try finds them."""
    with database.reading() as db:
        return known(db) & gone


def _file(taking: Taking) -> str:
    return lite.FILE if taking.settings.database_url.startswith("sqlite") else postgres.FILE


def _dump(taking: Taking, db: Session) -> None:
    """The database as this session sees it."""
    if taking.settings.database_url.startswith("sqlite"):
        lite.dump(db, taking.part)
    else:
        postgres.dump(db, taking.settings.database_url, taking.part, taking.settings.pg_programs)


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
