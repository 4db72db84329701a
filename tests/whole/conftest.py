"""A world for each test that asks; and one for a whole file, where its tests only look."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from casework.db import Database
from casework.vault import Vault
from tests.cast import Cast
from tests.databases import Databases
from tests.stage import Stage, cast, database, keys, stage

from .world import World, build

__all__ = ["cast", "database", "keys", "stage"]


@pytest.fixture
def world(cast: Cast, keys: Vault, tmp_path: Path) -> World:
    return build(cast, keys, tmp_path)


@pytest.fixture(scope="module")
def shared_world(stage: Stage, databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Made once for the tests of one file."""
    known = Vault(stage.keyring)
    data = Database(databases.copy(stage.url), {"vault": known})
    made = replace(stage.cast, database=data, actors=dict(stage.cast.actors))
    yield build(made, known, tmp_path_factory.mktemp("world"))
    data.dispose()
