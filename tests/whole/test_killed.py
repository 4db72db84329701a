"""The power goes: whatever was under way is whole or absent afterwards, and the trail still verifies."""

import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from casework import vault
from casework.audit import Tag, verify
from casework.audit.models import TrailEntry
from casework.cases.actions import declarations, opening
from casework.cases.models import Case, Membership, Message, Paper, StepTaken
from casework.cases.queries.routing import Readers
from casework.db import Database, utc_now
from casework.files import Store
from casework.people import VISITOR, Actor, ActorKind, Role, sessions
from casework.people.models import Person
from casework.vault import Compartment, Vault
from casework.vault.models import CaseSecret, CompartmentRow
from tests.installation import Installation, found, served
from tests.people.staff import Colleague, enrolled

ROTA = b"monday night, tuesday night\n"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@pytest.fixture
def place(unfounded_database_url: str, tmp_path: Path) -> Installation:
    return found(tmp_path / "casework", unfounded_database_url)


@pytest.fixture
def opened(place: Installation) -> Iterator[Database]:
    """The installation's database, seen from beside its server."""
    url = place.environment["CASEWORK_DATABASE_URL"]
    database = Database(url, {"vault": Vault.load(place.folder / "keyring.json")})
    yield database
    database.dispose()


@pytest.fixture
def lead(opened: Database) -> Colleague:
    return enrolled(opened, "Hanne", Role.LEAD)


def report(origin: str, text: str, files: list[tuple[str, bytes]]) -> int:
    """One report as a browser sends it; the answer's status, 0 when the connection broke."""
    with suppress(httpx.HTTPError), httpx.Client(base_url=origin, timeout=30) as client:
        page = client.get("/report?kind=bullying&site=0").text
        fields = dict(HIDDEN.findall(page)) | {"kind": "bullying", "site": "0", "mode": "anonymous", "then": "send"}
        parts: list[tuple[str, tuple[str | None, bytes]]] = [
            (name, (None, value.encode())) for name, value in (fields | {"what": text}).items()
        ]
        parts += [("files", (name, data)) for name, data in files]
        sent = client.post("/report", files=parts, headers={"Origin": origin, "Sec-Fetch-Site": "same-origin"})
        return sent.status_code
    return 0


def paper(origin: str, number: str, cookie: str, data: bytes) -> int:
    """One paper, added to a case by somebody who works it; 0 as above."""
    same = {"Origin": origin, "Sec-Fetch-Site": "same-origin", "Cookie": f"casework={cookie}"}
    with suppress(httpx.HTTPError), httpx.Client(base_url=origin, timeout=30, headers=same) as client:
        page = client.get(f"/cases/{number}/papers").text
        fields = dict(HIDDEN.findall(page)) | {"readers": "file"}
        return client.post(f"/cases/{number}/papers", data=fields, files={"files": ("rota.txt", data)}).status_code
    return 0


def at_work(database: Database, lead: Colleague) -> tuple[list[str], str]:
    """The cases, whose narratives the lead may open, and a session of theirs."""
    by = Actor(ActorKind.PERSON, lead.id, roles=frozenset({Role.LEAD}), admitted=True, holder=lead.holder)
    with database.transaction() as db:
        cases = db.scalars(select(Case)).all()
        for case in cases:
            declarations.declare(db, case, by=by, conflict=False)
        person = db.get_one(Person, lead.id)
        cookie = sessions.start(db, person, lead.private, full=True, device="A browser", now=utc_now())
    return [case.number for case in cases], cookie


def add_papers(origin: str, case: tuple[str, str], answers: list[int], until: threading.Event) -> None:
    while not until.is_set():
        answers.append(paper(origin, *case, ROTA * 50_000))


def hammer(origin: str, files: list[tuple[str, bytes]], answers: list[int], until: threading.Event) -> None:
    while not until.is_set():
        answers.append(report(origin, "It goes on every day.", files))


@pytest.mark.parametrize("what", ["reports", "uploads"])
def test_killed_in_the_middle_everything_is_whole_or_absent(
    place: Installation, opened: Database, lead: Colleague, what: str
) -> None:
    files = [("rota.txt", ROTA * 200_000)] if what == "uploads" else []
    answers: list[int] = []
    added: list[int] = []
    over = threading.Event()
    with served(place) as process:
        threads = [threading.Thread(target=hammer, args=(place.origin, files, answers, over)) for _ in range(4)]
        if files:
            answers.append(report(place.origin, "It goes on every day.", []))
            (number, *_), cookie = at_work(opened, lead)
            case = number, cookie
            threads[2:] = [threading.Thread(target=add_papers, args=(place.origin, case, added, over)) for _ in "12"]
        for thread in threads:
            thread.start()
        while answers.count(200) < 4 or (files and added.count(303) < 4):
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        over.set()
        for thread in threads:
            thread.join()
        process.wait()
    whole(opened, lead, answers.count(200), len(answers))
    stored(opened, lead, Store(place.folder / "files"), added.count(303))
    with served(place):
        assert report(place.origin, "Afterwards.", []) == 200


