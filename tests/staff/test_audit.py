"""The trail for the auditor: in sentences, page by page, and reading it is on it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.access.models import Wall
from casework.audit import Act, HouseTag, Tag, trail, verify
from casework.audit.models import TrailEntry
from casework.audit.trail import EAP
from casework.db import Database
from casework.people import SYSTEM, Actor, ActorKind, Role
from casework.staff.queries import audit
from tests.people.staff import NOW, Colleague, enrolled

from .browser import Browser, words

Browse = Callable[..., Browser]


@pytest.fixture
def auditor(database: Database) -> Colleague:
    return enrolled(database, "Aud", Role.AUDITOR)


def done(database: Database, by: Actor, tag: Act, chain: int | None = None, **ids: int | str) -> None:
    with database.transaction() as db:
        trail.record(db, by, tag, chain, **ids)


def test_in_sentences_with_names_and_ids(
    browse: Browse, database: Database, auditor: Colleague, lead: Colleague, specialist: Colleague
) -> None:
    mara = Actor(ActorKind.PERSON, lead.id, "Mara")
    done(database, mara, HouseTag.ROLE_GIVEN, person=specialist.id, role="eeo officer")
    done(database, SYSTEM, Tag.WALL_RAISED, 77, person=specialist.id, cause="line")
    browser = browse().sign_in(auditor)
    said = words(browser.get("/audit"))
    assert "Mara gave a role person Tom, role eeo officer" in said
    assert "Casework itself raised a wall cause line, person Tom" in said


def test_reading_it_is_on_it_once_in_ten_minutes(browse: Browse, database: Database, auditor: Colleague) -> None:
    browser = browse().sign_in(auditor)
    for _ in range(3):
        browser.get("/audit")
    with database.reading() as db:
        read = db.scalars(select(TrailEntry).where(TrailEntry.tag == HouseTag.TRAIL_READ.value)).all()
        assert [entry.actor_id for entry in read] == [auditor.id]
        assert verify(db) == []


def test_pages_hold_everything_once_and_addresses_hold_the_view(
    browse: Browse, database: Database, auditor: Colleague
) -> None:
    browser = browse().sign_in(auditor)
    for number in range(120):
        done(database, SYSTEM, HouseTag.SETTING_CHANGED, setting=f"number-{number:03}")
    path, seen = "/audit?tag=setting%3Achanged&who=system", []
    for _ in range(3):
        text = browser.get(path).text
        seen += re.findall(r"number-\d{3}", text)
        following = re.search(r'href="(/audit\?[^"]+)" rel="next"', text)
        path = following[1].replace("&amp;", "&") if following else ""
    assert path == ""
    assert seen == [f"number-{number:03}" for number in reversed(range(120))] or sorted(seen) == sorted(
        f"number-{number:03}" for number in range(120)
    )


def test_it_is_found_by_day_person_and_case(browse: Browse, database: Database, auditor: Colleague) -> None:
    browser = browse().sign_in(auditor)
    done(database, SYSTEM, HouseTag.SETTING_CHANGED, setting="yesterday")
    browser.wait(days=1)
    done(database, SYSTEM, HouseTag.SETTING_CHANGED, setting="today")
    browser.sign_in(auditor)
    today = browser.now.date()
    only = words(browser.get(f"/audit?since={today}&tag=setting:changed"))
    assert ("setting today" in only, "setting yesterday" in only) == (True, False)
    before = words(browser.get(f"/audit?until={today - timedelta(days=1)}&tag=setting:changed"))
    assert ("setting today" in before, "setting yesterday" in before) == (False, True)
    assert "Nothing on the trail fits" in words(browser.get(f"/audit?who={auditor.id}&tag=setting:changed"))
    assert "Nothing on the trail fits" in words(browser.get("/audit?case=ER-2026-000000"))
    for wrong in ("since=never", "tag=made:up", "who=999"):
        assert browser.get(f"/audit?{wrong}").status_code == 422
    assert browser.get("/audit?after=x-y").status_code == 200


def test_what_coordinators_alone_may_read_is_left_out(browse: Browse, database: Database, auditor: Colleague) -> None:
    done(database, SYSTEM, Tag.CASE_READ, EAP, about="canary")
    assert "canary" not in words(browse().sign_in(auditor).get("/audit"))


def test_the_number_of_statements_does_not_grow(database: Database, specialist: Colleague) -> None:
    from sqlalchemy import event

    counts = []
    for _ in range(2):
        done(database, SYSTEM, HouseTag.ROLE_GIVEN, person=specialist.id, role="lead")
        asked: list[str] = []
        event.listen(database.engine, "before_cursor_execute", lambda *given, to=asked: to.append(given[2]))
        with database.reading() as db:
            audit.page(db, audit.Filters())
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 5


def test_only_the_auditor_reads_it(browse: Browse, lead: Colleague, administrator: Colleague) -> None:
    for who in (lead, administrator):
        assert browse().sign_in(who).get("/audit").status_code == 403


def test_a_walled_off_auditor_finds_neither_the_case_nor_the_wall(
    browse: Browse, database: Database, auditor: Colleague, lead: Colleague
) -> None:
    for case_id, state in ((77, "raised"), (78, "lifted")):
        with database.transaction() as db:
            db.add(Wall(case_id=case_id, person_id=auditor.id, cause="party", state=state, raised_at=NOW))
            trail.record(db, SYSTEM, Tag.WALL_RAISED, case_id, person=auditor.id, cause=f"party-{case_id}")
    said = words(browse().sign_in(auditor).get("/audit"))
    assert "cause party-77" not in said
    assert "cause party-78" in said
    other = enrolled(database, "Second", Role.AUDITOR)
    assert "cause party-77" in words(browse().sign_in(other).get("/audit"))
