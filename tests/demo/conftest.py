"""A small demo for the whole module: one case of every end, told into a database of either kind."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from casework.db import Database, utc_now
from casework.demo import making
from casework.demo.organisation import Northfield
from casework.demo.plan import COMPLAINTS, DISCIPLINE, Planned, plan
from casework.vault import Keyring, Vault
from tests.databases import Databases

ENDS = len(COMPLAINTS) + len(DISCIPLINE)


@dataclass(frozen=True)
class Made:
    database: Database
    keys: Vault
    place: Northfield
    planned: list[Planned]
    receipts: list[tuple[str, str]]


@pytest.fixture(scope="module")
def made(databases: Databases) -> Iterator[Made]:
    keys, now = Vault(Keyring.new()), utc_now()
    database = Database(databases.empty(), {"vault": keys})
    place = making.found(database, keys, now)
    planned = plan(ENDS, now)
    yield Made(database, keys, place, planned, making.tell_all(database, keys, place, planned, now))
    database.dispose()
