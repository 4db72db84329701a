"""The door: nothing for an outsider, and exactly as much work for them as for a number that does not exist."""

import re
from collections.abc import Callable

from sqlalchemy import event, func, select

from casework.audit import Tag
from casework.audit.models import TrailEntry
from casework.cases.models import Case, Declaration

from .browser import Browser, hidden, text_of

OUTSIDERS = ("colleague", "removed", "party", "eap", "administrator", "auditor", "alternate", "counsel")
NOWHERE = "/cases/ER-2026-000000"


def test_an_outsider_gets_the_same_as_for_a_number_that_is_not_there(browse: Callable[[str], Browser]) -> None:
    for who in OUTSIDERS:
        browser = browse(who)
        statements: list[str] = []
        event.listen(
            browser.world.database.engine,
            "before_cursor_execute",
            lambda _c, _u, said, *_more, into=statements: into.append(said),
        )
        answers, counts, written = [], [], []
        for path in (browser.case, NOWHERE):
            browser.get(path)  # what is read once per process is read now
            statements.clear()
            before = _denials(browser)
            answers.append(browser.get(path))
            counts.append(list(statements))
            written.append(_denials(browser) - before)
        assert [answer.status_code for answer in answers] == [404, 404], who
        assert answers[0].content == answers[1].content
        assert counts[0] == counts[1]
        assert written == [1, 1]


def test_an_outsider_finds_nothing_under_the_case_either(browse: Callable[[str], Browser]) -> None:
    browser = browse("colleague")
    for path in ("/notes", "/papers", "/members", "/told", "/identity/7"):
        assert browser.get(browser.case + path).content == browser.get(NOWHERE + path).content
        sent = [browser.client.post(base + path, data={"text": "x"}).content for base in (browser.case, NOWHERE)]
        assert sent[0] == sent[1]


def test_the_case_opens_after_a_word_on_conflicts(browse: Callable[[str], Browser]) -> None:
    lead, new = browse("lead"), browse("colleague")
    lead.sure().done("/members", person=str(new.actor.id), rooms=["file-0"])
    before = new.page()
    assert "Viktor Hale" in before
    assert "MARKER-7Q4" not in before
    answer = new.get(f"{new.case}/notes")
    assert (answer.status_code, answer.headers["location"]) == (303, new.case)
    assert "MARKER-7Q4" in new.done("/declaration", new.page(), conflict="none")
    assert "Colleague Example" in lead.page()
    form = new.page()
    lead.done("/parties", role="witness", name="Rex Newcomer", relation="outsider")
    late = new.send("/notes", form, readers="internal", text="MARKER-LATE in the middle of a sentence")
    assert (late.status_code, late.headers["location"]) == (303, f"{new.case}?kept=1")
    asked = new.page("?kept=1")
    assert "What you wrote is kept" in asked
    [said] = re.findall(r'action="([^"]+/declaration[^"]*)"', asked)
    sent = {**hidden(asked, said), "conflict": "none"}
    assert new.client.post(said, data=sent).headers["location"] == "/kept"
    assert "MARKER-LATE in the middle of a sentence" in new.get("/kept").text


def test_a_conflict_ends_it_at_once(browse: Callable[[str], Browser]) -> None:
    lead, new = browse("lead"), browse("colleague")
    lead.sure().done("/members", person=str(new.actor.id), rooms=["file-0"])
    asked = new.page()
    new.done("/declaration", asked, conflict="none")
    answer = new.send("/declaration", asked, conflict="conflict")  # back, and the other word on the same page
    assert answer.status_code == 200
    assert "You will not see it again" in text_of(answer.text)
    assert new.get(new.case).status_code == 404
    with new.world.database.reading() as db:
        said = select(Declaration.conflict).where(Declaration.person_id == new.actor.id).order_by(Declaration.at)
        assert db.scalars(said).all() == [False, True]
    page = lead.page("/walls")
    assert "Colleague Example" in page
    assert "Declared it themselves" in page


def test_reading_is_on_the_trail_once_in_ten_minutes(browse: Callable[[str], Browser]) -> None:
    browser = browse("specialist")
    for _ in range(3):
        browser.page()
    with browser.world.database.reading() as db:
        case_id = db.scalar(select(Case.id).where(Case.number == browser.world.cast.number))
        query = select(func.count(TrailEntry.id)).where(
            TrailEntry.chain == case_id, TrailEntry.tag == Tag.CASE_READ.value, TrailEntry.actor_id == browser.actor.id
        )
        assert db.scalar(query) == 1


def _denials(browser: Browser) -> int:
    with browser.world.database.reading() as db:
        query = select(func.count(TrailEntry.id)).where(TrailEntry.tag == Tag.CASE_DENIED.value)
        return db.scalar(query) or 0
