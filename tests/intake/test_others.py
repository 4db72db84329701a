"""Others on a case: a witness, somebody who spoke by phone, somebody who lost their receipt."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from casework import vault
from casework.access import Forbidden
from casework.cases.actions import declarations, opening, parties, renewal
from casework.cases.actions.newcomers import NewParty, NewReporter
from casework.cases.models import Case, Party
from casework.cases.queries import routing
from casework.db import Database, utc_now
from casework.vault import Compartment, Vault, receipts

from .conftest import Browser, Line
from .test_follow import asks, come_back, lead, sent


def test_a_witness_with_a_receipt_sees_their_own_dialogue_only(
    visitor: Callable[[], Browser], line: Line, database: Database, keys: Vault
) -> None:
    reporter, witness = visitor(), visitor()
    first = sent(reporter, what="Only the reporter wrote this.")
    asks(database, line, "Only for the reporter.")
    words, by = receipts.make(), lead(line)
    receipt = receipts.derive(keys, words)
    with database.transaction() as db:
        case = db.scalars(select(Case)).one()
        file = vault.rooms.enter(db, line.lead.holder, case.id, Compartment.FILE)
        party = parties.add(db, case, file, NewParty("witness", "Jo"), by=by)
        declarations.declare(db, case, by=by, conflict=False)
        parties.make_receipt(db, case, party, receipt, by=by)
    page = come_back(witness, words)
    assert "Only" not in page
    assert "Where it stands" not in page
    assert "Withdraw" not in page
    witness.send({"message": "What I saw."}, path="/follow/messages")
    assert "What I saw." in witness.get("/follow")
    assert "What I saw." not in come_back(reporter, first)


def test_what_was_said_by_phone_is_checked_and_confirmed(
    browser: Browser, line: Line, database: Database, keys: Vault
) -> None:
    words, by = receipts.make(), lead(line)
    receipt = receipts.derive(keys, words)
    with database.transaction() as db:
        opening.open_case(
            db,
            kind="grievance",
            channel="phone",
            site_id=0,
            title="",
            narrative="He said that it is every week.",
            readers=routing.readers_for(db, "grievance", 0),
            by=by,
            received_at=utc_now(),
            reporter=NewReporter("anonymous", receipt=receipt),
        )
    page = come_back(browser, words)
    assert "Is this what you told us?" in page
    assert "He said that it is every week." in page
    wrong = browser.post("/follow/confirmation", {"correction": "x" * 30_001})
    assert wrong.status_code == 422
    assert "at most 30000 characters" in wrong.text
    assert "x" * 30_001 in wrong.text, "what was typed stays"
    assert "\x07" not in browser.post("/follow/confirmation", {"correction": "Every\x07 week."}).text
    twice = {"correction": "Every second week.", "nonce": "of one form"}
    page = [browser.post("/follow/confirmation", twice).text for _ in range(2)][-1]
    assert page.count("Every second week.") == 1
    assert "Is this what you told us?" in page
    assert "Is this what you told us?" not in browser.post("/follow/confirmation", {"correction": ""}).text
    with database.reading() as db:
        assert db.scalars(select(Party)).one().confirmed_at is not None


def test_a_lost_receipt_is_replaced_for_the_named(
    browser: Browser, line: Line, database: Database, keys: Vault
) -> None:
    lost = sent(browser, mode="named", name="Anna Berg")
    come_back(browser, lost)
    asks(database, line, "Before it was lost.")
    words = receipts.make()
    receipt = receipts.derive(keys, words)
    with database.transaction() as db:
        case, party = db.scalars(select(Case)).one(), db.scalars(select(Party)).one()
        renewal.renew_receipt(db, case, party, receipt, by=lead(line))
    assert "Before it was lost." not in browser.client.get("/follow").text
    assert browser.post("/follow", {"receipt": lost}).status_code == 422
    assert "Before it was lost." in come_back(browser, words)


def test_nobody_can_ask_for_an_anonymous_receipt(browser: Browser, line: Line, database: Database, keys: Vault) -> None:
    sent(browser)
    asks(database, line, "Hello.")
    receipt = receipts.derive(keys, receipts.make())
    with pytest.raises(Forbidden), database.transaction() as db:
        case, party = db.scalars(select(Case)).one(), db.scalars(select(Party)).one()
        renewal.renew_receipt(db, case, party, receipt, by=lead(line))
