"""What was taken from a note or a paper goes where it goes: a copy is no way round a key.

| copy | its source is marked as privileged | put back |
|---|---|---|
| a line of the chronology | goes out of it | can be taken again |
| an item of a review, with what counsel wrote to it | into the privileged room | into the review's |
| the same, where whoever marks has no key of the review | goes; its source stays | nothing |
| a case file that lies ready | not for who lacks what is privileged (`queries.exports`) | as before |
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework import vault
from casework.audit import Tag, trail
from casework.cases.actions import box, members
from casework.cases.actions.privilege import Item, item_of
from casework.cases.models import Case, Note, PrivilegeClaim
from casework.legal.models import ChronologyRow, ReviewComment, ReviewItem
from casework.people import Actor
from casework.vault import Compartment, NoSeal, Room

PRIVILEGED = Compartment.PRIVILEGED


def follow(db: Session, case: Case, item: Item, *, by: Actor) -> None:
    """In the transaction in which it is marked."""
    kind = "note" if isinstance(item, Note) else "paper"
    taken = (ChronologyRow.case_id == case.id, ChronologyRow.taken_from == kind, ChronologyRow.source_id == item.id)
    for row in db.scalars(select(ChronologyRow).where(*taken)).all():
        db.delete(row)
        trail.record(db, by, Tag.CHRONOLOGY_CHANGED, case.id, line=row.id, removed="yes")
    end = box.into(db, case, by, PRIVILEGED)
    for copy in _copies(db, case, kind, item.id):
        if copy.room is not None:
            continue
        origin = _entered(db, by, case.id, copy.review_id)
        if origin is None:
            for remark in _remarks(db, copy):
                db.delete(remark)
            db.flush()
            db.delete(copy)
        else:
            _carry(db, copy, origin, end, PRIVILEGED.value)
    db.flush()


def back(db: Session, case: Case, row: PrivilegeClaim, *, by: Actor) -> None:
    """In the transaction in which counsel puts it back."""
    item = item_of(db, row)
    origin = members.enter(db, case, by, PRIVILEGED)
    for copy in _copies(db, case, "note" if isinstance(item, Note) else "paper", item.id):
        if copy.room is not None:
            _carry(db, copy, origin, box.Box(db, case.id, Compartment.REVIEW, copy.review_id), None)
    db.flush()


def _copies(db: Session, case: Case, kind: str, source_id: int) -> list[ReviewItem]:
    found = select(ReviewItem).where(ReviewItem.case_id == case.id, ReviewItem.kind == kind)
    return list(db.scalars(found.where(ReviewItem.source_id == source_id)))


def _remarks(db: Session, copy: ReviewItem) -> Iterator[ReviewComment]:
    yield from db.scalars(select(ReviewComment).where(ReviewComment.item_id == copy.id)).all()


def _entered(db: Session, by: Actor, case_id: int, review_id: int) -> Room | None:
    try:
        return vault.rooms.enter(db, members.holder_of(by), case_id, Compartment.REVIEW, review_id)
    except NoSeal:
        return None


def _carry(db: Session, copy: ReviewItem, origin: Room, end: box.Place, room: str | None) -> None:
    pieces: list[tuple[Any, tuple[InstrumentedAttribute[Any], ...]]] = [
        (copy, (ReviewItem.name, ReviewItem.text, ReviewItem.file_key))
    ]
    for row, columns in (*pieces, *((remark, (ReviewComment.text,)) for remark in _remarks(db, copy))):
        for column in columns:
            if (sealed := getattr(row, column.key)) is not None:
                setattr(row, column.key, end.seal_bytes(column, row.id, origin.open_bytes(column, row.id, sealed)))
        row.room = room
