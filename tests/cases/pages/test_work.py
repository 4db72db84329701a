"""The work on a case by its pages alone, from triage to the end and back."""

import re
from collections.abc import Callable

from tests.cases import doing

from .browser import Browser, hidden, text_of

GROUNDS = {"standard": "preponderance", "none_because": "Both of them said so themselves."}


def step(browser: Browser, name: str) -> str:
    page = browser.page()
    sent = hidden(page, f"{browser.case}/steps", step=name)
    answer = browser.client.post(f"{browser.case}/steps", data=sent)
    assert answer.status_code == 303, text_of(answer.text)[:800]
    return browser.page()


def respondent(browser: Browser) -> str:
    [found] = re.findall(r'<option value="(\d+)">Viktor Hale', browser.page("/told"))
    return str(found)


def reporter(browser: Browser) -> str:
    return str(browser.world.cast["reporter"].id)


def to_findings(worker: Browser) -> str:
    """Under investigation, with one allegation; its address."""
    step(worker, "triage")
    worker.done("/allegations", issue="harassment", bases=["sex"], respondent=respondent(worker), text="Remarks.")
    worker.done("/assignment", investigator=str(worker.actor.id))
    step(worker, "plan")
    doing.plan(worker.world.cast)
    page = step(worker, "investigate")
    [finding] = set(re.findall(r"/allegations/(\d+)/finding", page))
    return f"/allegations/{finding}/finding"


def told(worker: Browser) -> None:
    """The respondent knows what is alleged, and has seen the evidence."""
    typed = {"was_told": "told", "how": "in person", "what": "All.", "told_on": "2026-11-20"}
    for about in ("allegations", "evidence"):
        worker.done("/told", party=respondent(worker), about=about, **typed)


def reported(worker: Browser) -> None:
    """A report of what was found is put to approval."""
    worker.done("/report/versions", names="names")
    worker.done("/report/versions/1/approval")


def test_from_triage_to_closed_and_reopened(browse: Callable[[str], Browser]) -> None:
    worker, lead = browse("specialist"), browse("lead")
    finding = to_findings(worker)
    said = text_of(worker.page())
    assert "Not yet: Allegation 1 has no finding." in said
    assert "Harassment, on the basis of sex" in said
    worker.done(finding, **GROUNDS, finding="partly substantiated", reason="Two of three heard it.")
    told(worker)
    step(worker, "review")
    assert "Approve the findings" not in text_of(worker.page())
    reported(worker)
    lead.done("/approval", verdict="approved", comment="Agreed.")
    assert "Respondents of whom nothing is decided yet: 1." in text_of(lead.page())
    doing.decision(lead.world.cast)
    lead.done("/steps?step=decide", reason="A warning and training.")
    for party in (respondent(lead), reporter(lead)):
        lead.done(
            "/told",
            party=party,
            about="outcome",
            was_told="not told",
            what="They are told by letter.",
            told_on="2026-11-20",
        )
    page = lead.done("/closure", outcome="action taken", why="All is said and done.")
    assert "Closed: Action taken" in text_of(page)
    page = lead.done("/reopening", why="A new witness.")
    assert "Opened again." in text_of(page)


def test_a_step_that_is_not_possible_says_why_and_keeps_what_was_typed(browse: Callable[[str], Browser]) -> None:
    worker = browse("specialist")
    to_findings(worker)
    page = worker.page()
    sent = {
        "step": "review",
        "nonce": "n-1",
        "version": re.findall(r'name="version" value="(\d+)"', page)[0],
        "reason": "Kept words",
    }
    answer = worker.client.post(f"{worker.case}/steps", data=sent)
    assert answer.status_code == 409
    assert "Allegation 1 has no finding." in text_of(answer.text)
    assert "Kept words" in answer.text


