"""What people are asked in interviews is the organisation's own, in versions; an interview keeps its own."""

from collections.abc import Callable

from tests.cases.pages.browser import Browser, hidden, text_of
from tests.whole.world import World

from .test_interviews import plan

Browse = Callable[[str], Browser]
AT = "/settings/questions/respondent/harassment"


def write(browser: Browser, body: str, html: str | None = None, **more: str) -> int:
    html = html if html is not None else browser.client.get(AT).text
    return browser.client.post(AT, data={**hidden(html, AT), "body": body, **more}).status_code


def test_written_by_a_lead_asked_from_then_on_and_no_interview_changes(world: World, browse: Browse) -> None:
    lead, worker = browse("lead"), browse("specialist")
    before = plan(worker)
    form = lead.client.get(AT).text
    assert "How would you describe the tone between you" in form
    assert write(lead, "") == 422
    assert write(lead, "x" * 501) == 422
    asked = "1. MARKER-ASKED What happened?\n2. Who else knows?"
    assert write(lead, asked, form) == 303
    assert write(lead, asked, form) == 303, "the same form once more does nothing"
    assert write(lead, "Another", form) == 409, "with another text it is not dropped without a word"
    assert lead.client.post(AT, data={"nonce": "n", "version": "0", "body": "Late?"}).status_code == 409
    assert "version 1" in text_of(lead.client.get("/settings/questions").text)
    after = plan(worker)
    assert "MARKER-ASKED" in worker.page(after)
    assert "Version 1 of the organisation’s questions" in text_of(worker.page(after))
    assert "MARKER-ASKED" not in worker.page(before)
    assert write(lead, "", then="end") == 303
    assert "MARKER-ASKED" not in worker.page(plan(worker))
    assert "MARKER-ASKED" in lead.client.get(AT).text, "the earlier version can be read"


def test_nobody_else_writes_them(world: World, browse: Browse) -> None:
    for who in ("specialist", "counsel", "administrator", "auditor"):
        assert browse(who).client.get(AT).status_code == 403, who
    assert browse("lead").client.get("/settings/questions/respondent/nothing").status_code == 404
    assert world.cast["lead"].name
