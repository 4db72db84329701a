"""A case with two hundred sealed notes: every one opened and rendered, the reading on the trail."""

from sqlalchemy import select

from casework import vault
from casework.cases.models import Case, Membership, Note
from casework.db import Database, new_id, utc_now
from casework.people import Actor
from casework.vault import Compartment, HolderKind

from .client import Client, timed
from .promises import Figure
from .serving import Served, served
from .texts import account

CASES, NOTES = 96, 200
ALONE, TOGETHER, AT_ONCE = 20, 640, 16
TRIES = 7


def measure(cases: int) -> list[Figure]:
    """First readings, each with its entry on the trail and its seals turned; then many at once."""
    with served(cases) as running:
        ready = _readings(running)
        tries, failed, before = [], 0, running.work()
        for number in range(TRIES):
            part = ready[number * ALONE : (number + 1) * ALONE]
            times = timed(lambda at, part=part: part[at][0].get(part[at][1]), ALONE)  # type: ignore[misc]
            tries.append(times.p50)
            failed += times.failed
        work = (running.work() - before) / TRIES / ALONE
        rest = ready[TRIES * ALONE :]
        crowd = timed(lambda at: rest[at % len(rest)][0].get(rest[at % len(rest)][1]), TOGETHER, at_once=AT_ONCE)
        again = timed(lambda at: rest[at % len(rest)][0].get(rest[at % len(rest)][1]), ALONE)
    return [
        Figure(
            "case with 200 notes, first read, p50",
            min(tries) * 1e3,
            "ms",
            20,
            note=f"best of {TRIES} × {ALONE}; processor {work * 1e3:.1f} ms",
        ),
        Figure("… read again within ten minutes, p50", again.p50 * 1e3, "ms"),
        Figure(f"… {TOGETHER} at {AT_ONCE} at once: failed", failed + crowd.failed + again.failed, "", 0),
        Figure(f"… {TOGETHER} at {AT_ONCE} at once", crowd.rate, "/s", note=f"p95 {crowd.p95 * 1e3:.0f} ms"),
    ]


def _readings(running: Served) -> list[tuple[Client, str]]:
    """Who reads what: each pair of a reader and a case once."""
    database = running.made.open()
    found: list[tuple[Client, str]] = []
    clients = {actor.id: running.client(actor) for actor in running.made.staff}
    for reader in running.made.specialists[5:7]:
        for case in _cases(database, reader):
            _fill(database, case, reader)
            people = _readers(database, case)
            found += [(clients[id_], f"/cases/{case.number}") for id_ in people]
    database.dispose()
    first = found[0][0].get(found[0][1])
    assert first.status == 200, first.head
    assert first.text.count('<li class="entry"') >= NOTES, "not every note is shown"
    return found[1:]


def _cases(database: Database, reader: Actor) -> list[Case]:
    query = select(Case).join(Membership, Membership.case_id == Case.id)
    with database.reading() as db:
        return list(db.scalars(query.where(Membership.person_id == reader.id, Membership.active).limit(CASES // 2)))


def _fill(database: Database, case: Case, by: Actor) -> None:
    """What `notes.add` writes, two hundred times."""
    assert by.holder is not None
    with database.transaction() as db:
        room = vault.rooms.enter(db, by.holder, case.id, Compartment.FILE)
        for number in range(NOTES - 2):
            id_ = new_id()
            text = room.seal(Note.text, id_, account(number))
            db.add(Note(id=id_, case_id=case.id, class_="internal", text=text, by=by.id, at=utc_now()))


def _readers(database: Database, case: Case) -> list[int]:
    with database.reading() as db:
        return [
            reader.holder_id
            for reader in vault.readers.of_case(db, case.id)
            if reader.compartment is Compartment.FILE and reader.kind is HolderKind.PERSON
        ]
