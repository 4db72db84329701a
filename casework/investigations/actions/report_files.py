"""A version as a file: begun by whoever asks for it, made in a process of its own, sealed with the case."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, policy
from casework.audit import Tag, trail
from casework.cases.actions import case as cases
from casework.cases.models import Case, ReportVersion
from casework.cases.queries import matter
from casework.db import Database, new_id, utc_now
from casework.investigations.lifecycle.report import BUILDING, FAILED, FORMS, READY, SILENT
from casework.investigations.models import ReportFile
from casework.people import Actor
from casework.vault import Compartment, NoSeal

STEPS = 3
"""Gathered, set, sealed: how a file is counted while it is made."""
KEPT = timedelta(days=7)
"""A file that was made so long ago goes with the next one that is asked for: its version makes it again."""


def ask(db: Session, case: Case, version: ReportVersion, form: str, *, by: Actor) -> ReportFile | None:
    """Begin one; None where it is there already, or somebody makes it now."""
    if form not in FORMS:
        raise ValueError(f"no such form: {form}")
    cases.begin(db, case, by, Action.READ_CASE)
    now = utc_now()
    old = (ReportFile.case_id == case.id, ReportFile.asked_at < now - KEPT)
    db.execute(delete(ReportFile).where(*old))
    row = db.scalar(
        select(ReportFile).where(ReportFile.version_id == version.id, ReportFile.form == form).with_for_update()
    )
    judged = version.judged_at is not None and row is not None and row.asked_at < version.judged_at
    if row is not None and not judged and (row.state == READY or is_alive(row, now)):
        return None
    if row is not None:
        db.delete(row)
        db.flush()
    row = ReportFile(
        id=new_id(), case_id=case.id, version_id=version.id, form=form, state=BUILDING, done=0, total=STEPS, by=by.id,
        asked_at=now, heard_at=now,
    )  # fmt: skip
    db.add(row)
    return row


def is_alive(row: ReportFile, now: datetime) -> bool:
    """Somebody makes it, and was heard of lately."""
    return row.state == BUILDING and now - row.heard_at < SILENT


def heard(database: Database, file_id: int, done: int) -> None:
    with database.transaction() as db:
        mine = (ReportFile.id == file_id, ReportFile.state == BUILDING)
        db.execute(update(ReportFile).where(*mine).values(done=done, heard_at=utc_now()))


def ready(database: Database, file_id: int, data: bytes, *, by: Actor) -> bool:
    """It is whole. Whoever asked and may not read the case any more gets nothing."""
    with database.transaction() as db:
        row = db.scalar(select(ReportFile).where(ReportFile.id == file_id, ReportFile.state == BUILDING))
        if row is None:
            return False
        case = db.get_one(Case, row.case_id)
        if by.holder is None or not policy.judge(by, Action.READ_CASE, matter.of(db, case)):
            row.state, row.why = FAILED, "access"
            return False
        try:
            room = vault.rooms.enter(db, by.holder, case.id, Compartment.FILE, 0)
        except NoSeal:
            row.state, row.why = FAILED, "access"
            return False
        row.data, row.size = room.seal_bytes(ReportFile.data, row.id, data), len(data)
        row.state, row.done, row.heard_at = READY, STEPS, utc_now()
        return True


def failed(database: Database, file_id: int, why: str) -> None:
    with database.transaction() as db:
        mine = (ReportFile.id == file_id, ReportFile.state == BUILDING)
        db.execute(update(ReportFile).where(*mine).values(state=FAILED, why=why, heard_at=utc_now()))


def take(db: Session, case: Case, version: ReportVersion, form: str, *, by: Actor) -> None:
    """Out of the house: on the trail before its first octet leaves."""
    policy.require(by, Action.READ_CASE, matter.of(db, case))
    trail.record(db, by, Tag.REPORT_TAKEN, case.id, report=version.id, number=version.number, form=form)
