"""Accounts that a directory keeps: made, found, changed, ended at once, brought back; and never opened."""

from typing import Any

import pytest
from sqlalchemy import event, select

from casework import vault
from casework.audit import verify
from casework.audit.models import TrailEntry
from casework.cases.models import Handover
from casework.db import Database, utc_now
from casework.people import accounts, employees, grants, sessions
from casework.people.models import Person, UserSession
from casework.scim import answers
from casework.scim.models import ScimUser
from tests.cast import Cast

from .directory import MORE, USER, Directory


def person(database: Database, id_: str | int) -> Person:
    with database.reading() as db:
        return db.get_one(Person, int(id_))


def test_a_colleague_is_made_and_waits_for_their_link(directory: Directory, database: Database) -> None:
    made = directory.user(
        "noor@example.org",
        externalId="7f3a",
        name={"givenName": "Noor", "familyName": "Haddad"},
        title="Employee relations",
        password="not kept anywhere",
    )
    assert (made["displayName"], made["active"], made["externalId"]) == ("Noor Haddad", True, "7f3a")
    assert made["meta"]["location"] == f"https://cases.example.org/scim/v2/Users/{made['id']}"
    assert "password" not in made
    row = person(database, made["id"])
    assert (row.state, row.generation, row.duty) == ("invited", 0, "Employee relations")
    with database.reading() as db:
        assert grants.roles_of(db, row.id) == frozenset()
        assert verify(db) == []
        assert "person:invited" in db.scalars(select(TrailEntry.tag)).all()


def test_what_it_calls_people_is_sealed(directory: Directory, database: Database) -> None:
    directory.user("noor@example.org", externalId="kanarienvogel")
    with database.reading() as db:
        for row in db.execute(ScimUser.__table__.select()):
            assert b"kanarienvogel" not in b"".join(value for value in row if isinstance(value, bytes))
        [one] = db.scalars(select(ScimUser))
        assert vault.field.open_(db, ScimUser.external, one.person_id, one.external or b"") == "kanarienvogel"


def test_people_are_found_by_name_and_by_external_id(directory: Directory) -> None:
    made = directory.user("noor@example.org", externalId="7f3A")
    assert directory.get("/Users", filter='userName eq "NOOR@example.org"')["Resources"][0]["id"] == made["id"]
    assert directory.get("/Users", filter='externalId eq "7f3A"')["totalResults"] == 1
    assert directory.get("/Users", filter='externalId eq "7f3a"')["totalResults"] == 0
    assert directory.get("/Users", filter='userName eq "nobody"')["totalResults"] == 0
    assert directory.get("/Users", filter='emails.value sw "noor" and active eq true')["totalResults"] == 1


def test_those_who_were_here_before_are_found_by_their_address(directory: Directory, cast: Cast) -> None:
    found = directory.get("/Users", filter='userName eq "lead@example.org"')
    assert found["Resources"][0]["id"] == str(cast["lead"].id)


def test_pages_follow_each_other(directory: Directory, cast: Cast) -> None:
    whole = directory.get("/Users")
    first, second = (directory.get("/Users", startIndex=at, count="4") for at in ("1", "5"))
    assert whole["totalResults"] == len(cast.staff) == first["totalResults"]
    assert [one["id"] for one in whole["Resources"][:8]] == [
        one["id"] for page in (first, second) for one in page["Resources"]
    ]
    assert directory.get("/Users", count="0")["itemsPerPage"] == 0
    beyond = directory.get("/Users", startIndex="9" * 30)
    assert (beyond["totalResults"], beyond["itemsPerPage"]) == (len(cast.staff), 0)
    assert directory.get("/Users", startIndex="-3", count="9999")["startIndex"] == 1


