"""A thousand cases with their files, asked for by one and agreed to by another: gone, rows and bytes."""

import os
import shutil
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, insert, select, update

from casework import vault
from casework.cases.actions import destroying
from casework.cases.models import Case, Closure, Destroyed, Paper, RetentionChoice
from casework.cases.queries.kept_cases import CASES
from casework.db import Database, new_id, utc_now
from casework.files import Store
from casework.people import Actor, Role, enrolment

from . import organisation
from .loading import copied
from .promises import Figure

GONE, FILES, SIZE = 1_000, 2, 50_000
"""Cases, files of each beside what it had, octets of a file."""


def measure(cases: int) -> list[Figure]:
    folder = Path(tempfile.mkdtemp(prefix="casework-destruction-"))
    try:
        made = copied(max(cases, GONE + 1_000), folder / "run")
        database, store = made.open(), Store(made.settings.files)
        ids = _ended(database, store)
        seconds = _destroyed(database, store, made.lead, ids)
        database.dispose()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    note = f"of {cases:,}, {FILES} files of {SIZE // 1000} kB each, {destroying.TOGETHER} a transaction"
    return [Figure(f"{GONE:,} cases destroyed", seconds, "s", 30, note=note)]


def _ended(database: Database, store: Store) -> list[int]:
    """Closed ten years ago, as far as destruction looks at it."""
    long_ago, files = utc_now() - timedelta(days=3660), list[dict[str, object]]()
    with database.transaction() as db:
        ids = list(db.scalars(select(Case.id).order_by(Case.id).limit(GONE)))
        db.execute(update(Case).where(Case.id.in_(ids)).values(state="closed", closed_at=long_ago))
        db.execute(update(Closure).where(Closure.case_id.in_(ids)).values(at=long_ago))
        there = set(db.scalars(select(Closure.case_id).where(Closure.case_id.in_(ids))))
        for case_id in ids:
            for place in range(FILES):
                paper: dict[str, object] = {
                    "id": new_id(),
                    "case_id": case_id,
                    "position": 1000 + place,
                    "file_id": new_id(),
                }
                files.append(paper | _PAPER | {"at": long_ago})
        db.execute(insert(Paper), files)
        closed = [
            {"id": new_id(), "case_id": id_, "outcome": "action taken", "why": b"-", "by": 0, "at": long_ago}
            for id_ in ids
            if id_ not in there
        ]
        db.execute(insert(Closure), closed)
        assert db.scalar(select(func.count()).select_from(RetentionChoice)) == 0
    for paper in files:
        with store.create(int(str(paper["file_id"]))) as writer:
            writer.write(os.urandom(SIZE))
            writer.commit()
    return ids


_PAPER: dict[str, object] = {
    "room": "file", "subject": 0, "file_key": b"-", "name": b"-", "type": "pdf", "size": SIZE, "by": 0,
}  # fmt: skip


def _destroyed(database: Database, store: Store, lead: Actor, ids: list[int]) -> float:
    with database.transaction() as db:
        prepared = enrolment.prepare(vault.of(db), organisation.PASSWORD)
        other = organisation.add(db, "An alternate", prepared, Role.ALTERNATE)
    with database.transaction() as db:
        [asked], stays = destroying.propose(db, CASES, ids, why="Their time is over.", by=lead)
        assert not stays
    begun = time.perf_counter()
    with database.transaction() as db:
        destroying.decide(db, CASES, asked.id, agrees=True, by=other)
    assert destroying.go_on(database, store, CASES, asked.id, seconds=float("inf")) == GONE
    seconds = time.perf_counter() - begun
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Destroyed)) == GONE
        assert db.scalar(select(func.count()).where(Case.id.in_(ids))) == 0
    return seconds
