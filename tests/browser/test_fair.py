"""A harassment case from its plan to what comes after its end, with the pages of both sides: who it is about answers on
a phone by link and code, who reported it by receipt."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from tests.browser.checks import Validator
from tests.browser.colleagues import complained, enrolled, hired, routed
from tests.browser.conftest import visitors
from tests.browser.fair import (
    CORRECTED,
    REACH,
    come_by,
    find,
    interview,
    log,
    put_report,
    reply,
    sign,
    take_in,
    way_in,
    write,
)
from tests.browser.people import Somebody
from tests.browser.reporting import come_back
from tests.browser.test_two_people import of
from tests.browser.working import RESPONDENT, act, day, enter
from tests.installation import Installation

NOTICE, ANSWER = "What is alleged, and how you can answer", "I was loud, for the engine was. Ask the cook."
COMMENT = "It is right, but I was ill that week."
REASON = "The first time, and he owned to being loud."
BETTER = "It is better than before."


@dataclass(frozen=True)
class Sides:
    lead: Somebody
    mara: Somebody
    roar: Somebody
    reporter: Somebody
    case: str
    receipt: str
    place: Installation


@pytest.fixture
def sides(own_installation: Installation, chromium: Browser, validator: Validator) -> Iterator[Sides]:
    """It is planned, and nobody knows yet whom it is about."""
    with visitors(chromium, validator) as visit:
        place = own_installation
        lead, mara = Somebody(visit(), place.origin), Somebody(visit(), place.origin)
        roar = Somebody(visit(scripts=False, width=390, dark=True), place.origin)
        reporter = Somebody(visit(scripts=False, width=390), place.origin)
        enrolled(lead, place, "Ingrid Dahl")
        hired(mara, place, "Mara Holt", lead=lead)
        routed(place, mara, lead=lead)
        made = complained(place, lead=lead, specialist=mara, against=RESPONDENT)
        yield Sides(lead, mara, roar, reporter, made.case, made.receipt, place)


def test_a_harassment_case_is_fair_to_both_sides_from_its_plan_to_its_aftercare(sides: Sides) -> None:
    """One test: every step goes on where the one before it stopped."""
    a_plan_is_agreed_to_and_who_it_is_about_reads_what_is_alleged(sides)
    they_are_heard_and_correct_and_sign_what_was_noted(sides)
    they_comment_on_the_evidence_before_anything_is_found(sides)
    who_did_not_investigate_decides_and_each_is_told_what_is_theirs_to_know(sides)
    it_is_closed_and_who_reported_is_asked_how_they_fare(sides)


def a_plan_is_agreed_to_and_who_it_is_about_reads_what_is_alleged(sides: Sides) -> None:
    lead, mara, roar, case = sides.lead, sides.mara, sides.roar, sides.case
    mara.go(case)
    mara.reads("Not yet: No plan is drawn up yet.")
    mara.follow("Plan of the investigation")
    mara.follow("Draw the plan from templates")
    mara.press("Draw it")
    mara.sound()
    mara.go(case)
    mara.reads("Not yet: Nobody has agreed to the plan yet.")
    lead.go("/desk")
    lead.follow("A plan by Mara Holt to agree to")
    lead.follow("Agree to it")
    lead.press("Agree to it")
    mara.go(case)
    mara.press("Begin to investigate")
    of(mara, case, RESPONDENT, "Their side")
    come_by(roar, *way_in(mara))
    roar.reads("Nothing was given to you here yet.")
    mara.go(f"{case}/letters")
    mara.follow("Notice of what is alleged")
    write(mara, "How to reach you", {"How to reach you": REACH, "Answer until": day(10)})
    reply(roar, NOTICE, ANSWER, sound=True)
    roar.go("/follow")
    roar.sound()
    roar.reads_no("Mara Holt investigates", "every shift since August", "Under investigation")


def they_are_heard_and_correct_and_sign_what_was_noted(sides: Sides) -> None:
    mara, roar, case = sides.mara, sides.roar, sides.case
    interview(mara, case, sides.place)
    sign(roar)
    take_in(mara, case)
    mara.reads(CORRECTED)


def they_comment_on_the_evidence_before_anything_is_found(sides: Sides) -> None:
    lead, mara, roar, case = sides.lead, sides.mara, sides.roar, sides.case
    entry = log(mara, case)
    reply(roar, "A roster, to look at", COMMENT)
    mara.go(entry)
    mara.reads(COMMENT)
    mara.sound()
    find(mara, case)
    lead.go(case)
    lead.reads("Not yet: No report was put to approval since the newest finding.")
    put_report(mara, case)
    lead.go("/desk")
    lead.follow("Findings by Mara Holt")
    lead.tick("Returned")
    lead.press("Decide", 422)
    lead.reads("Say what is to be looked at again.")
    lead.sound()
    lead.tick("Approved")
    lead.press("Decide")
    lead.reads("Not yet: Respondents of whom nothing is decided yet: 1.")


def who_did_not_investigate_decides_and_each_is_told_what_is_theirs_to_know(sides: Sides) -> None:
    lead, mara, case = sides.lead, sides.mara, sides.case
    propose(mara, case)
    lead.go("/desk")
    lead.follow("A decision that Mara Holt proposes")
    lead.follow("What like cases came to")
    lead.reads("Fewer than five decisions were found: no number is shown.")
    lead.press("Keep this with the case")
    lead.sound()
    lead.go(f"{case}/decisions")
    lead.follow("Decide")
    lead.press("This is decided")
    lead.reads("Decided by")
    act(lead, case, "Decide what follows", "Take this step", {"Reason": "A warning is enough."}, missing="Reason")
    lead.reads("People who were not told the outcome, without a word why not: 2.")
    tell(mara, case)
    reporter, roar = sides.reporter, sides.roar
    come_back(reporter, sides.receipt)
    reporter.follow("What came of what you told us")
    reporter.reads("Harassment: substantiated.", "Something was done about it.")
    reporter.reads_no("arning", RESPONDENT, REASON)
    reporter.sound()
    roar.go("/follow")
    roar.follow("Written warning")
    roar.reads(REASON)


def propose(mara: Somebody, case: str) -> None:
    """She looked into it: she says what should follow, and cannot decide it."""
    mara.go(f"{case}/decisions")
    mara.follow("Propose a decision")
    mara.press("Propose it", 422)
    enter(mara, {"What should follow?": "Written warning", "Why this, and not less or more?": REASON})
    mara.press("Propose it")
    mara.reads("Proposed by Mara Holt")
    mara.sound()
    assert not mara.page.get_by_role("link", name="Decide").count()


def tell(mara: Somebody, case: str) -> None:
    """To whoever complained nothing of what is the other's own: a letter that says it is not finished."""
    mara.go(f"{case}/decisions")
    mara.follow("Letter to them")
    words = {"What is expected from now on": "Speak without shouting.", "How to reach you": REACH}
    write(mara, "What is expected from now on", words)
    mara.go(f"{case}/letters")
    mara.follow("Outcome, to who complained")
    enter(mara, {"That action was taken": "He got a written warning.", "How to reach you": REACH})
    mara.press("Finish the letter", 422)
    mara.reads("tells of a sanction. It is the other person’s own")
    mara.sound()
    mara.fill("That action was taken", "Something was done about it.")
    mara.press("Finish the letter")
    mara.follow("Give it to them in their dialogue")
    mara.press("Give it to them")


