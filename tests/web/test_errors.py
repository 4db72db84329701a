"""Errors say what to do, and nothing of what was typed or sealed."""

import logging
from typing import Any

import anyio
import pytest
from litestar import Litestar, Response, get
from litestar.exceptions import HTTPException
from litestar.testing import TestClient
from sqlalchemy.exc import OperationalError

from casework.web.errors import TROUBLES

from .conftest import Start
from .handlers import CANARY, EVERY


def test_a_fault_leaks_nothing(
    start: Start, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = start(*EVERY).get(f"/broken?q={CANARY}", headers={"X-Any": CANARY})
    out, err = capfd.readouterr()
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    own = [record.getMessage() for record in caplog.records if record.name != "httpx"]
    assert any("RuntimeError at /broken" in line and "handlers.py" in line for line in own)
    for told in (answer.text, *own, out, err, str(dict(answer.headers))):
        assert CANARY not in told


def test_what_is_hidden_is_what_is_not_there(start: Start) -> None:
    client = start(*EVERY)
    there, none = client.get("/hidden/ER-2026-000042"), client.get("/hidden/x/y/z")
    assert (there.status_code, there.text) == (none.status_code, none.text) == (404, none.text)
    assert _names(client, "/hidden/1") == _names(client, "/nowhere")


def _names(client: TestClient[Litestar], path: str) -> set[str]:
    return set(client.get(path).headers)


def test_who_asks_changes_nothing(start: Start) -> None:
    client = start(*EVERY)
    stranger = client.get("/nowhere").text
    client.cookies.set("__Host-casework", "specialist")
    assert client.get("/nowhere").text == stranger


def test_a_rule_gives_its_reason(start: Start) -> None:
    answer = start(*EVERY).get("/forbidden")
    assert answer.status_code == 403
    assert "This needs you to be a lead." in answer.text


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 422, 429, 500, 503])
def test_every_number_has_words_and_no_detail(start: Start, status: int) -> None:
    @get("/fails", opt={"public": True}, sync_to_thread=True)
    def fails() -> Response[str]:
        raise HTTPException(detail=CANARY, status_code=status, headers={"Retry-After": "60"}, extra={"typed": CANARY})

    answer = start(fails).get("/fails")
    assert answer.status_code == status
    assert CANARY not in answer.text
    title = TROUBLES.get(status, TROUBLES[400 if status < 500 else 500]).title
    assert f"<h1>{title}</h1>" in answer.text
    assert answer.headers["retry-after"] == "60"


def test_a_wrong_method_says_which_are_right(start: Start) -> None:
    answer = start(*EVERY).delete("/open")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_a_form_that_is_no_form(start: Start) -> None:
    client = start(*EVERY, who="specialist")
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    assert client.post("/own", content=b"--x\r\nnonsense", headers=broken).status_code == 400
    assert client.post("/own", content=b"a", headers={"Content-Type": "multipart/form-data"}).status_code == 400
    assert client.post("/own", content=b"a=" + b"x" * 2_100_000, headers=_urlencoded()).status_code == 413


def _urlencoded() -> dict[str, str]:
    return {"Content-Type": "application/x-www-form-urlencoded"}


def test_a_database_that_is_busy_says_so(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    @get("/busy", opt={"public": True}, sync_to_thread=True)
    def busy() -> Response[str]:
        raise OperationalError(f"INSERT {CANARY}", {"title": CANARY}, RuntimeError(f"locked {CANARY}"))

    answer = start(busy).get("/busy")
    assert answer.status_code == 503
    assert "send it again" in answer.text
    assert CANARY not in answer.text + caplog.text


def test_who_hangs_up_while_they_send_is_no_fault_of_ours(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    """A telephone in a lift: nobody reads an answer, and the log stays quiet."""
    client = start(*EVERY, who="specialist")
    headers = {**client.headers, "Cookie": "__Host-casework=specialist", **_urlencoded(), "Content-Length": "90"}
    scope: dict[str, Any] = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "https",
        "path": "/own", "raw_path": b"/own", "query_string": b"", "root_path": "", "server": ("cases.example.org", 443),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    sent = iter(({"type": "http.request", "body": b"what=Half", "more_body": True}, {"type": "http.disconnect"}))
    answered: list[Any] = []

    async def receive() -> Any:
        return next(sent)

    async def send(message: Any) -> None:
        answered.append(message)

    anyio.run(client.app, scope, receive, send)
    assert answered[0]["status"] == 500
    assert [record for record in caplog.records if record.name == "casework"] == []
