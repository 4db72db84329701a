"""Importing the directory in a browser: seen first, confirmed then, with its walls in the same transaction."""

import re
from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import func, select

from casework.access import walls
from casework.access.models import Wall
from casework.cases.actions import opening
from casework.cases.actions.newcomers import NewParty
from casework.cases.models import Handover
from casework.cases.queries.routing import Readers
from casework.db import Database, utc_now
from casework.people import SYSTEM, Role, employees
from casework.people.models import DirectoryImport, Employee, Person
from casework.vault.models import Seal
from tests.people.staff import Colleague, enrolled

from .browser import Browser, words

Browse = Callable[..., Browser]
FILE = (
    "id;name;e-mail;manager id;start\n"
    "1;Boss;boss@x.example;;2019-01-01\n"
    "2;Tom Bakker;tom@example.org;1;2020-01-01\n"
    "3;Viktor Hale;viktor@x.example;2;2021-01-01\n"
    "4;;nameless@x.example;1;\n"
    "5;Slash;slash@x.example;1;3/4/2020\n"
)


def upload(browser: Browser, text: str, **typed: str) -> httpx.Response:
    files = {"file": ("directory.csv", text.encode(), "text/csv")}
    return browser.client.post("/people/directory/imports", data=typed, files=files)


def import_id(answer: httpx.Response) -> str:
    found = re.search(r"/people/directory/imports/(\d+)", answer.text)
    assert found, words(answer)
    return found[1]


def count(database: Database, table: type[Employee] | type[Wall]) -> int:
    with database.reading() as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def case_id(database: Database, lead: Colleague, specialist: Colleague) -> int:
    """A case about Viktor Hale, whose manager works it."""
    with database.transaction() as db:
        readers = Readers((lead.id, specialist.id), (lead.id,))
        opened = opening.open_case(
            db,
            kind="grievance",
            channel="letter",
            site_id=0,
            title="Shifts",
            narrative="A letter.",
            readers=readers,
            by=SYSTEM,
            received_at=utc_now(),
            parties=[NewParty(role="respondent", name="Viktor Hale", number="3")],
        )
        return opened.case.id


def test_nothing_is_written_before_it_is_confirmed_and_everything_then(
    browse: Browse, database: Database, administrator: Colleague, specialist: Colleague, case_id: int
) -> None:
    browser = browse().sign_in(administrator)
    with database.transaction() as db:
        employees.link(db, db.get_one(Person, specialist.id), "2")
    shown = upload(browser, FILE)
    said = words(shown)
    assert "2 rows cannot be used" in said
    assert "Line 5: There is no name" in said
    assert "Line 6: “3/4/2020” can be read as two different days" in said
    assert "walled off from something, at once" in said
    assert ">Tom<" in shown.text
    assert (count(database, Employee), count(database, Wall)) == (0, 0)
    [changes] = re.findall(r'name="changes" value="([^"]+)"', shown.text)
    answer = browser.post(f"/people/directory/imports/{import_id(shown)}", changes=changes)
    assert answer.headers["location"] == "/step-up?next=/kept", "a session alone imports nothing"
    assert count(database, Employee) == 0
    kept = browser.step_up(administrator).get("/kept")
    assert "3 new, 0 changed, 0 ended" in words(kept)
    [again] = re.findall(r'action="(/people/directory/imports/\d+\?kept=\d+)"', kept.text)
    assert browser.post(again, changes=changes).headers["location"] == "/people/directory?imported=1"
    assert count(database, Employee) == 3
    with database.reading() as db:
        assert [(wall.person_id, wall.cause) for wall in walls.standing(db, case_id)] == [(specialist.id, "line")]
        assert db.scalar(select(DirectoryImport.id)) is None
    assert "3 people are in it" in words(browser.get("/people/directory"))


def test_whoever_imports_does_not_learn_of_their_own_wall(
    browse: Browse, database: Database, lead: Colleague, case_id: int
) -> None:
    with database.transaction() as db:
        employees.link(db, db.get_one(Person, lead.id), "2")
    browser = browse().sign_in(lead).step_up(lead)
    shown = upload(browser, FILE.replace("tom@example.org", "tom@elsewhere.example"))
    assert "No other colleague would be walled off" in words(shown)
    browser.post(f"/people/directory/imports/{import_id(shown)}")
    assert count(database, Wall) == 1


