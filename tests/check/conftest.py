"""An installation in which everything was done that can be, to be looked over."""

from collections.abc import Callable
from dataclasses import dataclass
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
from tests.cast import Cast
from tests.stage import cast, database, keys, stage
from tests.whole.everything import Working
from tests.whole.world import World

__all__ = ["cast", "database", "keys", "stage"]


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


@pytest.fixture
def place(cast: Cast, keys: Vault, tmp_path: Path) -> Looked:
    world = World(Litestar([]), cast, cast.database, keys, tmp_path)  # nobody looks at a page
    with world.database.transaction() as db:  # as enrolling them would have noted
        for actor in cast.staff.values():
            noted.generation(db, db.get_one(Person, actor.id))
    Working(world, "a mark").write()
    folder = tmp_path / "files"
    settings = Settings(tmp_path, cast.database.url, tmp_path / "keyring.json", tmp_path / "journal", folder)
    return Looked(world, settings)