def test_a_page_reads_no_more_than_itself(
    directory: Directory, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One more in it is no statement more, and the others are not looked at; a filter walks through all in pieces."""
    directory.group("HR audit", *(str(directory.user(f"n{n}@example.org")["id"]) for n in range(3)))
    assert statements(directory, database, "/Users", count="2") == statements(directory, database, "/Users")
    everybody = directory.get("/Users", count="200")
    monkeypatch.setattr(answers, "TOGETHER", 3)
    assert directory.get("/Users", filter="meta.created pr", count="200")["Resources"] == everybody["Resources"]


def statements(directory: Directory, database: Database, path: str, **query: str) -> list[str]:
    seen: list[str] = []

    def note(*told: Any) -> None:
        seen.append(" ".join(str(told[2]).split()).partition(" WHERE ")[0])

    event.listen(database.engine, "before_cursor_execute", note)
    directory.get(path, **query)
    event.remove(database.engine, "before_cursor_execute", note)
    return seen


@pytest.mark.parametrize("how", ["patch", "entra", "put", "delete"])
def test_whoever_leaves_is_out_at_once(directory: Directory, database: Database, cast: Cast, how: str) -> None:
    who = cast["specialist"]
    assert who.holder is not None
    with database.transaction() as db:
        cookie = sessions.start(db, db.get_one(Person, who.id), who.holder.private, full=True, device="", now=utc_now())
    path = f"/Users/{who.id}"
    if how == "delete":
        assert directory.ask("DELETE", path).status_code == 204
    elif how == "put":
        body = {"schemas": [USER], "userName": "specialist@example.org", "active": False}
        assert directory.ask("PUT", path, body).status_code == 200
    else:
        operation: dict[str, Any] = {"op": "replace", "value": {"active": False}}
        if how == "entra":
            operation = {"op": "Replace", "path": "active", "value": "False"}
        assert directory.patch(path, operation).json()["active"] is False
    assert sessions.find(database, cookie, utc_now()) is None
    with database.reading() as db:
        assert db.get_one(Person, who.id).state == "left"
        assert db.scalars(select(UserSession).where(UserSession.person_id == who.id)).all() == []
        [handover] = db.scalars(select(Handover))
        assert (handover.person_id, handover.cause) == (who.id, "scim")
        assert handover.keys_ended_at is not None, "and has no key of what a colleague reads too"
        assert verify(db) == []


def test_a_deleted_one_is_not_there_and_comes_back_when_made_again(directory: Directory, database: Database) -> None:
    made = directory.user("noor@example.org")
    assert directory.ask("DELETE", f"/Users/{made['id']}").status_code == 204
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        assert directory.ask(method, f"/Users/{made['id']}", {}).status_code == 404
    assert directory.get("/Users", filter='userName eq "noor@example.org"')["totalResults"] == 0
    again = directory.user("noor@example.org")
    assert (again["id"], again["active"]) == (made["id"], True)


def test_it_brings_back_whom_it_sent_away_and_nobody_whom_a_lead_suspended(
    directory: Directory, database: Database, cast: Cast
) -> None:
    from casework.cases.actions import leaving

    back = {"op": "replace", "path": "active", "value": True}
    gone, suspended = cast["colleague"], cast["counsel"]
    directory.patch(f"/Users/{gone.id}", {"op": "replace", "path": "active", "value": False})
    assert directory.patch(f"/Users/{gone.id}", back).json()["active"] is True
    with database.transaction() as db:
        leaving.begin(db, db.get_one(Person, suspended.id), leaving.SUSPENDED, by=cast["lead"], now=utc_now())
    assert directory.patch(f"/Users/{suspended.id}", back).json()["active"] is False
    assert person(database, suspended.id).state == "suspended"


def test_an_address_that_somebody_enrolled_with_is_not_the_directorys_to_change(
    directory: Directory, database: Database, cast: Cast
) -> None:
    """Whoever has the address gets the links: a stolen token must not redirect them."""
    said = directory.patch(
        f"/Users/{cast['lead'].id}", {"op": "replace", "path": "emails", "value": [{"value": "mallory@example.org"}]}
    )
    assert (said.status_code, said.json()["scimType"]) == (400, "mutability")
    with database.reading() as db:
        assert accounts.email_of(db, db.get_one(Person, cast["lead"].id)) == "lead@example.org"
    made = directory.user("noor@example.org")
    new = {"op": "replace", "path": "emails[primary eq true].value", "value": "n.haddad@example.org"}
    assert directory.patch(f"/Users/{made['id']}", new).status_code == 200
    with database.reading() as db:
        assert accounts.email_of(db, db.get_one(Person, int(made["id"]))) == "n.haddad@example.org"


def test_an_employee_number_finds_their_line_and_its_walls(
    directory: Directory, database: Database, cast: Cast
) -> None:
    """P-1 is the respondent of the case: whoever turns out to be them is walled off."""
    from casework.access import walls

    patch = {"op": "add", "path": f"{MORE}:employeeNumber", "value": "P-1"}
    assert directory.patch(f"/Users/{cast['removed'].id}", patch).status_code == 200
    with database.reading() as db:
        assert db.get_one(Person, cast["removed"].id).employee_index == employees.number_tag(db, "P-1")
        assert cast["removed"].id in {wall.person_id for wall in walls.standing(db, cast.case_id)}


@pytest.mark.parametrize(
    ("body", "status", "type_"),
    [
        ({"userName": "lead@example.org"}, 409, "uniqueness"),
        ({"userName": "new", "emails": [{"value": "lead@example.org"}]}, 409, "uniqueness"),
        ({"userName": "no address"}, 400, "invalidValue"),
        ({"userName": ""}, 400, "invalidValue"),
        ({"emails": [{"value": "x@example.org"}]}, 400, "invalidValue"),
        ({"userName": "x" * 400 + "@example.org"}, 400, "invalidValue"),
        ({"userName": "a\u0000@example.org"}, 400, "invalidValue"),
    ],
)
def test_what_cannot_be_made_is_said_as_the_standard_has_it(
    directory: Directory, body: dict[str, Any], status: int, type_: str
) -> None:
    said = directory.ask("POST", "/Users", {"schemas": [USER], **body})
    assert (said.status_code, said.json()["scimType"]) == (status, type_), said.text
    assert said.json()["status"] == str(status)


def test_a_version_that_is_not_the_last_is_refused(directory: Directory) -> None:
    made = directory.ask("POST", "/Users", {"schemas": [USER], "userName": "noor@example.org"})
    path, old = f"/Users/{made.json()['id']}", made.headers["etag"]
    change = {"op": "replace", "path": "title", "value": "Counsel"}
    assert directory.patch(path, change, **{"If-Match": old}).status_code == 200
    assert directory.patch(path, change, **{"If-Match": old}).status_code == 412
    assert directory.patch(path, change, **{"If-Match": "*"}).status_code == 200