def test_accounts_find_their_line_by_address(
    browse: Browse, database: Database, administrator: Colleague, specialist: Colleague, case_id: int
) -> None:
    browser = browse().sign_in(administrator).step_up(administrator)
    shown = upload(browser, FILE)
    assert ">Tom<" in shown.text, "who would be linked is in the preview as well"
    with database.reading() as db:
        assert db.get_one(Person, specialist.id).employee_index is None
    browser.post(f"/people/directory/imports/{import_id(shown)}")
    with database.reading() as db:
        assert db.get_one(Person, specialist.id).employee_index == employees.number_tag(db, "2")
        assert {wall.person_id for wall in walls.standing(db, case_id)} == {specialist.id}


def test_an_import_that_fails_half_way_leaves_nothing(
    browse: Browse, database: Database, administrator: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browse().sign_in(administrator).step_up(administrator)
    kept = import_id(upload(browser, FILE))

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(walls, "recompute", broken)
    assert browser.post(f"/people/directory/imports/{kept}").status_code == 500
    assert count(database, Employee) == 0


def test_only_its_reader_confirms_it_and_only_once(
    browse: Browse, database: Database, administrator: Colleague, lead: Colleague
) -> None:
    browser = browse().sign_in(administrator).step_up(administrator)
    kept = import_id(upload(browser, FILE))
    assert browse().sign_in(lead).step_up(lead).post(f"/people/directory/imports/{kept}").status_code == 404
    assert browser.post(f"/people/directory/imports/{kept}").status_code == 303
    assert browser.post(f"/people/directory/imports/{kept}").status_code == 404


def test_a_directory_that_changed_meanwhile_is_looked_at_again(
    browse: Browse, database: Database, administrator: Colleague, lead: Colleague
) -> None:
    first = browse().sign_in(administrator).step_up(administrator)
    second = browse().sign_in(lead).step_up(lead)
    mine, theirs = import_id(upload(first, FILE)), import_id(upload(second, FILE.replace("Boss", "Chief")))
    assert second.post(f"/people/directory/imports/{theirs}").status_code == 303
    answer = first.post(f"/people/directory/imports/{mine}")
    assert answer.status_code == 409
    assert "Nothing was imported" in words(answer)


def test_two_ids_are_declared_one_person(browse: Browse, administrator: Colleague) -> None:
    browser = browse().sign_in(administrator).step_up(administrator)
    browser.post(f"/people/directory/imports/{import_id(upload(browser, FILE))}")
    assert browser.post("/people/directory/joined", first="2", second="99").status_code == 409
    assert browser.post("/people/directory/joined", first="2", second="").status_code == 422
    assert browser.post("/people/directory/joined", first="2", second="3").status_code == 303
    assert "one person already" in words(browser.post("/people/directory/joined", first="3", second="2"))


def test_what_is_no_directory_is_said_in_words(browse: Browse, database: Database, administrator: Colleague) -> None:
    browser = browse().sign_in(administrator)
    assert upload(browser, "").status_code == 422
    assert "has to name the columns" in words(upload(browser, "who,what\n1,2\n"))
    assert browser.post("/people/directory/imports", leavers="1").status_code == 422
    other = browse().sign_in(enrolled(database, "Sam", Role.SPECIALIST))
    assert upload(other, FILE).status_code == 403


def test_saying_which_line_somebody_is_raises_their_walls_at_once(
    browse: Browse, database: Database, administrator: Colleague, specialist: Colleague, case_id: int
) -> None:
    browser = browse().sign_in(administrator).step_up(administrator)
    assert browser.post(f"/people/{specialist.id}", name="Tom", number="3").status_code == 303
    with database.reading() as db:
        assert [(wall.person_id, wall.cause) for wall in walls.standing(db, case_id)] == [(specialist.id, "party")]


def test_whoever_has_left_is_named_before_and_shut_out_after(
    browse: Browse, database: Database, administrator: Colleague, specialist: Colleague, case_id: int
) -> None:
    office, theirs = browse().sign_in(administrator).step_up(administrator), browse().sign_in(specialist)
    assert not import_left(database)
    seen = upload(office, "id;name;e-mail;end\n2;Tom Bakker;tom@example.org;2026-11-01\n")
    assert "1 account would be shut" in words(seen)
    assert "Tom" in words(seen)
    assert theirs.get("/me").status_code == 200  # looking shuts nobody out
    office.post(f"/people/directory/imports/{import_id(seen)}")
    assert theirs.get("/me").status_code == 303
    assert import_left(database) == [specialist.id]
    with database.reading() as db:
        seals = select(Seal.epoch).where(Seal.case_id == case_id, Seal.holder_id == specialist.id)
        assert list(db.scalars(seals)) == []


def import_left(database: Database) -> list[int]:
    with database.reading() as db:
        return list(db.scalars(select(Handover.person_id).where(Handover.cause == "directory")))
