"""A quarter of 100,000 who left: counted once by the clock, and read as a page."""

import os
import random
import shutil
import time
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import insert, select

from casework.db import Database, new_id, utc_now
from casework.exits.actions import figures
from casework.exits.models import ExitTally, Questionnaire
from casework.exits.queries import tallies
from casework.exits.queries.tallies import BANDS, Tally
from casework.exits.questionnaires import READY, Kind, Question, dump, ready
from casework.figures import quarters

from . import organisation
from .client import Client, timed
from .loading import KEPT, folder_with
from .promises import Figure, best
from .serving import serving

LEAVERS, BATCH = 100_000, 5_000
TRIES, REQUESTS, WARM = 6, 25, 30
WAYS = {"voluntary": 6, "involuntary": 2, "retirement": 1, "redundancy": 1}


def measure(_: int) -> list[Figure]:
    """Reading and opening every tally, the tables, the proof that nobody stands out, and the tallies gone."""
    folder = KEPT / f"quarter-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(folder_with(1_000), folder)
    try:
        quarter = quarters.closed(utc_now(), "UTC", timedelta(days=1))
        database = organisation.read(folder).open()
        fill(database, quarter)
        took = _counted(database, quarter)
        database.dispose()
        with serving(folder) as running:
            client = running.client(running.made.lead)
            whole, divided = (_p50(client, f"/exits/figures/{quarter}{path}") for path in ("", "/department"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".log").unlink(missing_ok=True)
    return [
        Figure(f"a quarter’s snapshot over {LEAVERS:,} exits", took, "s", 5),
        Figure("… its page, p50", whole * 1e3, "ms", 30),
        Figure("… by department, p50", divided * 1e3, "ms", 30),
    ]


def _p50(client: Client, path: str) -> float:
    """Seconds to wait for one page."""
    timed(lambda _: client.get(path), WARM)
    tries = [timed(lambda _: client.get(path), REQUESTS) for _ in range(TRIES)]
    assert not any(times.failed for times in tries), path
    return best([times.p50 for times in tries])


def _counted(database: Database, quarter: str) -> float:
    begun = time.perf_counter()
    assert quarter in figures.publish_what_is_over(database, utc_now())
    return time.perf_counter() - begun


def fill(database: Database, quarter: str) -> None:
    """Questionnaires that were there already, and everybody's answers."""
    chance = random.Random(4)
    with database.transaction() as db:
        known = set(db.scalars(select(Questionnaire.audience)))
        at = utc_now() - timedelta(days=200)
        for name in sorted(set(READY) - known):
            asks = ready(name)
            db.add(Questionnaire(name=asks.name, version=1, audience=name, body=dump(asks), by=0, at=at))
    for _ in range(LEAVERS // BATCH):
        with database.transaction() as db:
            rows = [(new_id(), leaver) for leaver in _leavers(chance)]
            db.execute(
                insert(ExitTally),
                [{"id": id_, "quarter": quarter, "coded": tallies.written(db, id_, one)} for id_, one in rows],
            )


def _leavers(chance: random.Random) -> Iterator[Tally]:
    """Whose answers hang together, as people’s do; few in the smallest departments."""
    for _ in range(BATCH):
        way = chance.choices(list(WAYS), list(WAYS.values()))[0]
        asks = ready("voluntary" if way in ("voluntary", "retirement") else "involuntary")
        mood = chance.gauss(3, 1)
        answers = {question.id: said for question in asks.questions if (said := _said(question, mood, chance))}
        department = f"Department {min(int(chance.expovariate(0.3)), 11)}"
        yield Tally(way, department, chance.choice(list(BANDS)), (asks.name, 1), answers)


def _said(question: Question, mood: float, chance: random.Random) -> list[str]:
    values = question.values[:-1]
    if not values or chance.random() < 0.03:
        return []
    if question.kind is Kind.SCALE:
        return [str(max(1, min(question.points, round(chance.gauss(mood, 1)))))]
    if question.kind is Kind.CHOICES:
        return [value for value in values if chance.random() < 0.2]
    return [values[min(int(chance.expovariate(0.4)), len(values) - 1)]]
