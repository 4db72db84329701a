"""A world for each test that asks; and one for a whole file, where its tests only look."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from casework import vault
from casework.db import Database
from casework.vault import HolderKind, Keyring, Vault
from tests.databases import Databases

from .world import World, build


@pytest.fixture
def world(database: Database, keys: Vault, tmp_path: Path) -> World:
    return build(database, keys, tmp_path)


@pytest.fixture(scope="module")
def shared_world(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Made once for the tests of one file."""
    keys = Vault(Keyring.new())
    database = Database(databases.fresh(), {"vault": keys})
    with database.transaction() as db:
        public = vault.hpke.public_of(vault.hpke.new_private())
        vault.pairs.publish(db, HolderKind.RECOVERY, vault.RECOVERY_ID, public)
    yield build(database, keys, tmp_path_factory.mktemp("world"))
    database.dispose()
