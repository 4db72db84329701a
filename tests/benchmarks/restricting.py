"""A case of forty holders, closed to all but two of them: keys, memberships, trail and journal in one transaction."""

import shutil
import tempfile
import time
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.actions import declarations, members, restriction
from casework.cases.models import Case
from casework.db import Database
from casework.people import Actor, Role, enrolment
from casework.vault import HolderKind

from . import organisation
from .loading import copied
from .promises import Figure, best

HOLDERS, TRIES = 40, 5


def measure(cases: int) -> list[Figure]:
    folder = Path(tempfile.mkdtemp(prefix="casework-restricting-"))
    try:
        made = copied(cases, folder / "run")
        database = made.open()
        rooms, seconds = _restricted(database, made.lead)
        database.dispose()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    note = f"{rooms} rooms, {HOLDERS - 2} go; best of {TRIES}"
    return [Figure(f"a case of {HOLDERS} holders restricted to two", best(seconds) * 1000, "ms", 200, note=note)]


def _restricted(database: Database, lead: Actor) -> tuple[int, list[float]]:
    with database.transaction() as db:
        prepared = enrolment.prepare(vault.of(db), organisation.PASSWORD)
        crowd = [organisation.add(db, f"Member {number}", prepared, Role.SPECIALIST) for number in range(HOLDERS)]
        ids = list(db.scalars(select(Case.id).order_by(Case.id.desc()).limit(TRIES)))
    tries, rooms = [], 0
    for case_id in ids:
        with database.transaction() as db:
            case = db.get_one(Case, case_id)
            declarations.declare(db, case, by=lead, conflict=False)
            there = {one.holder_id for one in vault.readers.of_case(db, case_id) if one.kind is HolderKind.PERSON}
            rooms = _fill(db, case, lead, crowd[: HOLDERS - len(there)])
        begun = time.perf_counter()
        with database.transaction() as db:
            case = db.get_one(Case, case_id)
            restriction.restrict(db, case, to={lead.id, crowd[0].id}, why="Measured.", by=lead)
        tries.append(time.perf_counter() - begun)
        with database.reading() as db:
            left = {one.holder_id for one in vault.readers.of_case(db, case_id) if one.kind is HolderKind.PERSON}
            assert left == {lead.id, crowd[0].id}
    return rooms, tries


def _fill(db: Session, case: Case, lead: Actor, crowd: list[Actor]) -> int:
    """More readers of everything that the lead reads; how many rooms there are."""
    assert lead.holder is not None
    opened = vault.rooms.enter_all(db, lead.holder, case.id)
    for half in vault.pairs.current_many(db, HolderKind.PERSON, [one.id for one in crowd]).values():
        for room in opened.values():
            vault.rooms.admit(db, room, half)
        members.join(db, case, half.owner, by=lead, reads_file=True)
    return len(opened)
