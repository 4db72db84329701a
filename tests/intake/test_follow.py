"""Coming back: questions and answers, a name, a pause, a way out."""

from datetime import timedelta

import anyio
import pytest
import time_machine
from sqlalchemy import func, select

from casework import vault
from casework.cases.actions import declarations, messages
from casework.cases.models import Case, Link, Message, Paper, Party, StepTaken, Withdrawal
from casework.db import Database, utc_now
from casework.people import Actor, ActorKind, Role
from casework.vault import Compartment, HolderKind
from casework.vault.models import PublicKey

from .conftest import Browser, Line, hidden, receipt_in
from .test_files import part


def sent(browser: Browser, **typed: object) -> str:
    answer = browser.send(browser.form() | {"what": "It is every week."} | typed)
    assert answer.status_code == 200, answer.text
    return receipt_in(answer.text)


def come_back(browser: Browser, receipt: str) -> str:
    answer = browser.post("/follow", {"receipt": receipt})
    assert answer.status_code == 200
    return str(answer.text)


def lead(line: Line) -> Actor:
    return Actor(ActorKind.PERSON, line.lead.id, "Hanne", frozenset({Role.LEAD}), True, line.lead.holder)


def asks(database: Database, line: Line, text: str) -> None:
    """The lead reads the report and writes to its reporter."""
    by = lead(line)
    with database.transaction() as db:
        case, party = db.scalars(select(Case)).one(), db.scalars(select(Party).order_by(Party.added_at)).first()
        assert party is not None
        declarations.declare(db, case, by=by, conflict=False)
        room = vault.rooms.enter(db, line.lead.holder, case.id, Compartment.DIALOGUE, party.id)
        messages.send(db, case, room, text=text, by=by)


def test_report_receipt_follow_message(browser: Browser, line: Line) -> None:
    page = come_back(browser, sent(browser, place="Loading bay 3").lower().replace("-", " "))
    assert "We have your report" in page
    assert "It is every week." in page
    assert "Where? Loading bay 3" in page
    answer = browser.send({"message": "It goes on."}, [part("rota.txt", b"mon tue")], path="/follow/messages")
    assert answer.status_code == 200
    page = browser.get("/follow")
    assert "It goes on." in page
    assert "Paper 1.txt, 7 bytes" in page


def test_where_the_row_of_their_key_is_damaged_they_are_told_so(
    browser: Browser, line: Line, database: Database
) -> None:
    """With a stay that began before, the receipt is asked for; with the receipt, it is said what is wrong."""
    receipt = sent(browser)
    come_back(browser, receipt)
    with database.transaction() as db:
        row = db.scalars(select(PublicKey).where(PublicKey.kind == HolderKind.REPORTER.value)).one()
        row.mac = row.mac[:-1] + bytes([row.mac[-1] ^ 1])
    assert "Receipt" in browser.get("/follow")
    answer = browser.post("/follow", {"receipt": receipt})
    assert answer.status_code == 409
    assert "This report cannot be opened any more" in answer.text


def test_a_file_added_later_is_for_those_who_hold_the_rooms(browser: Browser, line: Line, database: Database) -> None:
    come_back(browser, sent(browser))
    browser.send({"message": ""}, [part("anna.txt", b"mon tue")], path="/follow/messages")
    with database.reading() as db:
        party = db.scalars(select(Party)).one()
        file = vault.rooms.enter(db, line.lead.holder, party.case_id, Compartment.FILE)
        identity = vault.rooms.enter(db, line.lead.holder, party.case_id, Compartment.IDENTITY, party.id)
        names = {
            paper.room: (identity if paper.room == "identity" else file).open(Paper.name, paper.id, paper.name)
            for paper in db.scalars(select(Paper))
        }
    assert names == {"identity": "anna.txt", "file": "Paper 1.txt"}


def test_an_answer_reaches_the_reporter(browser: Browser, line: Line, database: Database) -> None:
    receipt = sent(browser)
    asks(database, line, "Before or after you told them?")
    page = come_back(browser, receipt)
    assert "Before or after you told them?" in page
    assert "There is a message for you." in page
    assert "<b>Hanne</b>" in page
    assert "We read it and told you so" in page


