"""Chromium before a real installation. Without Chromium these tests skip, saying so; under CI they fail instead."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser import checks
from tests.installation import Installation, found, served

PATIENCE = 30_000
"""Milliseconds: of a busy machine nobody asks more than that it gets there."""
CHROMIUM = Path("/usr/bin/chromium-headless-shell")
"""Debian's Chromium without windows: every context of the full one also draws the windows that nobody sees."""
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def _missing(what: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Ends with this folder: while it is open, Playwright's event loop counts as running in this thread, and tests
    that start a loop of their own could not."""
    if not CHROMIUM.exists():
        _missing(f"no Chromium at {CHROMIUM}: install Debian's package chromium-headless-shell")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def validator() -> Iterator[checks.Validator]:
    if not (checks.MODULES / "html-validate").exists() or checks.node() is None:
        _missing("no html-validate: run `make test`, which installs it")
    running = checks.Validator()
    yield running
    running.close()


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Founded by `casework init`, served for the session; `links` are the set-up links of its founders. On SQLite:
    what a page looks like does not hang on the database, and the other suites run on both."""
    made = found(tmp_path_factory.mktemp("installation") / "casework")
    with served(made):
        yield made


@pytest.fixture(params=["with scripts", "without scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Ask for it to run a test twice: everything works with JavaScript off."""
    return bool(request.param == "with scripts")


@pytest.fixture(scope="module")
def own_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One for a module that works in it. SQLite alone, with `--database both` too: what a person sees does not
    depend on the database, every verb behind it is tested on each, and a job takes half a minute."""
    made = found(tmp_path_factory.mktemp("own") / "casework")
    with served(made):
        yield made


@contextmanager
def visitors(chromium: Browser, validator: checks.Validator) -> Iterator[Callable[..., checks.Watch]]:
    """Each has a browser of their own: `come(scripts=False).page.goto(…)`; the policy must never be hit."""
    opened: list[tuple[BrowserContext, checks.Watch]] = []

    def come(*, scripts: bool = True, width: int = 1280, dark: bool = False) -> checks.Watch:
        context = chromium.new_context(
            java_script_enabled=scripts,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        watch = checks.Watch(context.new_page(), validator, scripts=scripts)
        opened.append((context, watch))
        return watch

    yield come
    complaints = [complaint for _, watch in opened for complaint in watch.complaints]
    for context, _ in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def visitor(chromium: Browser, validator: checks.Validator) -> Iterator[Callable[..., checks.Watch]]:
    """Somebody who comes for one test."""
    with visitors(chromium, validator) as come:
        yield come


@pytest.fixture
def page(visitor: Callable[..., checks.Watch]) -> Page:
    """One page with scripts, where a test needs no more."""
    return visitor().page
