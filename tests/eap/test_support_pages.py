"""The pages of support as people without an account meet them: asking, suggesting, coming back, deciding."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text

from casework.db import utc_now
from casework.eap.actions import messages, providers, receipts
from casework.eap.kinds import EMPLOYEE
from casework.eap.models import Referral
from casework.eap.queries import parties
from casework.eap.routes import sending
from casework.people import Role
from casework.people.models import FormNonce
from tests.cast import person

from .browsing import Visitor, hidden_in, receipt_in, without_numbers
from .conftest import MARK, House, people, statements

Visitors = Callable[[], Visitor]
GROUNDS = {
    "name": "Otto Manager",
    "contact": "extension 12",
    "employee": "Nora Field",
    "reach": "in the workshop",
    "facts": f"{MARK} late on 3, 4 and 9 October",
    "expected": "to begin at eight",
    "tried": "we spoke on 10 October",
}


def only_number(house: House) -> str:
    with house.database.reading() as db:
        return str(db.execute(select(Referral.number)).scalar_one())


def test_whom_to_call_comes_before_any_form(house: House, visitor: Visitors) -> None:
    said = {"name": "Lifeline", "areas": [], "languages": ["en"], "ways": ["phone"], "places": [], "cost": "",
            "contact": "0800 123", "capacity": None, "about": "", "line": True, "public": True}  # fmt: skip
    with house.database.transaction() as db:
        providers.add(db, said, by=house.eap, now=utc_now())
        providers.add(db, {**said, "name": "Counsel House", "line": False}, by=house.eap, now=utc_now())
        providers.add(db, {**said, "name": "Hidden House", "line": False, "public": False}, by=house.eap, now=utc_now())
    page = visitor().get("/support")
    order = [page.index(word) for word in ("Lifeline", "112", "Counsel House", "/support/ask", "/support/refer")]
    assert order == sorted(order)
    assert "Hidden House" not in page
    assert "<form" not in page
    browser = visitor()
    for path in ("/support", "/support/ask", "/support/refer", "/support/refer?kind=informal", "/support/follow"):
        browser.get(path)
    assert not browser.client.cookies


def test_somebody_asks_without_a_name_and_comes_back(house: House, visitor: Visitors) -> None:
    browser = visitor()
    page = browser.get("/support/ask")
    assert "Second Example" in page
    assert page.index("What we cannot keep to ourselves") < page.index("Send it")
    again = browser.fill("/support/ask", {}, status=422)
    assert "Choose one of these" in again
    sent = browser.post("/support/ask", {**hidden_in(page), "words": f"{MARK} I sleep badly"})
    receipt = receipt_in(sent)
    twice = browser.post("/support/ask", {**hidden_in(page), "words": f"{MARK} I sleep badly"})
    assert receipt_in(twice) == receipt
    with house.database.transaction() as db:
        db.execute(delete(FormNonce))
    browser.post("/support/ask", {**hidden_in(page), "words": "a tab that is opened again days later"}, 409)
    own = browser.come_back(receipt)
    assert "We look for help that fits" in own
    assert MARK in own
    said = browser.fill("/support/follow", {"message": f"{MARK} rather in the morning"}, "/support/follow/messages")
    assert "rather in the morning" in said
    assert "Nothing decided" not in browser.get("/support/follow/steps?step=withdraw")
    assert "You withdrew" in browser.fill("/support/follow/steps?step=withdraw", {})
    assert "Come back" in browser.post("/support/follow/leave", {}) or browser.get("/support/follow")
    assert MARK not in browser.get("/support/follow")


def test_who_came_to_read_it_is_shown_first_and_a_receipt_is_shown_once(
    house: House, visitor: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = visitor()
    page = browser.get("/support/ask")
    with house.database.transaction() as db:
        person(db, "third", Role.EAP)
    again = browser.post("/support/ask", {**hidden_in(page), "words": f"{MARK} I sleep badly"}, status=409)
    assert "Who reads it has changed" in again
    assert "Third Example" in again
    assert f"{MARK} I sleep badly" in again
    assert "Who reads it has changed" in browser.post("/support/ask", {"shown": "made.up.0", "words": MARK}, status=409)
    typed = {**hidden_in(again), "words": f"{MARK} I sleep badly"}
    receipt_in(browser.post("/support/ask", typed))
    monkeypatch.setattr(sending, "AGAIN", timedelta(seconds=-1))
    assert "It was sent already" in browser.post("/support/ask", typed, status=409)


def test_a_manager_writes_of_the_work_alone_and_is_shown_nothing_of_what_comes_of_it(
    house: House, visitor: Visitors
) -> None:
    manager = visitor()
    form = manager.get("/support/refer?kind=management")
    assert form.index("What not to write") < form.index("<form")
    refused = manager.post(
        "/support/refer", {**hidden_in(form), **GROUNDS, "facts": f"{MARK} she has depression"}, status=422
    )
    assert "depression" in refused
    assert "extension 12" in refused
    receipt = receipt_in(manager.post("/support/refer", {**hidden_in(refused), **GROUNDS}))
    before = manager.come_back(receipt)
    assert MARK not in before
    with statements(house.database) as first:
        plain = manager.get("/support/follow")
    number = only_number(house)
    words, key = house.receipt()
    with house.database.transaction() as db:
        receipts.give(db, parties.referral(db, number), key, by=house.eap)
        messages.write(db, parties.referral(db, number), f"{MARK} good day", by=house.eap)
    employee = visitor()
    own = employee.come_back(words)
    assert "late on 3, 4 and 9 October" in own
    assert f"{MARK} good day" in own
    assert "You agreed" in employee.fill("/support/follow/steps?step=consent", {})
    with statements(house.database) as second:
        after = manager.get("/support/follow")
    assert len(first) == len(second)
    assert without_numbers(plain) == without_numbers(after)
    added = manager.fill("/support/follow", {"message": f"{MARK} again on the 12th"}, "/support/follow/messages")
    assert "It is added" in added
    assert MARK not in added
    assert f"{MARK} again on the 12th" in employee.get("/support/follow")
    for page in ("/support/follow/steps?step=decline", "/support/follow/steps?step=withdraw"):
        assert "You suggested support" in manager.get(page)


def test_a_guessed_receipt_opens_nothing_and_an_old_one_is_told_so(house: House, visitor: Visitors) -> None:
    number = house.management()
    words, key = house.receipt()
    newer, other = house.receipt()
    with house.database.transaction() as db:
        receipts.give(db, parties.referral(db, number), key, by=house.eap)
    browser = visitor()
    assert "We know nothing with this receipt" in browser.post("/support/follow", {"receipt": newer}, status=422)
    assert "16 letters" in browser.post("/support/follow", {"receipt": "short"}, status=422)
    assert MARK in browser.come_back(words)
    with house.database.transaction() as db:
        receipts.give(db, parties.referral(db, number), other, by=house.eap)
    assert MARK not in browser.get("/support/follow")
    late = browser.post("/support/follow/messages", {"message": f"{MARK} kept"}, status=422)
    assert f"{MARK} kept" in late
    assert people(house, number)[EMPLOYEE].receipt == other.lookup


def test_where_nobody_could_read_it_the_other_ways_stand(house: House, visitor: Visitors) -> None:
    with house.database.transaction() as db:
        for actor in (house.eap, house.second):
            db.execute(text("update person set state = 'suspended' where id = :id"), {"id": actor.id})
    browser = visitor()
    assert "/support/ask" not in browser.get("/support")
    for path in ("/support/ask", "/support/refer?kind=informal"):
        assert "Nobody can take it here just now" in browser.get(path)
