"""Coming back: questions and answers, a name, a pause, a way out."""

from sqlalchemy import select

from casework import vault
from casework.cases.actions import messages
from casework.cases.models import Case, Party
from casework.db import Database
from casework.people import Actor, ActorKind, Role
from casework.vault import Compartment

from .conftest import Browser, Line, receipt_in


def sent(browser: Browser, **typed: str) -> str:
    answer = browser.send(browser.form() | {"what": "It is every week."} | typed)
    assert answer.status_code == 200, answer.text
    return receipt_in(answer.text)


def test_report_receipt_follow_message(browser: Browser, line: Line) -> None:
    receipt = sent(browser, place="Loading bay 3")
    page = browser.post("/follow", {"receipt": receipt.lower().replace("-", " ")})
    assert page.status_code == 200
    assert "We have your report" in page.text
    assert "It is every week." in page.text
    assert "Loading bay 3" in page.text
    answer = browser.send({"message": "It goes on."}, path="/follow/messages")
    assert answer.status_code == 200
    assert "It goes on." in browser.get("/follow")


def test_an_answer_reaches_the_reporter(browser: Browser, line: Line, database: Database) -> None:
    receipt = sent(browser)
    lead = Actor(ActorKind.PERSON, line.lead.id, "Hanne", frozenset({Role.LEAD}), True, line.lead.holder)
    with database.transaction() as db:
        case, party = db.scalars(select(Case)).one(), db.scalars(select(Party)).one()
        from casework.cases.actions import declarations

        declarations.declare(db, case, by=lead, conflict=False)
        room = vault.rooms.enter(db, lead.holder, case.id, Compartment.DIALOGUE, party.id)
        messages.send(db, case, room, text="Before or after you told them?", by=lead)
    page = browser.post("/follow", {"receipt": receipt}).text
    assert "Before or after you told them?" in page
    assert "There is a message for you." in page
    assert "Hanne" in page
