"""Without a mouse: a report is written and sent, and somebody signs in, by Tab, Space, arrows and Enter alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.checks import Watch
from tests.browser.colleagues import enrolled
from tests.browser.people import PASSWORD, Somebody
from tests.browser.reporting import STORY
from tests.installation import Installation

STOPS = 80
"""More than any of these pages has."""


@pytest.fixture
def lead(own_installation: Installation, visitor: Callable[..., Watch]) -> Somebody:
    return Somebody(visitor(), own_installation.origin)


def test_by_the_keyboard_alone(own_installation: Installation, lead: Somebody, visitor: Callable[..., Watch]) -> None:
    enrolled(lead, own_installation, "Ingrid Dahl")
    lead.go("/desk")
    _sign_in(lead)
    _report(Somebody(visitor(), own_installation.origin))


def _sign_in(lead: Somebody) -> None:
    page = lead.page
    _press(lead, page.get_by_role("button", name="Sign out"), "Enter")
    lead.heading("Sign in")
    _type(lead, page.get_by_label("E-mail"), lead.email)
    _type(lead, page.get_by_label("Password"), PASSWORD)
    page.keyboard.press("Enter")
    lead.heading("Code from your phone")
    _type(lead, page.get_by_label("Code"), lead.phone.code())
    page.keyboard.press("Enter")
    lead.heading("Nothing waits for you")


def _report(reporter: Somebody) -> None:
    page = reporter.page
    reporter.go("/")
    _press(reporter, page.get_by_role("link", name="Raise a concern"), "Enter")
    _press(reporter, page.get_by_role("link", name="Harassment"), "Enter")
    page.wait_for_url("**/report?kind=**")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    _press(reporter, page.get_by_role("button", name="Send it"), "Enter")
    _press(reporter, page.get_by_role("link", name="What happened: "), "Enter")
    expect(page.get_by_label("What happened?")).to_be_focused()
    page.keyboard.type(STORY)
    _press(reporter, page.get_by_role("radio", name="No: stay anonymous"), "ArrowDown")
    expect(page.get_by_role("radio", name="Yes, but keep my name apart")).to_be_checked()
    page.keyboard.press("ArrowUp")
    _press(reporter, page.get_by_role("button", name="Send it"), "Enter")
    reporter.heading("Your report is sent. Keep this receipt.")
    _type(reporter, page.get_by_role("textbox", name="Receipt"), page.locator("main output").inner_text())
    page.keyboard.press("Enter")
    reporter.reads("Where it stands")
    _press(reporter, page.get_by_role("button", name="Close my report"), "Space")
    page.wait_for_load_state()


def _type(who: Somebody, field: Locator, words: str) -> None:
    _reach(who, field)
    who.page.keyboard.type(words)


def _press(who: Somebody, target: Locator, key: str) -> None:
    _reach(who, target)
    who.page.keyboard.press(key)


def _reach(who: Somebody, target: Locator) -> None:
    """By Tab, from wherever they are; and whoever gets there sees that they are there."""
    for _ in range(STOPS):
        who.page.keyboard.press("Tab")
        if target.first.evaluate("here => here === document.activeElement"):
            outline = target.first.evaluate("here => getComputedStyle(here).outlineStyle")
            assert outline != "none"
            return
    raise AssertionError(f"no Tab leads to {target}")