def test_two_findings_at_once(browse: Callable[[str], Browser]) -> None:
    worker, lead = browse("specialist"), browse("lead")
    finding = to_findings(worker)
    old = lead.page(finding)
    worker.done(finding, **GROUNDS, finding="substantiated", reason="The rota was changed.")
    answer = lead.send(finding, old, **GROUNDS, finding="partly substantiated", reason="Not the only reason.")
    assert answer.status_code == 409
    said = text_of(answer.text)
    assert "Specialist Example recorded a finding" in said
    assert re.search(r"Finding When you opened it None Now Substantiated Yours, not saved Partly substantiated", said)
    page = lead.done(finding, answer.text, then="again", reason="Not the only reason.")
    said = text_of(page)
    assert "Partly substantiated" in said
    assert "Earlier: Substantiated" in said


def test_everything_else_that_is_written_on_a_case(browse: Callable[[str], Browser]) -> None:
    lead = browse("lead")
    lead.done("/parties", role="witness", name="Imani Brooks", relation="employee", department="Packing")
    lead.done("/measures", kind="schedule", what="Day shifts.", starts_on="2026-11-01", review_on="2026-12-01", paid="")
    lead.done("/tasks", what="Ask for the log", owner=str(lead.actor.id), due_on="2026-11-30")
    lead.done("/details", kind="harassment", severity="high", title="Remarks in packing")
    page = lead.done("/pause", cause="police", why="They asked us to.")
    said = text_of(page)
    for words in (
        "Imani Brooks", "Change of schedule", "Day shifts.", "Ask for the log", "Remarks in packing",
        "Paused: A police investigation",
    ):  # fmt: skip
        assert words in said, words
    lead.done("/resumption")
    [task] = re.findall(r"/tasks/(\d+)/done", page)
    lead.done(f"/tasks/{task}/done", outcome="It shows nothing.")
    [measure] = re.findall(r"/measures/(\d+)/end", page)
    lead.done(f"/measures/{measure}/end", why="No longer needed.")
    lead.done("/withdrawals", party=reporter(lead), statement="I do not want it any more.")
    page = lead.page()
    [asked] = re.findall(r"/withdrawals/(\d+)/decision", page)
    decision = {"goes_on": "it goes on", "reason": "Others may be at risk."}
    assert "What they are told" in text_of(lead.send(f"/withdrawals/{asked}/decision", **decision).text)
    page = lead.done(f"/withdrawals/{asked}/decision", **decision, told="We go on, since others may need it.")
    assert "We go on, since others may need it." in page
    assert "the matter goes on" in page


def test_a_further_complainant_gets_a_receipt_once(browse: Callable[[str], Browser]) -> None:
    lead = browse("lead")
    page = lead.done("/parties", role="complainant", name="Noor Jansen", relation="employee")
    party = re.findall(r"/parties/(\d+)/receipt", page)[0]
    form = lead.page(f"/parties/{party}/receipt")
    first = lead.send(f"/parties/{party}/receipt", form)
    again = lead.send(f"/parties/{party}/receipt", form)
    shown = [re.findall(r"<output>([0-9A-Z-]{19})</output>", answer.text) for answer in (first, again)]
    assert len(shown[0]) == 1
    assert shown[0] == shown[1]
    assert first.headers["cache-control"] == "no-store"
    page = lead.page()
    assert f"/messages/{party}" in page
    assert "Make a new receipt" in page


def test_a_lost_receipt_is_replaced_for_who_gave_a_name(browse: Callable[[str], Browser]) -> None:
    lead = browse("lead")
    page = lead.done("/parties", role="witness", name="Noor Jansen", relation="employee")
    assert ".." not in text_of(page)
    party = re.findall(r"/parties/(\d+)/receipt", page)[0]
    form, shown = "", []
    for _again in range(2):
        form = lead.page(f"/parties/{party}/receipt")
        answers = [lead.send(f"/parties/{party}/receipt", form) for _twice in range(2)]
        words = [re.findall(r"<output>([0-9A-Z-]{19})</output>", answer.text) for answer in answers]
        assert words[0] == words[1]
        shown += words[0]
    assert "The earlier receipt opens nothing more" in form
    assert len(set(shown)) == 2
    followed = [browse("lead").world.client().post("/follow", data={"receipt": receipt}) for receipt in shown]
    assert [answer.status_code for answer in followed] == [422, 303]


