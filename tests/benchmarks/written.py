"""The report of a case, a hundred and fifty pages long, as PDF and as Word: asked for on its page, looked at until it
is there."""

import io
import time
from dataclasses import dataclass
from datetime import date

import pikepdf
import psutil
from sqlalchemy import select

from casework import vault
from casework.cases.actions import allegations
from casework.cases.lifecycle.grounds import Grounds, Reference
from casework.cases.models import Case, Evidence, Membership
from casework.db import Database, new_id, utc_now
from casework.investigations.actions import reports
from casework.investigations.models import ReportFile
from casework.people import Actor
from casework.vault import Compartment

from .client import Client
from .promises import Figure
from .serving import Served, hidden, served
from .texts import account

ALLEGATIONS, LOG, LETTERS, PAGES = 20, 300, 160_000, 150
"""Allegations with findings, entries of the log, and characters of one section in somebody's own words."""


@dataclass
class Made:
    seconds: float
    child: float = 0.0
    """MiB of the largest process that set it."""


def measure(cases: int) -> list[Figure]:
    with served(cases) as running:
        database, lead = running.made.open(), running.made.lead
        case = _filled(database, lead)
        client = running.client(lead)
        path = f"/cases/{case.number}/report/versions"
        page = client.get(path)
        assert page.status == 200, page.head
        begun = time.perf_counter()
        sent = client.post(path, {"nonce": hidden(page.text, "nonce"), "version": str(case.version), "names": "names"})
        assert sent.status == 303, sent.head
        drafted = time.perf_counter() - begun
        pdf, word = (_made(running, client, database, f"{path}/1", form) for form in ("pdf", "docx"))
        pages = _pages(client, f"{path}/1/files/pdf")
        database.dispose()
    assert pages >= PAGES, f"only {pages} pages"
    return [
        Figure("a draft of a report is made", drafted, "s", note=f"{ALLEGATIONS} findings, {LOG} entries of the log"),
        Figure(f"… as PDF/UA, {pages} pages", pdf.seconds, "s", 3, note="from asking to being there"),
        Figure("… the process that sets it", pdf.child, "MiB", 600),
        Figure("… as Word", word.seconds, "s"),
        Figure("… the process that writes it", word.child, "MiB", 600),
    ]


def _filled(database: Database, by: Actor) -> Case:
    assert by.holder is not None
    with database.transaction() as db:
        query = select(Case).join(Membership, Membership.case_id == Case.id)
        open_ = (Membership.person_id == by.id, Membership.active, Case.kind != "disciplinary")
        case = db.scalars(query.where(*open_)).first()
        assert case is not None
        case.state = "under investigation"
        room = vault.rooms.enter(db, by.holder, case.id, Compartment.FILE)
        entries = [_entry(db, case, room, number, by) for number in range(1, LOG + 1)]
        for number in range(ALLEGATIONS):
            row = allegations.add(db, case, room, by=by, issue="harassment", text=account(number))
            cited = tuple(
                Reference(id_, n, "for", account(n)[:90]) for n, id_ in enumerate(entries[number * 10 :][:10])
            )
            allegations.find(
                db, case, room, row, by=by, finding="substantiated", reason=account(number) * 3, version=row.version,
                grounds=Grounds("preponderance", cited),
            )  # fmt: skip
        for section in ("findings", "done", "recommendations"):
            words = "\n\n".join(account(number) for number in range(LETTERS // 100))[:LETTERS]
            reports.write(db, case, room, section=section, text=words, version=0, by=by)
    return case


def _entry(db: object, case: Case, room: vault.Room, number: int, by: Actor) -> int:
    id_ = new_id()
    row = Evidence(
        id=id_, case_id=case.id, position=number, room="file", kind="paper", obtained_on=date(2026, 5, 20), by=by.id,
        at=utc_now(), what=room.seal(Evidence.what, id_, account(number)[:120]),
        how=room.seal(Evidence.how, id_, "It was asked for."),
    )  # fmt: skip
    db.add(row)  # type: ignore[attr-defined]
    return id_


def _made(running: Served, client: Client, database: Database, path: str, form: str) -> Made:
    begun = time.perf_counter()
    sent = client.post(f"{path}/files/{form}", {})
    assert sent.status == 303, sent.head
    made = Made(0.0)
    while time.perf_counter() - begun < 60:
        _watch(running, made)
        with database.reading() as db:
            state, why = db.execute(select(ReportFile.state, ReportFile.why).where(ReportFile.form == form)).one()
        if state != "building":
            assert state == "ready", why
            made.seconds = time.perf_counter() - begun
            return made
        time.sleep(0.05)
    raise AssertionError("it was not made in a minute")


def _watch(running: Served, made: Made) -> None:
    for worker in running.workers():
        for child in worker.children(recursive=True):
            try:
                made.child = max(made.child, child.memory_full_info().uss / (1 << 20))
            except psutil.NoSuchProcess:
                continue


def _pages(client: Client, path: str) -> int:
    answer = client.get(path)
    assert answer.status == 200, answer.head
    with pikepdf.open(io.BytesIO(answer.body)) as pdf:
        return len(pdf.pages)
