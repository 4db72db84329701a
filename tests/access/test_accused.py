"""What is alleged of somebody makes them a respondent, and raises the walls that follow."""

from sqlalchemy import select

from casework import vault
from casework.access import relations
from casework.access.models import Wall
from casework.access.relations import EMPLOYEE
from casework.cases.actions import allegations
from casework.cases.actions.newcomers import NewParty
from casework.cases.models import Allegation
from casework.cases.queries import find
from casework.people.models import Person
from tests import cast as people
from tests.cases import doing
from tests.cast import Cast


def test_whom_something_is_alleged_of_is_a_respondent_whatever_else_they_are(cast: Cast) -> None:
    """A manager on the case has no line; one of whom something is alleged has, for as long as it is alleged."""
    with cast.database.transaction() as db:
        db.get_one(Person, cast["specialist"].id).employee_index = vault.field.index(db, EMPLOYEE, "P-77")
        people.employee(db, "P-8", "Maud Boss")
        people.employee(db, "P-77", "S. Pecialist", manager="P-8")
    manager = doing.add_party(cast, NewParty("manager", "Maud Boss", number="P-8"))
    assert standing_walls(cast, "specialist") == []
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast["lead"]
        row = allegations.add(
            db, case, doing.room(db, by, case), by=by, issue="bullying", respondent_id=manager, text="Shouting."
        )
    assert standing_walls(cast, "specialist") == [("line", "raised")]
    with cast.database.transaction() as db:
        case = cast.case(db)
        assert find(db, cast["specialist"], cast.number) is None
        row = db.get_one(Allegation, row.id)
        allegations.drop(db, case, doing.room(db, by, case), row, by=by, reason="A mistake.", version=row.version)
    assert standing_walls(cast, "specialist") == [("line", "lifted")]


def standing_walls(cast: Cast, name: str) -> list[tuple[str, str]]:
    with cast.database.reading() as db:
        query = select(Wall.cause, Wall.state).where(Wall.person_id == cast[name].id)
        return [(cause, state) for cause, state in db.execute(query)]


def test_staff_are_known_however_their_name_is_written(cast: Cast) -> None:
    with cast.database.reading() as db:
        assert relations.staff_named(db, name=" specialist  EXAMPLE") == {cast["specialist"].id}
        assert relations.staff_named(db, name="", email="Lead@Example.org") == {cast["lead"].id}
        assert relations.staff_named(db, name="Nobody Example") == frozenset()
