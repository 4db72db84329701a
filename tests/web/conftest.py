"""A small application of the toolkit alone: one page of each sort, and a made-up somebody signed in by cookie."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from litestar.types import ControllerRouterHandler

from casework.app import create_app
from casework.db import Base, Database, utc_now
from casework.people import Actor, ActorKind, Role
from casework.settings import Settings
from casework.vault import Keyring, Vault
from casework.web.authentication import Sessions

ORIGIN = "https://cases.example.org"
SPECIALIST = Actor(ActorKind.PERSON, 7, "Mara Lindqvist", frozenset({Role.SPECIALIST}), admitted=True, session_id=70)
WHO = {
    "specialist": SPECIALIST,
    "administrator": replace(SPECIALIST, id=8, name="Ada Okafor", roles=frozenset({Role.ADMINISTRATOR})),
    "unadmitted": replace(SPECIALIST, id=9, admitted=False),
    "pending": replace(SPECIALIST, id=10, pending=True),
}
"""By the cookie's value."""

Start = Callable[..., TestClient[Litestar]]


def who_is(cookie: str) -> Actor | None:
    """“stepped-up” has said who they are a moment ago, however long other tests took before."""
    if cookie == "stepped-up":
        return replace(SPECIALIST, stepped_up_at=utc_now())
    return WHO.get(cookie)


class Kept:
    """Stands in for drafts: remembers what was handed over."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, str, dict[str, list[str]]]] = []
        self.takes = "late"

    def __call__(
        self, _database: Database, cookie: str, path: str, fields: dict[str, list[str]], _now: datetime
    ) -> bool:
        self.texts.append((cookie, path, fields))
        return cookie == self.takes


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        folder=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'web.db'}",
        keyring=tmp_path / "keyring.json",
        journal=tmp_path / "journal",
        files=tmp_path / "files",
        origin=ORIGIN,
    )


@pytest.fixture
def vault() -> Vault:
    return Vault(Keyring.new())


@pytest.fixture
def start(settings: Settings, vault: Vault, kept: Kept) -> Iterator[Start]:
    """Serve these handlers, signed in as one of WHO or nobody."""
    opened: list[TestClient[Litestar]] = []

    def begin(*routes: ControllerRouterHandler, who: str = "", **changes: Any) -> TestClient[Litestar]:
        used = replace(settings, **changes)
        database = Database(used.database_url, {"vault": vault})
        Base.metadata.create_all(database.engine)
        sessions = Sessions(lambda _database, cookie, _now: who_is(cookie), kept, used.origin)
        app = create_app(used, database=database, vault=vault, routes=routes, sessions=sessions)
        client = TestClient(app, base_url=used.origin, raise_server_exceptions=False)
        client.follow_redirects = False
        client.headers["Origin"] = used.origin
        if who:
            client.cookies.set("__Host-casework", who)
        client.__enter__()
        opened.append(client)
        return client

    yield begin
    for client in opened:
        client.__exit__(None, None, None)
