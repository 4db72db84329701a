"""The cast, assembled once for a worker and copied for each test: the same people on the same case, nothing shared."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from casework import vault
from casework.db import Database
from casework.vault import HolderKind, Keyring, Vault
from tests.cast import Cast, assemble
from tests.databases import Databases


@dataclass(frozen=True)
class Stage:
    """What a test's own database is copied from."""

    url: str
    keyring: Keyring
    cast: Cast


@pytest.fixture(scope="session")
def stage(databases: Databases) -> Stage:
    url, keyring = databases.fresh(), Keyring.new()
    database = Database(url, {"vault": Vault(keyring)})
    with database.transaction() as db:
        public = vault.hpke.public_of(vault.hpke.new_private())
        vault.pairs.publish(db, HolderKind.RECOVERY, vault.RECOVERY_ID, public)
    cast = assemble(database)
    database.dispose()
    return Stage(url, keyring, cast)


@pytest.fixture
def keys(stage: Stage, tmp_path: Path) -> Vault:
    return Vault(stage.keyring, journal=tmp_path / "journal")


@pytest.fixture
def database(stage: Stage, databases: Databases, keys: Vault) -> Iterator[Database]:
    made = Database(databases.copy(stage.url), {"vault": keys})
    yield made
    made.dispose()
    databases.give_back(made.url)


@pytest.fixture
def cast(stage: Stage, database: Database) -> Cast:
    return replace(stage.cast, database=database, actors=dict(stage.cast.actors))
