"""Misconduct in a browser, both sides, to the end: notice, a hearing that the respondent moves and brings somebody to,
a decision by somebody who did not investigate, a warning read on a phone, and an appeal that makes it lighter."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from tests.browser.checks import Validator
from tests.browser.colleagues import accused, enrolled, hearing_day, hired
from tests.browser.conftest import visitors
from tests.browser.fair import found, planned
from tests.browser.people import Somebody, step_up
from tests.browser.working import Fields, back, day, declare, enter, step
from tests.installation import Installation

VIKTOR = "Viktor Hale"
NOT_THEIRS, UNTOLD = "Allegation 1 is against nobody yet.", "A respondent was not told what is alleged"
CONTACT = "Mara Holt, extension 12"
HIS_WORDS = "I gave change to a guest twice, and nobody asked me."
COMPANION, OTHER_TIME = "Oda Lie of the union comes with me.", "Oda is away that day: could it be two days later?"
MINUTES = "He says that the till was shared, and that he should have said so."
APPEAL = "I appeal: a final warning is too much for twelve euros."
LIGHTER = "He told of it himself, and nothing stood against him."


@dataclass(frozen=True)
class Hall:
    lead: Somebody
    mara: Somebody
    beate: Somebody
    viktor: Somebody
    case: str
    place: Installation


@pytest.fixture
def hall(own_installation: Installation, chromium: Browser, validator: Validator) -> Iterator[Hall]:
    with visitors(chromium, validator) as visit:
        place = own_installation
        lead, mara, beate = (Somebody(visit(scripts=n == 0), place.origin) for n in range(3))
        viktor = Somebody(visit(scripts=False, width=390, dark=True), place.origin)
        enrolled(lead, place, "Ingrid Dahl")
        enrolled(beate, place, "Beate Lorenz")
        hired(mara, place, "Mara Holt", lead=lead)
        yield Hall(lead, mara, beate, viktor, accused(place, lead=lead, specialist=mara, whom=VIKTOR), place)


def test_misconduct_is_heard_decided_appealed_and_kept(hall: Hall) -> None:
    """One test: every step goes on where the one before it stopped."""
    notice_is_given_and_the_respondent_answers_and_moves_the_hearing(hall)
    the_hearing_is_held_and_somebody_else_decides_after_looking(hall)
    an_appeal_is_decided_by_somebody_without_part_and_the_ladder_follows(hall)
    the_respondent_is_told_again_and_the_case_closes_and_is_kept(hall)


def notice_is_given_and_the_respondent_answers_and_moves_the_hearing(hall: Hall) -> None:
    mara, viktor, case = hall.mara, hall.viktor, hall.case
    planned(mara, case, hall.lead)
    mara.go(case)
    mara.reads(NOT_THEIRS)
    found(mara, case, VIKTOR)
    step(mara, case, "Give notice")
    mara.go(case)
    mara.reads(UNTOLD)
    mara.follow("Hearings")
    mara.follow("Letter of notice")
    write(mara, {"Answer until": day(10), "How to reach you": CONTACT}, missing="How to reach you")
    link, code = way_in(mara)
    come_in(viktor, link, code)
    say(viktor, "What is alleged, and how you can answer", HIS_WORDS)
    call(mara, case)
    say(viktor, "Invitation to a hearing", "I will come.")
    viktor.go("/follow")
    viktor.follow("Bring someone with you")
    viktor.sound()
    viktor.fill("Whom do you want to bring?", COMPANION)
    viktor.press("Send")
    viktor.follow("Ask for another time")
    viktor.sound()
    viktor.fill("When would suit you", OTHER_TIME)
    viktor.press("Send")
    move(mara, case)
    viktor.go("/follow")
    viktor.reads("Then it is two days later.")


def the_hearing_is_held_and_somebody_else_decides_after_looking(hall: Hall) -> None:
    lead, mara, case = hall.lead, hall.mara, hall.case
    step(mara, case, "Hold the hearing")
    hold(hall)
    mara.go(f"{case}/decisions")
    mara.follow("Propose a decision")
    mara.press("Propose it", 422)
    mara.sound()
    enter(mara, {"What should follow?": "Final written warning", "Why this": "He knew the rule of the till."})
    mara.press("Propose it")
    lead.go(f"{case}/decisions")
    lead.reads("The case waits for a decision about them.", "Proposed by Mara Holt")
    decision = lead.page.get_by_role("link", name="Decide").get_attribute("href")
    mara.go(str(decision), 403)
    mara.reads("This needs you to be")
    look(lead, case)
    lead.go(str(decision))
    lead.sound()
    lead.press("This is decided")
    lead.reads("Decided by Ingrid Dahl")
    back(lead, case)
    lead.follow("Decide")
    lead.fill("Reason", "After the hearing.")
    lead.press("Take this step")


def an_appeal_is_decided_by_somebody_without_part_and_the_ladder_follows(hall: Hall) -> None:
    lead, mara, beate, viktor, case = hall.lead, hall.mara, hall.beate, hall.viktor, hall.case
    mara.go(case)
    mara.reads("People who were not told the outcome")
    mara.go(f"{case}/decisions")
    mara.follow("Letter to them")
    asked = {"What is expected": "Every difference is told.", "Until": day(365), "Appeal until": day(20)}
    write(mara, {**asked, "How to reach you": CONTACT}, missing="What is expected from now on")
    say(viktor, "Final written warning", APPEAL)
    step(mara, case, "Open the appeal window")
    appeal(mara, case)
    refused(lead, case)
    lead.go(f"{case}/members")
    if "/step-up" in lead.page.url:
        step_up(lead)
    lead.page.get_by_label("Whom?").select_option(label="Beate Lorenz")
    lead.press("Add them")
    beate.go(case)
    declare(beate)
    beate.follow("Decide the appeal")
    vary(beate)
    lead.go(f"{case}/warnings")
    lead.reads("Written warning, stands until")
    lead.reads_no("Final written warning, stands until")


def the_respondent_is_told_again_and_the_case_closes_and_is_kept(hall: Hall) -> None:
    lead, mara, viktor, case = hall.lead, hall.mara, hall.viktor, hall.case
    mara.go(case)
    mara.reads("People who were not told the outcome")
    mara.follow("Letter: outcome of the appeal")
    write(mara, {"What was decided": "A written warning.", "How to reach you": CONTACT})
    viktor.go("/follow")
    viktor.follow("What came of the appeal")
    viktor.reads("the decision is changed", LIGHTER)
    viktor.sound()
    viktor.press("I have it")
    lead.go(case)
    lead.follow("Go past it, with a reason")
    enter(lead, {"Outcome": "Disciplinary decision", "Why it ends so": "He will not appeal again."})
    lead.press("Close the case")
    step(lead, case, "Keep")
    assert "Retained" in lead.page.locator("dl.facts").first.inner_text()


def write(mara: Somebody, fields: Fields, *, missing: str = "") -> None:
    """A letter from its form into the hands of its reader."""
    if missing:
        mara.press("Finish the letter", 422)
        mara.reads("Still to be filled in", missing)
    if "letter" not in mara.warned:
        mara.warned.add("letter")
        mara.sound()
    enter(mara, fields)
    mara.press("Finish the letter")
    mara.follow("Give it to them in their dialogue")
    mara.press("Give it to them")
    mara.reads("Handed over on")


def way_in(mara: Somebody) -> tuple[str, str]:
    mara.follow("Link and code for them")
    mara.press("Make a link and a code")
    return mara.page.locator("p.hash").inner_text(), mara.page.locator("main output").inner_text()


def come_in(viktor: Somebody, link: str, code: str) -> None:
    viktor.go(link)
    viktor.fill("Your code", code[::-1])
    viktor.press("Go on", 422)
    viktor.reads("do not belong together")
    viktor.sound()
    viktor.fill("Your code", code.lower())
    viktor.press("Go on")
    viktor.heading("Your side of it")
    viktor.sound()


def say(viktor: Somebody, letter: str, words: str) -> None:
    """What he was given is read, and answered."""
    viktor.go("/follow")
    viktor.follow(letter)
    if not viktor.warned:
        viktor.warned.add(letter)
        viktor.press("Send", 422)
        viktor.sound()
    enter(viktor, {"My answer is below": True, "Your answer": words})
    viktor.press("Send")
    viktor.reads("What you said", words)


def call(mara: Somebody, case: str) -> None:
    """Sooner than he has to prepare is refused."""
    mara.go(f"{case}/hearing")
    mara.follow("Call a hearing")
    mara.reads("a fellow worker, or an official of a union")
    enter(mara, {"On which day?": day(1), "At what time?": "10:00", "Where, and with whom": "Room 3, with Ingrid Dahl"})
    mara.press("Call it", 409)
    mara.reads("They have time to prepare until")
    mara.sound()
    mara.fill("On which day?", day(14))
    mara.press("Call it")
    mara.follow("Letter of invitation")
    write(mara, {"Who will be there": "Ingrid Dahl", "Answer until": day(10), "How to reach you": CONTACT})


def move(mara: Somebody, case: str) -> None:
    """As he asks, with whom he brings, and he is told."""
    mara.go(case)
    mara.reads_no(UNTOLD)
    mara.reads(COMPANION, OTHER_TIME, HIS_WORDS)
    mara.go(f"{case}/hearing")
    mara.follow("Another time")
    enter(mara, {"On which day?": day(16), "At what time?": "10:00", "The worker": True, "Why?": OTHER_TIME})
    mara.press("Move it")
    mara.follow("Whom they bring")
    enter(mara, {"Whom do they bring?": "somebody of a trade union", "Their name": "Oda Lie"})
    mara.press("Keep it")
    mara.reads("Oda Lie", "The worker, whose companion cannot come")
    back(mara, case)
    line = mara.page.get_by_role("region", name="Parties").get_by_role("listitem").filter(has_text=VIKTOR)
    mara.open(line.get_by_role("link", name="Write"))
    mara.fill("Message", "Then it is two days later.")
    mara.press("Send the message")


def hold(hall: Hall) -> None:
    """Not before its day; then with who was there and what was said."""
    mara = hall.mara
    mara.go(f"{hall.case}/hearing")
    mara.follow("What came of it")
    enter(mara, {"It was held": True, "Who was there?": "Viktor Hale, Oda Lie, Ingrid Dahl", "What was said": MINUTES})
    mara.press("Keep it", 409)
    mara.reads("It is still to come")
    hearing_day(hall.place)
    mara.press("Keep it")
    mara.reads("Disciplinary hearing: held", MINUTES)
    mara.sound()


def look(lead: Somebody, case: str) -> None:
    """At what stands against him, and at what like cases came to."""
    lead.go(f"{case}/decisions")
    lead.follow("Warnings that stand")
    lead.reads("No warning stands.")
    lead.sound()
    lead.go(f"{case}/decisions")
    lead.follow("What like cases came to")
    lead.reads("Decided cases alike in issue")
    lead.sound()
    lead.press("Keep this with the case")


def appeal(mara: Somebody, case: str) -> None:
    """What he wrote to the letter is taken as one."""
    mara.go(case)
    mara.follow("Record an appeal")
    mara.reads(f"{VIKTOR}: until")
    mara.sound()
    mara.follow("Take it as an appeal")
    assert mara.page.get_by_label("In their words").input_value() == APPEAL
    enter(mara, {"Against which decision?": f"{VIKTOR}: Final written warning", "What was decided is too severe": True})
    mara.press("Record it")
    mara.reads(APPEAL, "Grounds: what was decided is too severe.")


def refused(lead: Somebody, case: str) -> None:
    """Whoever decided does not decide the appeal, and reads why."""
    lead.go(case)
    lead.follow("Decide")
    lead.reads("You had a part in it, or may not decide appeals.")
    assert "you: proposed or made a decision" in lead.region("Who had a part so far").inner_text()
    assert lead.page.get_by_role("button", name="Decide", exact=True).count() == 0
    lead.sound()


def vary(beate: Somebody) -> None:
    beate.reads(APPEAL, "Mara Holt: investigated")
    enter(beate, {"Varied": True, "Why": LIGHTER})
    beate.press("Decide", 422)
    beate.reads("Say what is decided instead.")
    beate.sound()
    enter(beate, {"What is decided instead?": "Written warning"})
    beate.press("Decide")
    beate.reads("Appeal: Varied", LIGHTER)
