"""A report against somebody who has a link and a code."""

from typing import Any

from sqlalchemy import select

from casework import vault
from casework.cases.actions import declarations, given, letting_in, parties
from casework.cases.actions.letting_in import Ticket
from casework.cases.actions.newcomers import NewParty
from casework.cases.models import Allegation, Case, Party
from casework.db import Database, new_id, utc_now
from casework.vault import Compartment, Vault

from .conftest import Browser, Line
from .test_follow import lead, sent

NOBODY = "CANARY-9Z"
"""Stands in everything on the case that a respondent must not see."""


class House:
    """A report against somebody, who has a link and a code."""

    def __init__(self, browser: Browser, line: Line, database: Database, keys: Vault) -> None:
        self.line, self.database, self.keys = line, database, keys
        self.receipt = sent(
            browser, what=f"{NOBODY} he shouts", people=f"{NOBODY} Kim", mode="named", name=f"{NOBODY} Ada"
        )
        self.respondent = self.join("respondent", "Robin")
        self.ticket = self.let_in(self.respondent, "form 1")

    def join(self, role: str, name: str) -> int:
        by = lead(self.line)
        with self.database.transaction() as db:
            case = db.scalars(select(Case)).first()
            assert case is not None
            declarations.declare(db, case, by=by, conflict=False)
            file = vault.rooms.enter(db, self.line.lead.holder, case.id, Compartment.FILE)
            party = parties.add(db, case, file, NewParty(role, name), by=by)
            declarations.declare(db, case, by=by, conflict=False)
            db.add(_allegation(case, party, file))
            return party.id

    def let_in(self, party_id: int, nonce: str) -> Ticket:
        ticket = letting_in.prepare(self.keys, nonce)
        with self.database.transaction() as db:
            party = db.get_one(Party, party_id)
            letting_in.let_in(db, db.get_one(Case, party.case_id), party, ticket, by=lead(self.line))
        return ticket

    def give(self, party_id: int, **more: Any) -> int:
        wanted: dict[str, Any] = {
            "kind": "notice",
            "asks": "comment",
            "heading": "What is alleged",
            "text": "Shouting.",
        }
        with self.database.transaction() as db:
            case = db.get_one(Case, db.get_one(Party, party_id).case_id)
            room = vault.rooms.enter(db, self.line.lead.holder, case.id, Compartment.DIALOGUE, party_id)
            return given.give(db, case, room, party_id=party_id, by=lead(self.line), **wanted | more).id


def _allegation(case: Case, party: Party, file: vault.Room) -> Allegation:
    id_ = new_id()
    return Allegation(
        id=id_, case_id=case.id, position=100 + id_ % 1000, issue=b"", bases=b"", respondent_id=party.id,
        text=file.seal(Allegation.text, id_, f"{NOBODY} shouted"), added_by=0, added_at=utc_now(),
    )  # fmt: skip


def come_in(browser: Browser, ticket: Ticket, code: str = "", **more: str) -> Any:
    return browser.post(ticket.path, {"receipt": code or ticket.code, **more})
