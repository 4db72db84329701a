"""Every page that somebody can be led to, and every form sent with nothing in it: valid, and axe finds nothing.

The other tests of this folder see what people do; this one sees that no page was forgotten.
"""

import mimetypes
from collections import Counter
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
    client = visitor_of(demo[0])
    tab = chromium.new_page(viewport={"width": 390, "height": 900}, reduced_motion="reduce")

    def served(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        if path == "/":
            route.fulfill(body=checks.EMPTY, content_type="text/html")
        else:
            kind = mimetypes.guess_type(path)[0] or "text/plain"
            route.fulfill(body=client.get(path).content, content_type=kind)

    tab.route("**/*", served)
    tab.goto(f"{ORIGIN}/")
    tab.evaluate((checks.MODULES / "axe-core" / "axe.min.js").read_text())
    wrong = [said for one in seen.values() for said in looked_at(tab, one, checks.WCAG)]
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.emulate_media(color_scheme="dark")
    wrong += [said for one in seen.values() for said in looked_at(tab, one, ["color-contrast"])]
    tab.close()
    assert wrong == []


def looked_at(tab: Page, one: Seen, rules: list[str]) -> list[str]:
    """What axe finds, and whether anything stands beyond the edge."""
    violations = tab.evaluate(checks.LOOK, [one.html, True, rules])
    found = [f"{one}: {v['id']}: {v['help']}: {node['html']}" for v in violations for node in v["nodes"]]
    wide = tab.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, f"{one}: goes beyond the edge"] if wide else found
