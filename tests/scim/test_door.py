"""Who comes in by the directory's door: whoever has a token that counts, and nobody else; and what they meet there."""

from unittest.mock import Mock

import httpx
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import select

from casework.audit.models import TrailEntry
from casework.db import Busy, Database, utc_now
from casework.people import Actor, ActorKind, limits, sessions
from casework.people.models import Person
from casework.scim import answers, tokens
from casework.scim.models import ScimToken
from tests.cast import Cast

from .directory import ROOT, USER, Directory

ADMINISTRATOR = Actor(ActorKind.PERSON, 1)


def refused(database: Database) -> int:
    with database.reading() as db:
        return len(db.scalars(select(TrailEntry).where(TrailEntry.tag == "scim:refused")).all())


def test_whatever_is_wrong_with_a_token_the_answer_is_the_same(
    app: Litestar, directory: Directory, database: Database
) -> None:
    with database.transaction() as db:
        ended = tokens.make(db, by=ADMINISTRATOR, now=utc_now())
        newest = db.scalars(select(ScimToken).order_by(ScimToken.made_at.desc())).first()
        assert newest is not None
        assert tokens.end(db, newest.id, by=ADMINISTRATOR, now=utc_now())
    good = directory.client.headers["Authorization"].removeprefix("Bearer ")
    answers = set()
    for header in (
        "",
        "Bearer ",
        f"Bearer {ended}",
        f"Bearer {good}x",
        f"Basic {good}",
        f"Bearer {good.upper()}",
        good,
    ):
        with TestClient(app, base_url="https://cases.example.org") as client:
            for method, path in (("GET", "/Users"), ("POST", "/Users"), ("DELETE", "/Users/1"), ("GET", "/nowhere")):
                said = client.request(method, ROOT + path, headers={"Authorization": header})
                answers.add((said.status_code, said.text, said.headers["www-authenticate"]))
    assert len(answers) == 1
    assert answers.pop()[0] == 401
    assert refused(database) == 28


def test_guessing_is_limited_and_a_good_token_still_comes_in(
    directory: Directory, app: Litestar, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.MOST, "address", 3)
    with TestClient(app, base_url="https://cases.example.org") as stranger:
        said = [stranger.get(ROOT + "/Users", headers={"Authorization": "Bearer x"}).status_code for _ in range(5)]
    assert said == [401, 401, 401, 429, 429]
    assert refused(database) == 3
    assert directory.get("/Users")["totalResults"] > 0


def test_a_session_of_staff_is_no_token_and_a_token_no_session(
    app: Litestar, directory: Directory, database: Database, cast: Cast
) -> None:
    """What lies behind this door looks at no cookie: that is why no origin is asked for there."""
    who = cast["administrator"]
    assert who.holder is not None
    with database.transaction() as db:
        cookie = sessions.start(db, db.get_one(Person, who.id), who.holder.private, full=True, device="", now=utc_now())
    with TestClient(app, base_url="https://cases.example.org") as client:
        client.cookies.set("__Host-casework", cookie, domain="cases.example.org", path="/")
        assert client.post(ROOT + "/Users", json={"schemas": [USER], "userName": "x@example.org"}).status_code == 401
        assert client.get("/me", follow_redirects=False).status_code == 200
    client = directory.client
    client.follow_redirects = False
    assert client.get("/people").headers["location"].startswith("/sign-in")
    assert client.post("/people", data={"name": "Mallory"}).status_code == 403, "forms still say where they come from"
    assert client.post("/scim/v2/../../people", data={"name": "Mallory"}).status_code in (403, 404)


def test_the_token_is_nowhere_at_rest(directory: Directory, database: Database) -> None:
    token = directory.client.headers["Authorization"].removeprefix("Bearer ").encode()
    with database.reading() as db:
        for row in db.execute(ScimToken.__table__.select()):
            assert all(token not in value for value in row if isinstance(value, bytes))


def test_the_service_says_what_it_is(directory: Directory) -> None:
    said = directory.get("/ServiceProviderConfig")
    assert (said["patch"]["supported"], said["bulk"]["supported"], said["etag"]["supported"]) == (True, False, True)
    kinds = directory.get("/ResourceTypes")
    assert [one["endpoint"] for one in kinds["Resources"]] == ["/Users", "/Groups"]
    schemas = directory.get("/Schemas")
    assert schemas["totalResults"] == 3
    assert directory.get(f"/Schemas/{USER}")["id"] == USER
    assert directory.get("/ResourceTypes/User")["name"] == "User"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/Nothing", 404),
        ("GET", "/Users/1", 404),
        ("GET", "/Users/mallory", 404),
        ("GET", f"/Users/{'9' * 40}", 404),
        ("PUT", "/Users", 405),
        ("POST", "/Users/1", 405),
        ("POST", "/Schemas", 405),
        ("GET", "/Users?filter=userName+eqq+1", 400),
        ("GET", "/Users?filter=" + "(" * 200 + "title+pr" + ")" * 200, 400),
        ("GET", "/Users?filter=nothing+eq+%22x%22", 200),
        ("GET", "/Users?count=many", 400),
    ],
)
def test_what_is_not_there_or_not_possible_has_the_standards_answer(
    directory: Directory, method: str, path: str, status: int
) -> None:
    said = directory.ask(method, path, {} if method != "GET" else None)
    assert said.status_code == status, said.text
    if status >= 400:
        assert said.json()["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]


@pytest.mark.parametrize("body", [b"", b"[]", b"nonsense", b"[" * 100_000, b'{"schemas": 1}', b"\xff\xfe"])
def test_a_body_that_is_no_message_changes_nothing(directory: Directory, database: Database, body: bytes) -> None:
    before = directory.get("/Users")["totalResults"]
    said = directory.client.post(ROOT + "/Users", content=body, headers={"Content-Type": "application/scim+json"})
    assert said.status_code == 400, said.text
    assert directory.get("/Users")["totalResults"] == before


def test_a_body_that_is_too_large_is_not_read(directory: Directory) -> None:
    said = directory.client.post(ROOT + "/Users", content=b" " * (2 * 1024 * 1024))
    assert_standard(said, 413)


def test_what_the_framework_answers_is_the_standards_answer_too(
    directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = directory.client
    for method, path, status in (
        ("GET", "/Users/1/groups/2", 404),
        ("POST", "/Users/1/groups/2", 404),
        ("POST", "", 404),
        ("PROPFIND", "/Users", 405),
    ):
        assert_standard(client.request(method, ROOT + path, json={}), status)
    for wrong, status in ((RuntimeError("MARKER"), 500), (Busy("MARKER"), 503)):
        monkeypatch.setattr(answers, "answer", Mock(side_effect=wrong))
        assert_standard(client.get(ROOT + "/Users"), status)


def assert_standard(said: httpx.Response, status: int) -> None:
    """RFC 7644, 3.12: the error's schema, its number once more as a text, and nothing of what went wrong inside."""
    assert said.status_code == status, said.text
    assert said.headers["content-type"].startswith("application/scim+json")
    assert said.json()["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    assert said.json()["status"] == str(status)
    assert "MARKER" not in said.text
