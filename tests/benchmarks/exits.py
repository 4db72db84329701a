"""Leaving: the questions as somebody's telephone asks for them, and five hundred who send theirs within a minute."""

import secrets
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import vault
from casework.db import Database, utc_now
from casework.exits.actions import invite, plan
from casework.exits.actions.invite import Ticket
from casework.exits.actions.plan import Leaving
from casework.exits.actions.questionnaires import enter_ready
from casework.exits.models import Exit, ExitAnswers, ExitTally
from casework.exits.queries import questionnaires
from casework.exits.questionnaires import Kind
from casework.people import Actor
from casework.vault import receipts
from casework.vault.receipts import Receipt

from .client import Answer, Client, timed
from .promises import Figure, best
from .serving import Served, served
from .sizes import visit
from .texts import account

LEAVERS, AT_ONCE, TRIES, PAGES = 500, 16, 5, 40
BATCH = 50


def measure(cases: int) -> list[Figure]:
    with served(cases) as running:
        links = _invited(running, LEAVERS + 2)
        client, warm = running.client(), links.pop()
        first = visit(client, f"/exit/{warm}/questions")
        timed(lambda _: client.get(f"/exit/{warm}/questions"), 20)
        pages = [timed(lambda _: client.get(f"/exit/{warm}/questions"), PAGES) for _ in range(TRIES)]
        assert not sum(page.failed for page in pages), "the questions were not shown"
        fields = _fields(running)
        _send(client, links.pop(), fields, 0)
        worked = running.work()
        crowd = timed(lambda at: _send(client, links[at], fields, at), LEAVERS, at_once=AT_ONCE)
        work = (running.work() - worked) / LEAVERS
        stored = _stored(running) - 1
    return [
        Figure("exit questions, first visit", first / 1e3, "KB", 12),
        Figure("… p50", best([page.p50 for page in pages]) * 1e3, "ms", 15, note=f"best of {TRIES} × {PAGES}"),
        Figure(f"{LEAVERS} exit interviews at {AT_ONCE} at once: stored", stored, "", LEAVERS, at_least=True),
        Figure("… refused or lost", crowd.failed, "", 0),
        Figure("… all of them", crowd.took, "s", 60, note=f"processor {work * 1e3:.0f} ms each"),
        Figure("… p50", crowd.p50 * 1e3, "ms"),
    ]


def _invited(running: Served, count: int) -> list[str]:
    """People with a link each, planned and invited as the pages do it; nobody has the paper with the code."""
    database, planner, found = running.made.open(), running.made.specialists[1], list[str]()
    with database.transaction() as db:
        enter_ready(db, utc_now())
    for start in range(0, count, BATCH):
        with database.transaction() as db:
            found += [_invite(db, planner, number) for number in range(start, min(start + BATCH, count))]
    database.dispose()
    return found


def _invite(db: Session, planner: Actor, number: int) -> str:
    now = utc_now()
    leaving = Leaving(f"Leaver {number}", "voluntary", now.date() + timedelta(days=20), department="Packing")
    paper = Receipt(secrets.token_bytes(16), vault.hpke.new_private())
    ticket = Ticket("", receipts.new_token(), paper)
    invite.invite(db, plan.plan(db, leaving, by=planner, now=now), ticket, by=planner, now=now)
    return ticket.token


def _fields(running: Served) -> dict[str, str]:
    """Every question of a list or a scale answered, and two in words."""
    database = running.made.open()
    with database.reading() as db:
        version = questionnaires.current(db, "voluntary")
    database.dispose()
    assert version is not None
    found = {"version": str(version.id), "language": "en", "then": "send"}
    for question in version.asks.questions:
        found[f"on-{question.id}"] = "1"
        if question.kind is not Kind.TEXT:
            found[f"q-{question.id}"] = "no" if "no" in question.values else question.values[3]
    return found


def _send(client: Client, link: str, fields: dict[str, str], seed: int) -> Answer:
    said = {"q-keep": account(seed), "q-change": account(seed + 7)}
    return client.post(f"/exit/{link}/questions", fields | said)


def _stored(running: Served) -> int:
    """Exits whose answers are there, that say so, and are counted."""
    database: Database = running.made.open()
    with database.reading() as db:
        of = select(func.count()).select_from(ExitAnswers).join(Exit, Exit.id == ExitAnswers.exit_id)
        whole = db.scalar(of.where(Exit.state == "completed")) or 0
        counted = db.scalar(select(func.count()).select_from(ExitTally)) or 0
    database.dispose()
    return min(whole, counted)
