"""Somebody leaves: planned at a desk, answered on a telephone when the account is shut, by link or by code; what they
tell becomes a case that knows nothing of it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from casework.people import Role
from tests.browser.checks import Validator, Watch
from tests.browser.colleagues import enrolled, hired, routed, suspended
from tests.browser.conftest import visitors
from tests.browser.people import Somebody
from tests.installation import Installation

TOLD = "The foreman locks the fire door at night."
GOOD = "The people on the late shift."
CALM = "I was told on a Friday, by mail."


@dataclass(frozen=True)
class House:
    """`mara` works here until her account is shut."""

    place: Installation
    lead: Somebody
    interviewer: Somebody
    mara: Somebody


@pytest.fixture(scope="module")
def house(own_installation: Installation, chromium: Browser, validator: Validator) -> Iterator[House]:
    with visitors(chromium, validator) as visit:
        place = own_installation
        lead, interviewer = Somebody(visit(), place.origin), Somebody(visit(), place.origin)
        mara = Somebody(visit(width=390, dark=True), place.origin)
        enrolled(lead, place, "Ingrid Dahl")
        hired(interviewer, place, "Ines Vogt", lead=lead, role=Role.INTERVIEWER)
        hired(mara, place, "Mara Holt", lead=lead)
        routed(place, lead=lead)
        yield House(place, lead, interviewer, mara)


def test_who_is_gone_answers_and_reports(house: House, visitor: Callable[..., Watch], scripts: bool) -> None:
    """By the link; without scripts in by the code that was read out first, and the first try forgets an answer."""
    name = "Mara Holt" if scripts else "Jonas Berg"
    leaver = house.mara if scripts else Somebody(visitor(scripts=False, width=390), house.place.origin)
    link, code = plan(house.interviewer, name)
    if scripts:
        suspended(leaver, house.place, lead=house.lead)
        leaver.go("/desk")
        leaver.heading("Sign in")
        leaver.go(link)
    else:
        leaver.go("/exit")
        leaver.sound()
        leaver.fill("Code", code.lower())
        leaver.press("Go on")
        leaver.heading("What you want us to hear")
        leaver.go(link)
    leaver.heading("What you want us to hear")
    leaver.reads("Ines Vogt", "we may have to act on it", "It takes about 10 minutes")
    leaver.reads_no("Ingrid Dahl")
    leaver.sound(everywhere=True)
    leaver.follow("Go to the questions")
    answer(leaver, scripts=scripts)
    leaver.heading("Thank you. It is sent.")
    leaver.reads("You said that something should be looked into", GOOD, CALM, "1 of 5")
    leaver.sound(everywhere=True)
    receipt = report(leaver, name)
    leaver.go("/exit")
    leaver.reads_no(GOOD)
    leaver.go("/follow")
    leaver.fill("Receipt", receipt)
    leaver.press("Go on to my report")
    leaver.reads(TOLD)
    hear(house, name)


def plan(interviewer: Somebody, name: str) -> tuple[str, str]:
    """Their link and their code, from the sheet that is shown once."""
    interviewer.go("/exits/new")
    interviewer.fill("Their name", name)
    interviewer.fill("How do they leave?", "by the employer’s decision")
    interviewer.fill("Their last day", str((datetime.now(UTC) + timedelta(days=3)).date()))
    interviewer.press("Plan it")
    interviewer.follow("Invite them to answer")
    interviewer.press("Make a link and a code")
    interviewer.sound()
    code = interviewer.page.locator("output").inner_text()
    return interviewer.page.locator(".keyed").inner_text().strip(), code


def answer(leaver: Somebody, *, scripts: bool) -> None:
    """Some questions are left out; one leads to another, which scripts show at once and the button otherwise."""
    leaver.sound(everywhere=True)
    page = leaver.page
    page.get_by_role("group", name="I was treated with respect").get_by_label("1", exact=True).check()
    leaver.fill("What was good here", GOOD)
    if scripts:
        expect(page.locator("#kept")).to_have_text("Saved.")
        page.reload()
        expect(page.get_by_label("What was good here")).to_have_value(GOOD)
    leaver.press("Send it", 422)
    leaver.reads("Not sent yet: look at these", "Everything you typed is still here.")
    page.get_by_role("group", name="Did something happen").get_by_label("Yes").check()
    if not scripts:
        leaver.press("Send it")
        leaver.reads("there is something more to answer")
    leaver.fill("What happened?", TOLD)
    leaver.fill("What should be different", CALM)
    leaver.sound()
    leaver.press("Send it")


def report(leaver: Somebody, name: str) -> str:
    """A case of it: anonymous with scripts, by name without; the receipt as it is shown."""
    leaver.press("Make a report of it")
    leaver.reads("Who will read this", "Ingrid Dahl", "nothing that leads from this report to your answers")
    expect(leaver.page.get_by_label("What happened?")).to_have_value(TOLD)
    leaver.sound(everywhere=True)
    if name == "Jonas Berg":
        leaver.tick("Yes, by name")
        leaver.press("Send it", 422)
        leaver.reads("Write your name")
        leaver.sound()
        leaver.fill("Your name", name)
    leaver.press("Send it")
    leaver.heading("Your report is sent. Keep this receipt.")
    return re.sub(r"[^0-9A-Za-z]+", "-", leaver.page.locator("output").inner_text())


def hear(house: House, name: str) -> None:
    """The interviewer reads the answers; the lead a case, and whose it is only where they were told."""
    house.interviewer.go("/exits")
    house.interviewer.follow(name)
    house.interviewer.reads(GOOD, CALM, TOLD)
    house.interviewer.sound(everywhere=True)
    lead = house.lead
    lead.go("/cases")
    titles = lead.page.locator(".cases .title a")
    for path in [titles.nth(at).get_attribute("href") or "" for at in range(titles.count())]:
        lead.go(path)
        if "Before you read it" in lead.page.get_by_role("heading", level=1).inner_text():
            lead.tick("No, I have no conflict of interest")
            lead.press("Go on")
        lead.reads(TOLD)
        lead.reads_no(GOOD, CALM, "EX-")
