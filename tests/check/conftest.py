"""An installation in which everything was done that can be, to be looked over."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from litestar import Litestar

from casework.check import whole
from casework.check.found import Found
from casework.db import Database
from casework.people import noted
from casework.people.models import Person
from casework.settings import Settings
from casework.vault import Vault
from tests import matters
from tests.databases import Databases
from tests.stage import Stage, stage
from tests.whole.everything import Working
from tests.whole.world import World

__all__ = ["stage"]


@dataclass
class Looked:
    """`look()` is the whole check; what it found, by name."""

    world: World
    settings: Settings

    @property
    def database(self) -> Database:
        return self.world.database

    def look(self) -> dict[str, Found]:
        return {found.name: found for found in whole.look(self.database, self.settings)}

    def troubles(self) -> dict[str, str]:
        return {name: found.sentence for name, found in self.look().items() if found.is_trouble}


Install = Callable[[], Looked]


@dataclass(frozen=True)
class Done:
    """Where it was all done, once for a worker: tests look at copies."""

    url: str
    folder: Path


@pytest.fixture(scope="session")
def done(stage: Stage, databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Done:
    folder = tmp_path_factory.mktemp("done")
    keys = Vault(stage.keyring, journal=folder / "journal")
    database = Database(databases.copy(stage.url), {"vault": keys})
    cast = replace(stage.cast, database=database)
    with database.transaction() as db:  # as enrolling them would have noted
        for actor in cast.staff.values():
            noted.generation(db, db.get_one(Person, actor.id))
        matters.referral(db, cast["eap"])
        matters.order(db, cast["counsel"], cast["eap"])
        matters.leaving(db, cast["lead"])
    Working(World(Litestar([]), cast, database, keys, folder), "a mark").write()  # nobody looks at a page
    database.dispose()
    return Done(database.url, folder)


@pytest.fixture
def place(done: Done, stage: Stage, databases: Databases, tmp_path: Path) -> Iterator[Looked]:
    shutil.copytree(done.folder, tmp_path, dirs_exist_ok=True)
    keys = Vault(stage.keyring, journal=tmp_path / "journal")
    database = Database(databases.copy(done.url), {"vault": keys})
    cast = replace(stage.cast, database=database, actors=dict(stage.cast.actors))
    folder = tmp_path / "files"
    settings = Settings(tmp_path, database.url, tmp_path / "keyring.json", tmp_path / "journal", folder)
    yield Looked(World(Litestar([]), cast, database, keys, tmp_path), settings)
    database.dispose()
    databases.give_back(database.url)
