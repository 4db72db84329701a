"""A world for each test that asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from casework.db import Database
from casework.vault import Vault

from .world import World, build


@pytest.fixture
def world(database: Database, keys: Vault, tmp_path: Path) -> Iterator[World]:
    yield from build(database, keys, tmp_path)