def it_is_closed_and_who_reported_is_asked_how_they_fare(sides: Sides) -> None:
    lead, mara, reporter, case = sides.lead, sides.mara, sides.reporter, sides.case
    mara.go(case)
    mara.reads("The outcome can be appealed until", "Messages without an answer: 3.")
    for _ in range(3):
        mara.go(case)
        mara.follow("Needs no answer")
        mara.press("It needs no answer")
    over: dict[str, str | bool] = {"Outcome": "Action taken", "Why it ends so": "Both say that nobody appeals."}
    lead.go(case)
    act(lead, case, "Go past it, with a reason", "Close the case", over, missing="Why it ends so")
    mara.go(case)
    mara.press("Begin aftercare")
    mara.go(f"{case}/aftercare")
    mara.follow("Ask in writing")
    mara.press("Ask them")
    reporter.go("/follow")
    reporter.follow("How are you since?")
    reporter.press("Send", 422)
    reporter.reads("Write your answer.")
    reporter.sound()
    reporter.fill("All in all", BETTER)
    reporter.press("Send")
    mara.go(f"{case}/aftercare")
    mara.reads(BETTER)
    mara.sound()
    end(lead, case)


def end(lead: Somebody, case: str) -> None:
    lead.go(case)
    lead.reads("Checks on retaliation that are not answered, done or given up: 3.")
    act(lead, case, "Go past it, with a reason", "Take this step", {"Reason": "They want to be asked no more."})
    lead.reads("Retained", "They want to be asked no more.")
    lead.sound()