def test_a_member_is_added_and_removed(browse: Callable[[str], Browser]) -> None:
    lead, new = browse("lead"), browse("colleague")
    page = lead.sure().done("/members", person=str(new.actor.id), rooms=["file-0"])
    assert f"/members/{new.actor.id}/removal" in page
    assert "What they read until now stays read" in lead.page(f"/members/{new.actor.id}/removal")
    page = lead.done(f"/members/{new.actor.id}/removal")
    assert f"/members/{new.actor.id}/removal" not in page
    assert new.get(new.case).status_code == 404


def test_mediation_asks_who_agreed_to_it(browse: Callable[[str], Browser]) -> None:
    worker = browse("specialist")
    step(worker, "triage")
    assert "needs the consent of both" in worker.page("/steps?step=resolve")
    assert "consent" not in worker.page("/steps?step=advise")


def test_nobody_and_nothing_is_chosen_by_not_looking(browse: Callable[[str], Browser]) -> None:
    lead = browse("lead").sure()
    for path, typed in (("/members", {"rooms": ["file-0"]}), ("/allegations", {"text": "Remarks."})):
        page = lead.page(path)
        assert '<option value="">–</option>' in page.replace(" selected", "")
        answer = lead.send(path, page, **typed, person="", issue="")
        assert answer.status_code == 422
        assert "This is missing." in answer.text


def test_who_investigated_alone_approves_only_with_the_reason_why_nobody_else_can(
    browse: Callable[[str], Browser],
) -> None:
    lead = browse("lead")
    finding = to_findings(lead)
    lead.done(finding, **GROUNDS, finding="substantiated", reason="Two heard it.")
    told(lead)
    reported(lead)
    page = step(lead, "review")
    assert "Not yet: You investigated this yourself" in text_of(page)
    assert f'href="{lead.case}/approval?override=1"' in page
    refused = lead.send("/approval", verdict="approved")
    assert refused.status_code == 409
    assert "say why nobody else can approve it" in refused.text
    assert 'value="returned"' not in refused.text
    returned = lead.send("/approval", verdict="returned", comment="I look again.")
    assert (returned.status_code, "I look again." in returned.text) == (422, True)
    page = lead.done("/approval", verdict="approved", alone="We are one person.")
    assert "We are one person." in page


def test_what_was_found_of_nobody_gets_a_name_and_keeps_its_finding(browse: Callable[[str], Browser]) -> None:
    """Notice cannot be given of an allegation that is against nobody: only now it is known whose doing it was."""
    worker = browse("specialist")
    step(worker, "triage")
    page = worker.done("/allegations", issue="theft", text="The petty cash.")
    [base] = set(re.findall(r"(/allegations/\d+)/finding", page))
    assert f"{base}/against" not in page, "it can still be changed"
    page = worker.done(f"{base}/finding", **GROUNDS, finding="substantiated", reason="The box was empty.")
    assert f"{base}/against" in page
    old = worker.page(f"{base}/against")
    assert "The petty cash." in text_of(old)
    assert worker.send(f"{base}/against", old).status_code == 422, "nobody is no name"
    page = worker.done(f"{base}/against", respondent=respondent(worker))
    said = text_of(page)
    assert "Against Viktor Hale" in said
    assert "Substantiated" in said
    assert "The box was empty." in said
    assert f"{base}/against" not in page
    assert worker.send(f"{base}/against", old, respondent=respondent(worker)).status_code == 409, "once"
    fresh = worker.page(f"{base}/against")
    answer = worker.send(f"{base}/against", fresh, respondent=respondent(worker))
    assert "It says already against whom it is" in text_of(answer.text)
