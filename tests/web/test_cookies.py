"""Cookies: bound to the host, out of reach of scripts, gone when dropped."""

from litestar import Response, post
from litestar.di import NamedDependency

from casework.settings import Settings
from casework.web import cookies

from .conftest import Start


@post("/in", opt={"public": True}, status_code=200, sync_to_thread=True)
def sign_in(settings: NamedDependency[Settings]) -> Response[str]:
    answer = Response("in")
    cookies.put(answer, settings.origin, "value")
    return answer


@post("/out", opt={"public": True}, status_code=200, sync_to_thread=True)
def sign_out(settings: NamedDependency[Settings]) -> Response[str]:
    answer = Response("out")
    cookies.drop(answer, settings.origin)
    return answer


def test_bound_to_this_host(start: Start) -> None:
    said = start(sign_in).post("/in").headers["set-cookie"]
    assert said.startswith("__Host-casework=value;")
    assert {part.strip() for part in said.split(";")[1:]} == {"HttpOnly", "Path=/", "SameSite=lax", "Secure"}


def test_without_https_a_name_without_a_promise(start: Start) -> None:
    said = start(sign_in, origin="http://127.0.0.1:8000").post("/in").headers["set-cookie"]
    assert said.startswith("casework=value;")
    assert "Secure" not in said


def test_dropped(start: Start) -> None:
    client = start(sign_in, sign_out)
    client.post("/in")
    assert "__Host-casework" in client.cookies
    client.post("/out")
    assert "__Host-casework" not in client.cookies
