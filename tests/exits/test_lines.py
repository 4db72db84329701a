"""Nobody of a leaver's line reads what they say: not when they get the role later, not when they come into it later."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from casework import vault
from casework.access import Forbidden, Hidden, relations
from casework.exits.actions import colleagues as give
from casework.exits.actions import lines, notes, plan
from casework.exits.actions.plan import Leaving
from casework.exits.models import Exit
from casework.exits.queries import colleagues, hearing, interviewers, opened
from casework.exits.queries.interviewers import Leaver
from casework.people import Role, admissions, grants, sessions
from casework.people.models import Employee, Person, RoleGrant
from casework.vault import Compartment, NoSeal
from tests.cast import employee, one_person, person

from .people import LAST_DAY, NOW, House


def stands_in(house: House, name: str) -> set[str]:
    """For whom somebody acts who signs in now."""
    actor = house[name]
    assert actor.holder is not None
    with house.database.transaction() as db:
        who = db.get_one(Person, actor.id)
        cookie = sessions.start(db, who, actor.holder.private, full=True, device="", now=NOW)
    found = sessions.find(house.database, cookie, NOW)
    assert found is not None
    return {role.value for role in found.stands_in}


def end(house: House, *roles: Role) -> None:
    with house.database.transaction() as db:
        rows = select(RoleGrant).where(RoleGrant.role.in_([role.value for role in roles]), RoleGrant.ended_at.is_(None))
        for grant in db.scalars(rows).all():
            grants.end(db, grant, by=1, now=NOW)


def readers(house: House, exit_: Exit, room: Compartment = Compartment.INTERVIEW) -> set[int]:
    with house.database.reading() as db:
        return set(hearing.holders(db, exit_.id, room))


def lacks(house: House, name: str) -> dict[int, int]:
    with house.database.reading() as db:
        return {one.id: one.lacks for one in colleagues.waiting(db, house[name])}


def test_a_colleague_gets_the_keys_that_they_lack_and_none_of_their_own_line(house: House) -> None:
    first, second = house.sent(), house.planned(number="E-50")
    with house.database.transaction() as db:
        later = person(db, "later", Role.INTERVIEWER)
    house.extra["later"] = later
    assert lacks(house, "interviewer") == {later.id: 2}
    for name in ("later", "boss", "under"):
        give.give(house.database, house[name].id, by=house["interviewer"])
    assert readers(house, first) == {house["interviewer"].id, later.id}
    assert {house["interviewer"].id, later.id} <= readers(house, second)
    assert give.give(house.database, later.id, by=house["interviewer"]) == 0, "nothing twice"
    assert lacks(house, "interviewer") == {}
    with house.database.reading() as db:
        assert later.holder is not None
        vault.rooms.enter(db, later.holder, first.id, Compartment.INTERVIEW)
        assert house["boss"].holder is not None
        with pytest.raises(NoSeal):
            vault.rooms.enter(db, house["boss"].holder, first.id, Compartment.INTERVIEW)
    with pytest.raises(Forbidden, match="hear no leavers"):
        give.give(house.database, house["specialist"].id, by=house["interviewer"])
    with pytest.raises(Forbidden):
        give.give(house.database, later.id, by=house["specialist"])


def test_who_becomes_interviewer_later_is_still_in_the_line(house: House) -> None:
    """The lead is put above Vera; then everybody else loses the role, so that leads hear: this one does not."""
    with house.database.transaction() as db:
        lead = house["lead"].id
        number = vault.field.index(db, relations.EMPLOYEE, "E-1")
        db.execute(update(Person).where(Person.id == lead).values(employee_index=number))
    end(house, Role.INTERVIEWER)
    exit_ = house.planned()
    assert readers(house, exit_) == set()
    with house.database.transaction() as db:
        grants.give(db, lead, Role.INTERVIEWER, by=1, now=NOW)
        grants.give(db, house["colleague"].id, Role.INTERVIEWER, by=1, now=NOW)
    house.invite(exit_)
    assert readers(house, exit_) == {house["colleague"].id}


def test_leads_hear_for_want_of_interviewers_and_alternates_for_want_of_leads(house: House) -> None:
    assert stands_in(house, "lead") == stands_in(house, "alternate") == set()
    end(house, Role.INTERVIEWER)
    assert stands_in(house, "lead") == {"exit interviewer"}
    assert stands_in(house, "alternate") == stands_in(house, "specialist") == set()
    with house.database.transaction() as db:
        new = person(db, "new", Role.INTERVIEWER, admitted=False)
    assert stands_in(house, "lead") == {"exit interviewer"}, "nobody has admitted them"
    with house.database.transaction() as db:
        admissions.admit(db, new.id, 1, by=1, now=NOW)
    assert stands_in(house, "lead") == set()
    end(house, Role.INTERVIEWER, Role.LEAD)
    assert stands_in(house, "alternate") == {"lead", "exit interviewer"}


def test_who_comes_into_the_line_reads_nothing_more_and_loses_the_key(house: House) -> None:
    exit_, ines = house.sent(), house["interviewer"]
    assert lines.end_conflicts(house.database) == 0
    with house.database.transaction() as db:
        employee(db, "E-70", "Ines Ear")
        tag = relations.employee_tag(db, "E-70")
        db.execute(update(Person).where(Person.id == ines.id).values(employee_index=tag))
        boss = relations.employee_tag(db, "E-1")
        db.execute(update(Employee).where(Employee.tag == boss).values(manager_tag=tag))
    with house.database.reading() as db:
        known = opened.find(db, ines, exit_.number)
        assert known is not None
        assert Compartment.INTERVIEW in known.rooms
        assert Compartment.INTERVIEW not in opened.less_their_line(db, ines, known).rooms
    with house.database.transaction() as db, pytest.raises(Hidden):
        notes.add(db, db.get_one(Exit, exit_.id), "MARKER", by=ines, now=NOW)
    assert lines.end_conflicts(house.database) == 1
    assert readers(house, exit_) == set()
    assert ines.id in readers(house, exit_, Compartment.LEAVING)
    assert lines.end_conflicts(house.database) == 0


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    managers=st.lists(st.integers(0, 7), min_size=8, max_size=8),
    same=st.lists(st.integers(0, 7), min_size=2, max_size=2),
    place=st.integers(0, 7),
)
def test_a_line_is_the_same_from_either_end(
    house: House, managers: list[int], same: list[int], place: int
) -> None:  # fmt: skip
    """Loops, gaps and several numbers of one person included. Nothing of it is kept."""
    with house.database.reading() as db:
        tags = [relations.employee_tag(db, f"L-{at}") for at in range(8)]
        for at, above in enumerate(managers):
            employee(db, f"L-{at}", f"Name {at}", manager=f"L-{above}" if above != at else "")
        db.execute(update(Employee).where(Employee.tag == tags[same[0]]).values(same_as=tags[same[1]]))
        ines = house["interviewer"].id
        db.execute(update(Person).where(Person.id == ines).values(employee_index=tags[place]))
        line = interviewers.line_of(db, ines)
        for tag in tags:
            themself, others = interviewers.in_the_way(db, Leaver(tag))
            assert line.has(tag) == (ines in themself | others)
            assert (tag in line.own) == (ines in themself)


def test_an_interviewer_without_a_number_gets_no_key_of_their_own_leaving(house: House) -> None:
    """The directory has nothing of them: their name says that it is them, by every account, when they are invited, and
    when a colleague gives on what somebody lacks."""
    with house.database.transaction() as db:
        house.extra |= {name: person(db, name, Role.INTERVIEWER) for name in ("ida", "idas")}
    one_person(house.database, house["ida"].id, house["idas"].id)
    with house.database.transaction() as db:
        own = Leaving(house["ida"].name.upper(), "voluntary", LAST_DAY)
        exit_ = plan.plan(db, own, by=house["specialist"], now=NOW)
    other = house.sent()
    house.invite(exit_)
    give.give(house.database, house["ida"].id, by=house["interviewer"])
    for room in (Compartment.INTERVIEW, Compartment.LEAVING):
        assert {house["ida"].id, house["idas"].id}.isdisjoint(readers(house, exit_, room))
    assert house["ida"].id in readers(house, other)
    assert house["ida"].id not in lacks(house, "interviewer")


def test_nobody_of_the_line_makes_the_code(house: House) -> None:
    """It opens what the leaver has not sent yet."""
    with house.database.transaction() as db:
        house.extra["manager"] = person(db, "manager", Role.SPECIALIST, number="E-1")
    exit_ = house.planned("manager")
    with pytest.raises(Forbidden, match="outside it"):
        house.invite(exit_, "manager")
    house.invite(exit_, "interviewer")
