"""Who reads it: shown before, held to afterwards."""

from collections.abc import Callable

from sqlalchemy import func, select

from casework import vault
from casework.access.models import Wall
from casework.cases.models import Case, Membership
from casework.db import Database
from casework.people import Role
from casework.vault import Compartment, HolderKind
from tests.people.staff import enrolled

from .conftest import Browser, Line


def held(database: Database) -> set[tuple[Compartment, int]]:
    with database.reading() as db:
        case = db.scalars(select(Case.id)).one()
        readers = vault.readers.of_case(db, case)
        return {(reader.compartment, reader.holder_id) for reader in readers if reader.kind is HolderKind.PERSON}


def cases(database: Database) -> int:
    with database.reading() as db:
        return db.scalar(select(func.count()).select_from(Case)) or 0


def test_the_form_shows_who_will_read_it_and_they_do(browser: Browser, line: Line, database: Database) -> None:
    page = browser.get("/report?kind=bullying&site=0")
    assert "Hanne" in page
    assert "it goes to Ines too, unless you tick them as well." in page
    assert "only in place of somebody whom you tick" in page
    assert browser.send(browser.form() | {"what": "x"}).status_code == 200
    assert held(database) == {
        (Compartment.FILE, line.lead.id),
        (Compartment.DIALOGUE, line.lead.id),
        (Compartment.IDENTITY, line.lead.id),
    }


def test_a_report_about_the_whole_line_goes_to_the_alternate(browser: Browser, line: Line, database: Database) -> None:
    answer = browser.send(browser.form() | {"what": "x", "avoid": line.lead.id})
    assert answer.status_code == 200
    assert {holder for _, holder in held(database)} == {line.alternate.id}
    with database.reading() as db:
        assert db.execute(select(Wall.person_id, Wall.cause)).all() == [(line.lead.id, "excluded")]
        assert list(db.scalars(select(Membership.person_id))) == [line.alternate.id]


def test_an_alternate_can_be_left_out_as_well(browser: Browser, line: Line, database: Database) -> None:
    other = enrolled(database, "Olaf", Role.ALTERNATE)
    avoid = [line.lead.id, line.alternate.id]
    assert browser.send(browser.form() | {"what": "x", "avoid": avoid}).status_code == 200
    assert {holder for _, holder in held(database)} == {other.id}
    everybody = browser.send(browser.form() | {"what": "Still here.", "avoid": [*avoid, other.id]})
    assert everybody.status_code == 422
    assert "Nobody would be left" in everybody.text
    assert "Ines, as you asked" in everybody.text


def test_somebody_named_as_part_of_it_gets_no_key(browser: Browser, line: Line, database: Database) -> None:
    answer = browser.send(browser.form() | {"what": "x", "people": "The shift lead, and HANNE."})
    assert answer.status_code == 200
    assert {holder for _, holder in held(database)} == {line.alternate.id}


def test_nobody_left_is_not_accepted_and_names_another_way(visitor: Callable[[], Browser], database: Database) -> None:
    lead = enrolled(database, "Hanne", Role.LEAD)
    browser = visitor()
    answer = browser.send(browser.form() | {"what": "Only this one.", "avoid": lead.id})
    assert answer.status_code == 422
    assert "Only this one." in answer.text
    assert "Nobody would be left" in answer.text
    assert "Another way" in answer.text
    assert cases(database) == 0


def test_without_anybody_able_no_form_is_shown(browser: Browser) -> None:
    page = browser.get("/report?kind=unsure&site=0")
    assert "Nobody can take it here just now" in page
    assert "<textarea" not in page


def test_another_reader_since_then_is_shown_first(browser: Browser, line: Line, database: Database) -> None:
    typed = browser.form() | {"what": "Kept word for word."}
    late = enrolled(database, "Late", Role.LEAD)
    answer = browser.send(typed)
    assert answer.status_code == 409
    assert "Kept word for word." in answer.text
    assert "Late" in answer.text
    assert cases(database) == 0
    from .conftest import hidden

    again = browser.send(typed | hidden(answer.text))
    assert again.status_code == 200
    assert late.id in {holder for _, holder in held(database)}


def test_a_reader_fewer_needs_no_second_look(browser: Browser, line: Line, database: Database) -> None:
    second = enrolled(database, "Second", Role.LEAD)
    typed = browser.form() | {"what": "x"}
    with database.transaction() as db:
        from casework.people.models import Person

        db.get_one(Person, second.id).state = "suspended"
    assert browser.send(typed).status_code == 200


def test_readers_that_no_form_showed_are_not_believed(browser: Browser, line: Line, database: Database) -> None:
    typed = browser.form() | {"what": "x"}
    number, *_, mac = typed["shown"].split(".")
    forged = f"{number}.{line.lead.id}-{line.alternate.id}.{line.lead.id}..{mac}"
    assert browser.send(typed | {"shown": forged}).status_code == 409
    assert browser.send(typed | {"shown": ""}).status_code == 409
    assert cases(database) == 0
