"""Who is told, what a mail says, and that nothing of it can be read where it waits."""

from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from casework import vault
from casework.db import Base, Database
from casework.mail import CHOSEN, WORDS, Notice, delivery, letter, tell, told
from casework.mail.models import Outbox
from casework.people import Role, accounts, addresses, resets
from casework.people.models import Person
from tests.people.staff import Colleague, enrolled
from tests.whole.test_canary import at_rest

from .server import PostOffice, server_at


def queued(database: Database) -> list[tuple[int, str]]:
    with database.reading() as db:
        return sorted((row.person_id, row.notice) for row in db.scalars(select(Outbox)))


def test_everybody_is_told_what_they_chose(database: Database, lead: Colleague) -> None:
    other = enrolled(database, "Tom", Role.SPECIALIST)
    with database.transaction() as db:
        told.choose(db, lead.id, {Notice.MESSAGE})
        assert told.chosen(db, lead.id) == {Notice.MESSAGE}
        assert told.chosen(db, other.id) == set(CHOSEN)
        assert tell(db, Notice.NEW_CASE, to=[lead.id, other.id]) == 1
        assert tell(db, Notice.MESSAGE, to=[lead.id]) == 1
    assert queued(database) == sorted([(other.id, "new case"), (lead.id, "message")])


@pytest.mark.parametrize("notice", sorted(set(Notice) - set(CHOSEN)))
def test_what_concerns_safety_cannot_be_switched_off(database: Database, lead: Colleague, notice: Notice) -> None:
    with database.transaction() as db:
        told.choose(db, lead.id, set())
        assert tell(db, notice, to=[lead.id]) == 1
    assert queued(database) == [(lead.id, notice.value)]


def test_ten_reports_are_one_mail_and_its_time_says_little(
    database: Database, lead: Colleague, office: PostOffice, clock: time_machine.Traveller
) -> None:
    for _ in range(10):
        with database.transaction() as db:
            tell(db, Notice.NEW_CASE, to=[lead.id])
    assert len(queued(database)) == 1
    assert delivery.deliver(database, server_at(office)).sent == 0, "not at once"
    clock.shift(WORDS[Notice.NEW_CASE].waits)
    assert delivery.deliver(database, server_at(office)).sent == 1
    with database.transaction() as db:
        assert tell(db, Notice.NEW_CASE, to=[lead.id]) == 1, "what comes after it is news again"


def test_who_is_not_here_is_told_nothing_but_that(database: Database, lead: Colleague) -> None:
    with database.transaction() as db:
        accounts.make(db, name="New", email="new@example.org", by=0, now=db.get_one(Person, lead.id).created_at)
        accounts.suspend(db, db.get_one(Person, lead.id))
        everybody = list(db.scalars(select(Person.id)))
        assert tell(db, Notice.PASSWORD_CHANGED, to=everybody) == 0
        assert tell(db, Notice.NEW_CASE, to=everybody) == 0
        assert tell(db, Notice.SUSPENDED, to=[lead.id]) == 1


def test_where_no_server_is_set_up_nothing_is_queued(database: Database, lead: Colleague) -> None:
    database.carry(mail=None)
    with database.transaction() as db:
        assert tell(db, Notice.PASSWORD_CHANGED, to=[lead.id]) == 0
    assert queued(database) == []


def test_no_subject_tells_one_kind_of_news_from_another() -> None:
    subjects = {letter.written(notice, "https://x.example")[0] for notice in CHOSEN}
    assert subjects == {"News in Casework"}
    assert len({letter.written(notice, "")[0] for notice in Notice}) == 3


def test_nothing_of_a_mail_can_be_read_where_it_waits(
    database: Database, lead: Colleague, tmp_path: Path, caplog: pytest.LogCaptureFixture, office: PostOffice
) -> None:
    mark = "kanarienvogel"
    with database.transaction() as db:
        person = db.get_one(Person, lead.id)
        person.email = vault.field.seal(db, Person.email, person.id, f"{mark}@example.org")
        tell(db, Notice.PASSWORD_CHANGED, to=[lead.id], path=f"/{mark}")
        resets.ask(db, f"{mark}@example.org", person.created_at)
        addresses.change(db, person, f"{mark}.new@example.org", by=0, now=person.created_at)
    office.takes = "451 not now"
    delivery.deliver(database, server_at(office))
    log = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("casework"))
    for name, data in [*at_rest(database, tmp_path), ("log", log.encode())]:
        assert mark.encode() not in data, name
        assert b"Your password for Casework" not in data, name
    assert "outbox" in {table.name for table in Base.metadata.sorted_tables}
