"""Counsel in a browser: something is handed in and not read back, a letter is returned with a comment and then
approved, a termination waits for that and goes on; and who is no longer named finds nothing of the case."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import Browser

from casework.people import Role
from tests.browser.checks import Validator
from tests.browser.colleagues import enrolled, heard, hired, mails_waiting, routed
from tests.browser.conftest import visitors
from tests.browser.people import Somebody, step_up
from tests.browser.working import act, day, enter
from tests.installation import Installation, found, served

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


@pytest.fixture(scope="module")
def own_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """With mail, which waits a while before it is sent; its server is away all the time."""
    made = found(tmp_path_factory.mktemp("counsel") / "casework")
    mail = {"CASEWORK_MAIL": "smtp://127.0.0.1:9", "CASEWORK_MAIL_FROM": "Casework <casework@example.org>"}
    place = replace(made, environment={**made.environment, **mail})
    with served(place):
        yield place


@pytest.fixture
def chambers(own_installation: Installation, chromium: Browser, validator: Validator) -> Iterator[Chambers]:
    with visitors(chromium, validator) as visit:
        place = own_installation
        lead, mara = Somebody(visit(), place.origin), Somebody(visit(scripts=False), place.origin)
        sofia = Somebody(visit(scripts=False, width=390, dark=True), place.origin)
        enrolled(lead, place, "Ingrid Dahl")
        hired(mara, place, "Mara Holt", lead=lead)
        hired(sofia, place, "Sofia Marchetti", lead=lead, role=Role.COUNSEL)
        routed(place, mara, lead=lead)
        yield Chambers(lead, mara, sofia, heard(place, lead=lead, specialist=mara), place)


def test_counsel_answers_and_who_is_no_longer_named_finds_nothing(chambers: Chambers) -> None:
    """One test: the second step goes on where the first stopped."""
    counsel_returns_a_letter_and_approves_it_and_the_termination_goes_on(chambers)
    who_is_no_longer_named_finds_nothing_with_the_page_still_open(chambers)


def counsel_returns_a_letter_and_approves_it_and_the_termination_goes_on(chambers: Chambers) -> None:
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


def who_is_no_longer_named_finds_nothing_with_the_page_still_open(chambers: Chambers) -> None:
    """Neither in lists, counts and desk, nor in what the trail says they did and when, nor by mail."""
    lead, mara, sofia, case = chambers.lead, chambers.mara, chambers.sofia, chambers.case
    mara.go(case)
    sofia.go("/reviews")
    sofia.follow("A termination")
    review = sofia.page.url
    assert mails_waiting(chambers.place, mara)
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
    for nowhere in ("/cases", "/cases?kind=disciplinary", "/desk", "/exports", "/about-you", "/me"):
        mara.go(nowhere)
        mara.reads_no(number)
    assert not mails_waiting(chambers.place, mara), "what was to tell her of it is not sent any more"
    sofia.go(review, 404)
    for nowhere in ("/reviews", "/cases", "/desk"):
        sofia.go(nowhere)
        sofia.reads_no(number)


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
