"""A change has to come from a page of ours, and that is known before its body is read."""

import anyio
import pytest
from litestar.datastructures import Headers
from litestar.types import Message

from casework.web.origin import from_here

from .conftest import ORIGIN, Start
from .handlers import EVERY

SAID = {
    "a page of ours": ({"origin": ORIGIN, "sec-fetch-site": "same-origin"}, True),
    "only the origin": ({"origin": ORIGIN}, True),
    "only where from": ({"sec-fetch-site": "same-origin"}, True),
    "nothing at all": ({}, False),
    "another site": ({"origin": "https://evil.example", "sec-fetch-site": "cross-site"}, False),
    "a sister host": ({"origin": "https://x.example.org", "sec-fetch-site": "same-site"}, False),
    "an opaque origin": ({"origin": "null"}, False),
    "typed by hand": ({"sec-fetch-site": "none"}, False),
    "right origin, wrong site": ({"origin": ORIGIN, "sec-fetch-site": "cross-site"}, False),
    "wrong origin, right site": ({"origin": "http://cases.example.org", "sec-fetch-site": "same-origin"}, False),
}


@pytest.mark.parametrize(("headers", "expected"), SAID.values(), ids=list(SAID))
def test_where_it_comes_from(headers: dict[str, str], expected: bool) -> None:
    assert from_here(Headers(headers), ORIGIN) is expected


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_refused_in_words(start: Start, method: str) -> None:
    client = start(*EVERY, who="specialist")
    answer = client.request(method, "/own", headers={"Origin": "https://evil.example"}, content=b"x=1")
    assert answer.status_code == 403
    assert "This came from somewhere else" in answer.text


def test_looking_needs_no_origin(start: Start) -> None:
    client = start(*EVERY)
    del client.headers["Origin"]
    assert client.get("/open").status_code == 200


def test_refused_before_the_body_is_read(start: Start) -> None:
    """A body of any length costs nothing: nobody asks for it."""
    app = start(*EVERY).app
    sent: list[Message] = []

    async def receive() -> Message:
        raise AssertionError("the body was read")

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/own",
        "raw_path": b"/own",
        "query_string": b"",
        "headers": [(b"host", b"cases.example.org"), (b"content-length", b"200000000")],
    }

    anyio.run(app, scope, receive, send)
    assert sent[0]["type"] == "http.response.start"
    assert sent[0]["status"] == 403
