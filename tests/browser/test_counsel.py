"""Counsel in a browser: something is handed in and not read back, a letter is returned with a comment and then
approved, a termination waits for that and goes on; and who is no longer named finds nothing of the case."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import Browser

from casework.people import Role
from tests.browser.checks import Validator
from tests.browser.colleagues import enrolled, given, heard, hired, routed
from tests.browser.conftest import visitors
from tests.browser.people import Somebody, step_up
from tests.browser.working import act, day, enter
from tests.installation import Installation, found, served
from tests.mail.server import HOST, SENDER, PostOffice, opened

HANDED = "Our mail to the works council of 3 November."
QUESTION = "May it go out like this?"
LETTER = "Dear Mr Fontaine,\n\nyour employment ends on 30 November.\n\nYou can appeal."
COMMENT, RETURNED, ANSWER = "Which day was agreed?", "The day is too soon.", "It is the end of the year now."
WAITS = "A termination waits until counsel has agreed"


@dataclass(frozen=True)
class Chambers:
    lead: Somebody
    mara: Somebody
    sofia: Somebody
    case: str
    place: Installation
    office: PostOffice


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    """Where the installation hands in its mail."""
    post = PostOffice()
    with opened(post, None, tls=False):
        yield post


@pytest.fixture(scope="module")
def own_installation(tmp_path_factory: pytest.TempPathFactory, office: PostOffice) -> Iterator[Installation]:
    made = found(tmp_path_factory.mktemp("counsel") / "casework")
    mail = {"CASEWORK_MAIL": f"smtp://{HOST}:{office.port}", "CASEWORK_MAIL_FROM": SENDER}
    place = replace(made, environment={**made.environment, **mail})
    with served(place):
        yield place


@pytest.fixture(scope="module")
def chambers(
    own_installation: Installation, office: PostOffice, chromium: Browser, validator: Validator
) -> Iterator[Chambers]:
    with visitors(chromium, validator) as visit:
        place = own_installation
        lead, mara = Somebody(visit(), place.origin), Somebody(visit(scripts=False), place.origin)
        sofia = Somebody(visit(scripts=False, width=390, dark=True), place.origin)
        enrolled(lead, place, "Ingrid Dahl")
        hired(mara, place, "Mara Holt", lead=lead)
        hired(sofia, place, "Sofia Marchetti", lead=lead, role=Role.COUNSEL)
        routed(place, mara, lead=lead)
        yield Chambers(lead, mara, sofia, heard(place, lead=lead, specialist=mara), place, office)


def test_counsel_returns_a_letter_and_approves_it_and_the_termination_goes_on(chambers: Chambers) -> None:
    lead, mara, sofia, case = chambers.lead, chambers.mara, chambers.sofia, chambers.case
    enter_question(mara, case)
    decide(lead, case, 409)
    lead.reads(WAITS)
    lead.sound()
    sofia.go(case, 404)
    look_at_it(sofia)
    sofia.page.get_by_text("Comment on paragraph 2").click()
    sofia.page.locator("details[open] textarea").fill(COMMENT)
    sofia.press("Add the comment")
    say(sofia, "Return with changes", "", 409)
    say(sofia, "Return with changes", RETURNED)
    hand_in(mara, case)
    sofia.go(case)
    sofia.reads(HANDED)
    sofia.reads_no("Twelve euros on three days.")
    send_back(mara)
    sofia.go("/reviews")
    sofia.follow("A termination")
    sofia.reads(ANSWER, "1 paragraph changed.", COMMENT)
    sofia.sound()
    say(sofia, "Approve", "")
    sofia.go("/reviews")
    sofia.reads("Answered")
    decide(lead, case, 200)
    lead.go(case)
    lead.reads("Decided")
    lead.reads_no(WAITS)


def test_who_is_no_longer_named_finds_nothing_with_the_page_still_open(chambers: Chambers) -> None:
    """Neither in lists, counts, desk and what they did, nor in the trail that a lead reads, nor by mail."""
    lead, mara, sofia, case = chambers.lead, chambers.mara, chambers.sofia, chambers.case
    given(mara, chambers.place, Role.LEAD, lead=lead)
    mara.go(case)
    sofia.go("/reviews")
    sofia.follow("A termination")
    review = sofia.page.url
    told = mails(chambers, mara, least=1)
    lead.go(f"{case}/restriction")
    if "/step-up" in lead.page.url:
        step_up(lead)
    for name in ("Mara Holt", "Sofia Marchetti"):
        lead.page.get_by_role("checkbox", name=name).uncheck()
    enter(lead, {"Why": "The board asks for it."})
    lead.press("Restrict it", 422)
    lead.reads("2 people lose access.")
    lead.press("Restrict it")
    mara.open(mara.page.get_by_role("link", name="Ask counsel").first, 404)
    number = case.rsplit("/", 1)[-1]
    for nowhere in (
        "/cases",
        "/cases?kind=disciplinary",
        "/desk",
        "/exports",
        "/about-you",
        "/me",
        "/audit",
        "/audit?all=1",
    ):
        mara.go(nowhere)
        mara.reads_no(number)
    lead.go(case)
    lead.page.get_by_text("Add a note").first.click()
    lead.fill("Note", "Only I am left on it.")
    lead.press("Add the note")
    assert mails(chambers, mara, seconds=8) == told, "of what goes on without them they hear nothing"
    assert not any(number in str(mail) for mail in chambers.office.mails)
    sofia.go(review, 404)
    for nowhere in ("/reviews", "/cases", "/desk"):
        sofia.go(nowhere)
        sofia.reads_no(number)


def mails(chambers: Chambers, who: Somebody, *, least: int = 0, seconds: float = 40) -> int:
    """How many went to somebody: as soon as there are so many, or none more come."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = chambers.office.to.count(who.email)
        if least and found >= least:
            return found
        time.sleep(0.2)
    assert not least, "no mail came"
    return chambers.office.to.count(who.email)


