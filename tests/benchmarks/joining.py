"""A colleague joins and one leaves: keys of thousands of cases, given by a lead and renewed by the server."""

import shutil
import tempfile
import time
from pathlib import Path

from sqlalchemy import func, select

from casework import vault
from casework.cases.actions import granting, leaving
from casework.cases.models import BulkGrant, Case
from casework.cases.queries.granting import CHOSEN, Wish
from casework.db import Database, utc_now
from casework.people import Actor, Role, enrolment
from casework.people.models import Person
from casework.vault import HolderKind, many
from casework.vault.models import Seal

from . import organisation
from .loading import copied
from .promises import Figure

CASES, MEMBERS = 5_000, 40


def measure(cases: int) -> list[Figure]:
    """On a database with so many cases, or a few more than the promise speaks of."""
    folder = Path(tempfile.mkdtemp(prefix="casework-joining-"))
    try:
        made = copied(max(cases, CASES + 1_000), folder / "run")
        database = made.open()
        given, seconds = _join(database, made.lead)
        renewed, holders, background = _leave(database, made.lead)
        database.dispose()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return [
        Figure(f"keys of {given:,} cases given to a colleague", seconds, "s", 10),
        Figure(f"seals renewed for {holders} members of {renewed:,} cases", background, "s", 60, note="in batches"),
    ]


def _join(database: Database, lead: Actor) -> tuple[int, float]:
    """As the page does it: slice by slice."""
    with database.transaction() as db:
        prepared = enrolment.prepare(vault.of(db), organisation.PASSWORD)
        newcomer = organisation.add(db, "A newcomer", prepared, Role.SPECIALIST)
        ids = db.scalars(select(Case.id).order_by(Case.id).limit(CASES))
        grant = granting.begin(db, newcomer.id, Wish(CHOSEN, chosen=tuple(ids)), by=lead, now=utc_now())
    begun, done = time.perf_counter(), False
    while not done:
        granting.go_on(database, grant.id, by=lead)
        with database.reading() as db:
            done = db.get_one(BulkGrant, grant.id).ended_at is not None
    with database.reading() as db:
        assert db.get_one(BulkGrant, grant.id).given == grant.total == CASES
    return CASES, time.perf_counter() - begun


def _leave(database: Database, lead: Actor) -> tuple[int, int, float]:
    """One of 41 leaves 5,000 cases: each room has a new key, sealed to the forty who remain."""
    with database.transaction() as db:
        prepared = enrolment.prepare(vault.of(db), organisation.PASSWORD)
        crowd = [organisation.add(db, f"Member {number}", prepared, Role.SPECIALIST) for number in range(MEMBERS + 1)]
        ids = list(db.scalars(select(Case.id).order_by(Case.id.desc()).limit(CASES)))
    goes = crowd[0]
    for begin in range(0, CASES, 250):
        _fill(database, lead, crowd, ids[begin : begin + 250])
    with database.transaction() as db:
        leaving.begin(db, db.get_one(Person, goes.id), leaving.LEFT, by=lead, now=utc_now())
    begun = time.perf_counter()
    leaving.end_keys(database)
    seconds = time.perf_counter() - begun
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Seal).where(Seal.holder_id == goes.id)) == 0
        fresh = select(func.count()).select_from(Seal).where(Seal.holder_id == crowd[1].id, Seal.epoch == 2)
        assert db.scalar(fresh) == CASES
    return CASES, MEMBERS, seconds


def _fill(database: Database, lead: Actor, crowd: list[Actor], ids: list[int]) -> None:
    """Forty more readers of each file, and nobody but the lead and recovery beside them."""
    assert lead.holder is not None
    with database.transaction() as db:
        for half in vault.pairs.current_many(db, HolderKind.PERSON, [one.id for one in crowd]).values():
            many.admit(db, lead.holder, ids, half, lambda lock: lock.name == "file")
