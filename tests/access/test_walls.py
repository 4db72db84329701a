"""Walls: raised in the transaction of what causes them, with nobody signed in and nobody told."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, judge, walls
from casework.access.models import Wall
from casework.access.relations import EMPLOYEE, Entry
from casework.audit import Tag, verify
from casework.audit.models import TrailEntry
from casework.cases.actions import declarations, members, notes, parties
from casework.cases.actions.newcomers import NewParty
from casework.cases.models import Case, Membership, Note, Party
from casework.cases.queries import find, matter, unattended
from casework.people.models import Employee, Person
from casework.vault import Compartment, HolderKind, NoSeal
from tests import cast as people
from tests.cases import doing
from tests.cast import Cast

SPECIALIST = "P-77"


def known(cast: Cast, name: str, number: str, *, manager: str = "", same_as: str = "") -> None:
    """Put one of the cast into the directory."""
    with cast.database.transaction() as db:
        row = db.get_one(Person, cast[name].id)
        if not same_as:
            row.employee_index = vault.field.index(db, EMPLOYEE, number)
        people.employee(db, number, row.name, manager=manager, same_as=same_as)


def tags(db: Session, cast: Cast) -> Sequence[str]:
    query = select(TrailEntry.tag).where(TrailEntry.chain == cast.case_id).order_by(TrailEntry.seq)
    return db.scalars(query).all()


def held(db: Session, cast: Cast, name: str) -> set[Compartment]:
    readers = vault.readers.of_case(db, cast.case_id)
    return {r.compartment for r in readers if (r.kind, r.holder_id) == (HolderKind.PERSON, cast[name].id)}


def causes(db: Session, cast: Cast, name: str) -> list[tuple[str, str]]:
    query = select(Wall.cause, Wall.state).where(Wall.person_id == cast[name].id).order_by(Wall.cause)
    return [(cause, state) for cause, state in db.execute(query)]


def test_a_party_from_the_start_never_held_anything(cast: Cast) -> None:
    with cast.database.reading() as db:
        assert held(db, cast, "party") == set()
        assert causes(db, cast, "party") == [("party", "raised")]


def test_somebody_who_becomes_a_party_loses_all_they_had_as_staff(cast: Cast) -> None:
    known(cast, "specialist", SPECIALIST)
    with cast.database.transaction() as db:
        before = doing.room(db, cast["specialist"], cast.case(db))
    doing.add_party(cast, NewParty("witness", "S. Pecialist", number=SPECIALIST))
    with cast.database.transaction() as db:
        case = cast.case(db)
        assert held(db, cast, "specialist") == set()
        assert find(db, cast["specialist"], cast.number) is None
        member = db.scalars(select(Membership).where(Membership.person_id == cast["specialist"].id)).one()
        assert not member.active
        with pytest.raises(NoSeal):
            doing.room(db, cast["specialist"], case)
        note = notes.add(db, case, class_="internal", text="About you", by=cast["lead"])
        with pytest.raises(NoSeal):  # the key that was open a moment ago is of an earlier epoch
            before.open(Note.text, note.id, note.text)
        assert case.title is not None
    with cast.database.reading() as db:
        assert {"party:added", "wall:raised"} <= set(tags(db, cast))
        assert verify(db) == []
    assert doing.shown(cast, "lead").timeline[0].text == "About you"


@pytest.mark.parametrize(("managers", "cause"), [({SPECIALIST: "P-1"}, "line"), ({"P-1": SPECIALIST}, "line")])
def test_the_line_of_a_respondent_is_kept_out_up_and_down(cast: Cast, managers: dict[str, str], cause: str) -> None:
    known(cast, "specialist", SPECIALIST, manager=managers.get(SPECIALIST, ""))
    with cast.database.transaction() as db:
        viktor = db.scalars(select(Employee).where(Employee.tag == _tag(db, "P-1"))).one()
        viktor.manager_tag = _tag(db, managers["P-1"]) if "P-1" in managers else None
        preview = walls.preview(db, {})
        assert walls.recompute(db) == [(cast.case_id, cast["specialist"].id, cause)]
        assert preview == {cast["specialist"].id}
    with cast.database.reading() as db:
        assert held(db, cast, "specialist") == set()


def test_a_change_of_the_directory_is_looked_at_before_it_is_made(cast: Cast) -> None:
    known(cast, "specialist", SPECIALIST)
    with cast.database.reading() as db:
        change = {_tag(db, SPECIALIST): Entry(manager=_tag(db, "P-1"))}
        assert walls.preview(db, change) == {cast["specialist"].id}
        assert walls.preview(db, {}) == frozenset()
        assert held(db, cast, "specialist")


def test_somebody_hired_again_is_one_person(cast: Cast) -> None:
    known(cast, "specialist", SPECIALIST)
    known(cast, "specialist", "P-12", same_as=SPECIALIST)
    doing.add_party(cast, NewParty("complainant", "Somebody", number="P-12"))
    with cast.database.reading() as db:
        assert causes(db, cast, "specialist") == [("party", "raised")]


def test_a_name_of_staff_walls_them_off_without_a_directory(cast: Cast) -> None:
    doing.add_party(cast, NewParty("witness", "Specialist  Example"))
    with cast.database.reading() as db:
        assert causes(db, cast, "specialist") == [("named", "raised")]
        assert held(db, cast, "specialist") == set()


def test_a_wall_falls_with_its_cause_and_brings_no_key_back(cast: Cast) -> None:
    known(cast, "specialist", SPECIALIST)
    id_ = doing.add_party(cast, NewParty("witness", "S.", number=SPECIALIST))
    with cast.database.transaction() as db:
        case = cast.case(db)
        parties.end(db, case, db.get_one(Party, id_), by=cast["lead"], version=case.version)
    with cast.database.reading() as db:
        assert causes(db, cast, "specialist") == [("party", "lifted")]
        assert held(db, cast, "specialist") == set()
    doing.add_member(cast, "specialist")
    with cast.database.reading() as db:
        assert held(db, cast, "specialist") == {Compartment.FILE}


def test_a_lifted_wall_stays_lifted_until_the_person_says_otherwise(cast: Cast) -> None:
    doing.add_party(cast, NewParty("witness", "Specialist Example"))
    decide(cast, "lead", lift=True)
    doing.add_member(cast, "specialist")
    doing.add_party(cast, NewParty("companion", "Specialist Example"))
    with cast.database.reading() as db:
        assert causes(db, cast, "specialist") == [("named", "lifted")]
    with cast.database.transaction() as db:
        declarations.declare(db, cast.case(db), by=cast["specialist"], conflict=True)
    with cast.database.reading() as db:
        assert causes(db, cast, "specialist") == [("declared", "raised"), ("named", "lifted")]
        assert held(db, cast, "specialist") == set()


def test_whoever_says_that_they_have_a_conflict_has_it_by_every_account(cast: Cast) -> None:
    """A second one goes too, and lifts nothing; a lead lifts each by itself."""
    people.one_person(cast.database, cast["lead"].id, cast["specialist"].id)
    with cast.database.transaction() as db:
        declarations.declare(db, cast.case(db), by=cast["specialist"], conflict=True)
        assert causes(db, cast, "specialist") == causes(db, cast, "lead") == [("declared", "raised")]
        assert held(db, cast, "lead") == set()
        assert verify(db) == []
    with pytest.raises(Forbidden):
        decide(cast, "lead", lift=True)


def test_a_second_account_is_walled_off_as_soon_as_it_turns_out_to_be_one(cast: Cast) -> None:
    """And is told of before the directory is changed; what a lead lifted stays lifted."""
    known(cast, "specialist", SPECIALIST)
    known(cast, "lead", "P-12")
    with cast.database.transaction() as db:
        declarations.declare(db, cast.case(db), by=cast["specialist"], conflict=True)
        change = {_tag(db, "P-12"): Entry(same_as=_tag(db, SPECIALIST))}
        assert walls.preview(db, change) == {cast["lead"].id}
        assert (causes(db, cast, "lead"), walls.recompute(db)) == ([], [])
        db.execute(update(Employee).where(Employee.tag == _tag(db, "P-12")).values(same_as=_tag(db, SPECIALIST)))
        assert [one.person_id for one in walls.recompute(db)] == [cast["lead"].id]
        assert (causes(db, cast, "lead"), held(db, cast, "lead")) == ([("declared", "raised")], set())
        wall = db.scalars(select(Wall).where(Wall.person_id == cast["lead"].id)).one()
        walls.lift(db, matter.of(db, cast.case(db)), wall, by=cast["alternate"])
        assert walls.recompute(db) == []


def decide(cast: Cast, who: str, *, lift: bool) -> None:
    with cast.database.transaction() as db:
        judged = matter.of(db, cast.case(db))
        wall = db.scalars(select(Wall).where(Wall.person_id == cast["specialist"].id)).one()
        (walls.lift if lift else walls.confirm)(db, judged, wall, by=cast[who])


def test_who_is_walled_off_does_not_decide_about_walls(cast: Cast) -> None:
    doing.add_party(cast, NewParty("witness", "Specialist Example"))
    with cast.database.transaction() as db:
        walls.raise_one(db, cast.case_id, cast["alternate"].id, walls.EXCLUDED, by=cast["lead"])
    for who in ("specialist", "colleague", "alternate"):
        with pytest.raises(Forbidden):
            decide(cast, who, lift=True)
    decide(cast, "lead", lift=False)
    with cast.database.reading() as db:
        assert causes(db, cast, "specialist") == [("named", "confirmed")]


def test_nobody_is_added_over_a_wall(cast: Cast) -> None:
    with cast.database.transaction() as db:
        walls.raise_one(db, cast.case_id, cast["colleague"].id, walls.EXCLUDED, by=cast["lead"])
    with pytest.raises(Forbidden, match="There is a wall"):
        doing.add_member(cast, "colleague")


def test_the_last_reader_goes_too_and_uninvolved_leads_are_told_number_and_kind(cast: Cast) -> None:
    doing.add_party(cast, NewParty("witness", "Specialist Example"))
    doing.add_party(cast, NewParty("witness", "Lead Example"))
    with cast.database.reading() as db:
        case = cast.case(db)
        judged = matter.of(db, case)
        assert judged.unattended
        assert Tag.CASE_UNATTENDED.value in tags(db, cast)
        assert [c.number for c in unattended.cases(db, cast["alternate"])] == [cast.number]
        assert judge(cast["alternate"], Action.SEE_UNATTENDED, judged)
        for name in ("lead", "specialist", "party"):
            assert unattended.cases(db, cast[name]) == []
            assert not judge(cast[name], Action.SEE_UNATTENDED, judged)
        assert vault.readers.of_case(db, case.id)[-1].kind is HolderKind.REPORTER


def test_the_last_reader_cannot_be_removed_by_hand(cast: Cast) -> None:
    with cast.database.transaction() as db:
        members.remove(db, cast.case(db), cast["specialist"].id, by=cast["lead"])
    with cast.database.transaction() as db, pytest.raises(Forbidden, match="add somebody first"):
        members.remove(db, cast.case(db), cast["lead"].id, by=cast["lead"])
    with cast.database.reading() as db:
        assert db.get_one(Case, cast.case_id).unattended_at is None


def _tag(db: Session, number: str) -> bytes:
    return vault.field.index(db, EMPLOYEE, number)


def test_a_refusal_says_whom_it_needs_in_words_that_can_be_translated(cast: Cast) -> None:
    refused = judge(cast["auditor"], Action.BAR_KEYS)
    assert str(refused.why) == "This needs you to be a lead."
    refused = judge(cast["auditor"], Action.IMPORT_DIRECTORY)
    assert str(refused.why) == "This needs you to be the administrator or a lead."
    assert refused.why is not None
    parts = [refused.why.message, *(part.message for part in (refused.why.values or {}).values())]
    assert parts == ["This needs you to be %(who)s.", "%(one)s or %(other)s"]
