"""An exit from plan to review: who gets a key, what is kept, what is counted."""

from datetime import timedelta

import pytest
from sqlalchemy import event, func, select, text

from casework import vault
from casework.access import Forbidden, Hidden
from casework.cases.lifecycle import IllegalStep
from casework.db import Database
from casework.exits.actions import answers, details, invite, notes, plan, steps
from casework.exits.models import Exit, ExitAnswers, ExitDraft, ExitGuest, ExitNote, ExitStep, ExitTally
from casework.exits.queries import directory, guests, hearing, tallies
from casework.mail import Office
from casework.mail.models import Outbox
from casework.people import Role, grants
from casework.people.models import RoleGrant
from casework.vault import Compartment, NoSeal, letters
from casework.vault.receipts import derive
from tests.cast import employee

from .people import ANSWER, LAST_DAY, NOW, House


def holders(house: House, exit_: Exit, room: Compartment) -> set[int]:
    with house.database.reading() as db:
        return set(hearing.holders(db, exit_.id, room))


def read(house: House, exit_: Exit, by: str) -> dict[str, tuple[str, ...]]:
    with house.database.reading() as db:
        holder = house[by].holder
        assert holder is not None
        room = vault.rooms.enter(db, holder, exit_.id, Compartment.INTERVIEW)
        row = db.scalars(select(ExitAnswers).where(ExitAnswers.exit_id == exit_.id)).one()
        return answers.opened(room.open(ExitAnswers.answers, row.id, row.answers))


def test_the_interview_is_sealed_to_interviewers_outside_the_line(house: House) -> None:
    exit_ = house.planned()
    assert holders(house, exit_, Compartment.INTERVIEW) == {house["interviewer"].id}
    assert holders(house, exit_, Compartment.LEAVING) == {
        house["interviewer"].id, house["specialist"].id, house["lead"].id
    }  # fmt: skip


def test_without_an_interviewer_the_leads_hear_then_the_alternates(house: House) -> None:
    with house.database.transaction() as db:
        for grant in db.scalars(select(RoleGrant).where(RoleGrant.role == "exit interviewer")).all():
            grants.end(db, grant, by=1, now=NOW)
    exit_ = house.planned()
    assert holders(house, exit_, Compartment.INTERVIEW) == {house["lead"].id}
    with house.database.transaction() as db:
        for grant in db.scalars(select(RoleGrant).where(RoleGrant.role == "lead", RoleGrant.ended_at.is_(None))).all():
            grants.end(db, grant, by=1, now=NOW)
    other = house.planned(number="E-77")
    assert holders(house, other, Compartment.INTERVIEW) == {house["alternate"].id}


def test_who_leaves_plans_nothing_for_themself_and_nobody_is_planned_twice(house: House) -> None:
    with pytest.raises(Forbidden, match="their own leaving"):
        house.planned(by="herself")
    house.planned()
    with pytest.raises(plan.PlannedAlready):
        house.planned(by="lead")
    with pytest.raises(Forbidden):
        house.planned(by="counsel", number="E-78")


def test_somebody_with_two_numbers_leaves_once(house: House) -> None:
    """Where another of their numbers goes on they do not leave; planned under one, they are planned. To themself they
    are told of under none."""
    with house.database.transaction() as db:
        twin = employee(db, "E-9b", "Vera Lind", same_as="E-9")
        assert [line.name for line in directory.coming(db, house["lead"].id, LAST_DAY)] == []
        twin.ends_on = LAST_DAY
        db.flush()
        assert len(directory.coming(db, house["lead"].id, LAST_DAY)) == 2
        assert directory.coming(db, house["herself"].id, LAST_DAY) == []
    assert plan.plan_coming(house.database, by=house["lead"], way="retirement", today=LAST_DAY) == 1
    with house.database.reading() as db:
        assert directory.coming(db, house["lead"].id, LAST_DAY) == []


def test_nobody_is_invited_to_be_heard_by_nobody(house: House) -> None:
    """With every interviewer in the line nothing is sealed to one; once there is another, it is sealed to them."""
    with house.database.transaction() as db:
        own = (RoleGrant.role == "exit interviewer", RoleGrant.person_id == house["interviewer"].id)
        [grant] = db.scalars(select(RoleGrant).where(*own)).all()
        grants.end(db, grant, by=1, now=NOW)
    exit_ = house.planned()
    assert holders(house, exit_, Compartment.INTERVIEW) == set()
    with pytest.raises(IllegalStep, match="Nobody outside their line"):
        house.invite(exit_)
    with house.database.transaction() as db:
        grants.give(db, house["interviewer"].id, Role.INTERVIEWER, by=1, now=NOW)
    house.invite(exit_)
    assert holders(house, exit_, Compartment.INTERVIEW) == {house["interviewer"].id}


