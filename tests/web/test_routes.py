"""Every route of the whole application says what it needs: exactly one thing."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from casework.access import Action
from casework.app import MENU, create_app
from casework.db import Base, Database
from casework.settings import Settings
from casework.vault import Vault
from casework.web.authentication import SAYS


@pytest.fixture
def app(settings: Settings, vault: Vault) -> Iterator[Litestar]:
    database = Database(settings.database_url, {"vault": vault})
    Base.metadata.create_all(database.engine)
    yield create_app(settings, database=database, vault=vault)
    database.dispose()


def _handlers(app: Litestar) -> Iterator[tuple[str, HTTPRouteHandler]]:
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if handler.http_methods != {"OPTIONS"}:
                yield f"{sorted(handler.http_methods)} {route.path}", handler


def _says(opt: dict[str, Any]) -> list[str]:
    return [name for name in SAYS if opt.get(name)]


def test_every_route_says_exactly_one_thing(app: Litestar) -> None:
    silent = {where: _says(handler.opt) for where, handler in _handlers(app) if len(_says(handler.opt)) != 1}
    assert silent == {}


def test_what_a_route_needs_is_on_the_page_of_rules(app: Litestar) -> None:
    needs = {where: handler.opt["needs"] for where, handler in _handlers(app) if handler.opt.get("needs")}
    assert all(isinstance(action, Action) for action in needs.values()), needs


def test_looking_changes_nothing_and_answers_with_200(app: Litestar) -> None:
    """No page takes GET and POST at once, and a change answers 200 or elsewhere, never 201. What a directory's program
    asks of `/scim/v2` is answered as its own standard says."""
    for where, handler in _handlers(app):
        if "/scim/v2" in where:
            continue
        assert len(handler.http_methods) == 1, where
        assert handler.status_code in (200, 204, 303), where


def test_what_is_not_in_the_menu_is_not_there(app: Litestar) -> None:
    paths = {route.path for route in app.routes}
    assert {entry.path for entry in MENU} <= paths
