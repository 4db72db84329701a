"""Every page that somebody can be led to, and every form sent with nothing in it: valid, and axe finds nothing.

The other tests of this folder see what people do; this one sees that no page was forgotten.
"""

import mimetypes
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from playwright.sync_api import Browser, Page, Route
from sqlalchemy import update

from casework import vault
from casework.db import Database, utc_now
from casework.demo import begin, making
from casework.demo.accounts import ACCOUNTS, PASSWORD
from casework.people import sessions, sign_in
from casework.people.models import Person, UserSession
from casework.settings import Settings
from casework.vault import Vault
from casework.web import page
from tests.application import application
from tests.browser import checks
from tests.browser.crawling import Seen, walk
from tests.demo.conftest import ENDS

ORIGIN = "https://cases.example.org"
PUBLIC = [
    "/",
    "/report",
    "/follow",
    "/support",
    "/support/ask",
    "/support/refer",
    "/support/follow",
    "/exit",
    "/sign-in",
]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Litestar, Database]:
    """A case of every end there is, and all that lies beside cases."""
    folder = tmp_path_factory.mktemp("demo")
    settings = Settings(
        folder=folder, database_url=f"sqlite:///{folder / 'casework.db'}", keyring=folder / "keyring.json",
        journal=folder / "journal", files=folder / "files", origin=ORIGIN,
    )  # fmt: skip
    begin(settings)
    making.make(settings, ENDS)
    keys = Vault.load(settings.keyring, settings.journal)
    database = Database(settings.database_url, {"vault": keys})
    return application(settings, database=database, vault=keys), database


def signed_in(app: Litestar, database: Database, email: str) -> TestClient[Litestar]:
    """Somebody of the demo's staff, who has just proved again who they are."""
    with database.reading() as db:
        known = sign_in.look_up(db, email)
        proof = sign_in.prove(vault.of(db), known, PASSWORD)
    assert proof is not None
    with database.transaction() as db:
        person, now = db.get_one(Person, proof.person.id), utc_now()
        cookie = sessions.start(db, person, proof.private, full=True, device="A browser", now=now)
        db.execute(update(UserSession).where(UserSession.person_id == person.id).values(stepped_up_at=now))
    client = visitor_of(app)
    client.cookies.set("__Host-casework", cookie, domain="cases.example.org", path="/")
    return client


def visitor_of(app: Litestar) -> TestClient[Litestar]:
    client = TestClient(app, base_url=ORIGIN, raise_server_exceptions=True)
    client.headers.update({"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"})
    client.follow_redirects = False
    return client


@pytest.fixture(scope="module")
def walked(demo: tuple[Litestar, Database]) -> list[Seen]:
    """What each of the staff is led to from their desk, and a visitor from the public pages."""
    app, database = demo
    counted, pages = Counter[str](), list[Seen]()
    with pytest.MonkeyPatch.context() as patched:
        rendered, render = list[str](), page.render

        def noted(name: str, *about: Any, **more: Any) -> str:
            rendered.append(name)
            return render(name, *about, **more)

        patched.setattr(page, "render", noted)
        for account in ACCOUNTS:
            pages += walk(account.key, signed_in(app, database, account.email), ["/desk"], counted, rendered)
        pages += walk("nobody", visitor_of(app), PUBLIC, counted, rendered)
    return pages


@pytest.fixture(scope="module")
def seen(walked: list[Seen]) -> dict[tuple[str, int], Seen]:
    """By template and status, the longest page: it shows most of what the template can."""
    found: dict[tuple[str, int], Seen] = {}
    for one in walked:
        kept = found.get((one.template, one.status))
        if kept is None or len(one.html) > len(kept.html):
            found[one.template, one.status] = one
    return found


def test_everybody_is_led_to_pages(walked: list[Seen]) -> None:
    led = {who: {one.what for one in walked if one.who == who} for who in [one.key for one in ACCOUNTS] + ["nobody"]}
    assert {who: len(kinds) for who, kinds in led.items() if len(kinds) < 5} == {}


def test_every_kind_of_page_is_valid_and_none_is_an_error(
    seen: dict[tuple[str, int], Seen], validator: checks.Validator
) -> None:  # fmt: skip
    assert [f"{one}: {error}" for one in seen.values() for error in validator.errors(one.html)] == []
    assert [one for one in seen.values() if one.status >= 500] == []
    assert len(seen) > 80


def test_axe_finds_nothing_on_any_kind_of_page(
    seen: dict[tuple[str, int], Seen], demo: tuple[Litestar, Database], chromium: Browser
) -> None:  # fmt: skip
    """At the width of a telephone, where most goes wrong; and wide, in dark colours, whether all can be read."""
    site = site_of(demo[0])
    tab = chromium.new_page(viewport={"width": 390, "height": 900}, reduced_motion="reduce")

    def served(route: Route) -> None:
        if route.request.url == f"{ORIGIN}/":
            route.fulfill(body=checks.EMPTY, content_type="text/html")
        else:
            fulfilled(route, site)

    tab.route("**/*", served)
    tab.goto(f"{ORIGIN}/")
    tab.evaluate((checks.MODULES / "axe-core" / "axe.min.js").read_text())
    wrong = [said for one in seen.values() for said in looked_at(tab, one, checks.WCAG)]
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.emulate_media(color_scheme="dark")
    wrong += [said for one in seen.values() for said in looked_at(tab, one, ["color-contrast"])]
    tab.close()
    assert wrong == []


def test_no_kind_of_page_hits_its_content_security_policy(
    seen: dict[tuple[str, int], Seen], demo: tuple[Litestar, Database], chromium: Browser, validator: checks.Validator
) -> None:  # fmt: skip
    """Each opened with its scripts and the policy it was sent with; first one that hits it, or nobody listens."""
    site, tab, wrong = site_of(demo[0]), chromium.new_page(), list[str]()
    heard, shown = checks.Watch(tab, validator).complaints, list[Seen]()

    def served(route: Route) -> None:
        if route.request.is_navigation_request():
            headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": shown[-1].policy}
            route.fulfill(body=shown[-1].html, headers=headers)
        elif route.request.url.startswith(f"{ORIGIN}/static/"):
            fulfilled(route, site)
        else:
            route.fulfill(status=204)

    tab.route("**/*", served)
    any_ = next(iter(seen.values()))
    for one in (replace(any_, html="<!doctype html><p style='color: red'>"), *seen.values()):
        shown.append(one)
        tab.goto(f"{ORIGIN}/", wait_until="load")
        tab.evaluate("1")  # what it complained about is told before this is answered
        wrong += [f"{one}: {said}" for said in heard]
        heard.clear()
    tab.close()
    assert [one for one in seen.values() if not one.policy] == []
    assert len(wrong) == 1, wrong
    assert wrong[0].startswith(f"{any_}: policy: ")


def site_of(app: Litestar) -> Callable[[str], bytes]:
    """What it has at an address, asked for once."""
    client = visitor_of(app)
    return cache(lambda path: client.get(path).content)


def fulfilled(route: Route, site: Callable[[str], bytes]) -> None:
    path = route.request.url.removeprefix(ORIGIN)
    route.fulfill(body=site(path), content_type=mimetypes.guess_type(path)[0] or "text/plain")


def looked_at(tab: Page, one: Seen, rules: list[str]) -> list[str]:
    """What axe finds, and whether anything stands beyond the edge."""
    violations = tab.evaluate(checks.LOOK, [one.html, True, rules])
    found = [f"{one}: {v['id']}: {v['help']}: {node['html']}" for v in violations for node in v["nodes"]]
    wide = tab.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, f"{one}: goes beyond the edge"] if wide else found
