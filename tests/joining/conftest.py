"""The application with the cast in it; whoever gives keys has just proved again who they are."""

from collections.abc import Callable

import pytest
from sqlalchemy import update

from casework.db import utc_now
from casework.people.models import UserSession
from tests.cases.pages.browser import Browser
from tests.cases.pages.conftest import browse, world
from tests.stage import cast, database, keys, stage
from tests.whole.world import World

__all__ = ["browse", "cast", "database", "keys", "stage", "world"]


@pytest.fixture
def proved(world: World) -> Callable[[str], Browser]:
    """A browser of one of the cast, stepped up."""

    def begin(who: str) -> Browser:
        browser = Browser(world, who)
        with world.database.transaction() as db:
            db.execute(update(UserSession).values(stepped_up_at=utc_now()))
        return browser

    return begin
