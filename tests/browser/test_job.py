"""The job, start to end, on a real installation: from set-up links to the reporter who reads the end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.checks import Watch
from tests.browser.office import Office, open_office
from tests.browser.people import Somebody
from tests.browser.reporting import FEAR, STORY, answer, come_back, leave, report, type_back
from tests.browser.working import (
    RESPONDENT,
    UNLOGGED,
    Fields,
    act,
    day,
    declare,
    enter,
    open_case,
    plan,
    report_finished,
    step,
)
from tests.installation import Installation, found, served

QUESTION = "Thank you. Was somebody else in the galley?"
ANSWER = "Yes, the cook came in and saw it."
AGAINST = f"{RESPONDENT}, respondent"
END = "We found that it happened as you said. He no longer works on your ship."


@pytest.fixture
def fresh(tmp_path: Path, unfounded_database_url: str) -> Iterator[Installation]:
    """One of its own: the job begins with nobody enrolled."""
    made = found(tmp_path / "casework", unfounded_database_url)
    with served(made):
        yield made


@pytest.mark.in_turns
def test_the_job(fresh: Installation, visitor: Callable[..., Watch], scripts: bool) -> None:
    def come() -> Somebody:
        width, dark = (1280, False) if scripts else (390, True)
        return Somebody(visitor(scripts=scripts, width=width, dark=dark), fresh.origin)

    office, reporter = open_office(fresh, come), come()
    receipt = report(reporter)
    type_back(reporter, receipt)
    leave(reporter)
    case = open_case(office.specialist, hasty=True)
    take_up(office.specialist, case)
    come_back(reporter, receipt, mistaken=True)
    reporter.reads("There is a message for you.", QUESTION)
    answer(reporter, ANSWER, sound=True)
    leave(reporter)
    prepare(office.specialist, case)
    investigate(office.specialist, case)
    approve(office, case)
    end(office, case)
    come_back(reporter, receipt)
    reporter.heading("It is finished")
    reporter.reads("There is a message for you.", END)
    reporter.sound(everywhere=True)


def take_up(mara: Somebody, case: str) -> None:
    """Triage, who it is about, what is alleged, notes, and a first message."""
    mara.reads(STORY, FEAR, "Ferry terminal", "Paper 1")
    mara.sound(everywhere=True)
    step(mara, case, "Take into triage")
    act(
        mara, case, "Add a party", "Add them",
        {"Part in the case": "Respondent", "Name": RESPONDENT, "Department": "Deck"}, missing="Name",
    )  # fmt: skip
    for issue in ("Sexual harassment", "Retaliation"):
        fields = {"What is it about?": issue, "Against whom?": AGAINST, "What is alleged": "In the galley."}
        act(mara, case, "Add an allegation", "Add it", fields)
    note(mara, case, "First impression", "He is on the same roster until Sunday.")
    message(mara, case, QUESTION)
    mara.reads(QUESTION, "He is on the same roster until Sunday.", RESPONDENT)


def note(who: Somebody, case: str, heading: str, words: str) -> None:
    who.go(case)
    who.page.get_by_text("Add a note").first.click()
    who.sound()
    who.tick("Internal")
    who.fill("In a few words", heading)
    who.fill("Note", words)
    who.press("Add the note")


def message(who: Somebody, case: str, words: str) -> None:
    act(who, case, "Write", "Send the message", {"Message": words}, missing="Message")


def prepare(mara: Somebody, case: str) -> None:
    mara.go(case)
    mara.reads(ANSWER)
    act(
        mara, case, "Set an interim measure", "Set it",
        {"Kind": "Change of schedule", "For whom?": AGAINST, "What is arranged": "He sails on the other ship.",
         "To be looked at again on": day(14)}, missing="What is arranged",
    )  # fmt: skip
    action = {"What is to be done?": "Ask for the roster", "Due on": day(3)}
    act(mara, case, "Set an action", "Set it", action, missing="Due on")
    act(mara, case, "It is done", "It is done", {"What came of it?": "It is in the papers."})


def investigate(mara: Somebody, case: str) -> None:
    """Each step says why not yet; what is missing is done; then it goes."""
    mara.go(case)
    mara.reads("Not yet: Nobody is assigned to investigate.")
    act(mara, case, "assign it", "Assign", {"Who investigates?": "Mara Holt"})
    step(mara, case, "Plan the investigation")
    plan(mara, case)
    step(mara, case, "Begin to investigate")
    mara.reads("Not yet: Allegation 1 has no finding.")
    for finding, reason in (("Substantiated", "The cook saw it."), ("Not substantiated", "No shift was taken.")):
        fields: Fields = {finding: True, "Reason": reason, UNLOGGED: "It is all in the messages."}
        act(mara, case, "Record a finding", "Record it", fields, missing="Reason")
    mara.go(case)
    mara.reads("Not yet: A respondent was not told what is alleged, nor is it written why not.")
    told(mara, case, AGAINST, "What is alleged")
    mara.reads("Not yet: A respondent was not given the evidence to comment on, nor is it written why not.")
    told(mara, case, AGAINST, "The evidence, to comment on")
    report_finished(mara, case)
    step(mara, case, "Send findings to review")
    mara.sound(everywhere=True)
    mara.go(f"{case}/approval", 403)
    mara.sound()


def told(who: Somebody, case: str, party: str, about: str) -> None:
    act(
        who, case, "Record who was told", "Record it",
        {"Who?": party, "About what?": about, "Told": True, "How": "In person", "What they were told": "All of it."},
    )  # fmt: skip


def approve(office: Office, case: str) -> None:
    lead = office.lead
    lead.go(case)
    declare(lead)
    lead.go("/desk")
    lead.reads("Findings")
    lead.go(case)
    lead.reads("Not yet: A finding of sexual harassment waits until counsel has agreed")
    past: dict[str, str | bool] = {
        "Approved": True,
        "Why do you go past this?": "The firm has none; a lawyer outside was asked.",
    }
    act(lead, case, "Go past it, with a reason", "Decide", past, missing="Why do you go past this?")
    lead.reads("Respondents of whom nothing is decided yet: 1.")
    decided(lead, case)
    act(lead, case, "Decide what follows", "Take this step", {"Reason": "He stays off this ship."}, missing="Reason")


def decided(lead: Somebody, case: str) -> None:
    """Proposed and decided by who did not look into it."""
    lead.go(f"{case}/decisions/new")
    enter(lead, {"What should follow?": "Final written warning", "Why this, and not less or more?": "A second time."})
    lead.press("Propose it")
    lead.follow("Decide")
    lead.press("This is decided")
    lead.reads("Decided by")
    lead.sound()
    lead.go(case)


def end(office: Office, case: str) -> None:
    """Both are told; the lead goes past the time to appeal, with a reason."""
    lead, mara = office.lead, office.specialist
    lead.go(case)
    lead.reads("People who were not told the outcome, without a word why not: 2.")
    mara.go(case)
    told(mara, case, AGAINST, "The outcome")
    message(mara, case, END)
    told(mara, case, "the reporter, anonymous, complainant", "The outcome")
    mara.go(case)
    mara.reads("The outcome can be appealed until")
    mara.reads_no("Go past it, with a reason")
    lead.go(case)
    act(
        lead, case, "Go past it, with a reason", "Close the case",
        {"Outcome": "Action taken", "Why it ends so": "Both agree that it is over."}, missing="Why it ends so",
    )  # fmt: skip
    lead.reads("Closed", "Both agree that it is over.")
    lead.sound(everywhere=True)
    lead.go("/cases/ER-2020-000001", 404)