def whole(database: Database, lead: Colleague, answered: int, asked: int) -> None:
    """What was answered is there; what is there opens; nothing half is left."""
    with database.reading() as db:
        assert verify(db) == []
        cases = db.scalars(select(Case)).all()
        assert answered <= len(cases) <= asked
        for table in (CaseSecret, Membership):
            assert db.scalar(select(func.count()).select_from(table)) == len(cases)
        for case in cases:
            rooms = vault.rooms.enter_all(db, lead.holder, case.id)
            names = {name for name, _ in rooms}
            assert names == {Compartment.FILE, Compartment.DIALOGUE, Compartment.IDENTITY}
            assert rooms[Compartment.FILE, 0].open(Case.narrative, case.id, case.narrative) == "It goes on every day."
        assert db.scalar(select(func.count()).select_from(CompartmentRow)) == 3 * len(cases)
        assert db.scalar(select(func.count(func.distinct(Message.case_id)))) == len(cases)
        for paper in db.scalars(select(Paper)):
            assert paper.case_id in {case.id for case in cases}


def stored(database: Database, lead: Colleague, store: Store, added: int) -> None:
    """Every file that a row speaks of is there, and opens to its end."""
    with database.reading() as db:
        papers = db.scalars(select(Paper)).all()
        assert len([paper for paper in papers if paper.from_party is None]) >= added
        for paper in papers:
            room = vault.rooms.enter_all(db, lead.holder, paper.case_id)[Compartment(paper.room), paper.subject]
            key = room.open_bytes(Paper.file_key, paper.id, paper.file_key)
            sealed = store.read(paper.file_id)
            content = b"".join(vault.files.decrypt(vault.of(db), paper.file_id, key, sealed))
            assert content == ROTA * (len(content) // len(ROTA)) != b""


def with_cases(database: Database, lead: Colleague, count: int) -> None:
    for _ in range(count):
        with database.transaction() as db:
            opening.open_case(
                db, kind="harassment", channel="form", site_id=0, title="", narrative="It goes on every day.",
                readers=Readers((lead.id,), (lead.id,)), by=VISITOR, received_at=utc_now(),
            )  # fmt: skip


def triaged(origin: str, number: str, cookie: str) -> int:
    """One case, moved on from its page; 0 as above."""
    same = {"Origin": origin, "Sec-Fetch-Site": "same-origin", "Cookie": f"casework={cookie}"}
    with suppress(httpx.HTTPError), httpx.Client(base_url=origin, timeout=30, headers=same) as client:
        forms = client.get(f"/cases/{number}").text.split("<form")
        form = next(form for form in forms if f'action="/cases/{number}/steps"' in form)
        fields = dict(HIDDEN.findall(form.split("</form")[0])) | {"step": "triage"}
        return client.post(f"/cases/{number}/steps", data=fields).status_code
    return 0


def move_on(origin: str, cookie: str, left: list[str], answers: list[tuple[str, int]], until: threading.Event) -> None:
    while not until.is_set():
        number = left.pop()
        answers.append((number, triaged(origin, number, cookie)))


def test_killed_in_the_middle_each_step_is_whole_or_absent(
    place: Installation, opened: Database, lead: Colleague
) -> None:
    with_cases(opened, lead, 60)
    left, cookie = at_work(opened, lead)
    answers: list[tuple[str, int]] = []
    over = threading.Event()
    with served(place) as process:
        given = (place.origin, cookie, left, answers, over)
        threads = [threading.Thread(target=move_on, args=given) for _ in range(4)]
        for thread in threads:
            thread.start()
        while left and sum(status == 303 for _, status in answers) < 12:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        over.set()
        for thread in threads:
            thread.join()
        process.wait()
    moved = steps_whole(opened)
    answered = {number for number, status in answers if status == 303}
    assert len(answered) >= 12
    assert answered <= moved <= {number for number, _ in answers}
    with served(place):
        assert triaged(place.origin, left[0], cookie) == 303
        assert steps_whole(opened) == moved | {left[0]}


def steps_whole(database: Database) -> set[str]:
    """The cases in triage: each by one step taken, on the trail once; nothing else speaks of a step."""
    with database.reading() as db:
        assert verify(db) == []
        cases = {case.id: case for case in db.scalars(select(Case))}
        assert {case.state for case in cases.values()} <= {"received", "in triage"}
        moved = sorted(id_ for id_, case in cases.items() if case.state == "in triage")
        assert sorted(db.scalars(select(StepTaken.case_id))) == moved
        assert sorted(db.scalars(select(TrailEntry.chain).where(TrailEntry.tag == Tag.CASE_STEP))) == moved
        return {cases[id_].number for id_ in moved}
