"""Who is told of what: of what comes in, of an answer that is waited for, of what is due; and who is told nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, update

from casework import vault
from casework.cases.actions import members, messages, reminding
from casework.cases.models import Membership, Party
from casework.db import Database
from casework.mail import Notice, Office
from casework.mail import told as choices
from casework.mail.models import Outbox
from casework.vault import Compartment
from tests.cast import SECRET, Cast, assemble
from tests.mail.reading import told, waiting

NOON = datetime(2026, 11, 3, 11, 0, tzinfo=UTC)


@pytest.fixture
def database(database: Database) -> Database:
    database.carry(mail=Office("https://cases.example.org"))
    return database


def names(cast: Cast, database: Database, notice: Notice) -> set[str]:
    ids = {one.person_id for one in waiting(database, notice.value)}
    return {name for name, actor in cast.staff.items() if actor.id in ids}


def due(cast: Cast, database: Database, days: int) -> None:
    with database.transaction() as db:
        on = NOON.date() + timedelta(days=days)
        db.execute(update(Membership).where(Membership.case_id == cast.case_id).values(due_on=on))


def test_those_who_can_read_a_report_are_told_and_nobody_else(
    database_url: str, cast: Cast, database: Database
) -> None:
    with database.reading() as db:
        info = dict(db.info)
    fresh = Database(database_url, {"vault": info["vault"], "mail": info["mail"]})
    with fresh.transaction() as db:
        half = vault.hpke.public_of(vault.hpke.new_private())
        vault.pairs.publish(db, vault.HolderKind.RECOVERY, vault.RECOVERY_ID, half)
    made = assemble(fresh)
    assert names(made, fresh, Notice.NEW_CASE) == {"lead", "specialist", "removed"}
    for mail in waiting(fresh):
        assert mail.path == "/desk"
        for word in (made.number, SECRET, "Viktor", "Packing", "harassment"):
            assert word not in mail.body
    fresh.dispose()


def test_a_reporters_message_is_told_to_who_reads_that_dialogue(cast: Cast, database: Database) -> None:
    reporter = cast["reporter"]
    with database.transaction() as db:
        case, party = cast.case(db), db.get_one(Party, reporter.id)
        room = members.enter(db, case, reporter, Compartment.DIALOGUE, party.id)
        messages.send(db, case, room, text="Nobody wrote to me.", by=reporter)
    assert names(cast, database, Notice.MESSAGE) == {"lead", "specialist"}
    assert all("Nobody wrote" not in mail.body for mail in waiting(database))


def test_an_answer_tells_staff_nothing(cast: Cast, database: Database) -> None:
    with database.transaction() as db:
        case = cast.case(db)
        room = members.enter(db, case, cast["lead"], Compartment.DIALOGUE, cast["reporter"].id)
        messages.send(db, case, room, text="We are looking into it.", by=cast["lead"])
    assert waiting(database) == []


def test_somebody_added_to_a_case_is_told(cast: Cast, database: Database) -> None:
    with database.transaction() as db:
        members.add(db, cast.case(db), cast["colleague"].id, by=cast["lead"], rooms=[(Compartment.FILE, 0)])
    assert names(cast, database, Notice.SHARED) == {"colleague"}


@pytest.mark.parametrize(("days", "are"), [(0, True), (1, False), (2, True), (3, False), (-1, False)])
def test_what_is_due_is_told_two_days_before_and_on_the_day(
    cast: Cast, database: Database, days: int, are: bool
) -> None:
    due(cast, database, days)
    assert reminding.remind(database, NOON) == (2 if are else 0)
    assert names(cast, database, Notice.DEADLINE) == ({"lead", "specialist"} if are else set())


def test_once_a_day_however_often_it_is_looked_and_in_the_day(cast: Cast, database: Database) -> None:
    due(cast, database, 0)
    assert reminding.remind(database, NOON - timedelta(hours=8)) == 0, "in the night"
    assert reminding.remind(database, NOON) == 2
    with database.transaction() as db:
        db.execute(delete(Outbox))
    assert reminding.remind(database, NOON + timedelta(hours=1)) == 0
    assert waiting(database) == []


def test_whoever_does_not_want_it_is_left_alone(cast: Cast, database: Database) -> None:
    due(cast, database, 0)
    with database.transaction() as db:
        choices.choose(db, cast["lead"].id, {Notice.MESSAGE})
    assert reminding.remind(database, NOON) == 1
    assert "deadline" not in told(database, cast["lead"].id)
