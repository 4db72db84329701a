"""The pages of leaving: planned, invited, read, reviewed; and what is not there for whoever holds no key."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import event, select, update

from casework.access import relations
from casework.audit.models import TrailEntry
from casework.cases.models import Departure, Party
from casework.db import utc_now
from casework.exits.actions.invite import AGAIN
from casework.exits.models import Exit, ExitGuest
from casework.exits.queries import guests
from casework.vault import Vault
from tests.cases.pages.browser import hidden, text_of
from tests.whole.world import World, build

from .people import ANSWER, LAST_DAY, NOW, House


class Browser:
    """Signed in as somebody of the house; fills in the form that a page shows."""

    def __init__(self, world: World, house: House, who: str) -> None:
        self.house, self.actor = house, house[who]
        self.client = world.client(self.actor, sure=True)

    def get(self, path: str) -> Response:
        return self.client.get(path)

    def page(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code, text_of(answer.text)[:600])
        return answer.text

    def send(self, path: str, **typed: Any) -> Response:
        address = path.partition("?")[0]
        return self.client.post(address, data={**hidden(self.page(path), address), **typed})

    def done(self, path: str, **typed: Any) -> str:
        answer = self.send(path, **typed)
        assert answer.status_code == 303, (answer.status_code, text_of(answer.text)[:900])
        return self.page(str(answer.headers["location"]))


Browse = Callable[[str], Browser]


@pytest.fixture
def world(house: House, keys: Vault, tmp_path: Path) -> World:
    return build(replace(house.cast, actors={**house.cast.actors, **house.extra}), keys, tmp_path)


@pytest.fixture
def browse(world: World, house: House) -> Browse:
    return lambda who: Browser(world, house, who)


def tags(house: House, exit_: Exit) -> list[str]:
    with house.database.reading() as db:
        query = select(TrailEntry.tag).where(TrailEntry.chain == exit_.id).order_by(TrailEntry.seq)
        return list(db.scalars(query))


def number_in(html: str) -> str:
    return str(re.findall(r"EX-\d{2}-\d{6}", html)[0])


def test_from_plan_to_review(house: House, browse: Browse) -> None:
    """A specialist plans and prints a code; the leaver sends; an interviewer reads, notes and reviews."""
    tomas, ines = browse("specialist"), browse("interviewer")
    page = tomas.done(
        "/exits/new", name="Vera Lind", number="E-9", way="voluntary", ends_on=LAST_DAY.isoformat(), contact="v@home.nl"
    )
    assert "Vera Lind" in page
    path = f"/exits/{number_in(page)}"
    form = hidden(tomas.page(f"{path}/invitation"), f"{path}/invitation")
    sheet = tomas.client.post(f"{path}/invitation", data=form).text
    [token] = re.findall(r"https://cases\.example\.org/exit/([\w-]+)", sheet)
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", sheet)
    assert tomas.client.post(f"{path}/invitation", data=form).text == sheet, "a double click"
    again = tomas.client.post(f"{path}/invitation", data={**form, "address": "v@elsewhere.nl"}).text
    assert "What you sent first is stored, once." in again
    with house.database.transaction() as db:
        db.execute(update(ExitGuest).values(made_at=utc_now() - AGAIN))
    assert tomas.client.post(f"{path}/invitation", data=form).status_code == 303, "who finds the page later has no code"
    assert "Invite them anew" in tomas.page(path)
    with house.database.reading() as db:
        found = guests.by_link(db, token, NOW.now(NOW.tzinfo))
        assert found is not None
    exit_ = found.exit
    page = ines.done(f"{path}/notes", text="MARKER-note")
    assert "MARKER-note" in page
    assert "MARKER-note" not in tomas.page(path)
    assert tomas.get(f"{path}/notes").status_code == 403
    ines.done(f"{path}/interviewer", interviewer=str(ines.actor.id))
    assert "answers:" not in str(tags(house, exit_))
    assert tags(house, exit_).count("exit:read") == 2, "once each, however often"


def test_who_reads_the_answers_is_on_the_trail(house: House, browse: Browse) -> None:
    exit_ = house.sent()
    path = f"/exits/{exit_.number}"
    browse("specialist").page(path)
    assert "exit:answers" not in tags(house, exit_)
    ines = browse("interviewer")
    page = ines.page(path)
    assert "Readable by you" in text_of(page)
    ines.page(path)
    assert tags(house, exit_).count("exit:answers") == 1
    assert exit_.number in ines.page("/exits"), "among the answers to review"
    wrong = ines.send(f"{path}/review", outcome="")
    assert wrong.status_code == 422
    assert "reviewed" in text_of(ines.done(f"{path}/review", outcome="Pay was looked at."))


@pytest.mark.parametrize("who", ["boss", "under", "colleague", "counsel", "alternate"])
def test_without_a_key_it_is_not_there(house: House, browse: Browse, who: str) -> None:
    exit_ = house.sent()
    somebody = browse(who)
    for there in ("", "/details", "/invitation", "/notes", "/review"):
        found, none = somebody.get(f"/exits/{exit_.number}{there}"), somebody.get(f"/exits/EX-26-000000{there}")
        assert found.status_code == none.status_code, there
        assert found.status_code in (403, 404), there
        assert found.content == none.content, there
    assert "Vera Lind" not in somebody.page("/exits")
    assert exit_.number not in somebody.page("/exits")
    assert ANSWER not in somebody.page("/exits")


def test_nobody_else_gets_past_the_door(house: House, browse: Browse) -> None:
    for who in ("administrator", "auditor", "eap"):
        assert browse(who).get("/exits").status_code == 403, who


def test_whom_the_directory_lets_go_is_planned_one_by_one_or_all(
    house: House, browse: Browse, time_machine: Any
) -> None:
    time_machine.move_to(NOW)
    mara = browse("lead")
    page = mara.page("/exits")
    assert "Vera Lind" in page
    [path] = re.findall(r"/exits/new\?line=\d+", page)
    assert 'value="2026-11-30"' in mara.page(path)
    refused = mara.send(path, name="Vera Lind", way="", ends_on=LAST_DAY.isoformat())
    assert refused.status_code == 422
    nonce = hidden(page, "/exits/coming")["nonce"]
    for _ in range(2):
        assert mara.client.post("/exits/coming", data={"nonce": nonce, "way": "retirement"}).status_code == 303
    page = mara.page("/exits")
    assert "/exits/new?line=" not in page
    assert len(set(re.findall(r"EX-\d{2}-\d{6}", page))) == 1
    again = mara.send("/exits/new", name="Vera Lind", number="E-9", way="retirement", ends_on=LAST_DAY.isoformat())
    assert again.status_code == 409
    assert "planned already" in text_of(again.text)


def test_what_is_typed_is_kept_where_somebody_was_quicker(house: House, browse: Browse) -> None:
    exit_ = house.planned()
    path = f"/exits/{exit_.number}/cancellation"
    tomas, mara = browse("specialist"), browse("lead")
    form = hidden(tomas.page(path), path)
    mara.done(f"/exits/{exit_.number}/details", way="retirement", ends_on="2026-12-01", department="Night shift")
    late = tomas.client.post(path, data={**form, "reason": "MARKER she stays"})
    assert late.status_code == 409
    assert "MARKER she stays" in late.text
    done = tomas.client.post(path, data={**hidden(late.text, path), "reason": "MARKER she stays"})
    assert done.status_code == 303
    assert "MARKER she stays" in tomas.page(f"/exits/{exit_.number}")
    assert "MARKER she stays" in mara.page(f"/exits/{exit_.number}")


def test_pages_take_as_many_statements_for_three_as_for_one(house: House, browse: Browse) -> None:
    exit_, ines = house.sent(), browse("interviewer")
    asked: list[str] = []
    event.listen(house.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def counted(path: str) -> int:
        ines.page(path)
        asked.clear()
        ines.page(path)
        return len(asked)

    house.planned(number="E-30")
    paths = ("/exits", f"/exits/{exit_.number}")
    once = [counted(path) for path in paths]
    for number in ("E-31", "E-32"):
        house.planned(number=number)
    assert [counted(path) for path in paths] == once
    assert max(once) <= 30


def test_an_interviewer_writes_down_what_is_said(house: House, browse: Browse) -> None:
    exit_ = house.planned()
    path, ines = f"/exits/{exit_.number}/interview", browse("interviewer")
    page = ines.page(path)
    assert browse("specialist").get(path).status_code == 403
    early = ines.client.post(path, data={**hidden(page, path), "then": "send", "note": "MARKER-talk"})
    assert early.status_code == 422
    assert "MARKER-talk" in early.text
    given = dict.fromkeys(re.findall(r'type="(?:radio|checkbox)" name="(q-[^"]+)"', page), "unsaid")
    given |= {**hidden(early.text, path), "then": "send", "note": "MARKER-talk"}
    sent = ines.client.post(path, data=given)
    assert sent.status_code == 303, text_of(sent.text)[:800]
    shown = text_of(ines.page(f"/exits/{exit_.number}"))
    assert "in person" in shown
    assert "MARKER-talk" in shown
    assert "would rather not say" in shown
    assert ines.get(path).status_code == 303, "once"


def test_a_termination_that_was_decided_is_planned_once_by_who_works_the_case(house: House, browse: Browse) -> None:
    with house.database.transaction() as db:
        query = select(Party.id).where(Party.case_id == house.cast.case_id, Party.role == "respondent")
        made = Departure(case_id=house.cast.case_id, party_id=db.scalars(query).one(), by=house["lead"].id, at=NOW)
        db.add(made)
        db.flush()
    path, mara = f"/exits/new?departure={made.id}", browse("lead")
    assert browse("colleague").get(path).status_code == 404
    assert "Viktor Hale" in mara.page(path)
    page = mara.done(path, name="Viktor Hale", way="involuntary", ends_on=LAST_DAY.isoformat())
    assert "Viktor Hale" in page
    assert "by the employer" in text_of(page)
    assert mara.get(path).status_code == 404, "it is planned"
    with house.database.reading() as db:
        exit_ = db.scalars(select(Exit)).one()
        assert exit_.employee_tag == relations.employee_tag(db, "P-1")
        assert db.get_one(Departure, made.id).planned_by == house["lead"].id
    assert browse("party").get(f"/exits/{exit_.number}").status_code == 404, "they are the one who leaves"


def test_who_asks_for_what_is_not_theirs_is_on_the_trail(house: House, browse: Browse) -> None:
    exit_ = house.planned()
    for number in (exit_.number, "EX-26-000000"):
        assert browse("colleague").get(f"/exits/{number}").status_code == 404
    with house.database.reading() as db:
        said = db.scalars(select(TrailEntry.ids).where(TrailEntry.chain == 0, TrailEntry.tag == "exit:denied")).all()
    assert [json.loads(ids)["asked"] for ids in said] == [exit_.number, "EX-26-000000"]
