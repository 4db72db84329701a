"""Link and code: somebody about whom something is said comes to their own side, and to nothing else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import event, select

from casework import vault
from casework.access import Forbidden
from casework.cases.actions import given, withdrawals
from casework.cases.models import Case, Given, Message, Paper, Party, Withdrawal
from casework.db import Database, utc_now
from casework.people import Actor, ActorKind
from casework.vault import Compartment, Vault

from .conftest import Browser, Line, hidden
from .house import NOBODY, House, come_in
from .test_files import part
from .test_follow import lead


@pytest.fixture
def house(visitor: Callable[[], Browser], line: Line, database: Database, keys: Vault) -> House:
    return House(visitor(), line, database, keys)


@contextmanager
def asked_of(database: Database) -> Iterator[list[str]]:
    """The statements that the database is asked meanwhile."""
    said: list[str] = []

    def note(_c: Any, _u: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield said
    event.remove(database.engine, "before_cursor_execute", note)


def test_looking_at_a_link_uses_nothing_up_and_tells_nothing(house: House, browser: Browser) -> None:
    with asked_of(house.database) as known:
        there = browser.get(house.ticket.path)
    with asked_of(house.database) as unknown:
        none = browser.get("/answer/AAAAAAAAAAAAAAAAAAAAAA")
    assert known == unknown
    assert there.replace(house.ticket.token, "T") == none.replace("A" * 22, "T")
    assert not browser.client.cookies
    assert "Your side of it" in come_in(browser, house.ticket, house.ticket.code.lower().replace("-", " ")).text


def test_a_wrong_code_and_a_link_that_never_was_are_one_answer(house: House, browser: Browser) -> None:
    asked, told = [], []
    other = house.let_in(house.join("witness", "Jo"), "form 2")
    for path in (house.ticket.path, "/answer/AAAAAAAAAAAAAAAAAAAAAA", other.path):
        code = house.ticket.code if path == other.path else "AAAA-BBBB"
        with asked_of(house.database) as said:
            answer = browser.post(path, {"receipt": code})
        assert answer.status_code == 422
        asked.append(said)
        told.append(answer.text.replace(path, "P").replace(code, "C"))
    assert asked[0] == asked[1] == asked[2]
    assert told[0] == told[1] == told[2]
    assert not browser.client.cookies


def test_many_wrong_codes_let_a_link_rest_also_for_the_right_one(
    house: House, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("anyio.sleep", sleep)
    wrong = [browser.post(house.ticket.path, {"receipt": "AAAA-BBBB"}).text for _ in range(11)]
    assert waited[:3] == [0.25, 0.5, 1.0]
    resting = come_in(browser, house.ticket)
    assert resting.status_code == 422
    assert resting.text.replace(house.ticket.code, "AAAA-BBBB") == wrong[-1]
    with time_machine.travel(utc_now() + timedelta(minutes=16), tick=True):
        assert "Your side of it" in come_in(browser, house.ticket).text


def test_a_respondent_sees_their_own_side_and_nothing_else(house: House, browser: Browser) -> None:
    others = house.join("respondent", f"{NOBODY} Max")
    house.let_in(others, "form 2")
    house.give(others, heading=f"{NOBODY} for Max")
    id_ = house.give(house.respondent)
    page = come_in(browser, house.ticket).text
    assert "1 thing waits for your answer." in page
    one = browser.get(f"/follow/given/{id_}")
    assert "Shouting." in one
    with house.database.reading() as db:
        case = db.scalars(select(Case)).one()
        theirs = db.scalars(select(Given.id).where(Given.party_id == others)).one()
    for text in (
        page,
        one,
        browser.get("/follow/companion"),
        browser.get("/follow/time"),
        browser.get("/follow/counter"),
    ):
        assert NOBODY not in text
        assert case.number not in text
        assert "Where it stands" not in text
        assert str(case.id) not in text
    assert browser.client.get(f"/follow/given/{theirs}").status_code == 404
    assert browser.client.get("/follow/given/99999999999999999999").status_code == 404


def test_they_answer_once_and_those_who_read_it_find_it(house: House, browser: Browser) -> None:
    id_ = house.give(house.respondent)
    come_in(browser, house.ticket)
    form = browser.get(f"/follow/given/{id_}")
    empty = browser.post(f"/follow/given/{id_}", {**hidden(form), "choice": "comment", "text": ""})
    assert (empty.status_code, "Write your answer." in empty.text) == (422, True)
    typed = {**hidden(form), "choice": "comment", "text": "I was in Oslo that day."}
    first = browser.post(f"/follow/given/{id_}", typed)
    assert (first.status_code, "I was in Oslo that day." in first.text) == (200, True)
    again = browser.post(f"/follow/given/{id_}", typed | {"text": "No, in Bergen.", "nonce": "another"})
    assert again.status_code == 409
    assert "No, in Bergen." in again.text
    assert "I was in Oslo that day." in again.text
    with house.database.reading() as db:
        row = db.get_one(Given, id_)
        assert row.opened_at is not None
        assert row.answered_at is not None
        room = vault.rooms.enter(db, house.line.lead.holder, row.case_id, Compartment.DIALOGUE, row.party_id)
        [message] = db.scalars(select(Message).where(Message.subject == row.party_id))
        assert "I was in Oslo that day." in room.open(Message.text, message.id, message.text)


def test_what_was_typed_survives_the_half_hour(house: House, browser: Browser) -> None:
    id_ = house.give(house.respondent, kind="other", asks="questions", questions=["Where were you?", "Who saw it?"])
    come_in(browser, house.ticket)
    form = hidden(browser.get(f"/follow/given/{id_}"))
    typed = {**form, "question-0": "In <Oslo>.", "question-1": "Kim"}
    with time_machine.travel(utc_now() + timedelta(minutes=31), tick=True):
        late = browser.post(f"/follow/given/{id_}", typed)
        assert late.status_code == 422
        assert f'action="{house.ticket.path}"' in late.text
        back = come_in(browser, house.ticket, **hidden(late.text))
        assert "What you wrote is still here." in back.text
        assert "In &lt;Oslo&gt;." in back.text
        message = browser.send({"message": "And a word more."}, path="/follow/messages")
        assert message.status_code == 200
        sent_now = browser.post(f"/follow/given/{id_}", {**hidden(back.text), **typed, "nonce": "n"})
        assert "In &lt;Oslo&gt;." in sent_now.text
    with time_machine.travel(utc_now() + timedelta(minutes=70), tick=True):
        late = browser.send({"message": "Too late."}, path="/follow/messages")
        assert "Too late." in late.text
        assert "Too late." in come_in(browser, house.ticket, message="Too late.").text


def test_the_link_of_whoever_left_is_forgotten_with_them(house: House, browser: Browser) -> None:
    come_in(browser, house.ticket)
    assert {*browser.client.cookies} == {"casework-follow", "casework-link"}
    assert browser.client.get(house.ticket.path, follow_redirects=False).headers["location"] == "/follow"
    browser.post("/follow/leave", {})
    assert not browser.client.cookies
    assert 'name="receipt"' in browser.get("/follow")


def test_papers_go_into_their_own_dialogue_by_numbers_of_their_own(
    house: House, browser: Browser, visitor: Callable[[], Browser]
) -> None:
    reporter = visitor()
    reporter.post("/follow", {"receipt": house.receipt})
    reporter.send({"message": ""}, [part("a.txt", b"one")], path="/follow/messages")
    come_in(browser, house.ticket)
    browser.send({"message": "See here."}, [part("rota.txt", b"mon tue")], path="/follow/messages")
    assert "rota.txt, 7 bytes" in browser.get("/follow")
    with house.database.reading() as db:
        rows = db.execute(select(Paper.room, Paper.subject, Paper.position).where(Paper.from_party == house.respondent))
        assert [tuple(row) for row in rows] == [("dialogue", house.respondent, 1)]
    reporter.send({"message": ""}, [part("b.txt", b"two")], path="/follow/messages")
    assert "Paper 2.txt" in reporter.get("/follow")


def test_a_paper_is_fetched_once_it_is_given_and_no_other_is(
    house: House, browser: Browser, visitor: Callable[[], Browser]
) -> None:
    come_in(browser, house.ticket)
    browser.send({"message": ""}, [part("letter.txt", b"Dear Robin")], path="/follow/messages")
    with house.database.reading() as db:
        paper = db.scalars(select(Paper.id)).one()
    assert browser.client.get(f"/follow/papers/{paper}").status_code == 404
    id_ = house.give(house.respondent, kind="letter", asks="receipt", paper_id=paper, text="")
    assert f"/follow/papers/{paper}" in browser.get(f"/follow/given/{id_}")
    answer = browser.client.get(f"/follow/papers/{paper}")
    assert (answer.content, "attachment" in answer.headers["content-disposition"]) == (b"Dear Robin", True)
    reporter = visitor()
    reporter.post("/follow", {"receipt": house.receipt})
    assert reporter.client.get(f"/follow/papers/{paper}").status_code == 404
    with house.database.transaction() as db:
        case = db.scalars(select(Case)).one()
        given.withdraw(db, case, db.get_one(Given, id_), by=lead(house.line))
    assert browser.client.get(f"/follow/papers/{paper}").status_code == 404
    assert browser.client.get(f"/follow/given/{id_}").status_code == 404


def test_a_companion_another_time_and_where_to_turn(house: House, browser: Browser) -> None:
    page = come_in(browser, house.ticket).text
    for path in ("/support", "/follow/companion", "/follow/time", "/follow/counter"):
        assert f'href="{path}"' in page
    assert "Back to my report" not in browser.get("/follow/outside"), "it is not theirs"
    assert browser.post("/follow/pause", {"paused": "yes"}).status_code == 404
    assert browser.post("/follow/time", {"when": ""}).status_code == 422
    assert "Thursday, for my sister." in browser.post("/follow/time", {"when": "Thursday, for my sister."}).text
    assert "My union." in browser.post("/follow/companion", {"who": "My union."}).text
    with house.database.reading() as db:
        assert set(db.scalars(select(Message.topic).where(Message.subject == house.respondent))) == {
            "companion",
            "time",
        }


@pytest.mark.parametrize("role", ["witness", "companion", "manager", "complainant", "reporter"])
def test_each_part_on_a_case_has_a_page_of_its_own(house: House, browser: Browser, role: str) -> None:
    party = house.join(role, "Jo")
    page = come_in(browser, house.let_in(party, "form 2")).text
    assert NOBODY not in page
    assert ("Where it stands" in page) == (role in ("complainant", "reporter"))
    assert "Your link and your code open it again." in page


def test_somebody_who_did_not_report_it_cannot_ask_to_withdraw_it(house: House, browser: Browser) -> None:
    come_in(browser, house.ticket)
    assert browser.client.get("/follow/withdrawal").status_code == 404
    assert browser.post("/follow/withdrawal", {"words": "It is settled between us."}).status_code == 404
    with house.database.transaction() as db:
        assert not db.scalars(select(Withdrawal)).all()
        party = db.get_one(Party, house.respondent)
        case, by = db.get_one(Case, party.case_id), Actor(ActorKind.REPORTER, party.id)
        room = vault.rooms.enter(db, house.line.lead.holder, case.id, Compartment.DIALOGUE, party.id)
        with pytest.raises(Forbidden, match="Only who reported it"):
            withdrawals.ask_withdrawal(db, case, room, by=by, words="x")
