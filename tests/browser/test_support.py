"""Support, on a telephone: somebody asks for themself, a coordinator finds help, and both see how it ends."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser

from casework.people import Role
from tests.browser.checks import Validator, Watch
from tests.browser.colleagues import assisting, enrolled, hired
from tests.browser.conftest import visitors
from tests.browser.people import Somebody
from tests.installation import Installation

WISH = "Evenings would suit me, and not by telephone at work."
ANSWER = "Thursday evening at half past five: does that suit you?"


@dataclass(frozen=True)
class House:
    """`coordinators`: with scripts, and without."""

    place: Installation
    coordinators: dict[bool, Somebody]


@pytest.fixture(scope="module")
def house(own_installation: Installation, chromium: Browser, validator: Validator) -> Iterator[House]:
    with visitors(chromium, validator) as visit:
        lead = Somebody(visit(), own_installation.origin)
        enrolled(lead, own_installation, "Ingrid Dahl")
        assisting(own_installation)
        here = {scripts: Somebody(visit(scripts=scripts), own_installation.origin) for scripts in (True, False)}
        for scripts, name in ((True, "Elif Kaya"), (False, "Otto Brandt")):
            hired(here[scripts], own_installation, name, lead=lead, role=Role.EAP)
        yield House(own_installation, here)


def test_somebody_asks_for_themself_and_is_helped(house: House, visitor: Callable[..., Watch], scripts: bool) -> None:
    coordinator = house.coordinators[scripts]
    employee = Somebody(visitor(scripts=scripts, width=390), house.place.origin)
    practice = "Riverside Practice" if scripts else "Harbour Practice"
    name_practice(coordinator, practice)
    ask(employee, practice)
    find(coordinator, practice)
    employee.go("/support/follow")
    employee.reads("There is help for you", practice, ANSWER)
    meet(coordinator)
    employee.go("/support/follow")
    employee.reads("You have support", "Attended")
    employee.sound()
    coordinator.press("Conclude")
    coordinator.reads("Concluded")
    coordinator.go("/referrals")
    coordinator.reads("Here are the referrals that coordinators hold the keys to.")
    employee.go("/support/follow")
    employee.reads("It is finished")


def name_practice(coordinator: Somebody, name: str) -> None:
    coordinator.go("/referrals/providers/new")
    coordinator.fill("Name", name)
    coordinator.tick("Counselling")
    coordinator.tick("English")
    coordinator.tick("In person")
    coordinator.fill("How are they reached?", "030 123 45 67")
    coordinator.tick("Shown on the page for support")
    coordinator.press("Save")
    coordinator.reads(name)


def ask(employee: Somebody, practice: str) -> None:
    """From the page that names who helps to their own page."""
    employee.go("/support")
    employee.reads(practice)
    employee.follow("Ask for yourself")
    employee.tick("Counselling")
    employee.fill("What would you like us to know?", WISH)
    employee.press("Send it")
    employee.heading("It is sent. Keep this receipt.")
    receipt = re.sub(r"[^0-9A-Za-z]+", "-", employee.page.locator("output").inner_text())
    employee.fill("Receipt", receipt.lower())
    employee.press("Go on")
    employee.reads("We look for help that fits")


def find(coordinator: Somebody, practice: str) -> None:
    """From the desk to a place with a provider, which the employee is told of."""
    coordinator.go("/desk")
    coordinator.follow("A provider to be chosen")
    coordinator.heading("Somebody who has not given a name")
    coordinator.reads(WISH)
    coordinator.sound(everywhere=True)
    coordinator.follow("Choose a provider")
    coordinator.tick(practice)
    coordinator.press("Ask this provider")
    coordinator.reads("asked, no answer yet")
    coordinator.follow("Write down the answer")
    coordinator.tick("They have a place")
    coordinator.press("Write it down")
    coordinator.reads("has a place")
    coordinator.page.locator("summary", has_text="Write to the employee").click()
    coordinator.fill("Message to the employee", ANSWER)
    coordinator.press("Send the message")
    coordinator.reads(ANSWER)


def meet(coordinator: Somebody) -> None:
    """Yesterday, so that what came of it can be written down."""
    coordinator.follow("Plan an appointment")
    coordinator.fill("Day", str((datetime.now(UTC) - timedelta(days=1)).date()))
    coordinator.fill("Time", "17:30")
    coordinator.tick("In person")
    coordinator.press("Plan it")
    coordinator.press("Begin the support")
    coordinator.reads("its time is past")
    coordinator.follow("Write down what came of it")
    coordinator.tick("Attended")
    coordinator.press("Write it down")
    coordinator.reads("Attended")
