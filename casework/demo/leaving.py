"""Those who left Northfield or are about to: planned, invited, heard, and what was done until they were gone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from casework.db import Database, as_of, new_id, utc_now
from casework.exits.actions import answers, invite, plan, steps
from casework.exits.actions.answers import Said
from casework.exits.actions.invite import Ticket
from casework.exits.actions.questionnaires import enter_ready
from casework.exits.models import Exit, ExitGuest
from casework.exits.queries import directory, questionnaires
from casework.exits.questionnaires import coded, unanswered
from casework.people import Actor, ActorKind
from casework.vault import Holder, HolderKind, Vault, receipts

from . import following, lost, packing_up
from .following import Story
from .lazily import lazily
from .leavers import Leaver, everybody
from .organisation import Northfield

OPENED = timedelta(days=540)
BATCH = 10
"""Exits told in one transaction."""
PLANNER = {"Rotterdam": "specialist", "Bremen": "specialist", "Leeds": "specialist2", "Portland": "specialist2"}


def tell(database: Database, known: Vault, place: Northfield, now: datetime) -> list[tuple[str, str]]:
    """All of them. Answers with codes to try, each with whose it is."""
    with database.transaction() as db:
        enter_ready(db, now - OPENED)
    told = [one for one in everybody() if one.told]
    tickets = {one.employee.number: _ticket(known, one) for one in told}
    for start in range(0, len(told), BATCH):
        with database.transaction() as db, lazily(db):
            for one in told[start : start + BATCH]:
                _Exit(db, place, one, tickets[one.employee.number], now).tell()
    for one in sorted(told, key=lambda one: -int(one.told.get("asked", 0))):
        if one.told["state"] == "expired":
            ran_out = now - timedelta(days=one.told["asked"] - 64)
            with as_of(ran_out):
                steps.expire(database, ran_out)
    return [(tickets[one.employee.number].code, one.told["code"]) for one in told if "code" in one.told]


def _ticket(known: Vault, one: Leaver) -> Ticket:
    """A way in; with a code that can be typed where somebody is to try it."""
    if "code" in one.told:
        return invite.prepare(known, f"demo {new_id()}")
    return Ticket("", receipts.new_token(), lost.receipt())


@dataclass
class _Exit:
    """One leaving as it is told."""

    db: Session
    place: Northfield
    leaver: Leaver
    ticket: Ticket
    now: datetime
    row: Exit | None = None
    guest: ExitGuest | None = None

    def tell(self) -> None:
        told, zone = self.leaver.told, self.place.zone(self.leaver.employee.location)
        asked, sent = int(told.get("asked", 0)), int(told.get("sent", 0))
        story = Story(self.now - timedelta(days=(asked or 3) + 6), self.now, zone)
        story.add(0.1, self._plan)
        packing_up.add(story, self.db, self.place, lambda: self.of, self.planner, self.leaver)
        if told["state"] == "cancelled":
            story.add(4.0, self._cancel)
        elif asked:
            story.add(6.2, self._invite)
        if told["state"] == "declined":
            story.add(asked + 6.0 - sent, self._decline, at_work=False)
        elif sent and "talk" in told:
            story.add(asked + 6.4 - sent, self._talk)
        elif sent:
            story.add(asked + 6.5 - sent, self._send, at_work=False)
        if "outcome" in told:
            story.add(asked + 14.3 - sent, self._review)
        following.tell([story])

    @property
    def of(self) -> Exit:
        assert self.row is not None
        return self.row

    @property
    def planner(self) -> Actor:
        return self.place.staff[PLANNER[self.leaver.employee.location]]

    def _plan(self) -> None:
        line = directory.find(self.db, number=self.leaver.employee.number)
        assert line is not None
        leaving = plan.of_line(line, self.leaver.told["way"], contact=self.leaver.told.get("contact", ""))
        self.row = plan.plan(self.db, leaving, by=self.planner, now=utc_now())

    def _invite(self) -> None:
        self.guest = invite.invite(self.db, self.of, self.ticket, by=self.planner, now=utc_now())

    def _cancel(self) -> None:
        steps.cancel(self.db, self.of, why=self.leaver.told["why"], by=self.planner, now=utc_now())

    @property
    def _guest(self) -> tuple[ExitGuest, Actor]:
        assert self.guest is not None
        holder = Holder(HolderKind.REPORTER, self.guest.id, 1, self.ticket.receipt.private)
        return self.guest, Actor(ActorKind.REPORTER, self.guest.id, holder=holder)

    def _decline(self) -> None:
        guest, who = self._guest
        steps.decline(self.db, guest, by=who, now=utc_now())

    def _send(self) -> None:
        guest, who = self._guest
        answers.send(self.db, guest, self._said(), by=who, now=utc_now())

    def _talk(self) -> None:
        by = self.place.staff["interviewer"]
        answers.write_down(self.db, self.of, self._said(), by=by, now=utc_now(), note=self.leaver.told["talk"])

    def _review(self) -> None:
        by = self.place.staff["interviewer"]
        steps.review(self.db, self.of, outcome=self.leaver.told["outcome"], by=by, now=utc_now())

    def _said(self) -> Said:
        version = questionnaires.current(self.db, questionnaires.audience_of(self.leaver.told["way"]))
        assert version is not None
        said = {id_: (of,) if isinstance(of, str) else tuple(of) for id_, of in self.leaver.told["answers"].items()}
        asks, complete = version.asks, not unanswered(version.asks, said)
        return Said(version.id, asks.name, version.number, said, coded(asks, said), complete)
