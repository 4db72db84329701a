"""A fair case on its pages: what whoever looks into it does, and what both sides do on their phones."""

from dataclasses import replace

from playwright.sync_api import Locator, expect

from tests.browser.colleagues import idle
from tests.browser.people import Somebody, sign_in
from tests.browser.reporting import PIXEL
from tests.browser.working import RESPONDENT, Fields, act, day, enter
from tests.installation import Installation

REACH = "Mara Holt, 555 0134"
SAID = "I was loud, because of the engine. The cook was there."
CORRECTED = "I was loud, because of the engine. The cook and the mate were there."
ROSTER = "Roster of August"


def way_in(mara: Somebody) -> tuple[str, str]:
    """Link and code of whoever's side she looks at, as they are shown this once."""
    mara.follow("Let them in by link and code")
    mara.press("Make a link and a code")
    mara.heading("Their link and their code, this once")
    mara.sound()
    main = mara.page.locator("main")
    return main.locator(".hash").inner_text(), main.locator("output").inner_text()


def come_by(roar: Somebody, link: str, code: str) -> None:
    """With another code first, and then as they wrote it down."""
    roar.go(link)
    roar.fill("Your code", code[::-1])
    roar.press("Go on", 422)
    roar.reads("This link and this code do not belong together")
    roar.sound()
    roar.fill("Your code", code.lower().replace("-", " "))
    roar.press("Go on")
    roar.heading("Your side of it")


def write(mara: Somebody, lacking: str, fields: Fields) -> None:
    """A letter that is begun is not finished while something lacks; then it is given into their dialogue."""
    mara.press("Finish the letter", 422)
    mara.reads(f"Still to be filled in: {lacking}")
    enter(mara, fields)
    mara.press("Finish the letter")
    mara.follow("Give it to them in their dialogue")
    mara.press("Give it to them")
    mara.reads("Not opened yet.")


def reply(who: Somebody, about: str, words: str, *, sound: bool = False) -> None:
    """What waits for them is read and answered; nothing chosen is refused, and nothing is lost."""
    who.go("/follow")
    who.follow(about)
    if sound:
        who.sound()
        who.fill("Your answer", words)
        who.press("Send", 422)
        who.reads("Not sent yet", "Everything you typed is still here.")
        who.sound()
    who.tick("My answer is below")
    who.fill("Your answer", words)
    who.press("Send")
    who.reads("What you said, on", words)


def planned(mara: Somebody, case: str, lead: Somebody) -> None:
    """Drawn from the templates that fit, and agreed to by the lead."""
    mara.go(f"{case}/plan")
    mara.follow("Draw the plan from templates")
    mara.press("Draw it")
    lead.go(f"{case}/plan")
    lead.follow("Agree to it")
    lead.press("Agree to it")


def found(mara: Somebody, case: str, whom: str) -> None:
    """Against whom it is, and what was found of it."""
    mara.go(case)
    mara.open(mara.region("Allegations").get_by_role("link", name="Change"))
    enter(mara, {"Against whom?": f"{whom}, respondent"})
    mara.press("Change it")
    fields: Fields = {"Substantiated": True, "Preponderance": True, "Reason": "The till.", "Why nothing": "He says so"}
    act(mara, case, "Record a finding", "Record it", fields)


def interview(mara: Somebody, case: str, place: Installation) -> None:
    """From the plan: begun, noted by question and kept without a button, ended, drawn up, given to sign."""
    mara.go(f"{case}/plan")
    line = mara.page.get_by_role("listitem").filter(has_text=RESPONDENT)
    mara.open(line.get_by_role("link", name="Plan an interview").first)
    enter(mara, {"respondent": True, "Where": "Room 3"})
    mara.press("Plan it")
    mara.reads("They were invited. Not yet: No day is set yet.")
    mara.follow("Begin, and take notes")
    mara.press("Begin, and take notes")
    note(mara, "You have read what is alleged.", "He was loud, because of the engine.")
    cut_off(mara, "You have read what is alleged.", "He was loud, for the engine was.")
    signed_out(mara, place, "You have read what is alleged.", "He was loud, because of the engine.")
    mara.press("Save, and end the interview")
    mara.press("It is over")
    mara.reads("He was loud, because of the engine.")
    mara.follow("Draw up the statement")
    mara.fill("The statement", SAID)
    mara.press("Keep it")
    mara.follow("Give them the statement")
    mara.tick("On their own page")
    mara.press("Give it to them")
    mara.reads("They have it on their own page since")