def test_code_and_link_open_the_same_half_and_a_new_invitation_ends_them(house: House) -> None:
    exit_, ticket = house.invited()
    with house.database.reading() as db:
        code = derive(vault.of(db), ticket.code.lower())
        by_code, by_link = guests.by_code(db, code, NOW), guests.by_link(db, ticket.token, NOW)
        assert by_code is not None
        assert by_link is not None
        assert (by_code.private, by_code.guest.id) == (by_link.private, by_link.guest.id)
        assert guests.by_link(db, ticket.token[:-2] + "zz", NOW) is None
        assert guests.by_link(db, ticket.token, NOW + timedelta(days=61)) is None
    house.invite(exit_, now=NOW + timedelta(minutes=1))
    with house.database.reading() as db:
        assert guests.by_link(db, ticket.token, NOW + timedelta(minutes=2)) is None
        assert guests.by_code(db, code, NOW + timedelta(minutes=2)) is None


def test_answers_are_read_by_interviewers_and_what_is_counted_leads_back_to_nobody(house: House) -> None:
    exit_ = house.sent()
    assert house.again(exit_).state == "completed"
    assert read(house, exit_, "interviewer") == {"reason": ("pay",), "else": (ANSWER,)}
    for other in ("boss", "under", "lead", "specialist", "counsel", "administrator"):
        with pytest.raises(NoSeal):
            read(house, exit_, other)
    with house.database.reading() as db:
        [tally] = tallies.of_quarter(db, "2026Q4")
        assert (tally.way, tally.department, tally.tenure) == ("voluntary", "Packing", "5-10")
        assert (tally.questionnaire, tally.answers) == (("Leaving", 1), {"reason": ["pay"]})
        columns = {column.name for column in ExitTally.__table__.columns}
        assert columns == {"id", "quarter", "coded"}, "nothing of whose they are"


def test_a_second_click_sends_nothing_twice(house: House) -> None:
    exit_, ticket = house.invited()
    guest, actor = house.came(ticket)
    with house.database.transaction() as db:
        half = vault.pairs.current(db, vault.HolderKind.REPORTER, guest.id)
        sealed = letters.seal(db, half, ExitDraft.written, guest.id, ANSWER)
        db.add(ExitDraft(guest_id=guest.id, written=sealed, saved_at=NOW))
    with house.database.transaction() as db, pytest.raises(IllegalStep, match="needs an answer"):
        answers.send(db, guest, house.said(complete=False), by=actor, now=NOW)
    with house.database.transaction() as db:
        assert answers.send(db, guest, house.said(), by=actor, now=NOW)
    with house.database.transaction() as db:
        assert not answers.send(db, guest, house.said(), by=actor, now=NOW)
    with house.database.reading() as db:
        for table in (ExitAnswers, ExitTally):
            assert db.scalar(select(func.count()).select_from(table)) == 1
        assert db.scalar(select(func.count()).select_from(ExitDraft)) == 0
        assert guests.by_link(db, ticket.token, NOW + timedelta(hours=2)) is None
    steps.expire(house.database, NOW + timedelta(hours=2))
    with house.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(ExitGuest)) == 0
        with pytest.raises(LookupError):
            vault.pairs.current(db, vault.HolderKind.REPORTER, guest.id)
    assert house.again(exit_).state == "completed"


def test_sending_takes_few_statements(house: House) -> None:
    _exit, ticket = house.invited()
    guest, actor = house.came(ticket)
    asked: list[str] = []
    with house.database.transaction() as db:
        event.listen(house.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        answers.send(db, guest, house.said(), by=actor, now=NOW)
    assert len(asked) <= 17, asked


def test_an_interviewer_writes_down_what_is_said_in_person(house: House) -> None:
    exit_ = house.planned()
    with house.database.transaction() as db:
        row = db.get_one(Exit, exit_.id)
        with pytest.raises((Forbidden, Hidden)):
            answers.write_down(db, row, house.said(), by=house["specialist"], now=NOW)
        with pytest.raises(Hidden):
            answers.write_down(db, row, house.said(), by=house["boss"], now=NOW)
    with house.database.transaction() as db:
        row = db.get_one(Exit, exit_.id)
        answers.write_down(db, row, house.said(), by=house["interviewer"], now=NOW, note="She was calm.")
    assert read(house, exit_, "interviewer")["reason"] == ("pay",)
    with house.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(ExitNote)) == 1
    with house.database.transaction() as db:
        row = db.get_one(Exit, exit_.id)
        with pytest.raises(IllegalStep, match="not written down"):
            steps.review(db, row, outcome=" ", by=house["interviewer"], now=NOW)
    with house.database.transaction() as db:
        steps.review(db, db.get_one(Exit, exit_.id), outcome="Raised with pay.", by=house["interviewer"], now=NOW)
    assert house.again(exit_).state == "reviewed"