def test_nothing_is_said_to_be_done_that_was_left_out(browser: Browser, line: Line, database: Database) -> None:
    """Advice alone is no decision, and nobody has written to them."""
    receipt = sent(browser)
    ways = {"in triage": "We are looking into it", "advice given": "We are acting on it", "closed": "It is finished"}
    for state, heading in ways.items():
        with database.transaction() as db:
            case = db.scalars(select(Case)).one()
            db.add(StepTaken(case_id=case.id, step="x", from_state=case.state, to_state=state, at=utc_now(), by=0))
            case.state = state
        page = come_back(browser, receipt)
        assert f"<h1>{heading}</h1>" in page
        assert "We look into it" in page
        assert "We have read it" in page
        assert "We read it and told you so" not in page
        assert ("Someone who had no part in it decides" in page) == (state == "in triage"), state


def test_no_cookie_before_the_receipt_and_none_after_leaving(browser: Browser, line: Line) -> None:
    for path in ("/", "/report", "/report?kind=unsure&site=0", "/follow"):
        browser.get(path)
    assert not browser.client.cookies
    come_back(browser, sent(browser))
    assert list(browser.client.cookies) == ["casework-follow"]
    browser.post("/follow/leave", {})
    assert not browser.client.cookies
    assert "It is every week." not in browser.get("/follow")


def test_the_stay_ends_by_itself_and_a_late_message_is_not_lost(browser: Browser, line: Line) -> None:
    receipt = sent(browser)
    come_back(browser, receipt)
    with time_machine.travel(utc_now() + timedelta(minutes=31), tick=True):
        late = browser.send({"message": "Typed for a long time."}, path="/follow/messages")
        assert late.status_code == 422
        assert "Typed for a long time." in late.text
        page = browser.post("/follow", {"receipt": receipt, "message": "Typed for a long time."})
        assert "Typed for a long time." in page.text
        browser.send({"message": "Typed for a long time."}, path="/follow/messages")
        assert browser.get("/follow").count("Typed for a long time.") == 1


@pytest.mark.parametrize("wrong", ["AAAA-BBBB-CCCC-DDDD", "aaaa bbbb cccc dddd", "0000000000000000"])
def test_a_wrong_receipt_says_the_same_whatever_there_is(browser: Browser, line: Line, wrong: str) -> None:
    before = browser.post("/follow", {"receipt": wrong})
    sent(browser)
    after = browser.post("/follow", {"receipt": wrong})
    assert (before.status_code, after.status_code) == (422, 422)
    assert before.text == after.text
    assert "We know no report with this receipt." in after.text
    assert not browser.client.cookies


