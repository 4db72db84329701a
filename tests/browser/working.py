"""The specialist's side of the job: pages of a case are opened by the words of their links, and filled in."""

import datetime as dt
import re
from collections.abc import Mapping

from tests.browser.people import Somebody

RESPONDENT = "Roar Eikeland"
NUMBER = re.compile(r"ER-\d{4}-\d{6}")
UNLOGGED = "Why nothing of the log is referred to"
"""What a finding asks for that rests on no entry of the evidence log."""
Fields = Mapping[str, str | bool]
"""By the label: what is typed or chosen; True for a tick or a radio button."""


def day(days: int = 0) -> str:
    return (dt.datetime.now(dt.UTC).date() + dt.timedelta(days)).isoformat()


def open_case(who: Somebody, *, hasty: bool = False) -> str:
    """From the desk, past the question of conflicts; the case's address. `hasty`: first with nothing ticked."""
    who.go("/desk")
    who.open(who.page.locator("main ol a").first)
    if hasty:
        who.heading("Before you read it: do you know them?")
        who.press("Go on", 422)
    return declare(who)


def declare(who: Somebody) -> str:
    who.heading("Before you read it: do you know them?")
    who.tick("No, I have no conflict of interest")
    who.press("Go on")
    return who.page.url.split("#")[0]


def enter(who: Somebody, fields: Fields) -> None:
    for label, value in fields.items():
        if value is True:
            who.tick(label)
        else:
            who.fill(label, str(value))


def act(who: Somebody, case: str, link: str, button: str, fields: Fields, *, missing: str = "") -> None:
    """From the case to one of its forms and back. `missing`: what the form says first, sent without `fields`."""
    back(who, case)
    who.follow(link)
    if missing and link not in who.warned:
        who.warned.add(link)
        who.press(button, 422)
        who.reads("Not saved yet", missing)
    enter(who, fields)
    who.press(button)
    assert NUMBER.search(who.page.url.rsplit("/", 1)[-1]), who.page.url


def step(who: Somebody, case: str, name: str, status: int = 200) -> None:
    """A step that needs no words: its button is on the case."""
    back(who, case)
    who.press(name, status)


def plan(who: Somebody, case: str) -> None:
    """Drawn from the words for its allegations, and agreed to with a reason by who drew it."""
    back(who, case)
    who.follow("Plan of the investigation")
    who.follow("Draw the plan from templates")
    who.press("Draw it")
    who.follow("Agree to it, with a reason")
    enter(who, {"Why does nobody else agree to it?": "The others are away this week."})
    who.press("Agree to it")
    who.reads("Agreed to alone, because: The others are away this week.")


def report_finished(who: Somebody, case: str) -> None:
    """A version of the report, put to approval."""
    back(who, case)
    who.follow("Report")
    who.follow("Make a draft")
    who.press("Make it")
    who.follow("Put it to approval")
    who.press("Put it")


def back(who: Somebody, case: str) -> None:
    """To the case, unless what they did last brought them there."""
    if who.page.url.split("#")[0] != case:
        who.go(case)
