"""Who somebody is, and who is kept away: pages for the few who hold that key or may decide."""

import re
from collections.abc import Callable

from sqlalchemy import func, select

from casework.audit import Tag
from casework.audit.models import TrailEntry
from tests.cases import doing

from .browser import Browser, text_of


def looks(browser: Browser) -> int:
    with browser.world.database.reading() as db:
        query = select(func.count(TrailEntry.id)).where(TrailEntry.tag == Tag.IDENTITY_READ.value)
        return db.scalar(query) or 0


def test_an_identity_opens_for_who_holds_it_and_each_look_is_on_the_trail(browse: Callable[[str], Browser]) -> None:
    lead, worker = browse("lead"), browse("specialist")
    path = f"/identity/{lead.world.cast['reporter'].id}"
    said = text_of(lead.page(path))
    assert "Name not given" in said
    assert "Readable by you" in said
    assert looks(lead) == 1
    assert worker.get(worker.case + path).status_code == 403
    assert path not in worker.page()
    assert lead.get(f"{lead.case}/identity/7").status_code == 404
    assert browse("colleague").get(lead.case + path).status_code == 404
    assert looks(lead) == 1


def test_a_disclosure_asks_who_it_is_first_and_stays_on_the_record(browse: Callable[[str], Browser]) -> None:
    lead, other = browse("lead"), browse("alternate")
    party = lead.world.cast["reporter"].id
    path = f"/identity/{party}/disclosure"
    answer = lead.get(lead.case + path)
    assert (answer.status_code, answer.headers["location"][:9]) == (303, "/step-up?")
    doing.add_member(lead.world.cast, "alternate")
    assert "Specialist Example" not in lead.sure().page(path)
    lead.done(path, person=str(other.actor.id), why="For the interview.")
    page = text_of(other.page("/disclosures"))
    assert "Alternate Example" in page
    assert other.page(f"/identity/{party}")
    assert "Alternate Example" not in text_of(browse("specialist").page("/disclosures"))


def test_walls_are_seen_and_decided_by_whom_none_keeps_away(browse: Callable[[str], Browser]) -> None:
    lead = browse("lead")
    page = lead.page("/walls")
    assert "Party Example" in page
    assert "A party to the case" in page
    [wall] = set(re.findall(r'action="(/cases/walls/\d+)"', page))
    nonce = re.findall(r'name="nonce" value="([^"]+)"', page)[0]
    assert browse("specialist").client.post(wall, data={"nonce": nonce, "decision": "lift"}).status_code == 403
    listed = lead.client.get("/cases/unattended").text
    assert "Party Example" in listed
    sent = {"nonce": nonce, "decision": "confirm"}
    assert lead.client.post(wall, data=sent).headers["location"] == "/step-up?next=/kept"
    kept = lead.sure().client.get("/kept").text
    assert "confirm" in kept, "what they decided is there when they come back"
    [again] = re.findall(rf'action="({wall}\?kept=\d+)"', kept)
    answer = lead.client.post(again, data=sent)
    assert answer.headers["location"] == f"{lead.case}/walls"
    assert "confirmed" in lead.page("/walls")
    assert lead.world.cast.number not in lead.client.get("/cases/unattended").text
    assert lead.client.post(wall, data={**sent, "decision": "lift"}).status_code == 303
    assert "confirmed" not in lead.page("/walls"), "whoever goes back and says otherwise is heard"


def test_a_case_that_lost_its_last_reader_is_a_number_and_a_kind(browse: Callable[[str], Browser]) -> None:
    lead, worker, alternate = browse("lead"), browse("specialist"), browse("alternate")
    for browser in (worker, lead):
        sent = {"nonce": f"late-{browser.actor.id}", "conflict": "conflict"}
        assert browser.client.post(f"{browser.case}/declaration", data=sent).status_code == 200
    listed = text_of(alternate.client.get("/cases/unattended").text)
    assert f"{lead.world.cast.number} Harassment" in listed
    assert "MARKER" not in listed
    assert lead.world.cast.number not in lead.client.get("/cases/unattended").text
    assert worker.client.get("/cases/unattended").status_code == 403