def hand_in(mara: Somebody, case: str) -> None:
    """For counsel alone: she reads what she wrote nowhere afterwards."""
    mara.go(case)
    mara.page.get_by_text("Add a note").first.click()
    mara.tick("Privileged")
    mara.fill("Note", HANDED)
    mara.press("Add the note")
    mara.go(case)
    mara.reads_no(HANDED)


def enter_question(mara: Somebody, case: str) -> None:
    fields = {
        "What is it about?": "A termination", "What do you ask?": QUESTION, "A draft: what it is": "Outcome letter",
        "The draft itself": LETTER, "Answer needed by": day(5),
    }  # fmt: skip
    act(mara, case, "Ask counsel", "Ask counsel", fields, missing="What do you ask?")
    mara.reads("Asked of counsel: A termination.")
    mara.sound()


def look_at_it(sofia: Somebody) -> None:
    sofia.go("/desk")
    sofia.reads("Reviews that wait for you")
    sofia.go("/reviews")
    sofia.sound()
    sofia.follow("A termination")
    sofia.reads("Leo Fontaine")
    sofia.reads_no(QUESTION)
    sofia.press("Go on", 422)
    sofia.sound()
    sofia.tick("No, I have no conflict of interest")
    sofia.press("Go on")
    sofia.reads(QUESTION, "your employment ends on 30 November")
    sofia.sound()


def say(sofia: Somebody, verdict: str, words: str, status: int = 200) -> None:
    sofia.tick(verdict)
    sofia.fill("In words", words)
    sofia.press("Answer", status)


def send_back(mara: Somebody) -> None:
    mara.go("/desk")
    mara.reads("Answers from counsel")
    mara.follow("Counsel wants changes")
    mara.reads(COMMENT, RETURNED)
    mara.sound()
    mara.follow("Answer with new versions")
    mara.fill("Outcome letter", LETTER.replace("30 November", "31 December"))
    mara.fill("What do you answer?", ANSWER)
    mara.sound()
    mara.press("Answer counsel with new versions")
    mara.reads(ANSWER)


def decide(lead: Somebody, case: str, status: int) -> None:
    lead.go(f"{case}/steps?step=decide")
    enter(lead, {"Reason": "After the hearing."})
    lead.press("Take this step", status)
