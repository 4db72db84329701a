"""Groups of the directory stand for roles that hold no case; the others wait for a lead."""

from sqlalchemy import select

from casework.audit.models import TrailEntry
from casework.db import Database
from casework.people import Role, grants, role_claims
from tests.cast import Cast

from .directory import GROUP, Directory


def roles(database: Database, id_: int) -> frozenset[Role]:
    with database.reading() as db:
        return grants.roles_of(db, id_)


def test_a_group_gives_and_takes_what_holds_no_case(directory: Directory, database: Database, cast: Cast) -> None:
    who = cast["colleague"].id
    made = directory.group("HR audit", str(who))
    assert roles(database, who) == {Role.SPECIALIST, Role.AUDITOR}
    assert directory.get(f"/Users/{who}")["groups"][0]["display"] == "HR audit"
    found = directory.get("/Groups", filter='displayName eq "hr AUDIT"')["Resources"]
    assert [(one["id"], one["members"][0]["value"]) for one in found] == [(made["id"], str(who))]
    path = f"/Groups/{made['id']}"
    directory.patch(path, {"op": "remove", "path": f'members[value eq "{who}"]'})
    assert roles(database, who) == {Role.SPECIALIST}
    directory.patch(path, {"op": "Add", "path": "members", "value": [{"value": str(who)}]})
    assert Role.AUDITOR in roles(database, who)
    directory.patch(path, {"op": "Remove", "path": "members", "value": [{"value": str(who)}]})
    assert Role.AUDITOR not in roles(database, who)


def test_a_group_that_holds_cases_is_proposed_and_never_given(
    directory: Directory, database: Database, cast: Cast
) -> None:
    who = cast["auditor"].id
    directory.group("ER leads", str(who))
    assert roles(database, who) == {Role.AUDITOR}
    with database.reading() as db:
        assert role_claims.proposals(db) == {who: [Role.LEAD]}
        assert "role:proposed" in db.scalars(select(TrailEntry.tag)).all()


def test_another_name_means_another_role(directory: Directory, database: Database, cast: Cast) -> None:
    who = cast["colleague"].id
    made = directory.group("HR audit", str(who))
    body = {"schemas": [GROUP], "displayName": "Canteen", "members": [{"value": str(who)}]}
    assert directory.ask("PUT", f"/Groups/{made['id']}", body).status_code == 200
    assert roles(database, who) == {Role.SPECIALIST}


def test_a_role_given_by_hand_does_not_go_with_a_group(directory: Directory, database: Database, cast: Cast) -> None:
    who = cast["auditor"].id
    made = directory.group("HR audit", str(who))
    assert directory.ask("DELETE", f"/Groups/{made['id']}").status_code == 204
    assert roles(database, who) == {Role.AUDITOR}


def test_the_last_administrator_stays_one(directory: Directory, database: Database, cast: Cast) -> None:
    with database.transaction() as db:
        [grant] = grants.held(db, cast["administrator"].id)
        grants.end(db, grant, by=1, now=grant.given_at)
    made = directory.group("IT admins", str(cast["administrator"].id))
    directory.ask("DELETE", f"/Groups/{made['id']}")
    assert Role.ADMINISTRATOR in roles(database, cast["administrator"].id)


def test_whoever_leaves_is_in_no_group(directory: Directory, cast: Cast) -> None:
    made = directory.group("HR audit", str(cast["colleague"].id), str(cast["eap"].id))
    directory.ask("DELETE", f"/Users/{cast['colleague'].id}")
    left = directory.get(f"/Groups/{made['id']}")["members"]
    assert [one["value"] for one in left] == [str(cast["eap"].id)]


def test_members_are_users_and_names_are_once(directory: Directory, cast: Cast) -> None:
    directory.group("HR audit")
    again = directory.ask("POST", "/Groups", {"schemas": [GROUP], "displayName": "hr AUDIT"})
    assert (again.status_code, again.json()["scimType"]) == (409, "uniqueness")
    for stranger in ("1", "mallory", "9" * 30, "-1"):
        said = directory.ask(
            "POST", "/Groups", {"schemas": [GROUP], "displayName": "New", "members": [{"value": stranger}]}
        )
        assert (said.status_code, said.json()["scimType"]) == (400, "invalidValue")
    assert directory.get("/Groups", filter='displayName eq "hr audit"')["totalResults"] == 1