def test_guessing_grows_slower_and_says_so(browser: Browser, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    from casework.intake.routes import staying

    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(anyio, "sleep", sleep)
    receipt = sent(browser)
    answers = [browser.post("/follow", {"receipt": "AAAA-BBBB-CCCC-DDDD"}) for _ in range(10)]
    assert waited == [0.25, 0.5, 1.0, 2.0, 4.0, 5.0, 5.0]
    assert "each try takes a few seconds longer" in answers[-1].text
    assert "It is every week." in come_back(browser, receipt)
    assert staying.guesses.wait("testclient") == 0


def test_a_name_goes_forward_and_never_back(browser: Browser, line: Line, database: Database) -> None:
    come_back(browser, sent(browser))
    typed = {"mode": "confidential", "readers": str(line.lead.id), "name": "Anna Berg", "contact": ""}
    unsure = browser.post("/follow/name", typed)
    assert unsure.status_code == 422
    assert browser.post("/follow/name", typed | {"sure": "yes"}).status_code == 200
    assert browser.post("/follow/name", typed | {"sure": "yes"}).status_code == 422
    with database.reading() as db:
        party = db.scalars(select(Party)).one()
        identity = vault.rooms.enter(db, line.lead.holder, party.case_id, Compartment.IDENTITY, party.id)
        assert party.name is not None
        assert (party.mode, party.room) == ("confidential", "identity")
        assert identity.open(Party.name, party.id, party.name) == "Anna Berg"
    assert browser.post("/follow/name", {"mode": "named", "name": "Anna Berg", "sure": "yes"}).status_code == 200
    assert 'href="/follow/name"' not in browser.get("/follow")
    assert 'action="/follow/name"' not in browser.get("/follow/name"), "named to all: nothing is left to give"


def test_a_message_sent_twice_is_one(browser: Browser, line: Line) -> None:
    nonce = hidden(come_back(browser, sent(browser)))["nonce"]
    for _ in range(2):
        assert browser.send({"message": "Once.", "nonce": nonce}, path="/follow/messages").status_code == 200
    assert browser.send({"message": "Something else.", "nonce": nonce}, path="/follow/messages").status_code == 200
    page = browser.get("/follow")
    assert (page.count("Once."), page.count("Something else.")) == (1, 1)


def test_what_was_typed_after_the_stay_is_kept(browser: Browser, line: Line) -> None:
    late = browser.post("/follow/companion", {"who": "My sister"})
    assert late.status_code == 422
    assert "My sister" in late.text


def test_pause_companion_and_withdrawal(browser: Browser, line: Line, database: Database) -> None:
    come_back(browser, sent(browser))
    assert "You asked for a pause" in browser.post("/follow/pause", {"paused": "yes"}).text
    assert "You asked for a pause" not in browser.post("/follow/pause", {"paused": "no"}).text
    assert browser.post("/follow/companion", {"who": ""}).status_code == 422
    once = {"who": "My sister"} | hidden(browser.get("/follow/companion"))
    assert [browser.post("/follow/companion", once).text.count("My sister") for _ in range(2)] == [1, 1]
    later = {"when": "On Friday"} | hidden(browser.get("/follow/time"))
    assert [browser.post("/follow/time", later).text.count("On Friday") for _ in range(2)] == [1, 1]
    page = browser.post("/follow/withdrawal", {"words": "I am afraid."})
    assert "You asked to withdraw it" in page.text
    assert browser.post("/follow/withdrawal", {"words": "Again."}).status_code == 200
    with database.reading() as db:
        row = db.scalars(select(Withdrawal)).one()
        room = vault.rooms.enter(db, line.lead.holder, row.case_id, Compartment.DIALOGUE, row.party_id)
        assert room.open(Withdrawal.words, row.id, row.words) == "I am afraid."
        assert db.scalar(select(func.count()).where(Message.topic == "companion")) == 1


def test_retaliation_is_a_linked_report_of_its_own(browser: Browser, line: Line, database: Database) -> None:
    come_back(browser, sent(browser))
    form = browser.get("/follow/worse")
    assert "You are treated worse since then?" in form
    typed = {"kind": "retaliation", "site": "0", "mode": "anonymous", "then": "send", "what": "My shifts are gone."}
    answer = browser.send({**hidden(form), **typed})
    assert answer.status_code == 200
    second = receipt_in(answer.text)
    with database.reading() as db:
        link = db.scalars(select(Link)).one()
        assert link.relation == "retaliation"
        assert db.scalar(select(func.count()).select_from(Case)) == 2
    assert "My shifts are gone." in come_back(browser, second)


def test_outside_agencies_come_from_the_country(browser: Browser, line: Line, database: Database) -> None:
    from casework.people.models import Site

    with database.transaction() as db:
        db.add(Site(id=1, name="Reno", zone="America/Los_Angeles", country="US-NV", danger="911"))
    come_back(browser, sent(browser, site="1"))
    page = browser.get("/follow/outside")
    assert "180" in page
    with database.transaction() as db:
        db.get_one(Site, 1).country = "UK"
    page = browser.get("/follow/outside")
    assert "Tribunal claim" in page
    assert "ET3" not in page, "what the organisation has to answer is not theirs to do"
    assert "Call 911." in page
