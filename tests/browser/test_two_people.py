"""Two at once: a second specialist joins, and of the two whoever is later loses nothing; of two complainants neither
sees the other."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from tests.browser.checks import Validator
from tests.browser.colleagues import enrolled, hired, routed
from tests.browser.conftest import visitors
from tests.browser.people import Somebody, step_up
from tests.browser.reporting import STORY, answer, come_back
from tests.browser.working import UNLOGGED, Fields, act, declare, open_case, plan, step
from tests.installation import Installation

FIRST, SECOND, WITNESS = "Kari Nordby", "Liv Strand", "Oda Lie"
FOUND: Fields = {"Inconclusive": True, "Reason": "Nobody else saw it.", UNLOGGED: "There is nothing."}


@dataclass(frozen=True)
class Together:
    """Two specialists on one case, their lead, and the receipt of whoever reported it by name to the lead alone."""

    lead: Somebody
    mara: Somebody
    jonas: Somebody
    case: str
    receipt: str
    come: Callable[[], Somebody]


@pytest.fixture(scope="module")
def together(own_installation: Installation, chromium: Browser, validator: Validator) -> Iterator[Together]:
    with visitors(chromium, validator) as visit:

        def come() -> Somebody:
            return Somebody(visit(), own_installation.origin)

        lead, mara, jonas = come(), come(), come()
        enrolled(lead, own_installation, "Ingrid Dahl")
        hired(mara, own_installation, "Mara Holt", lead=lead)
        routed(own_installation, mara, lead=lead)
        receipt = send(come())
        case = open_case(mara)
        hired(jonas, own_installation, "Jonas Berg", lead=lead)
        join(lead, jonas, case)
        begin(mara, case)
        yield Together(lead, mara, jonas, case, receipt, come)


def join(lead: Somebody, jonas: Somebody, case: str) -> None:
    """Just admitted: what would be given, all of a kind, how far that is, and a case that opens."""
    jonas.go(case, 404)
    lead.go("/people")
    lead.follow("Jonas Berg")
    lead.follow("Give them cases that you read")
    if "/step-up" in lead.page.url:
        step_up(lead)
    lead.sound(everywhere=True)
    lead.tick("All of a kind")
    lead.fill("Of which kind?", "Harassment")
    lead.press("Show what that would be")
    lead.reads("1 case, which they can read from its first day on.")
    lead.sound(everywhere=True)
    lead.press("Give 1 case")
    lead.reads("1 of 1 case given.", "It is done.")
    lead.sound()
    jonas.go("/cases")
    jonas.follow("Harassment")
    assert declare(jonas) == case
    jonas.reads(STORY)


def send(reporter: Somebody) -> str:
    reporter.go("/report?kind=harassment&site=0")
    reporter.fill("What happened?", STORY)
    reporter.tick("Yes, but keep my name apart")
    reporter.fill("Your name", FIRST)
    reporter.press("Send it")
    return receipt_on(reporter)


def begin(mara: Somebody, case: str) -> None:
    """As far as findings."""
    mara.go(case)
    step(mara, case, "Take into triage")
    act(mara, case, "Add an allegation", "Add it", {"What is it about?": "Bullying"})
    act(mara, case, "assign it", "Assign", {"Who investigates?": "Mara Holt"})
    step(mara, case, "Plan the investigation")
    plan(mara, case)
    step(mara, case, "Begin to investigate")


def receipt_on(who: Somebody) -> str:
    return re.sub(r"[^0-9A-Za-z]+", "-", who.page.locator("main output").inner_text())


def test_who_is_second_sees_what_changed_and_keeps_the_text(together: Together) -> None:
    mara, jonas, case = together.mara, together.jonas, together.case
    for who, finding in ((mara, "Substantiated"), (jonas, "Inconclusive")):
        who.go(case)
        who.follow("Record a finding")
        who.tick(finding)
        who.fill("Reason", f"As {who.email} sees it.")
        who.fill(UNLOGGED, "Both were there.")
    mara.press("Record it")
    jonas.press("Record it", 409)
    jonas.heading("This changed while you wrote")
    jonas.reads("Not saved. Your text is kept below.", "Mara Holt", "As mara@example.org sees it.")
    assert jonas.page.get_by_label("Reason").input_value() == "As jonas@example.org sees it."
    jonas.sound(everywhere=True)
    jonas.tick("Record yours as well")
    jonas.press("Go on")
    mara.go(case)
    mara.reads("Inconclusive", "As jonas@example.org sees it.", "Earlier:", "Substantiated")


def test_a_step_that_two_take_is_taken_once(together: Together) -> None:
    mara, jonas, case = together.mara, together.jonas, together.case
    mara.go(case)
    if mara.page.get_by_text("No finding yet").count():
        act(mara, case, "Record a finding", "Record it", FOUND)
    mara.go(case)
    jonas.go(case)
    mara.press("Send findings to review")
    jonas.press("Send findings to review", 409)
    jonas.reads("Not done: look at it again first.", "Mara Holt")
    jonas.sound()
    mara.go(f"{case}?part=steps")
    assert mara.page.get_by_role("region", name="Timeline").get_by_text("findings in review", exact=True).count() == 1


def test_nobody_with_a_receipt_sees_another(together: Together) -> None:
    """A second complainant and a witness get a receipt and a dialogue of their own."""
    mara, case = together.mara, together.case
    receipts = {FIRST: together.receipt}
    for name, role in ((SECOND, "Complainant"), (WITNESS, "Witness")):
        act(mara, case, "Add a party", "Add them", {"Part in the case": role, "Name": name})
        of(mara, case, name, "Make a receipt")
        mara.press("Make it and show it once")
        receipts[name] = receipt_on(mara)
    asked = {name: f"Question {number} of 3." for number, name in enumerate(receipts, 1)}
    answers = {name: f"Answer {number} of 3." for number, name in enumerate(receipts, 1)}
    for name, question in asked.items():
        of(mara, case, "the reporter, confidential" if name == FIRST else name, "Write")
        mara.fill("Message", question)
        mara.press("Send the message")
    people = {name: together.come() for name in receipts}
    for name, who in people.items():
        come_back(who, receipts[name])
        answer(who, answers[name])
    for name, who in people.items():
        who.go("/follow")
        who.reads(asked[name], answers[name])
        for other in set(receipts) - {name}:
            who.reads_no(asked[other], answers[other], other)
        if name != FIRST:
            who.reads_no(STORY)
    mara.go(case)
    mara.reads(*answers.values())
    mara.reads_no(FIRST)


def test_who_leaves_is_out_at_once_and_is_handed_over(together: Together) -> None:
    lead, jonas = together.lead, together.jonas
    lead.go("/people")
    lead.follow("Jonas Berg")
    account = lead.page.url
    lead.follow("Give them cases that you read")
    if "/step-up" in lead.page.url:
        step_up(lead)
    lead.go(account)
    lead.press("Jonas Berg has left")
    lead.reads("has left")
    lead.sound()
    jonas.go(together.case)
    jonas.heading("Sign in")
    for path in ("/access", "/cases/unattended", "/handovers"):
        lead.go(path)
        lead.sound(everywhere=True)
    lead.follow("Jonas Berg")
    lead.sound(everywhere=True)
    lead.press("End their last keys", 422)
    lead.sound()
    lead.tick("They have left for good")
    lead.press("End their last keys")
    lead.reads("ended")


def of(who: Somebody, case: str, name: str, link: str) -> None:
    """What can be done with one of the parties, beside their name."""
    who.go(case)
    line = who.page.get_by_role("region", name="Parties").get_by_role("listitem").filter(has_text=name)
    who.open(line.get_by_role("link", name=link))
