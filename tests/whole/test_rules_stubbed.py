"""All rules say yes: what is sealed still does not open for who holds no seal."""

from dataclasses import replace

import pytest
from sqlalchemy import Select, select

from casework.access import policy
from casework.access.rules import Rule, Verdict
from casework.cases.actions import declarations, notes, privilege
from casework.cases.models import Case, PrivilegeClaim
from casework.cases.queries import visible
from casework.people import Actor
from casework.settings import Said
from tests.cast import SECRET

from .test_routes_and_cast import OUTSIDERS, filled, routes
from .world import World

PRIVILEGED = "MARKER-PV1 what counsel was asked"
YES = Rule(Said("anybody"), lambda *_: True)


@pytest.fixture
def no_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "RULES", dict.fromkeys(policy.RULES, YES))
    monkeypatch.setattr(policy, "ROLE_ONLY", {})
    monkeypatch.setattr(policy, "staff", YES)
    monkeypatch.setattr(policy, "judge", lambda *_: Verdict(True))
    monkeypatch.setattr(policy, "may_ever", lambda *_: Verdict(True))

    def everything(_: Actor) -> Select[Case]:
        return select(Case)

    monkeypatch.setattr(visible, "visible_to", everything)
    monkeypatch.setattr(visible, "find", lambda db, _, number: db.scalar(select(Case).where(Case.number == number)))


@pytest.mark.in_turns
@pytest.mark.parametrize("name", OUTSIDERS)
@pytest.mark.usefixtures("no_rules")
def test_no_page_says_what_is_sealed(shared_world: World, name: str) -> None:
    client = shared_world.client(shared_world.cast[name])
    seen = []
    for method, path, _ in routes(shared_world.app):
        if method == "GET":
            answer = client.get(filled(path, shared_world.cast.number))
            assert SECRET not in answer.text, path
            assert "Packing hall" not in answer.text, path
            seen.append(answer.status_code)
    assert 200 in seen


@pytest.mark.usefixtures("no_rules")
def test_the_same_pages_do_say_it_to_a_holder(shared_world: World) -> None:
    client = shared_world.client(shared_world.cast["specialist"])
    assert SECRET in client.get(f"/cases/{shared_world.cast.number}").text


@pytest.fixture(scope="module")
def claimed(shared_world: World) -> tuple[int, int]:
    """Ids of a note for counsel alone and of its claim."""
    cast = shared_world.cast
    with shared_world.database.transaction() as db:
        case = cast.case(db)
        note = notes.add(db, case, class_="internal", text=PRIVILEGED, heading=PRIVILEGED, by=cast["lead"])
        privilege.mark(db, case, note, why=PRIVILEGED, by=cast["lead"])
        [claim] = db.query(PrivilegeClaim).filter_by(case_id=case.id)
        declarations.declare(db, case, by=cast["counsel"], conflict=False)
        return note.id, claim.id


@pytest.mark.in_turns
@pytest.mark.parametrize("name", ["lead", "specialist", "administrator", "auditor"])
@pytest.mark.usefixtures("no_rules")
def test_what_is_privileged_is_not_said(shared_world: World, claimed: tuple[int, int], name: str) -> None:
    """Whatever page of the case they ask for, and of whichever item: nor what waits, nor what a paper is called."""
    note, claim = claimed
    number, pages = shared_world.cast.number, [path for method, path, _ in routes(shared_world.app) if method == "GET"]
    mine = [path for path in pages if path.startswith("/cases/{") and (name == "lead" or "{item" not in path)]
    asked = [filled(path, number, str(claim if "claims" in path else note)) for path in mine]
    client = shared_world.client(shared_world.cast[name], sure=True)
    answers = [client.get(path) for path in [*asked, "/desk", "/cases", "/audit"]]
    assert not [answer.url.path for answer in answers if PRIVILEGED in answer.text]


@pytest.mark.usefixtures("no_rules", "claimed")
def test_what_is_privileged_is_said_to_counsel(shared_world: World) -> None:
    page = shared_world.client(shared_world.cast["counsel"]).get(f"/cases/{shared_world.cast.number}")
    assert PRIVILEGED in page.text


@pytest.mark.usefixtures("no_rules")
def test_a_changed_actor_is_no_key(shared_world: World) -> None:
    from casework import vault

    thief = replace(shared_world.cast["colleague"], id=shared_world.cast["specialist"].id)
    assert thief.holder is not None
    pretended = replace(thief.holder, id=thief.id)
    with shared_world.database.reading() as db, pytest.raises(vault.Unreadable):
        vault.rooms.enter(db, pretended, shared_world.cast.case_id, vault.Compartment.FILE)
