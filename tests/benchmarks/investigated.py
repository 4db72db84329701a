"""The page of a case that was investigated at length: twenty allegations with their findings, forty interviews, three
hundred entries of the evidence log."""

from datetime import date

from sqlalchemy import select

from casework import vault
from casework.cases.actions import allegations
from casework.cases.lifecycle.grounds import Grounds
from casework.cases.models import Case, Membership
from casework.db import Database
from casework.investigations import questions
from casework.investigations.actions import evidence, interviews
from casework.investigations.actions.evidence import About, Entry
from casework.investigations.actions.interviews import Arranged
from casework.people import Actor
from casework.vault import Compartment

from .client import Client, timed
from .promises import Figure
from .serving import Served, served
from .texts import account

ALLEGATIONS, INTERVIEWS, ENTRIES = 20, 40, 300
READ, TRIES = 30, 5


def measure(cases: int) -> list[Figure]:
    """Read again and again; the log, the interviews and the allegations are counted, named and led to."""
    with served(cases) as running:
        client, path = _ready(running)
        before = running.work()
        tries = [timed(lambda _at: client.get(path), READ) for _ in range(TRIES)]
        work = (running.work() - before) / TRIES / READ
        log = timed(lambda _at: client.get(f"{path}/evidence"), READ)
    quickest = min(tries, key=lambda one: one.p50)
    what = f"case page, {ALLEGATIONS} allegations, {INTERVIEWS} interviews, {ENTRIES} log entries, p50"
    note = f"p95 {quickest.p95 * 1e3:.1f} ms; processor {work * 1e3:.1f} ms; best of {TRIES} × {READ}"
    return [
        Figure(what, quickest.p50 * 1e3, "ms", 40, note=note),
        Figure(f"… its evidence log of {ENTRIES}, p50", log.p50 * 1e3, "ms"),
        Figure("… failed", sum(one.failed for one in tries) + log.failed, "", 0),
    ]


def _ready(running: Served) -> tuple[Client, str]:
    database, by = running.made.open(), running.made.specialists[6]
    with database.reading() as db:
        query = select(Case).join(Membership, Membership.case_id == Case.id).where(Case.kind != "disciplinary")
        case = db.scalars(query.where(Membership.person_id == by.id, Membership.active).limit(1)).one()
    _fill(database, case.id, by)
    number = case.number
    database.dispose()
    client = running.client(by)
    page = client.get(f"/cases/{number}")
    assert page.status == 200, page.head
    assert page.text.count("Substantiated") >= ALLEGATIONS, "not every allegation is shown"
    return client, f"/cases/{number}"


def _fill(database: Database, case_id: int, by: Actor) -> None:
    assert by.holder is not None
    with database.transaction() as db:
        case = db.get_one(Case, case_id)
        case.state = "under investigation"
        file = vault.rooms.enter(db, by.holder, case.id, Compartment.FILE)
        for number in range(ALLEGATIONS):
            row = allegations.add(db, case, file, by=by, issue="harassment", text=account(number))
            rests = Grounds("preponderance", none_because="Both of them said so.")
            allegations.find(
                db, case, file, row, by=by, finding="substantiated", reason=account(number), version=row.version,
                grounds=rests,
            )  # fmt: skip
    with database.transaction() as db:
        case = db.get_one(Case, case_id)
        for number in range(INTERVIEWS):
            new = Arranged("witness", name=f"Somebody {number}", interviewer_id=by.id)
            interviews.plan(db, case, file, new, questions.ready_for("witness", ""), set_id=None, by=by)
    with database.transaction() as db:
        case = db.get_one(Case, case_id)
        for number in range(ENTRIES):
            said = Entry(
                "paper", account(number)[:200], date(2026, 11, 3), "From the shared folder.", source="The rota"
            )
            evidence.enter(db, case, file, said, About(), by=by)
