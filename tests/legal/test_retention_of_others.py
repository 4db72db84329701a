"""Exits and referrals go as cases do: offered where their people are, and nobody else learns that they were."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from casework import vault
from casework.access import Forbidden
from casework.audit.models import TrailEntry
from casework.audit.trail import EAP
from casework.cases.actions import destroying
from casework.cases.models import Destroyed
from casework.cases.queries.keeping import Matters
from casework.cases.queries.kept_cases import CASES
from casework.eap.models import Referral
from casework.eap.queries import trail as eap_trail
from casework.eap.queries.kept import REFERRALS
from casework.exits.models import Exit
from casework.exits.queries.kept import EXITS
from casework.files import Store
from casework.people import Role
from tests import matters
from tests.cases.pages.browser import Browser, hidden, text_of
from tests.cast import Cast, person
from tests.matters import Matter
from tests.whole.world import World

LONG_AGO = date(2020, 5, 4)
EVERY = (CASES, EXITS, REFERRALS)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


def a_referral(cast: Cast, *people: str) -> Matter:
    with cast.database.transaction() as db:
        made = matters.referral(db, *(cast[name] for name in people))
        row = db.get_one(Referral, made.id)
        row.begun_on, row.number = LONG_AGO, "482913"
        row.state = vault.field.seal(db, Referral.state, row.id, "declined", case=row.id)
    return Matter(made.id, "482913", made.text, made.guest)


def a_leaving(cast: Cast, *people: str, state: str = "reviewed") -> Matter:
    with cast.database.transaction() as db:
        made = matters.leaving(db, *(cast[name] for name in people))
        row = db.get_one(Exit, made.id)
        row.ends_on, row.state, row.number = LONG_AGO, state, "EX-20-482913"
    return Matter(made.id, "EX-20-482913", made.text)


def second_coordinator(cast: Cast) -> None:
    with cast.database.transaction() as db:
        cast.actors["eap2"] = person(db, "rina", Role.EAP)


def ask(cast: Cast, kind: Matters, id_: int, by: str) -> tuple[list[int], dict[str, str]]:
    with cast.database.transaction() as db:
        asked, stays = destroying.propose(db, kind, [id_], why="Over.", by=cast[by])
        return [one.id for one in asked], stays


def agree(cast: Cast, kind: Matters, asked: int, by: str) -> None:
    with cast.database.transaction() as db:
        destroying.decide(db, kind, asked, agrees=True, by=cast[by])


def test_two_coordinators_destroy_a_referral_and_nobody_else_hears_of_it(cast: Cast, store: Store) -> None:
    second_coordinator(cast)
    made = a_referral(cast, "eap", "eap2")
    [asked], _ = ask(cast, REFERRALS, made.id, "eap")
    for who in ("lead", "alternate", "counsel"):
        with pytest.raises(Forbidden):
            agree(cast, REFERRALS, asked, who)
    agree(cast, REFERRALS, asked, "eap2")
    assert destroying.go_on_with_all(cast.database, store, EVERY) == 1
    with cast.database.reading() as db:
        [left] = db.scalars(select(Destroyed)).all()
        assert (left.of, left.number, left.kind, left.outcome) == ("referral", made.number, "", "")
        said = db.scalars(select(TrailEntry).where(TrailEntry.tag.like("destruction:%"))).all()
        assert {entry.chain for entry in said} == {EAP}
        assert len(eap_trail.page(db, cast["eap"].id).sentences) == 3
        assert db.get(Referral, made.id) is None


def test_with_one_coordinator_it_is_kept_and_says_why(cast: Cast) -> None:
    """No alternate takes their place: nobody else may know of it."""
    made = a_referral(cast, "eap")
    assert ask(cast, REFERRALS, made.id, "eap") == ([], {made.number: "nobody"})


def test_a_coordinator_without_its_key_is_not_asked(cast: Cast) -> None:
    second_coordinator(cast)
    made = a_referral(cast, "eap")
    assert ask(cast, REFERRALS, made.id, "eap") == ([], {made.number: "nobody"})


def test_one_that_goes_on_is_not_destroyed(cast: Cast) -> None:
    second_coordinator(cast)
    made = a_referral(cast, "eap", "eap2")
    with cast.database.transaction() as db:
        row = db.get_one(Referral, made.id)
        row.state = vault.field.seal(db, Referral.state, row.id, "in support", case=row.id)
    assert ask(cast, REFERRALS, made.id, "eap") == ([], {made.number: "open"})


def test_an_exit_goes_by_an_interviewer_and_a_lead(cast: Cast, store: Store) -> None:
    made = a_leaving(cast, "interviewer", "lead")
    [asked], _ = ask(cast, EXITS, made.id, "interviewer")
    agree(cast, EXITS, asked, "lead")
    assert destroying.go_on(cast.database, store, EXITS, asked) == 1
    with cast.database.reading() as db:
        assert db.get(Exit, made.id) is None
        [left] = db.scalars(select(Destroyed)).all()
        assert (left.number, left.closed_on, left.outcome) == (made.number, LONG_AGO, "reviewed")


def test_on_the_pages_each_is_offered_where_its_people_are(world: World) -> None:
    cast = world.cast
    second_coordinator(cast)
    referral, leaving = a_referral(cast, "eap", "eap2"), a_leaving(cast, "interviewer", "lead")
    for who, path, number, there in (
        ("eap", "/referrals/retention", referral.number, True),
        ("interviewer", "/exits/retention", leaving.number, True),
        ("alternate", "/exits/retention", leaving.number, False),
        ("lead", "/retention", leaving.number, False),
        ("lead", "/retention", referral.number, False),
    ):
        page = Browser(world, who).get(path)
        assert page.status_code == 200
        assert (number in page.text) is there, (who, path)
    assert Browser(world, "lead").get("/referrals/retention").status_code == 403
    assert Browser(world, "eap").get("/retention").status_code == 403
    coordinator, path = Browser(world, "eap").sure(), "/referrals/retention/destructions"
    asking = coordinator.get(f"{path}/new?of={referral.number}").text
    sent = coordinator.client.post(path, data={**hidden(asking, path), "why": "Over."})
    assert sent.status_code == 303
    other, one = Browser(world, "eap2").sure(), sent.headers["location"]
    done = other.client.post(
        f"{one}/decision", data={**hidden(other.get(one).text, f"{one}/decision"), "decision": "agree"}
    )  # fmt: skip
    assert done.status_code == 303
    certificate = one.replace("destructions", "certificates")
    assert referral.number in text_of(other.get(certificate).text)
    assert Browser(world, "lead").get(certificate.replace("/referrals", "")).status_code == 404
    assert referral.number not in Browser(world, "lead").get("/retention/certificates").text
