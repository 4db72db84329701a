"""Somebody whose data came from others is told that it is processed; or, for a reason that the law knows, later."""

from datetime import date

from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag
from casework.cases.models import Case, Party, ProcessingNotice
from casework.cases.queries.processing import HOW
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.vault import Room

from . import case as cases


def told(db: Session, case: Case, room: Room, party: Party, on: date, how: str, *, by: Actor) -> ProcessingNotice:
    """They were told, or know it already."""
    if how not in HOW:
        raise ValueError(how)
    return _put(db, case, room, party, by, told_on=on, how=how)


def delayed(
    db: Session, case: Case, room: Room, party: Party, ground: str, why: str, review_on: date, *, by: Actor
) -> ProcessingNotice:  # fmt: skip
    """`ground`: of the country pack's delays. Looked at again on `review_on`."""
    return _put(db, case, room, party, by, why, ground=ground, review_on=review_on)


def _put(
    db: Session, case: Case, room: Room, party: Party, by: Actor, words: str = "", **said: date | str
) -> ProcessingNotice:  # fmt: skip
    cases.begin(db, case, by, Action.WORK_CASE)
    if party.case_id != case.id or party.is_reporter:
        raise ValueError("nobody who is told")
    id_ = new_id()
    row = ProcessingNotice(
        id=id_, case_id=case.id, party_id=party.id, by=by.id, at=utc_now(),
        words=room.seal(ProcessingNotice.words, id_, words) if words else None, **said,
    )  # fmt: skip
    db.add(row)
    cases.touch(db, case, by, Tag.NOTICE_RECORDED, quiet=True, party=party.id)
    return row
