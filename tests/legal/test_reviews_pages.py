"""Asking counsel and answering, as forms without scripts; what waits for a review, and how it is said."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from casework.cases.models import Paper, Review, StepTaken
from casework.people import Role
from tests.cases import doing
from tests.cases.pages.browser import Browser, hidden, text_of
from tests.cast import Cast, person
from tests.legal import reviewing as counsel
from tests.whole.world import World

Browse = Callable[[str], Browser]
QUESTION = "MARKER-RV1 may this go out?"


def send(browser: Browser, page: str, action: str, take: int = 303, /, **typed: Any) -> str:
    """A form of a page, as it stands there; where it leads."""
    html = browser.client.get(page)
    assert html.status_code == 200, (html.status_code, html.headers.get("location"))
    answer = browser.client.post(action, data={**hidden(html.text, action), **typed})
    assert answer.status_code == take, (answer.status_code, text_of(answer.text)[:1500])
    return answer.text if take != 303 else str(answer.headers["location"])


def asked(cast: Cast) -> str:
    with cast.database.reading() as db:
        return f"/reviews/{db.scalars(select(Review.id).order_by(Review.asked_at.desc())).first()}"


@pytest.fixture
def paper(world: World, browse: Browse) -> int:
    form = browse("specialist").client.get(f"/cases/{world.cast.number}/papers").text
    path = f"/cases/{world.cast.number}/papers"
    sent = browse("specialist").client.post(
        path, data={**hidden(form, path), "readers": "file"}, files={"files": ("letter.txt", b"MARKER-RV2 the letter")}
    )
    assert sent.status_code == 303
    with world.database.reading() as db:
        return db.scalars(select(Paper.id).where(Paper.case_id == world.cast.case_id)).one()


def test_from_the_question_to_the_approval_on_the_pages(world: World, browse: Browse, paper: int) -> None:
    cast, ines, sofia = world.cast, browse("specialist"), browse("counsel")
    ask = f"/cases/{cast.number}/counsel"
    given = {"about": "other", "question": QUESTION, "counsel": str(cast["counsel"].id), "due_on": "2026-12-01"}
    refused = send(ines, ask, ask, 409, **given)
    assert "Choose what counsel is to look at" in refused
    assert QUESTION in refused
    send(ines, ask, ask, **given, items=f"paper-{paper}", draft_name="Outcome letter", draft=counsel.LETTER)
    assert "Asked of counsel" in text_of(ines.page())
    path = asked(cast)
    assert QUESTION not in sofia.client.get("/reviews").text, "the names come first"
    assert QUESTION not in sofia.client.get(path).text
    assert "Viktor Hale" in sofia.client.get(path).text
    assert send(sofia, path, f"{path}/opened", conflict="none") == path
    page = sofia.client.get(path)
    assert QUESTION in page.text
    assert "your employment ends" in page.text
    assert sofia.client.get(f"/cases/{cast.number}").status_code == 404
    assert cast.number not in sofia.client.get("/cases").text
    file = re.findall(rf"{path}/papers/\d+", page.text)[0]
    assert sofia.client.get(file).content == b"MARKER-RV2 the letter"
    item = re.findall(r'name="item" value="(\d+)"', page.text)[0]
    form = hidden(page.text, f"{path}/comments", item=item, paragraph="2")
    for words in ("MARKER-RV6 on a", "MARKER-RV3 which day?"):  # stopped, and written anew
        sent = sofia.client.post(f"{path}/comments", data={**form, "text": words})
        assert sent.headers["location"] == f"{path}#item-{item}-2"
    missing = send(sofia, path, f"{path}/answer", 409, verdict="return", words="")
    assert "Say why" in missing
    send(sofia, path, f"{path}/answer", verdict="return", words="MARKER-RV4 the date.")
    back = text_of(ines.client.get(path).text)
    assert "MARKER-RV3" in back
    assert "MARKER-RV6" in back
    assert "MARKER-RV4" in back
    assert "Answers from counsel" in text_of(ines.client.get("/desk").text)
    form_page = ines.client.get(f"{path}/items").text
    fields = dict.fromkeys(re.findall(r'<select id="(item-\d+)"', form_page), "same")
    [draft] = re.findall(r'<textarea id="(item-\d+)"', form_page)
    fields[draft] = counsel.LETTER.replace("30 November", "31 December")
    send(ines, f"{path}/items", f"{path}/items", **fields, question="MARKER-RV5 the date is right now.")
    second = sofia.client.get(path).text
    assert "1 paragraph changed" in text_of(second)
    assert "MARKER-RV4" in second, "the earlier round stays"
    send(sofia, path, f"{path}/answer", verdict="approve")
    assert counsel.state(cast, int(path.rsplit("/", 1)[1])) == ("approved", 2)


def test_nobody_else_finds_a_review(world: World, browse: Browse) -> None:
    path = f"/reviews/{counsel.ask(world.cast)}"
    for who in ("colleague", "removed", "eap", "administrator", "auditor", "alternate", "party"):
        browser = browse(who)
        assert browser.client.get(path).status_code in (403, 404), who
        assert browser.client.post(f"{path}/withdrawal", data={"nonce": "x"}).status_code in (403, 404), who
    assert browse("colleague").client.get(path).text == browse("colleague").client.get("/reviews/7").text


def test_a_finding_waits_until_counsel_has_agreed_and_a_lead_can_go_past_it(world: World, browse: Browse) -> None:
    cast, mara = world.cast, browse("lead")
    doing.step(cast, "specialist", "triage")
    doing.allege(cast, "sexual harassment")
    doing.assign(cast)
    doing.step(cast, "specialist", "plan")
    doing.plan(cast)
    doing.step(cast, "specialist", "investigate")
    doing.find(cast)
    doing.inform(cast)
    doing.step(cast, "specialist", "review")
    page = mara.page()
    assert "A finding of sexual harassment waits until counsel has agreed" in page
    assert f"/cases/{cast.number}/counsel?about=sexual+harassment" in page
    approval = f"/cases/{cast.number}/approval"
    assert "Counsel first" in send(mara, approval, approval, 409, verdict="approved")
    review = counsel.ask(cast, "sexual harassment", who="lead")
    counsel.open_(cast, review)
    counsel.answer(cast, review)
    assert "waits until counsel" not in mara.page()
    send(mara, approval, approval, verdict="returned", comment="Hear the third witness.")
    doing.find(cast, "substantiated", "A third witness.")
    doing.report(cast)
    doing.step(cast, "specialist", "review")
    assert "waits until counsel" in mara.page(), "what is newer nobody has agreed to"
    past = f"{approval}?override=1"
    html = mara.client.get(past).text
    assert "You go past this" in html
    data = {**hidden(html, past.partition("?")[0]), "verdict": "approved", "past": "MARKER-RV6 counsel is away."}
    assert mara.client.post(approval, data=data).status_code == 303
    with world.database.reading() as db:
        steps = db.scalars(select(StepTaken).where(StepTaken.case_id == cast.case_id, StepTaken.step == "approve"))
        assert [row.overridden for row in steps] == ['["counsel_agreed"]']
    assert "MARKER-RV6" in mara.page()


def test_other_counsel_is_given_a_review_by_the_lead(world: World, browse: Browse) -> None:
    cast = world.cast
    with cast.database.transaction() as db:
        cast.actors["partner"] = person(db, "partner", Role.COUNSEL)
    path = f"/reviews/{counsel.ask(cast, due_on=date(2026, 12, 3))}"
    assert send(browse("counsel"), path, f"{path}/opened", conflict="conflict") == "/reviews"
    assert browse("counsel").client.get(path).status_code == 404
    assert "No counsel can answer it now" in browse("lead").client.get(path).text
    to = str(cast["partner"].id)
    assert send(browse("lead"), f"{path}/handover", f"{path}/handover", counsel=to, why="They know him.") == path
    assert "Partner Example" in text_of(browse("lead").client.get(path).text)
    assert browse("partner").client.get(path).status_code == 200
    assert send(browse("specialist"), f"{path}/withdrawal", f"{path}/withdrawal") == path
    assert browse("partner").client.get(path).status_code == 404
