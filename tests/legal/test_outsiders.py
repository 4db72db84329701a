"""Somebody from outside: one case, until a day, and nothing of who else works here."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from casework import vault
from casework.access import Action, Forbidden, judge, may_ever
from casework.access.policy import OUTSIDERS
from casework.cases.actions import declarations, granting, members, outsiders, receiving
from casework.cases.actions.newcomers import NewReporter
from casework.cases.actions.opening import open_case
from casework.cases.actions.replacing import NotNow
from casework.cases.models import Membership, Party
from casework.cases.queries import matter, routing
from casework.cases.queries.granting import CHOSEN, Wish
from casework.cases.queries.routing import Readers
from casework.db import utc_now
from casework.eap.queries import orders
from casework.legal.actions import holds
from casework.people import Actor, Role
from casework.people.models import Person
from casework.people.standing import standing
from casework.staff.actions import people
from casework.staff.actions import settings as staff_settings
from casework.staff.actions.people import Refused
from casework.vault import Compartment
from tests.cases.pages.browser import Browser, text_of
from tests.cast import SECRET, Cast, person
from tests.legal import holding, reviewing
from tests.whole.world import World

FILE = (Compartment.FILE, 0)


def outsider(cast: Cast, name: str, *roles: Role) -> Actor:
    with cast.database.transaction() as db:
        cast.actors[name] = person(db, name, Role.OUTSIDE, *roles)
    return cast[name]


def add(cast: Cast, name: str, days: int | None = 30) -> None:
    until = None if days is None else utc_now().date() + timedelta(days=days)
    with cast.database.transaction() as db:
        members.add(db, cast.case(db), cast[name].id, by=cast["lead"], rooms=[FILE], until=until)
        declarations.declare(db, cast.case(db), by=cast[name], conflict=False)


def held(cast: Cast, name: str) -> set[Compartment]:
    with cast.database.reading() as db:
        found = vault.readers.of_case(db, cast.case_id)
    return {one.compartment for one in found if one.holder_id == cast[name].id}


def test_one_case_at_a_time_and_never_without_a_last_day(cast: Cast) -> None:
    outsider(cast, "vera")
    for days in (None, -1, 400):
        with pytest.raises(Forbidden, match="last day"):
            add(cast, "vera", days)
    with cast.database.transaction() as db, pytest.raises(Forbidden, match="leave it empty"):
        members.add(
            db, cast.case(db), cast["colleague"].id, by=cast["lead"], rooms=[FILE], until=utc_now().date()
        )  # fmt: skip
    add(cast, "vera")
    with cast.database.transaction() as db:
        other = open_case(
            db, kind="grievance", channel="phone", site_id=cast.site_id, title="", narrative="Another.",
            readers=Readers((cast["lead"].id,), (cast["lead"].id,)), by=cast["lead"], received_at=utc_now(),
            reporter=NewReporter("anonymous", receipt=vault.receipts.derive(vault.of(db), vault.receipts.make())),
        )  # fmt: skip
        declarations.declare(db, other.case, by=cast["lead"], conflict=False)
        with pytest.raises(Forbidden, match="one at a time"):
            members.add(
                db, other.case, cast["vera"].id, by=cast["lead"], rooms=[FILE], until=utc_now().date()
            )  # fmt: skip
        with pytest.raises(Forbidden):
            granting.begin(db, cast["vera"].id, Wish(CHOSEN, chosen=(other.case.id,)), by=cast["lead"], now=utc_now())
    with cast.database.transaction() as db:
        outsiders.extend(db, cast.case(db), cast["vera"].id, utc_now().date() + timedelta(days=90), by=cast["lead"])
        with pytest.raises(Forbidden):
            outsiders.extend(db, cast.case(db), cast["vera"].id, utc_now().date(), by=cast["specialist"])


def test_nothing_that_comes_in_is_routed_to_them_and_they_have_no_other_role(cast: Cast) -> None:
    vera, now = outsider(cast, "vera"), utc_now()
    with cast.database.transaction() as db:
        staff_settings.route(db, kind="", site_id=0, person_id=vera.id, duty="reader", by=cast["lead"], now=now)
        assert vera.id not in routing.readers_for(db, "grievance", 0).file
        for role in (Role.LEAD, Role.AUDITOR, Role.SPECIALIST):
            with pytest.raises(Refused, match="no other role"):
                people.give_role(
                    db, db.get_one(Person, vera.id), role, now=now,
                    by=cast["administrator"] if role is Role.AUDITOR else cast["lead"],
                )  # fmt: skip
        people.give_role(db, db.get_one(Person, vera.id), Role.COUNSEL, by=cast["lead"], now=now)
        with pytest.raises(Refused, match="no other role"):
            people.give_role(db, db.get_one(Person, cast["lead"].id), Role.OUTSIDE, by=cast["lead"], now=now)
    reviewing.ask(cast)
    with cast.database.transaction() as db, pytest.raises(Refused, match="holds keys"):
        people.give_role(db, db.get_one(Person, cast["counsel"].id), Role.OUTSIDE, by=cast["lead"], now=now)


def test_their_keys_end_by_the_hour_and_before_they_are_shown_anything(world: World) -> None:
    cast = world.cast
    outsider(cast, "vera")
    outsider(cast, "olaf", Role.COUNSEL)
    add(cast, "vera", 3)
    add(cast, "olaf", 3)
    with time_machine.travel(utc_now() + timedelta(days=3), tick=False):
        assert outsiders.end_due(cast.database, utc_now()) == 0
        assert SECRET in world.client(cast["vera"]).get(f"/cases/{cast.number}").text
    with time_machine.travel(utc_now() + timedelta(days=4, minutes=1), tick=False):
        late = world.client(cast["vera"]).get(f"/cases/{cast.number}")
        assert late.status_code == 404
        assert held(cast, "vera") == set()
        assert held(cast, "olaf") == {Compartment.FILE}
        assert outsiders.end_due(cast.database, utc_now()) == 1
        assert held(cast, "olaf") == set()
    with cast.database.reading() as db:
        rows = db.scalars(select(Membership).where(Membership.until.is_not(None)))
        assert [(row.active, row.ended_by) for row in rows] == [(False, 0), (False, 0)]


def test_they_may_do_what_their_case_asks_and_see_no_directory(
    world: World, browse: Callable[[str], Browser]
) -> None:  # fmt: skip
    cast = world.cast
    outsider(cast, "olaf", Role.COUNSEL)
    add(cast, "olaf")
    assert all(not may_ever(cast["olaf"], action) for action in Action if action not in OUTSIDERS)
    with cast.database.reading() as db:
        found = matter.of(db, cast.case(db))
        assert not any(judge(cast["olaf"], one, found) for one in (Action.ADD_MEMBER, Action.ASSIGN, Action.RESTRICT))
        assert judge(cast["olaf"], Action.WORK_CASE, found)
    browser = browse("olaf").sure()
    page = browser.page()
    assert SECRET in page
    assert "From outside, until" in text_of(browse("lead").page())
    strangers = {f"{who} Example" for who in ("Colleague", "Administrator", "Auditor", "Eap", "Alternate")}
    paths = ["", "/notes", "/papers", "/parties", "/measures", "/tasks", "/told", "/allegations", "/pause", "/members"]
    elsewhere = ("/cases", "/desk", "/people", "/cases/new", "/holds", "/exits", "/reviews")
    with cast.database.transaction() as db:
        db.get_one(Party, cast["reporter"].id).mode = "confidential"
    assert "Lead Example" in text_of(browser.page(f"/disclosures/new/{cast['reporter'].id}"))
    paths += ["/proceedings/new", "/chronology", f"/disclosures/new/{cast['reporter'].id}"]
    for path in (*(browser.case + one for one in paths), *elsewhere):
        said = text_of(browser.get(path).text)
        assert not [name for name in strangers if name in said], path
    for path in ("/people", "/cases/new", "/exits", "/settings", "/audit"):
        assert browser.get(path).status_code == 403, path


def test_counsel_from_outside_gets_no_key_without_a_case_and_a_last_day(cast: Cast) -> None:
    """Neither a review of a case that they are not on, nor a hold, nor an order: none of these would ever end."""
    olaf = outsider(cast, "olaf", Role.COUNSEL)
    with pytest.raises(Forbidden):
        reviewing.ask(cast, to="olaf")
    hold = holding.place(cast, who="lead")
    with cast.database.reading() as db:
        assert olaf.id not in {one.holder_id for one in vault.readers.of_case(db, hold.id)}
        assert olaf.id not in orders.counsels(db)
        known = standing(db, [olaf.id])[olaf.id]
        with pytest.raises(NotNow, match="from outside"):
            receiving.check(known, db.get_one(Person, olaf.id), known.generation, vault.RECOVERY_ID)
    with pytest.raises(Forbidden):
        holding.does(cast, holds.share, hold, olaf.id)
    add(cast, "olaf", 3)
    review = reviewing.ask(cast, to="olaf")
    assert "olaf" in reviewing.readers(cast, review)
    with time_machine.travel(utc_now() + timedelta(days=4, minutes=1), tick=False):
        assert outsiders.end_due(cast.database, utc_now()) == 1
    assert "olaf" not in reviewing.readers(cast, review)


def test_the_form_asks_for_a_last_day_and_keeps_what_was_typed(world: World, browse: Callable[[str], Browser]) -> None:
    cast = world.cast
    vera, lead = outsider(cast, "vera"), browse("lead").sure()
    page = lead.page("/members")
    assert "Vera Example (from outside)" in text_of(page)
    refused = lead.send("/members", page, person=str(vera.id), rooms=["file-0"])
    assert refused.status_code in (403, 409, 422)
    assert "needs a last day" in text_of(refused.text)
    until = utc_now().date() + timedelta(days=20)
    lead.done("/members", person=str(vera.id), rooms=["file-0"], until=until.isoformat())
    later = until + timedelta(days=20)
    lead.done(f"/members/{vera.id}/extension", until=later.isoformat())
    with cast.database.reading() as db:
        assert db.scalars(select(Membership.until).where(Membership.person_id == vera.id)).one() == later