def note(mara: Somebody, question: str, words: str) -> None:
    """Typed under its question; on another visit of the page it is there."""
    field = _under(mara, question)
    field.locator("textarea").fill(words)
    expect(field.locator(".state")).to_have_text("Saved")
    mara.sound()
    mara.go(mara.page.url)
    expect(field.locator("textarea")).to_have_value(words)


def cut_off(mara: Somebody, question: str, words: str) -> None:
    """The line is dead while they type: the page says so, and sends it when it can."""
    field, line = _under(mara, question), mara.page.context
    line.set_offline(True)
    field.locator("textarea").fill(words)
    expect(field.locator(".state")).to_have_text("Not saved yet, trying again.")
    line.set_offline(False)
    expect(field.locator(".state")).to_have_text("Saved")


def signed_out(mara: Somebody, place: Installation, question: str, words: str) -> None:
    """Their session was over while they typed: they sign in again beside it, and nothing is lost."""
    field = _under(mara, question)
    idle(mara, place)
    field.locator("textarea").fill(words)
    expect(field.locator(".state")).to_contain_text("You are signed out.")
    beside = replace(mara, watch=mara.watch.beside())
    sign_in(beside)
    expect(field.locator(".state")).to_have_text("Saved")
    beside.page.close()


def _under(mara: Somebody, question: str) -> Locator:
    return mara.page.locator(".field").filter(has_text=question)


def sign(roar: Somebody) -> None:
    """Corrected where it stands; what was changed is not signed as it stood, and nothing without a name."""
    roar.go("/follow")
    roar.follow("Your statement of")
    roar.sound()
    roar.fill("The statement", CORRECTED)
    roar.tick("It is right as it stands")
    roar.fill("Your name", RESPONDENT)
    roar.press("Send", 422)
    roar.reads("You changed the text")
    roar.tick("It is right with what I write below")
    roar.press("Send")
    roar.reads(CORRECTED, f"Signed: {RESPONDENT}")


def take_in(mara: Somebody, case: str) -> None:
    mara.go(f"{case}/interviews")
    mara.reads("they have answered: take it into the file")
    mara.follow(RESPONDENT)
    mara.follow("Read what they said")
    mara.reads("They corrected it.", f"Signed by {RESPONDENT}")
    mara.sound()
    mara.press("Take it into the file")
    mara.reads("corrected and signed")


def log(mara: Somebody, case: str) -> str:
    """An entry with a file, which is kept when something lacks, and given to them; the entry's address."""
    mara.go(f"{case}/evidence")
    mara.follow("Enter something")
    mara.attach("A file", "roster.png", PIXEL, "image/png")
    fields: Fields = {
        "photograph": True, "What is it?": ROSTER, "From whom, in words": "The bosun", "When was it obtained?": day(),
        "How was it obtained?": "She sent it when asked.", "Which allegation": "1. harassment",
        "Which way": "for the allegation",
    }  # fmt: skip
    enter(mara, fields)
    mara.press("Enter it", 422)
    mara.reads("it need not be sent again", "Say why: this is missing.")
    mara.fill("Why?", "Both were on one shift.")
    mara.press("Enter it")
    entry = mara.page.url
    mara.follow("Give it to somebody to comment on")
    words = {"Heading": "A roster, to look at", "What it is, and what you ask them": "Is it right?"}
    enter(mara, {"To whom?": RESPONDENT, **words, "With a copy": True})
    mara.press("Give it to them")
    mara.reads(f"{RESPONDENT} given")
    return entry


def find(mara: Somebody, case: str) -> None:
    """A finding rests on the log, and says how sure it is."""
    mara.go(case)
    mara.reads("Not yet: Allegation 1 has no finding.")
    mara.follow("Record a finding")
    enter(mara, {"Substantiated": True, "Preponderance": True, "Reason": "He owns to it, and the roster bears it out."})
    mara.page.get_by_role("group", name="What speaks for it").get_by_label(ROSTER).check()
    mara.press("Record it")
    mara.press("Send findings to review")


def put_report(mara: Somebody, case: str) -> None:
    mara.go(f"{case}/report")
    mara.follow("Write")
    mara.page.locator("main textarea").fill("What was looked into, and by whom.")
    mara.press("Keep it")
    mara.reads_no("Approve the findings, or return them")
    mara.follow("Make a draft")
    mara.tick("Witnesses by name")
    mara.press("Make it")
    mara.reads("What was looked into, and by whom.", ROSTER, "Preponderance of the evidence", "corrected and signed")
    mara.sound()
    mara.follow("Put it to approval")
    mara.press("Put it")
    mara.reads("put to approval")
