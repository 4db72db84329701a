"""What like cases came to, among 100,000 decided ones: read, opened and counted anew for each page."""

import os
import random
import shutil
import time

from sqlalchemy import select

from casework import vault
from casework.cases.actions import allegations
from casework.cases.actions import comparators as kept
from casework.cases.lifecycle import comparators
from casework.cases.lifecycle.comparators import (
    FULL,
    HISTORY_CODES,
    ISSUE_CODES,
    OUTCOME_CODES,
    SEVERITY_CODES,
    Comparator,
)
from casework.cases.models import Case, ComparatorPage, Declaration, Membership, Party
from casework.db import Database, new_id, utc_now
from casework.discipline.comparing import Like
from casework.discipline.queries import comparators as queries
from casework.people import Actor
from casework.vault import Compartment

from . import organisation
from .client import Client, timed
from .loading import KEPT, folder_with
from .promises import Figure, best
from .serving import serving

DECIDED = 100_000
TRIES, REQUESTS, WARM = 6, 15, 10
RARE = Like("theft", "critical", "final written", "NL")


def measure(_: int) -> list[Figure]:
    folder = KEPT / f"comparators-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(folder_with(1_000), folder)
    try:
        made = organisation.read(folder)
        database = made.open()
        fill(database)
        number = _case_of(database, made.lead)
        took = best([_compared(database) for _ in range(TRIES)])
        database.dispose()
        with serving(folder) as running:
            page = _p50(running.client(running.made.lead), f"/cases/{number}/comparators")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".log").unlink(missing_ok=True)
    return [
        Figure(f"comparators among {DECIDED:,} decided cases, opened anew", took * 1e3, "ms", 100),
        Figure("… their page, p50", page * 1e3, "ms", 100),
    ]


def fill(database: Database) -> None:
    chance = random.Random(7)
    with database.transaction() as db:
        for _ in range(DECIDED // FULL):
            id_ = new_id()
            records = [comparators.packed(_decided(chance)) for _ in range(FULL)]
            db.add(ComparatorPage(id=id_, records=kept.sealed(db, id_, records), used=FULL))


def _decided(chance: random.Random) -> Comparator:
    """Some issues are frequent and others rare, as anywhere."""
    issue = ISSUE_CODES[min(int(chance.expovariate(0.15)), len(ISSUE_CODES) - 1)]
    history = HISTORY_CODES[min(int(chance.expovariate(1.2)), len(HISTORY_CODES) - 1)]
    outcome = OUTCOME_CODES[max(0, min(round(chance.gauss(4.5, 2)), len(OUTCOME_CODES) - 1))]
    year, quarter, country = 2021 + chance.randrange(6), 1 + chance.randrange(4), chance.choice(("NL", "DE", "US"))
    severity = chance.choice(SEVERITY_CODES)
    return Comparator(new_id(), issue, severity, history, outcome, country, f"{year}Q{quarter}")


def _case_of(database: Database, lead: Actor) -> str:
    """One that the lead reads, with somebody of whom something is alleged."""
    assert lead.holder is not None
    with database.transaction() as db:
        mine = select(Membership.case_id).join(Declaration, Declaration.case_id == Membership.case_id)
        mine = mine.where(Membership.person_id == lead.id, Membership.active, Declaration.person_id == lead.id)
        case = db.get_one(Case, db.scalars(mine.limit(1)).one())
        party = Party(case_id=case.id, role="respondent", added_at=utc_now())
        db.add(party)
        db.flush()
        file = vault.rooms.enter(db, lead.holder, case.id, Compartment.FILE)
        allegations.put(db, case, file, by=lead, issue=RARE.issue, respondent_id=party.id)
        return case.number


def _compared(database: Database) -> float:
    """After something was decided: every page is opened anew."""
    queries._LAST.clear()
    with database.reading() as db:
        begun = time.perf_counter()
        found = queries.compared(db, RARE)
        took = time.perf_counter() - begun
    assert found.total
    return took


def _p50(client: Client, path: str) -> float:
    timed(lambda _: client.get(path), WARM)
    tries = [timed(lambda _: client.get(path), REQUESTS) for _ in range(TRIES)]
    assert not any(times.failed for times in tries), path
    return best([times.p50 for times in tries])
