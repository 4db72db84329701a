"""Support, on a telephone: somebody asks for themself, a coordinator finds help, and both see how it ends; a manager
suggests it, and knows whether somebody comes for as long as a release lasts."""

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
from tests.browser.people import Somebody, step_up
from tests.installation import Installation

WISH = "Evenings would suit me, and not by telephone at work."
GROUNDS = "Late on nine of twenty working days in October, each time by more than half an hour."
BARE = "is theirs alone to tell. You see it here only with a release"
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
    coordinator.go("/desk")
    coordinator.follow("A provider to be chosen")
    coordinator.heading("Somebody who has not given a name")
    coordinator.reads(WISH)
    coordinator.sound(everywhere=True)
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


def test_a_manager_knows_for_as_long_as_a_release_lasts(
    house: House, visitor: Callable[..., Watch], scripts: bool
) -> None:
    coordinator = house.coordinators[scripts]
    manager, employee = (Somebody(visitor(scripts=scripts, width=390), house.place.origin) for _ in range(2))
    practice = "Lakeside Practice" if scripts else "Orchard Practice"
    name_practice(coordinator, practice)
    suggest(manager)
    consent(employee, reach(coordinator))
    coordinator.follow("To the referral")
    find(coordinator, practice)
    meet(coordinator)
    manager.go("/support/follow")
    manager.reads(BARE)
    sign(employee)
    tell(coordinator)
    manager.go("/support/follow")
    manager.reads("Attended.", "They keep to the plan.", "42 CFR part 2 prohibits")
    manager.sound()
    employee.go("/support/follow")
    employee.press("Take it back")
    employee.reads("Who else may know")
    manager.go("/support/follow")
    manager.reads(BARE)
    manager.reads_no("Attended", "Nora Field allowed")


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
    come_back(employee, shown(employee))
    employee.reads("We look for help that fits")


def shown(who: Somebody) -> str:
    """The receipt that stands on the page."""
    return re.sub(r"[^0-9A-Za-z]+", "-", who.page.locator("output").inner_text())


def come_back(who: Somebody, receipt: str) -> None:
    who.fill("Receipt", receipt.lower())
    who.press("Go on")


def suggest(manager: Somebody) -> None:
    """What speaks of health is refused; what happened at work is taken."""
    manager.go("/support/refer?kind=management")
    manager.fill("Your name", "Otto Berg")
    manager.fill("How to reach you", "extension 12")
    manager.fill("Who is it?", "Nora Field")
    manager.fill("How can we reach them?", "extension 34")
    manager.fill("What happened at work, and when?", f"{GROUNDS} I think of depression.")
    manager.fill("What is expected of them?", "To be there at eight.")
    manager.press("Send it", 422)
    manager.reads("This speaks of health: “depression”.")
    manager.fill("What happened at work, and when?", GROUNDS)
    manager.press("Send it")
    come_back(manager, shown(manager))
    manager.reads(BARE)


def reach(coordinator: Somebody) -> str:
    """The coordinator reads it and makes the employee a receipt."""
    coordinator.go("/desk")
    coordinator.follow("A message to read")
    coordinator.heading("Nora Field")
    coordinator.reads(GROUNDS)
    coordinator.follow("Make one")
    coordinator.press("Make it and show it once")
    return shown(coordinator)


def consent(employee: Somebody, receipt: str) -> None:
    employee.go("/support/follow")
    come_back(employee, receipt)
    employee.reads(GROUNDS)
    employee.follow("Say yes to it")
    employee.press("I agree")
    employee.reads("We look for help that fits")


def sign(employee: Somebody) -> None:
    employee.go("/support/follow/releases")
    employee.sound()
    employee.tick("Otto Berg, who suggested it")
    employee.tick("Whether I come to my appointments, and")
    employee.tick("Because I agreed it with them")
    employee.tick("Until my support ends")
    employee.fill("Your full name", "Nora Field")
    employee.press("Sign it")
    employee.reads("Otto Berg")


def tell(coordinator: Somebody) -> None:
    coordinator.go(coordinator.page.url.partition("#")[0])
    coordinator.sound()
    coordinator.follow("Tell them")
    step_up(coordinator)
    coordinator.tick("Attended")
    coordinator.tick("They keep to it")
    coordinator.press("Tell them")
    coordinator.reads("Attended")


def find(coordinator: Somebody, practice: str) -> None:
    """To a place with a provider, which the employee is told of."""
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
