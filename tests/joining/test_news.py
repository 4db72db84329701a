"""What is told by mail of joining and leaving: to whom, when they chose so, and nothing of a case or a colleague."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from casework import vault
from casework.cases.actions import leaving
from casework.cases.queries.granting import KIND, Wish
from casework.db import utc_now
from casework.mail import Notice, Office, told
from casework.mail.models import Outbox
from casework.people import SYSTEM, Actor, Role, grants
from casework.people.models import Person
from casework.staff.actions import people
from tests.cases.joining import give, opened
from tests.cast import Cast

Told = dict[Notice, set[str]]


@pytest.fixture(autouse=True)
def posting(cast: Cast) -> Iterator[None]:
    cast.database.carry(mail=Office("https://cases.example.org"))
    yield
    cast.database.carry(mail=None)


def waiting(cast: Cast) -> Told:
    """Who is to be told what, by name."""
    names, found = {actor.id: name for name, actor in cast.staff.items()}, Told()
    with cast.database.reading() as db:
        for notice, person_id in db.execute(select(Outbox.notice, Outbox.person_id)):
            found.setdefault(Notice(notice), set()).add(names[person_id])
    return found


def out(cast: Cast, name: str, by: Actor) -> None:
    with cast.database.transaction() as db:
        leaving.begin(db, db.get_one(Person, cast[name].id), leaving.DIRECTORY, by=by, now=utc_now())


def second_lead(cast: Cast) -> None:
    with cast.database.transaction() as db:
        grants.give(db, cast["removed"].id, Role.LEAD, by=cast["lead"].id, now=utc_now())


def test_a_hand_over_is_told_to_whoever_can_see_to_it(cast: Cast) -> None:
    out(cast, "specialist", SYSTEM)
    out(cast, "colleague", SYSTEM)
    assert waiting(cast) == {Notice.HANDOVER_OPENED: {"lead", "alternate"}}
    with cast.database.reading() as db:
        assert len(db.scalars(select(Outbox.id)).all()) == 2, "two of them, within minutes, are one mail each"


def test_a_suspension_is_told_to_its_owner_and_to_the_other_leads(cast: Cast) -> None:
    second_lead(cast)
    for verb in (people.suspend, people.restore):
        with cast.database.transaction() as db:
            verb(db, db.get_one(Person, cast["specialist"].id), by=cast["lead"])
    assert waiting(cast) == {
        Notice.SUSPENDED: {"specialist"},
        Notice.COLLEAGUE_SUSPENDED: {"removed"},
        Notice.HANDOVER_OPENED: {"removed", "alternate"},
    }


def test_when_the_last_lead_is_out_the_alternates_learn_whose_place_they_take(cast: Cast) -> None:
    out(cast, "lead", SYSTEM)
    assert waiting(cast) == {Notice.HANDOVER_OPENED: {"alternate"}, Notice.NO_LEAD: {"alternate"}}


def test_many_cases_at_once_are_told_to_who_gets_them_and_to_the_other_leads(cast: Cast) -> None:
    second_lead(cast)
    case = opened(cast, "lead")
    with cast.database.transaction() as db:
        told.choose(db, cast["removed"].id, [])
    give(cast, "colleague", Wish(KIND, kind="grievance"))
    assert waiting(cast) == {
        Notice.NEW_CASE: {"lead"},
        Notice.HANDED_OVER: {"colleague"},
        Notice.HANDED_OVER_WHOLE: {"colleague"},
        Notice.ACCESS_GIVEN: {"removed"},  # it is no choice; that it is done would be
    }
    with cast.database.reading() as db:
        for row in db.scalars(select(Outbox)):
            body = vault.field.open_(db, Outbox.body, row.id, row.body or b"")
            assert case.number not in body
            assert "Example" not in body
            assert "https://cases.example.org/" in body
