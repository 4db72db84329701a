"""Versions of questionnaires: the ready ones are there at first need, others are published, none ever changes."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import delete, select

from casework.access import Forbidden
from casework.audit.models import TrailEntry
from casework.db import utc_now
from casework.exits.actions import questionnaires as actions
from casework.exits.actions.questionnaires import Unchanged
from casework.exits.models import Questionnaire
from casework.exits.queries import questionnaires as queries
from casework.exits.questionnaires import dump, ready
from casework.people import sessions
from casework.people.models import Person
from tests.cases.pages.browser import hidden, text_of

from .leaver import ORIGIN, SAME
from .people import House

PATH = "/exits/questionnaires"
Desk = Callable[[str], TestClient[Any]]


@pytest.fixture
def own(house: House) -> House:
    """Before anybody needed a questionnaire."""
    with house.database.transaction() as db:
        db.execute(delete(Questionnaire))
    return house


@pytest.fixture
def desk(app: Any, house: House) -> Desk:
    def sit(who: str) -> TestClient[Any]:
        client, actor = TestClient(app, base_url=ORIGIN), house[who]
        assert actor.holder is not None
        with house.database.transaction() as db:
            person = db.get_one(Person, actor.id)
            cookie = sessions.start(db, person, actor.holder.private, full=True, device="A browser", now=utc_now())
        client.cookies.set("casework", cookie, domain="127.0.0.1", path="/")
        client.headers.update(SAME)
        return client

    return sit


def edited(which: str, /, **top: Any) -> str:
    return json.dumps(json.loads(dump(ready(which))) | top)


def current(house: House, way: str) -> tuple[str, int]:
    found = actions.for_way(house.database, way)
    return found.asks.name, found.number


def test_the_ready_ones_are_entered_at_first_need_and_once(own: House) -> None:
    for _ in range(2):
        assert current(own, "retirement") == ("Leaving by choice", 1)
        assert current(own, "redundancy") == ("Leaving by our decision", 1)
    with own.database.transaction() as db:
        actions.enter_ready(db, utc_now())
        assert len(db.scalars(select(Questionnaire)).all()) == 2


def test_a_version_counts_from_its_publication_and_those_before_stay_as_they_were(own: House) -> None:
    by = own["interviewer"]
    with own.database.transaction() as db:
        actions.publish(
            db, edited("voluntary", title={**ready("voluntary").title, "en": "Goodbye"}), by=by, now=utc_now()
        )
    assert current(own, "voluntary") == ("Leaving by choice", 2)
    assert current(own, "involuntary") == ("Leaving by our decision", 1)
    with own.database.transaction() as db:
        actions.publish(db, edited("involuntary", audience="both", name="For everybody"), by=by, now=utc_now())
    assert {current(own, way) for way in ("voluntary", "involuntary")} == {("For everybody", 1)}
    with own.database.transaction() as db:
        actions.publish(db, dump(ready("voluntary")), by=by, now=utc_now())
    assert current(own, "voluntary") == ("Leaving by choice", 3), "back to the first, as a version of its own"
    assert current(own, "involuntary") == ("For everybody", 1)
    with own.database.transaction() as db:
        with pytest.raises(Unchanged, match="version 3"):
            actions.publish(db, dump(ready("voluntary")), by=by, now=utc_now())
        every = queries.every(db)
    assert [(one.asks.name, one.number, one.ended_at is None) for one in every] == [
        ("Leaving by choice", 3, True),
        ("For everybody", 1, True),
        ("Leaving by choice", 2, False),
        *[(name, 1, False) for name in ("Leaving by choice", "Leaving by our decision")],
    ]
    assert every[2].asks.title["en"] == "Goodbye"
    first = every[-1]
    assert queries.before(every, every[0]) == every[2]
    assert queries.before(every, first) in (None, every[-2])


def test_only_who_keeps_them_publishes(own: House) -> None:
    for who in ("specialist", "counsel", "administrator", "auditor"):
        with own.database.transaction() as db, pytest.raises(Forbidden):
            actions.publish(db, dump(ready("voluntary")), by=own[who], now=utc_now())


def test_the_page_lists_shows_and_publishes(own: House, desk: Desk) -> None:
    interviewer = desk("interviewer")
    page = interviewer.get(PATH)
    assert page.status_code == 200, text_of(page.text)
    assert page.text.count("Came with Casework") == 2
    one = page.text.split(f'href="{PATH}/', 1)[1].split('"', 1)[0]
    shown = interviewer.get(f"{PATH}/{one}?speak=de")
    assert "„" in shown.text or "Ihre Zeit hier" in shown.text
    assert "Only asked after" in shown.text
    form = hidden(interviewer.get(PATH).text, PATH)
    text = edited("voluntary")
    changed = text.replace('"id": "keep"', '"id": "stays"')
    files = {"file": ("", b"")}
    answer = interviewer.post(PATH, data={**form, "body": changed}, files=files, follow_redirects=False)
    assert answer.status_code == 303, text_of(answer.text)
    again = interviewer.get(PATH).text
    assert "Published by Interviewer Example" in again
    [new] = [part.split('"', 1)[0] for part in again.split(f'href="{PATH}/')[1:2]]
    differs = text_of(interviewer.get(f"{PATH}/{new}").text)
    assert "stays is new" in differs
    assert "keep is gone" in differs
    with own.database.reading() as db:
        assert "questionnaire:published" in db.scalars(select(TrailEntry.tag)).all()


def test_faults_are_listed_and_the_text_is_kept_be_it_typed_or_a_file(own: House, desk: Desk) -> None:
    lead = desk("lead")
    form = hidden(lead.get(PATH).text, PATH)
    broken = edited("voluntary", languages=["en", "de", "nl", "xx"], audience="all")
    for fields, data in (({"body": broken}, b""), ({"body": "typed before"}, broken.encode())):
        answer = lead.post(PATH, data={**form, **fields}, files={"file": ("q.json" if data else "", data)})
        assert answer.status_code == 422
        said = text_of(answer.text)
        assert "Its audience is one of voluntary, involuntary, both." in said
        assert "“reason”: a text in “xx” is missing" in said
        assert "What was it" in said or "What weighed most in your decision?" in said, "the text is still there"
    no_text = lead.post(PATH, data=form, files={"file": ("q.json", b"\xff\xfe\x00")})
    assert "no text in UTF-8" in text_of(no_text.text)
    same = lead.post(PATH, data={**form, "body": dump(ready("voluntary"))}, files={"file": ("", b"")})
    assert same.status_code == 422
    assert "Version 1 of this name asks the same" in text_of(same.text)


def test_whoever_does_not_keep_them_has_no_such_page(own: House, desk: Desk) -> None:
    for who in ("specialist", "counsel", "auditor"):
        assert desk(who).get(PATH).status_code == 403
