"""From the form to the receipt."""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nacl.pwhash import argon2id
from sqlalchemy import event, func, select

from casework import vault
from casework.cases.models import Case, Message, Particular, Party
from casework.db import Database
from casework.people import Role
from casework.vault import Compartment, Vault, receipts
from tests.people.staff import enrolled

from .conftest import Browser, Line, hidden, receipt_in


def cases(database: Database) -> int:
    with database.reading() as db:
        return db.scalar(select(func.count()).select_from(Case)) or 0


def test_kind_and_place_come_first_by_plain_links(browser: Browser, line: Line) -> None:
    page = browser.get("/report")
    assert 'href="/report?kind=unsure"' in page
    assert 'href="/report?kind=unsaid"' in page
    assert "<textarea" not in page


def test_a_report_gives_a_receipt_once_and_no_cookie(browser: Browser, line: Line, database: Database) -> None:
    answer = browser.send(browser.form() | {"what": "It is every week."})
    assert answer.status_code == 200
    assert receipt_in(answer.text)
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    assert cases(database) == 1


def test_a_report_asks_the_database_seldom_and_as_often_however_many_work_here(
    browser: Browser, line: Line, database: Database
) -> None:
    """Whoever else writes waits for it."""
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    counted = []
    for newcomers in ((), ("Jan", "Kaja", "Lucas")):
        for name in newcomers:
            enrolled(database, name, Role.SPECIALIST)
        form = browser.form() | {"what": "It is every week."}
        asked.clear()
        assert browser.send(form).status_code == 200
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 45


def test_only_the_first_question_needs_an_answer(browser: Browser, line: Line, database: Database) -> None:
    answer = browser.send(browser.form() | {"what": "", "place": "Loading bay 3"})
    assert answer.status_code == 422
    assert "Not sent yet: 1 thing to look at" in answer.text
    assert 'value="Loading bay 3"' in answer.text
    assert cases(database) == 0


def test_talking_is_a_way_to_send(browser: Browser, line: Line, database: Database) -> None:
    answer = browser.send(browser.form() | {"what": "", "then": "talk"})
    assert answer.status_code == 200
    assert "You would rather talk" in answer.text
    with database.reading() as db:
        assert "wants_to_talk" in set(db.scalars(select(Particular.name)))


def test_a_name_is_needed_unless_anonymous(browser: Browser, line: Line) -> None:
    answer = browser.send(browser.form() | {"what": "x", "mode": "named"})
    assert answer.status_code == 422
    assert "Write your name, or choose to stay anonymous above." in answer.text


@pytest.mark.parametrize(("mode", "room"), [("named", "file"), ("confidential", "identity"), ("anonymous", "")])
def test_a_name_lies_where_its_owner_wants_it(
    browser: Browser, line: Line, database: Database, mode: str, room: str
) -> None:
    typed = {"what": "x", "mode": mode, "name": "Anna Berg", "contact": "after five"}
    assert browser.send(browser.form() | typed).status_code == 200
    with database.reading() as db:
        party = db.scalars(select(Party)).one()
        if not room:
            assert (party.name, party.contact) == (None, None)
            return
        subject = party.id if room == "identity" else 0
        opened = vault.rooms.enter(db, line.lead.holder, party.case_id, Compartment(room), subject)
        assert party.name is not None
        assert opened.open(Party.name, party.id, party.name) == "Anna Berg"


def test_a_double_click_stores_one_report_and_shows_one_receipt(
    browser: Browser, line: Line, database: Database
) -> None:
    typed = browser.form() | {"what": "Twice."}
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: browser.send(typed), range(4)))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({receipt_in(answer.text) for answer in answers}) == 1
    assert sum("The same form came twice" in answer.text for answer in answers) == 3
    assert cases(database) == 1


