"""Every route as every member of the cast: who is let in is what the route says, and nobody else is."""

import re
from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from casework.access import policy
from casework.people import ActorKind
from casework.staff.queries import titles
from casework.web.titles import titles_of

from .world import World

NOWHERE = "ER-2026-000000"
SAY_NOTHING = ("/presence", "/sign-out", "/step-up", "/kept/{draft_id}/drop")
OUTSIDERS = (
    "colleague", "removed", "party", "counsel", "eap", "interviewer", "dpo", "administrator", "auditor", "alternate",
)  # fmt: skip


def routes(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """Method, path with its parameters, handler; static files are not pages."""
    for route in app.routes:
        if isinstance(route, HTTPRoute) and not route.path_format.startswith("/static"):
            for handler in route.route_handlers:
                for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                    yield str(method), route.path_format, handler


def filled(path: str, number: str, value: str = "1") -> str:
    """An address to ask for: this case's number, and ids that may be of anything."""
    return re.sub(r"\{[^}]+\}", value, re.sub(r"\{number[^}]*\}", number, path))


def test_every_route_says_one_thing_about_who_may(shared_world: World) -> None:
    for method, path, handler in routes(shared_world.app):
        said = [name for name in ("public", "needs", "own", "pending") if name in handler.opt]
        assert len(said) == 1, f"{method} {path}: {said}"


def test_what_was_typed_into_any_form_and_kept_says_in_words_where(shared_world: World) -> None:
    said, number = titles_of(shared_world.app), shared_world.cast.number
    with shared_world.database.reading() as db:
        for method, path, handler in routes(shared_world.app):
            if method != "POST" or handler.opt.get("public") or handler.opt.get("pending") or path in SAY_NOTHING:
                continue
            address = filled(path, number)
            title = titles.title(db, address, said(address))
            assert "/" not in title, f"{path}: {title}"
        assert titles.title(db, f"/cases/{number}/notes", said(f"/cases/{number}/notes")) == f"Add a note – {number}"
        name = shared_world.cast["specialist"]
        assert titles.title(db, f"/people/{name.id}/roles") == f"Their roles – {name.name}"


def test_nobody_who_is_not_signed_in_gets_further_than_the_public_pages(shared_world: World) -> None:
    client = shared_world.client()
    for method, path, handler in routes(shared_world.app):
        if handler.opt.get("public"):
            continue
        answer = client.request(method, filled(path, shared_world.cast.number), data={} if method == "POST" else None)
        assert answer.status_code == 303, f"{method} {path}: {answer.status_code}"
        assert answer.headers["location"].startswith("/sign-in"), path


@pytest.mark.in_turns
@pytest.mark.parametrize("name", ["specialist", "lead", *OUTSIDERS])
def test_a_door_opens_for_the_roles_that_the_route_names(shared_world: World, name: str) -> None:
    actor = shared_world.cast[name]
    client = shared_world.client(actor, sure=True)
    for method, path, handler in routes(shared_world.app):
        needs = handler.opt.get("needs")
        if needs is None or path.startswith("/cases/{number"):
            continue
        answer = client.request(method, filled(path, shared_world.cast.number), data={} if method == "POST" else None)
        allowed = bool(policy.may_ever(actor, needs))
        assert (answer.status_code == 403) <= (not allowed), f"{method} {path}: {answer.status_code}"
        if not allowed:
            assert answer.status_code in (403, 404), f"{method} {path}: {answer.status_code}"
        assert answer.status_code < 500, f"{method} {path}"


@pytest.mark.in_turns
@pytest.mark.parametrize("name", OUTSIDERS)
def test_a_case_is_not_there_for_whoever_holds_no_key(shared_world: World, name: str) -> None:
    """Their answer is the very page that they get for a number that does not exist. Each route is asked for such a
    number by three of them; the others' answers are held to the one page that they got for others."""
    client = shared_world.client(shared_world.cast[name], sure=True)
    nowhere = {"GET": client.get(f"/cases/{NOWHERE}"), "POST": client.post(f"/cases/{NOWHERE}/notes")}
    assert "Nothing of what was sent was saved." in nowhere["POST"].text
    of_cases = [(method, path) for method, path, _ in routes(shared_world.app) if path.startswith("/cases/{number")]
    for number, (method, path) in enumerate(of_cases, start=OUTSIDERS.index(name)):
        sent: dict[str, str] | None = {} if method == "POST" else None
        there = client.request(method, filled(path, shared_world.cast.number), data=sent)
        none = nowhere[method]
        if number % 3 == 0 or there.status_code != none.status_code:
            none = client.request(method, filled(path, NOWHERE), data=sent)
        assert there.status_code == none.status_code, f"{method} {path}"
        assert there.status_code in (403, 404), f"{method} {path}: {there.status_code}"
        assert there.content == none.content, f"{method} {path}"


@pytest.mark.in_turns
@pytest.mark.parametrize("name", ["specialist", "lead"])
def test_whoever_works_the_case_meets_no_error(shared_world: World, name: str) -> None:
    client = shared_world.client(shared_world.cast[name], sure=True)
    for method, path, _ in routes(shared_world.app):
        if path.startswith("/cases"):
            answer = client.request(
                method, filled(path, shared_world.cast.number), data={} if method == "POST" else None
            )
            assert answer.status_code < 500, f"{method} {path}: {answer.status_code}"


@pytest.mark.in_turns
@pytest.mark.parametrize("name", ["lead", "eap"])
def test_a_number_that_no_id_can_be_names_nothing(shared_world: World, name: str) -> None:
    client = shared_world.client(shared_world.cast[name], sure=True)
    for method, path, _ in routes(shared_world.app):
        if ":int}" in path:
            address = filled(path, shared_world.cast.number, str(2**63))
            answer = client.request(method, address, data={"nonce": "x"} if method == "POST" else None)
            assert answer.status_code < 500, f"{method} {path}: {answer.status_code}"


def test_the_secret_is_on_the_page_of_those_who_hold_the_key_and_on_no_other(shared_world: World) -> None:
    from tests.cast import SECRET

    for name, actor in shared_world.cast.staff.items():
        page = shared_world.client(actor).get(f"/cases/{shared_world.cast.number}")
        assert (SECRET in page.text) == (name in ("lead", "specialist")), f"{name}: {page.status_code} {page.text}"


def test_a_receipt_is_no_key_to_staff_pages(shared_world: World) -> None:
    assert shared_world.cast["reporter"].kind is ActorKind.REPORTER
    client = shared_world.client()
    assert client.post("/follow", data={"receipt": shared_world.cast.receipt}).status_code in (200, 303)
    assert client.get(f"/cases/{shared_world.cast.number}").status_code == 303
