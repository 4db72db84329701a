"""/retention: what comes due and why, asked for by one and agreed to by another, on the pages."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.access import walls
from casework.cases.models import Case, Destroyed, Destruction, RetentionChoice
from casework.db import utc_now
from casework.people import Role
from tests.cases.pages.browser import Browser, hidden, text_of
from tests.cast import SECRET, person
from tests.whole.world import World

from .ended import LONG_AGO, SAID, another, close, close_of_cast

WHY = "Three years are over."


def ask(world: World, *numbers: str, who: str = "lead") -> str:
    """Chosen from the list, named on the next page, asked for: where that leads."""
    mind = Browser(world, who).sure()
    page = mind.get("/retention/destructions/new?" + "&".join(f"of={number}" for number in numbers)).text
    data = {**hidden(page, "/retention/destructions"), "why": WHY}
    sent = mind.client.post("/retention/destructions", data=data)
    assert sent.status_code == 303, text_of(sent.text)[:800]
    again = mind.client.post("/retention/destructions", data=data)
    assert again.headers["location"] == "/retention#waiting", "a second click is shown that it is asked"
    return sent.headers["location"]


def decide(world: World, path: str, who: str, decision: str, why_not: str = "") -> int:
    mind = Browser(world, who).sure()
    found = mind.get(path)
    if found.status_code != 200:
        return found.status_code
    data = hidden(found.text, f"{path}/decision")
    return mind.client.post(f"{path}/decision", data={**data, "decision": decision, "why_not": why_not}).status_code


def test_from_the_list_to_the_certificate(world: World) -> None:
    cast = world.cast
    close_of_cast(cast)
    page = text_of(Browser(world, "lead").get("/retention").text)
    assert cast.number in page
    assert "closed 1 Mar 2021; own rule: at most 3 years" in page
    assert "may go from 1 Mar 2022: own rule: at least 1 year" in page
    path = ask(world, cast.number)
    theirs = text_of(Browser(world, "alternate").get("/retention").text)
    assert "Lead Example asked on" in theirs
    assert "Agree to a destruction, or decline" in Browser(world, "alternate").get("/desk").text
    for who in ("lead", "specialist", "administrator"):
        assert "Agree to a destruction" not in Browser(world, who).get("/desk").text
    shown = Browser(world, "alternate").get(path).text
    assert cast.number in shown
    assert WHY in shown
    assert SECRET not in shown
    assert "Number, kind, the days it came in" in text_of(shown)
    assert decide(world, path, "alternate", "agree") == 303
    with world.database.reading() as db:
        assert db.get(Case, cast.case_id) is None
        [row] = db.scalars(select(Destroyed)).all()
    certificate = text_of(Browser(world, "lead").get(f"/retention/certificates/{row.destruction_id}").text)
    assert "Pending" in certificate
    assert f"{cast.number} Harassment" in certificate
    assert "Action taken" in certificate
    listed = text_of(Browser(world, "alternate").get(f"/retention/certificates?number={cast.number}").text)
    assert cast.number in listed


def test_where_nobody_can_agree_every_click_says_so(world: World) -> None:
    """A browser shows what the second of two clicks got."""
    close_of_cast(world.cast)
    mind, number = Browser(world, "lead").sure(), world.cast.number
    page = mind.get(f"/retention/destructions/new?of={number}").text
    data = {**hidden(page, "/retention/destructions"), "why": WHY}
    with world.database.transaction() as db:
        for who in set(world.cast.actors) - {"lead"}:
            if world.cast[who].id:
                walls.raise_one(db, world.cast.case_id, world.cast[who].id, walls.KIN, by=world.cast["lead"])
    for _ in range(2):
        answer = mind.client.post("/retention/destructions", data=data)
        assert answer.status_code == 409
        assert "Nobody else could agree to it" in text_of(answer.text)


def test_a_destroyed_number_is_no_number_any_more(world: World) -> None:
    """The same answer as for one that never was, whoever asks, and their open page too. The trail tells who destroyed
    it, to an auditor whom nothing kept from it."""
    lead, cast = Browser(world, "lead"), world.cast
    close_of_cast(cast)
    with world.database.transaction() as db:
        walls.raise_one(db, cast.case_id, cast["auditor"].id, walls.KIN, by=cast["lead"])
        cast.actors["other auditor"] = person(db, "audrey", Role.AUDITOR)
    assert lead.get(f"/cases/{cast.number}").status_code == 200
    decide(world, ask(world, cast.number), "alternate", "agree")
    gone, never = lead.get(f"/cases/{cast.number}"), lead.get("/cases/ER-2021-000000")
    assert (gone.status_code, text_of(gone.text)) == (never.status_code, text_of(never.text))
    assert cast.number not in lead.get("/cases").text
    assert cast.number not in lead.get("/desk").text
    trail = text_of(Browser(world, "other auditor").get(f"/audit?case={cast.number}").text)
    assert "asked for something to be destroyed" in trail
    assert f"Casework itself was destroyed {cast.number}" in trail
    kept_from = text_of(Browser(world, "auditor").get(f"/audit?case={cast.number}").text)
    assert "Casework itself was destroyed" not in kept_from


@pytest.mark.parametrize("who", ["specialist", "administrator", "auditor", "eap", "interviewer", "removed"])
def test_to_whom_it_is_no_business(world: World, who: str) -> None:
    close_of_cast(world.cast)
    assert Browser(world, who).get("/retention").status_code == 403


def test_only_what_exists_for_them_is_listed(world: World) -> None:
    """Counsel is on no case; a lead whom a wall keeps from one finds nothing of it, not even that it was asked for."""
    cast = world.cast
    close_of_cast(cast)
    path = ask(world, cast.number)
    assert cast.number not in Browser(world, "counsel").get("/retention").text
    assert Browser(world, "counsel").get(path).status_code == 200
    with world.database.transaction() as db:
        walls.raise_one(db, cast.case_id, cast["counsel"].id, walls.KIN, by=cast["lead"])
        walls.raise_one(db, cast.case_id, cast["lead"].id, walls.KIN, by=cast["alternate"])
    for who in ("counsel", "lead"):
        assert Browser(world, who).get(path).status_code == 404
        listed = Browser(world, who).get("/retention").text
        assert cast.number not in listed
        assert path not in listed


def test_nobody_destroys_alone(world: World) -> None:
    """With everybody else walled off the list says why it stays."""
    cast = world.cast
    close_of_cast(cast)
    with world.database.transaction() as db:
        for who in ("alternate", "counsel", "dpo"):
            walls.raise_one(db, cast.case_id, cast[who].id, walls.KIN, by=cast["lead"])
    page = text_of(Browser(world, "lead").get("/retention").text)
    assert "Nothing is destroyed by one person alone" in page
    assert "Choose" not in page


def test_the_same_click_twice_and_the_wrong_people(world: World) -> None:
    cast = world.cast
    close_of_cast(cast)
    path = ask(world, cast.number)
    assert decide(world, path, "lead", "agree") == 422
    assert decide(world, path, "specialist", "agree") == 403
    assert decide(world, path, "alternate", "decline") == 422
    assert decide(world, path, "alternate", "decline", "The claim may still come.") == 303
    with world.database.reading() as db:
        [row] = db.scalars(select(Destruction)).all()
        assert (row.approved, db.get(Case, cast.case_id) is not None) == (False, True)
    assert "The claim may still come." in Browser(world, "lead").get(path).text


def test_without_proving_it_again_nothing_is_asked_for(world: World) -> None:
    close_of_cast(world.cast)
    answer = Browser(world, "lead").get(f"/retention/destructions/new?of={world.cast.number}")
    assert answer.status_code == 303
    assert "/me/" in answer.headers["location"] or "step" in answer.headers["location"]


def test_chosen_by_hand_only_what_may_go_goes(world: World) -> None:
    cast = world.cast
    close_of_cast(cast)
    young = another(cast, "lead", at=utc_now() - timedelta(days=100))
    foreign = another(cast, "specialist")
    page = text_of(Browser(world, "lead").sure().get(
        f"/retention/destructions/new?of={cast.number}&of={young.number}&of={foreign.number}"
    ).text)  # fmt: skip
    assert cast.number in page
    assert young.number not in page
    assert foreign.number not in page


def test_closed_again_the_first_day_stands_until_somebody_chooses(world: World) -> None:
    cast, now = world.cast, utc_now()
    close_of_cast(cast)
    lead = Browser(world, "lead")
    assert "still counts from 1 Mar 2021" in text_of(lead.page("/reopening"))
    with world.database.transaction() as db:
        close(db, cast.case(db), cast["lead"], now)
    page = lead.get("/retention").text
    assert "closed 1 Mar 2021" in text_of(page)
    assert "the first day stands" in text_of(page)
    assert f"/cases/{cast.number}/retention" in page
    asked = text_of(lead.page("/retention"))
    assert "from 1 Mar 2021" in asked
    lead.done("/retention", choice="anew", why=SAID)
    assert cast.number not in lead.get("/retention").text
    with world.database.reading() as db:
        [choice] = db.scalars(select(RetentionChoice)).all()
        assert choice.anew
    assert lead.send("/retention", choice="stands", why=SAID).status_code == 409


def test_the_schedule_is_edited_and_counts(world: World) -> None:
    cast = world.cast
    close_of_cast(cast, LONG_AGO)
    lead = Browser(world, "lead").sure()
    page = lead.get("/retention/schedule").text
    assert "Utrecht" in page
    fields = {
        **hidden(page, "/retention/schedule"),
        **dict(re.findall(r'<input id="(least_\d|most_\d)"[^>]*? value="(\d+)"', page)),
        "law": "US",
    }
    fields |= {"most_2": "120", "source_2": "Insurance asks for ten years.", "least_2": "24"}
    assert lead.client.post("/retention/schedule", data={**fields, "most_1": "2"}).status_code == 422
    sent = lead.client.post("/retention/schedule", data=fields)
    assert sent.status_code == 303, text_of(sent.text)[:600]
    listed = text_of(lead.get("/retention").text)
    assert "at least 2 years, Insurance asks for ten years." in listed
    plan = text_of(lead.get("/retention/schedule").text)
    assert "own rule: at most 10 years, Insurance asks for ten years." in plan
    assert "29 CFR 1602.14" in plan
    assert Browser(world, "counsel").sure().client.post("/retention/schedule", data=fields).status_code == 403
