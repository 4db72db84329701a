"""Who is there when somebody leaves: the leaver, the line above them, and interviewers in it and outside it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from casework import vault
from casework.access import relations
from casework.db import Database, new_id
from casework.exits.actions import answers, invite, plan
from casework.exits.actions.answers import Said
from casework.exits.actions.invite import Ticket
from casework.exits.actions.plan import Leaving
from casework.exits.models import Exit, ExitGuest, Questionnaire
from casework.exits.queries import guests
from casework.exits.questionnaires import dump, ready
from casework.people import Actor, ActorKind, Role
from casework.people.models import Employee
from casework.vault import Holder, HolderKind
from tests import cast as people
from tests.cast import Cast

NOW = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
LAST_DAY, FIRST_DAY = date(2026, 11, 30), date(2021, 5, 1)
ANSWER = "MARKER-9X2 the rota was never fair"


@dataclass
class House:
    """`boss` hears leavers, and is above Vera, who leaves; `interviewer` hears them too, and is not."""

    cast: Cast
    database: Database
    extra: dict[str, Actor] = field(default_factory=dict)
    questionnaire_id: int = 0

    def __getitem__(self, name: str) -> Actor:
        return self.extra[name] if name in self.extra else self.cast[name]

    def planned(self, by: str = "specialist", way: str = "voluntary", number: str = "E-9") -> Exit:
        with self.database.transaction() as db:
            tag = relations.employee_tag(db, number)
            leaving = Leaving("Vera Lind", way, LAST_DAY, "", tag, "", "Packing", 0, FIRST_DAY)
            return plan.plan(db, leaving, by=self[by], now=NOW)

    def invited(self, by: str = "specialist") -> tuple[Exit, Ticket]:
        """Planned, with a way in."""
        exit_ = self.planned(by)
        return exit_, self.invite(exit_, by)

    def invite(self, exit_: Exit, by: str = "specialist", address: str = "", now: datetime = NOW) -> Ticket:
        with self.database.reading() as db:
            ticket = invite.prepare(vault.of(db), f"nonce-{new_id()}")
        with self.database.transaction() as db:
            invite.invite(db, db.get_one(Exit, exit_.id), ticket, by=self[by], now=now, address=address)
        return ticket

    def came(self, ticket: Ticket, now: datetime = NOW) -> tuple[ExitGuest, Actor]:
        """The leaver, in by their link."""
        with self.database.reading() as db:
            found = guests.by_link(db, ticket.token, now)
        assert found is not None
        holder = Holder(HolderKind.REPORTER, found.guest.id, 1, found.private)
        return found.guest, Actor(ActorKind.REPORTER, found.guest.id, holder=holder)

    def said(self, *, complete: bool = True) -> Said:
        text = {"reason": ("pay",), "else": (ANSWER,)}
        return Said(self.questionnaire_id, "Leaving", 1, text, {"reason": ("pay",)}, complete)

    def sent(self, by: str = "specialist") -> Exit:
        exit_, ticket = self.invited(by)
        guest, actor = self.came(ticket)
        with self.database.transaction() as db:
            assert answers.send(db, guest, self.said(), by=actor, now=NOW)
        return exit_

    def again(self, exit_: Exit) -> Exit:
        with self.database.reading() as db:
            return db.get_one(Exit, exit_.id)


@pytest.fixture
def house(cast: Cast, database: Database) -> House:
    found = House(cast, database)
    with database.transaction() as db:
        people.employee(db, "E-1", "Ada Boss")
        people.employee(db, "E-9", "Vera Lind", manager="E-1")
        people.employee(db, "E-20", "Under Vera", manager="E-9")
        db.execute(update(Employee).where(Employee.tag == relations.employee_tag(db, "E-9")).values(ends_on=LAST_DAY))
        found.extra["boss"] = people.person(db, "boss", Role.INTERVIEWER, number="E-1")
        found.extra["under"] = people.person(db, "under", Role.INTERVIEWER, number="E-20")
        found.extra["herself"] = people.person(db, "vera", Role.SPECIALIST, number="E-9")
        found.questionnaire_id = new_id()
        db.add(
            Questionnaire(
                id=found.questionnaire_id,
                name="Leaving",
                version=1,
                audience="both",
                body=dump(ready("voluntary")),
                by=0,
                at=NOW,
            )
        )
    return found
