"""A small demo for the whole module: one case of every end, and leavers and referrals, in a database of either kind."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from casework.db import Database, utc_now
from casework.demo import answering, besides, counting, lawful, making
from casework.demo.organisation import Northfield
from casework.demo.plan import COMPLAINTS, DISCIPLINE, Planned, plan
from casework.files import Store
from casework.vault import Keyring, Vault
from tests.databases import Databases

ENDS = len(COMPLAINTS) + len(DISCIPLINE)


@dataclass(frozen=True)
class Made:
    database: Database
    keys: Vault
    place: Northfield
    planned: list[Planned]
    history: making.History


@pytest.fixture(scope="module")
def made(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    keys, now = Vault(Keyring.new()), utc_now()
    database = Database(databases.empty(), {"vault": keys})
    store = Store(tmp_path_factory.mktemp("files"))
    place = making.found(database, keys, store, now)
    planned = plan(ENDS, now)
    history = making.tell_all(database, keys, place, planned, now)
    with pytest.MonkeyPatch.context() as shorter:
        shorter.setattr(counting, "QUARTERS", 1)
        history.others.extend(making.tell_leaving(database, keys, place, now))
    history.others.extend(making.tell_support(database, keys, place, now))
    history.others.extend(answering.tell(database, keys, place, now))
    besides.tell(database, place, now)
    lawful.tell(database, place, now)
    yield Made(database, keys, place, planned, history)
    database.dispose()