def test_an_invitation_runs_out_by_the_clock_and_can_be_made_again(house: House) -> None:
    exit_, ticket = house.invited()
    assert steps.expire(house.database, NOW + timedelta(days=59)) == 0
    assert steps.expire(house.database, NOW + timedelta(days=61)) == 1
    assert house.again(exit_).state == "expired"
    later = NOW + timedelta(days=62)
    house.invite(exit_, now=later)
    assert house.again(exit_).state == "invited"
    with house.database.reading() as db:
        assert guests.by_link(db, ticket.token, later) is None
        assert [row.by for row in db.scalars(select(ExitStep).where(ExitStep.step == "expire"))] == [0]


def test_declined_and_cancelled(house: House) -> None:
    exit_, ticket = house.invited()
    guest, actor = house.came(ticket)
    with house.database.transaction() as db:
        steps.decline(db, guest, by=actor, now=NOW)
    assert house.again(exit_).state == "declined"
    other = house.planned(number="E-79")
    with house.database.transaction() as db:
        row = db.get_one(Exit, other.id)
        with pytest.raises(IllegalStep, match="Say why"):
            steps.cancel(db, row, why="", by=house["specialist"], now=NOW)
        with pytest.raises(Hidden):
            steps.cancel(db, row, why="No", by=house["colleague"], now=NOW)
    with house.database.transaction() as db:
        steps.cancel(db, db.get_one(Exit, other.id), why="She stays", by=house["specialist"], now=NOW)
    assert house.again(other).state == "cancelled"
    house.planned(number="E-79")


def test_the_link_is_mailed_to_a_private_address_and_says_nothing(house: House) -> None:
    house.database.carry(mail=Office("https://cases.example.org"))
    exit_ = house.planned()
    ticket = house.invite(exit_, address="vera@home.example")
    with house.database.reading() as db:
        [mail] = db.scalars(select(Outbox).where(Outbox.notice == "link to questions on leaving")).all()
        body = vault.field.open_(db, Outbox.body, mail.id, mail.body or b"")
        assert f"https://cases.example.org/exit/{ticket.token}" in body
        assert not any(word in body for word in ("Vera", exit_.number, ticket.code))
    guest, actor = house.came(ticket)
    with house.database.transaction() as db:
        answers.send(db, guest, house.said(), by=actor, now=NOW)
    with house.database.reading() as db:
        told = db.scalars(select(Outbox.person_id).where(Outbox.notice == "exit sent")).all()
        assert told == [house["interviewer"].id]


def test_nothing_of_a_leaver_lies_open_in_the_database(house: House) -> None:
    house.sent()
    with house.database.transaction() as db:
        row = db.scalars(select(Exit)).one()
        details.change(
            db, row, details.Details("voluntary", row.ends_on, "Packing", 0, "MARKER-contact"), by=house["lead"]
        )
        notes.add(db, row, "MARKER-note", by=house["interviewer"], now=NOW)
    with house.database.reading() as db:
        for table in ("leaver", "exit_answers", "exit_note", "exit_tally", "exit_guest", "exit_step"):
            found = repr(db.execute(text(f"select * from {table}")).all())  # noqa: S608 - names of our own
            for word in ("Vera", "MARKER", "voluntary", "pay"):
                assert word not in found, (table, word)


def test_a_form_sent_twice_makes_one_code_and_one_link(database: Database) -> None:
    with database.reading() as db:
        keys = vault.of(db)
    first, second = invite.prepare(keys, "a-form"), invite.prepare(keys, "a-form")
    assert (first.code, first.token) == (second.code, second.token)
    assert invite.prepare(keys, "another").token != first.token
    assert len(first.token) >= 22
