"""Who could see to it is told when nobody has tested the recovery cards for a year; nobody else is."""

from datetime import timedelta

import pytest
import time_machine

from casework.audit import HouseTag, trail
from casework.db import utc_now
from casework.people import SYSTEM
from tests.whole.conftest import cast, database, keys, stage, world
from tests.whole.world import World

__all__ = ["cast", "database", "keys", "stage", "world"]
SAID = "recovery cards still fit"


@pytest.mark.parametrize("name", ["lead", "administrator", "specialist", "auditor"])
def test_the_desk_says_that_a_test_is_due_to_whoever_could_see_to_it(world: World, name: str) -> None:
    assert SAID not in world.client(world.cast[name]).get("/desk").text
    with time_machine.travel(utc_now() + timedelta(days=366), tick=True):
        client = world.client(world.cast[name])
        assert (SAID in client.get("/desk").text) == (name in ("lead", "administrator"))
        with world.database.transaction() as db:
            trail.record(db, SYSTEM, HouseTag.RECOVERY_TESTED, pair=1)
        assert SAID not in client.get("/desk").text
