"""A route says what it needs, and nobody else gets past the door."""

import pytest
from litestar import post

from .conftest import Kept, Start
from .handlers import EVERY

DOOR = {
    ("/open", ""): 200,
    ("/open", "specialist"): 200,
    ("/own", ""): 303,
    ("/own", "nobody-knows-this-cookie"): 303,
    ("/own", "pending"): 303,
    ("/own", "unadmitted"): 200,
    ("/own", "specialist"): 200,
    ("/cases", ""): 303,
    ("/cases", "pending"): 303,
    ("/cases", "unadmitted"): 303,
    ("/cases", "administrator"): 403,
    ("/cases", "specialist"): 200,
    ("/code", ""): 303,
    ("/code", "pending"): 200,
    ("/code", "specialist"): 303,
}


@pytest.mark.parametrize(("path", "who"), DOOR)
def test_the_door(start: Start, path: str, who: str) -> None:
    assert start(*EVERY, who=who).get(path).status_code == DOOR[path, who]


def test_where_a_stranger_is_sent_and_back(start: Start) -> None:
    answer = start(*EVERY).get("/own?sort=due&page=2")
    assert answer.headers["location"] == "/sign-in?next=/own%3Fsort%3Ddue%26page%3D2"


def test_somebody_pending_is_sent_to_the_second_factor_and_who_is_in_to_the_desk(start: Start) -> None:
    client = start(*EVERY, who="pending")
    assert client.get("/own").headers["location"] == "/second-factor"
    client.cookies.set("__Host-casework", "specialist")
    assert client.get("/code").headers["location"] == "/desk"


def test_who_is_not_admitted_yet_is_sent_to_the_page_that_says_why(start: Start) -> None:
    assert start(*EVERY, who="unadmitted").get("/cases").headers["location"] == "/waiting"


def test_a_role_that_is_missing_is_named(start: Start) -> None:
    assert "This needs you to be somebody who works cases" in start(*EVERY, who="administrator").get("/cases").text


def test_a_late_text_is_kept(start: Start, kept: Kept) -> None:
    client = start(*EVERY, who="late")
    answer = client.post(
        "/own", data={"note": ["one", "two"], "why": "x"}, headers={"Referer": "https://cases.example.org/cases/1?a=b"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/cases/1%3Fa%3Db&kept=1")
    assert kept.texts == [("late", "/own", {"note": ["one", "two"], "why": ["x"]})]


def test_without_a_cookie_nothing_is_kept(start: Start, kept: Kept) -> None:
    answer = start(*EVERY).post("/own", data={"note": "x"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/desk&kept=0")
    assert kept.texts == []


def test_back_leads_nowhere_else(start: Start) -> None:
    answer = start(*EVERY).post("/own", headers={"Referer": "https://evil.example//evil.example/x"})
    assert answer.headers["location"] == "/sign-in?next=/desk"


def test_danger_asks_again_who_it_is(start: Start) -> None:
    client = start(*EVERY, who="specialist")
    answer = client.post("/danger", headers={"Referer": "https://cases.example.org/own"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/step-up?next=/own")
    assert client.get("/dangerous").headers["location"] == "/step-up?next=/dangerous"
    client.cookies.set("__Host-casework", "stepped-up")
    assert client.post("/danger").status_code == 200


def test_what_was_typed_is_kept_while_they_say_again_who_they_are(start: Start, kept: Kept) -> None:
    client = start(*EVERY, who="specialist")
    kept.takes = "specialist"
    answer = client.post("/danger", data={"why": "A long reason."})
    assert answer.headers["location"] == "/step-up?next=/kept"
    assert kept.texts == [("specialist", "/danger", {"why": ["A long reason."]})]


def test_a_swap_leaves_the_page_instead_of_taking_another_into_it(start: Start) -> None:
    answer = start(*EVERY).get("/own", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (200, "/sign-in?next=/own")
    assert answer.content == b""


def test_public_routes_never_look_who_it_is(start: Start) -> None:
    """A broken lookup would show: the cookie is not even read."""
    client = start(*EVERY, who="specialist")
    client.app.state.sessions = None
    assert client.get("/open").status_code == 200


@post("/papers", opt={"own": True}, status_code=200, request_max_body_size=10_000_000)
async def papers() -> str:
    raise AssertionError("reached by a stranger")


def test_a_late_text_is_kept_without_its_files(start: Start, kept: Kept) -> None:
    """However large they are: reading stops, and what was typed before them is there."""
    client = start(papers, who="late")
    answer = client.post("/papers", data={"note": "typed"}, files={"files": ("film.mp4", b"a" * 5_000_000)})
    assert answer.status_code == 303
    assert kept.texts == [("late", "/papers", {"note": ["typed"]})]
