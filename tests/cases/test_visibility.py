"""What the query shows and what the rule allows are the same, for every member of the cast."""

import pytest
from sqlalchemy import select

from casework import vault
from casework.access import Action, judge, walls
from casework.cases.actions import members, notes
from casework.cases.models import Case
from casework.cases.queries import find, matter, visible_to
from casework.people import Role
from casework.vault import Compartment, HolderKind
from tests import cast as people
from tests.cases import doing
from tests.cast import Cast

READERS = {"lead", "specialist"}


def seeing(cast: Cast) -> set[str]:
    """Everybody of the cast for whom the case exists; query and rule are compared on the way."""
    seen = set()
    with cast.database.reading() as db:
        case = cast.case(db)
        judged = matter.of(db, case)
        for name, actor in cast.actors.items():
            by_query = case in db.scalars(visible_to(actor)).all()
            assert by_query == bool(judge(actor, Action.SEE_CASE, judged)), name
            assert (find(db, actor, cast.number) is not None) == by_query, name
            if by_query:
                seen.add(name)
    return seen


def test_a_case_exists_for_its_readers_and_for_nobody_else(cast: Cast) -> None:
    assert seeing(cast) == READERS


def test_counsel_with_a_privileged_note_sees_that_there_is_a_case(cast: Cast) -> None:
    with cast.database.transaction() as db:
        notes.add(db, cast.case(db), class_="privileged", text="Is this a claim?", by=cast["specialist"])
    assert seeing(cast) == READERS | {"counsel"}
    with cast.database.reading() as db:
        assert not judge(cast["counsel"], Action.READ_CASE, matter.of(db, cast.case(db)))


def test_a_holder_of_the_identity_alone_sees_it_and_does_not_read_it(cast: Cast) -> None:
    identity = Compartment.IDENTITY, cast["reporter"].id
    with cast.database.transaction() as db:
        members.add(db, cast.case(db), cast["alternate"].id, by=cast["lead"], rooms=[identity])
    doing.declare(cast, "alternate")
    assert seeing(cast) == READERS | {"alternate"}
    shown = doing.shown(cast, "alternate")
    assert (shown.title, shown.narrative) == (None, None)
    assert set(shown.rooms) == {identity}


def test_a_wall_hides_the_case_even_from_whoever_still_holds_a_seal(cast: Cast) -> None:
    with cast.database.transaction() as db:
        walls.raise_one(db, cast.case_id, cast["specialist"].id, walls.KIN, by=cast["lead"])
    with cast.database.transaction() as db:  # a bug that left the seal there
        room = doing.room(db, cast["lead"], cast.case(db))
        vault.rooms.admit(db, room, vault.pairs.current(db, HolderKind.PERSON, cast["specialist"].id))
    assert seeing(cast) == {"lead"}


def test_somebody_who_was_not_admitted_sees_nothing(cast: Cast) -> None:
    with cast.database.transaction() as db:
        cast.actors["unadmitted"] = people.person(db, "newcomer", Role.LEAD, admitted=False)
        with pytest.raises(Exception, match="not admitted"):
            members.add(
                db, cast.case(db), cast["unadmitted"].id, by=cast["lead"], rooms=[(Compartment.FILE, 0)]
            )  # fmt: skip
    assert seeing(cast) == READERS


def test_a_number_that_is_not_theirs_is_answered_as_one_that_does_not_exist(cast: Cast) -> None:
    with cast.database.reading() as db:
        for name in cast.actors.keys() - READERS:
            assert find(db, cast[name], cast.number) is None
            assert find(db, cast[name], "ER-2026-000000") is None
        assert db.scalars(select(Case.number)).all() == [cast.number]
