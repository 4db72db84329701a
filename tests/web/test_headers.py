"""Every kind of answer is dressed, those of the framework included."""

import pytest

from casework.web.assets import static
from casework.web.headers import POLICY

from .conftest import Start
from .handlers import EVERY

ANSWERS = {
    "a page": ("GET", "/open", 200),
    "head": ("HEAD", "/open", 200),
    "a redirect": ("POST", "/open", 303),
    "sign in first": ("GET", "/own", 303),
    "no such page": ("GET", "/nowhere", 404),
    "no such method": ("DELETE", "/open", 405),
    "a fault": ("GET", "/broken", 500),
    "options": ("OPTIONS", "/open", 204),
}


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS.values(), ids=list(ANSWERS))
def test_every_answer_is_dressed(start: Start, method: str, path: str, status: int) -> None:
    answer = start(*EVERY).request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    assert answer.headers["cache-control"] == "no-store"


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    assert POLICY.startswith("default-src 'none'")
    assert "unsafe" not in POLICY
    assert "http" not in POLICY


def test_a_page_says_more_than_a_file(start: Start) -> None:
    client = start(*EVERY)
    assert client.get("/nowhere").headers["x-frame-options"] == "DENY"
    file = client.get(static("public.css"))
    assert file.headers["content-security-policy"] == "default-src 'none'"
    assert file.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_plain_http_promises_no_https(start: Start) -> None:
    answer = start(*EVERY, origin="http://127.0.0.1:8000").get("/open")
    assert "strict-transport-security" not in answer.headers


def test_head_is_get_without_its_body(start: Start) -> None:
    client = start(*EVERY)
    got, head = client.get("/open"), client.head("/open")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == got.headers["content-length"]


def test_nobody_gets_a_cookie_before_they_need_one(start: Start) -> None:
    client = start(*EVERY)
    for path in ("/open", "/own", "/nowhere", "/broken", static("public.css")):
        assert "set-cookie" not in client.get(path).headers


def test_an_address_says_what_can_be_asked_of_it(start: Start) -> None:
    client = start(*EVERY)
    assert client.request("OPTIONS", "/open").headers["allow"] == "GET, OPTIONS, POST"
    assert client.request("OPTIONS", "/broken").headers["allow"] == "GET, OPTIONS"
