"""Somebody lost their key and has another one: colleagues give back what they hold themselves, and nothing else."""

import pytest
from sqlalchemy import delete, select, update

from casework import vault
from casework.access import Forbidden
from casework.cases.actions import declarations, members, notes, privilege
from casework.cases.models import Case, Membership
from casework.cases.queries import granting as queries
from casework.cases.queries.granting import Wish
from casework.db import utc_now
from casework.people import admissions
from casework.people.models import Person
from casework.vault import Compartment
from casework.vault.models import CompartmentRow, PublicKey, Seal
from tests.cast import Cast

from .joining import give, newer, opened, rooms

IDENTITY = Compartment.IDENTITY


def owed(cast: Cast, by: str) -> list[tuple[int, str, int]]:
    with cast.database.reading() as db:
        return list(queries.owed(db, cast[by]))


def test_colleagues_give_back_what_a_new_key_cannot_open(cast: Cast) -> None:
    shared, others = opened(cast, "lead", "specialist"), opened(cast, "colleague", "specialist")
    back = newer(cast, "specialist", admitted=False)
    assert owed(cast, "lead") == []  # before their words were compared nobody is asked
    with pytest.raises(Forbidden):
        give(cast, "specialist", Wish(queries.BACK))
    with cast.database.transaction() as db:
        admissions.admit(db, back.id, 2, by=cast["lead"].id, now=utc_now())
    assert [count for *_, count in owed(cast, "lead")] == [2]  # the cast's own case too
    assert [count for *_, count in owed(cast, "colleague")] == [1]
    assert rooms(cast, back, shared.id) == set()
    assert give(cast, "specialist", Wish(queries.BACK)).given == 2
    assert rooms(cast, back, shared.id) == {Compartment.FILE, Compartment.DIALOGUE}
    assert rooms(cast, back, others.id) == set()  # the lead does not hold it, and has not seen it
    assert give(cast, "specialist", Wish(queries.BACK), by="colleague").given == 1
    assert rooms(cast, back, others.id)
    assert owed(cast, "lead") == owed(cast, "colleague") == []


def test_only_the_rooms_that_they_had_come_back(cast: Cast) -> None:
    case = opened(cast, "lead", "specialist")
    newer(cast, "specialist")
    give(cast, "specialist", Wish(queries.BACK))
    assert IDENTITY not in rooms(cast, cast["specialist"], case.id)


def test_a_lead_gets_an_identity_back_from_who_knows_it(cast: Cast) -> None:
    case = opened(cast, "lead", "specialist")
    party = next(key for key in _keys(cast, "lead", case.id) if key[0] is IDENTITY)
    with cast.database.transaction() as db:
        room = vault.rooms.enter(db, cast["lead"].holder, case.id, *party)  # type: ignore[arg-type]
        vault.rooms.admit(db, room, members.halves(db, [cast["specialist"].id])[cast["specialist"].id])
    newer(cast, "lead")
    give(cast, "lead", Wish(queries.BACK), by="specialist")
    assert IDENTITY in rooms(cast, cast["lead"], case.id)


def test_a_seal_put_back_after_a_removal_gives_nothing(cast: Cast) -> None:
    case = opened(cast, "lead", "specialist")
    with cast.database.reading() as db:
        seals = db.scalars(select(Seal).where(Seal.case_id == case.id, Seal.holder_id == cast["specialist"].id)).all()
        copied = [{column.key: getattr(seal, column.key) for column in Seal.__table__.columns} for seal in seals]
    with cast.database.transaction() as db:
        declarations.declare(db, db.get_one(Case, case.id), by=cast["lead"], conflict=False)
        members.remove(db, db.get_one(Case, case.id), cast["specialist"].id, by=cast["lead"])
    newer(cast, "specialist")
    with cast.database.transaction() as db:  # whoever writes the database brings seals and membership back
        db.add_all(Seal(**values) for values in copied)
        theirs = (Membership.case_id == case.id, Membership.person_id == cast["specialist"].id)
        db.execute(update(Membership).where(*theirs).values(active=True, reads_file=True, ended_at=None))
    give(cast, "specialist", Wish(queries.BACK))
    assert rooms(cast, cast["specialist"], case.id) == set()


def test_what_is_privileged_and_was_taken_is_not_given_back_by_a_seal_put_back(cast: Cast) -> None:
    """Only of that room: the file, which nobody took from them, comes back."""
    who, counsel = cast["specialist"], cast["counsel"]
    with cast.database.transaction() as db:
        case = cast.case(db)
        notes.add(db, case, class_="privileged", text="For counsel.", by=who)
        declarations.declare(db, case, by=counsel, conflict=False)
        privilege.admit(db, case, who.id, by=counsel)
    with cast.database.reading() as db:
        room = select(CompartmentRow.id).where(CompartmentRow.name == "privileged")
        seals = db.scalars(select(Seal).where(Seal.holder_id == who.id, Seal.compartment_id.in_(room))).all()
        copied = [{column.key: getattr(seal, column.key) for column in Seal.__table__.columns} for seal in seals]
    with cast.database.transaction() as db:
        privilege.take(db, cast.case(db), who.id, by=counsel)
    newer(cast, "specialist")
    with cast.database.transaction() as db:
        db.add_all(Seal(**values) for values in copied)
    for by in ("counsel", "lead"):
        give(cast, "specialist", Wish(queries.BACK), by=by)
    assert rooms(cast, cast["specialist"], cast.case_id) == {Compartment.FILE, Compartment.DIALOGUE}


def test_a_seal_that_was_made_up_gives_nothing(cast: Cast) -> None:
    case = opened(cast, "lead", "colleague")
    newer(cast, "specialist")
    with cast.database.transaction() as db:
        own = db.scalars(select(Seal).where(Seal.case_id == case.id, Seal.holder_id == cast["colleague"].id)).all()
        for seal in own:
            values = {column.key: getattr(seal, column.key) for column in Seal.__table__.columns}
            values |= {"id": seal.id ^ 1, "holder_id": cast["specialist"].id, "generation": 1}
            db.add(Seal(**values))
        members.join(db, db.get_one(Case, case.id), cast["specialist"].id, by=cast["lead"], reads_file=True)
    give(cast, "specialist", Wish(queries.BACK))
    assert rooms(cast, cast["specialist"], case.id) == set()


def test_a_generation_that_was_put_back_receives_nothing(cast: Cast) -> None:
    case = opened(cast, "lead")
    newer(cast, "specialist")
    with cast.database.transaction() as db:  # as it was yesterday; the journal knows better
        db.execute(update(Person).where(Person.id == cast["specialist"].id).values(generation=1))
        newest = (PublicKey.owner == cast["specialist"].id, PublicKey.generation == 2)
        db.execute(delete(PublicKey).where(*newest))
    with pytest.raises((Forbidden, vault.Unreadable)):
        give(cast, "specialist", Wish(queries.KIND, kind="grievance"))
    assert rooms(cast, cast["specialist"], case.id) == set()
    assert owed(cast, "lead") == []


def _keys(cast: Cast, who: str, case_id: int) -> set[tuple[Compartment, int]]:
    with cast.database.reading() as db:
        return set(vault.rooms.enter_all(db, cast[who].holder, case_id))  # type: ignore[arg-type]