def test_long_after_the_form_shows_no_receipt_again(browser: Browser, line: Line, database: Database) -> None:
    typed = browser.form() | {"what": "Twice."}
    assert browser.send(typed).status_code == 200
    with database.transaction() as db:
        case = db.scalars(select(Case)).one()
        case.received_at = case.received_at.replace(year=case.received_at.year - 1)
    answer = browser.send(typed)
    assert answer.status_code == 409
    assert "This form was sent already" in answer.text
    assert not re.search(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", answer.text)


def test_the_receipt_is_in_no_address_and_downloads_as_a_list(browser: Browser, line: Line) -> None:
    receipt = receipt_in(browser.send(browser.form() | {"what": "x"}).text)
    answer = browser.post("/report/receipt/download", {"receipt": receipt})
    assert answer.text == receipt + "\n"
    assert answer.headers["content-disposition"] == 'attachment; filename="list.txt"'
    assert receipt not in str(answer.url)


@pytest.fixture
def unstretched(monkeypatch: pytest.MonkeyPatch) -> None:
    """A receipt waits for its turn, and takes no time of its own in it."""
    monkeypatch.setattr(argon2id, "kdf", lambda _, secret, salt, **__: hashlib.sha256(secret + salt).digest())


def test_two_hundred_at_once_from_one_address_all_arrive(
    browser: Browser, line: Line, database: Database, unstretched: None
) -> None:
    forms = [browser.form() | {"what": f"Report {n}"} for n in range(200)]
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(browser.send, forms))
    assert [answer.status_code for answer in answers] == [200] * 200
    assert len({receipt_in(answer.text) for answer in answers}) == 200
    assert cases(database) == 200


WRITTEN = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=80).map(str.strip).filter(bool)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(what=WRITTEN, place=WRITTEN, people=WRITTEN, wants=WRITTEN)
def test_what_was_typed_arrives_as_it_was(
    browser: Browser, line: Line, database: Database, keys: Vault, what: str, place: str, people: str, wants: str
) -> None:
    typed = {"what": what, "place": place, "people": people, "wants": wants}
    answer = browser.send(browser.form() | typed)
    assert answer.status_code == 200
    receipt = receipts.derive(keys, receipt_in(answer.text))
    with database.reading() as db:
        party = db.scalars(select(Party).where(Party.receipt == receipt.lookup)).one()
        room = vault.rooms.enter(db, line.lead.holder, party.case_id, Compartment.FILE)
        case = db.get_one(Case, party.case_id)
        rows = db.scalars(select(Particular).where(Particular.case_id == case.id)).all()
        said = {row.name: room.open(Particular.text, row.id, row.text) for row in rows}
        assert room.open(Case.narrative, case.id, case.narrative) == what
        assert {name: said[name] for name in ("place", "people", "wants")} == {
            name: text for name, text in typed.items() if name != "what"
        }


def test_the_form_comes_back_with_everything_typed(browser: Browser, line: Line) -> None:
    typed = {"what": "", "wants": '<b>&amp; "quoted"</b>', "people": "A\nB", "who_am_i": "saw"}
    answer = browser.send(browser.form() | typed)
    assert "&lt;b&gt;&amp;amp; &#34;quoted&#34;&lt;/b&gt;" in answer.text
    assert 'value="saw" checked' in answer.text
    assert browser.send(browser.form() | typed | hidden(answer.text) | {"what": "y"}).status_code == 200


def test_the_reporter_keeps_a_copy_that_waits_for_no_answer(browser: Browser, line: Line, database: Database) -> None:
    assert browser.send(browser.form() | {"what": "x"}).status_code == 200
    with database.reading() as db:
        message = db.scalars(select(Message)).one()
        assert (message.topic, message.from_party) == ("report", True)
        assert message.settled_at is not None


def test_the_way_out_of_every_public_page_leads_elsewhere_and_says_nothing(browser: Browser, line: Line) -> None:
    assert 'href="/leave" rel="noreferrer"' in browser.get("/report?kind=bullying&site=0")
    away = browser.client.get("/leave", follow_redirects=False)
    assert (away.status_code, away.headers["referrer-policy"]) == (303, "no-referrer")
    assert away.headers["location"].startswith("https://")
