"""Notes that save themselves, on a case where forty people are heard: each field its own small request."""

from sqlalchemy import select

from casework import vault
from casework.cases.models import Case, InterviewAnswer, Membership
from casework.db import Database
from casework.investigations import questions
from casework.investigations.actions import interviews
from casework.investigations.actions.interviews import Arranged
from casework.people import Actor
from casework.vault import Compartment

from .client import Answer, Client, timed
from .promises import Figure
from .serving import Served, served
from .texts import account

INTERVIEWS, TYPED, TOGETHER, AT_ONCE = 40, 300, 200, 8
TRIES = 3
PAGE = 77


def measure(cases: int) -> list[Figure]:
    """One who types, a field after the other; then eight at once."""
    with served(cases) as running:
        client, path, ids = _ready(running)
        before, tries, turn = running.work(), [], 0
        failed = 0
        for _ in range(TRIES):
            times = timed(lambda at, turn=turn: _save(client, path, ids, turn + at), TYPED, expect=303)  # type: ignore[misc]
            tries.append(times)
            turn, failed = turn + TYPED, failed + times.failed
        work = (running.work() - before) / TRIES / TYPED
        crowd = timed(
            lambda at: _save(client, path, ids, turn + at), TOGETHER, at_once=AT_ONCE, expect=303
        )  # fmt: skip
    quickest = min(tries, key=lambda one: one.p95)
    note = f"p50 {quickest.p50 * 1e3:.1f} ms; processor {work * 1e3:.1f} ms; best of {TRIES} × {TYPED}"
    return [
        Figure(f"notes saved while typed, {INTERVIEWS} interviews, p95", quickest.p95 * 1e3, "ms", 50, note=note),
        Figure(f"… {TOGETHER} at {AT_ONCE} at once, p95", crowd.p95 * 1e3, "ms"),
        Figure("… failed", failed + crowd.failed, "", 0),
    ]


def _save(client: Client, path: str, ids: list[int], turn: int) -> Answer:
    """The same field is typed on for a while, and each time all of it is sent."""
    id_ = ids[turn // 20 % len(ids)]
    text = account(turn // 20) * (1 + turn % 20 // 5) + f" {turn}"
    return client.post(
        f"{path}/notes/{id_}", {"shown[]": str(id_), "notes[]": text, "version[]": "0", "seen": f"{PAGE}-{turn + 1}"}
    )


def _ready(running: Served) -> tuple[Client, str, list[int]]:
    database, by = running.made.open(), running.made.specialists[5]
    case = _case(database, by)
    rows = [_interview(database, case, by) for _ in range(INTERVIEWS)]
    with database.reading() as db:
        asked = select(InterviewAnswer.id).where(InterviewAnswer.interview_id == rows[-1])
        ids = list(db.scalars(asked.order_by(InterviewAnswer.position)))
    database.dispose()
    path = f"/cases/{case.number}/interviews/{rows[-1]}"
    client = running.client(by)
    page = client.get(f"{path}/notes")
    assert page.status == 200, page.head
    return client, path, ids


def _case(database: Database, by: Actor) -> Case:
    query = select(Case).join(Membership, Membership.case_id == Case.id)
    with database.reading() as db:
        return db.scalars(query.where(Membership.person_id == by.id, Membership.active).limit(1)).one()


def _interview(database: Database, case: Case, by: Actor) -> int:
    """Planned with the questions that a witness is asked, and under way."""
    assert by.holder is not None
    with database.transaction() as db:
        here = db.get_one(Case, case.id)
        file = vault.rooms.enter(db, by.holder, here.id, Compartment.FILE)
        new = Arranged("witness", name="Somebody", interviewer_id=by.id)
        row = interviews.plan(db, here, file, new, questions.ready_for("witness", ""), set_id=None, by=by)
        interviews.take(db, here, row, file, "begin", by=by, version=None)
        return row.id
