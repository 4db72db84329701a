"""What decisions came to, kept for whoever decides the next one: added, taken out, and cut out with their case.

Each page is one value under the server's key and no case's. What stays for somebody hostile:
- With the database alone: how many decisions there are, which the states of cases say as well.
- With two copies of it from different days: which pages were written in between. A decision goes to a page that has
  room, mostly the same one; that it changed says no more than that something was decided.
- With the database and the keyring: how often what was decided for which issue, with a random number each. Which case
  a record belongs to is under the case's own secret, which the keyring opens as long as the case exists. With two
  copies they can subtract, and so learn what was decided in between.
- Of a case that was destroyed: its record is cut out here. In a backup from before it stays as a number among others,
  to which nothing leads any more, but for who has two backups from around the day of the decision and the keyring.
"""

import base64
from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.lifecycle import comparators
from casework.cases.lifecycle.comparators import FULL, RECORD, Comparator
from casework.cases.models import ComparatorEntry, ComparatorPage
from casework.db import new_id, utc_now


def put(db: Session, case_id: int, about_id: int, record: Comparator | None) -> None:
    """Keep what this decision came to, in the decision's transaction; a second time it replaces the first. None: there
    is nothing to compare, and nobody looks again."""
    _turn(db)
    take_out(db, [about_id])
    id_ = new_id()
    kept = None
    if record is not None:
        where = _add(db, comparators.packed(record))
        kept = vault.field.seal(db, ComparatorEntry.kept, id_, f"{where} {record.id}", case=case_id)
    db.add(ComparatorEntry(id=id_, case_id=case_id, about_id=about_id, kept=kept, at=utc_now()))
    db.flush()


def take_out(db: Session, about_ids: Collection[int]) -> None:
    """What these decisions came to counts no more: they were set aside, or something else stands in their place."""
    entries = db.scalars(select(ComparatorEntry).where(ComparatorEntry.about_id.in_(about_ids))).all()
    if entries:
        _cut(db, entries)
        db.execute(delete(ComparatorEntry).where(ComparatorEntry.id.in_([entry.id for entry in entries])))


def cut(db: Session, case_ids: Collection[int]) -> None:
    """Before these cases are destroyed: as long as their secrets are there. What does not open stays as it is, a number
    to which nothing leads."""
    query = select(ComparatorEntry).where(ComparatorEntry.case_id.in_(case_ids), ComparatorEntry.kept.is_not(None))
    _cut(db, db.scalars(query).all())


def record_of(db: Session, about_id: int) -> Comparator | None:
    """What is kept of this decision, so that it is not compared with itself."""
    entries = db.scalars(select(ComparatorEntry).where(ComparatorEntry.about_id == about_id)).all()
    for page_id, record_id in _places(db, [entry for entry in entries if entry.kept]):
        page = db.get(ComparatorPage, page_id)
        for one in comparators.records(opened(db, page)) if page else ():
            if RECORD.unpack(one)[0] == record_id:
                return comparators.unpacked(one)
    return None


def opened(db: Session, page: ComparatorPage) -> bytes:
    text = vault.field.open_(db, ComparatorPage.records, page.id, page.records)
    return base64.b64decode(text)


def _turn(db: Session) -> None:
    """One writer at a time: they stand in line at the first page."""
    db.scalar(select(ComparatorPage.id).order_by(ComparatorPage.id).limit(1).with_for_update())


def _add(db: Session, record: bytes) -> int:
    """To a page that has room, or the first of another one."""
    query = select(ComparatorPage).where(ComparatorPage.used < FULL).order_by(ComparatorPage.id).limit(1)
    page = db.scalar(query.with_for_update().execution_options(populate_existing=True))
    if page is None:
        id_ = new_id()
        db.add(ComparatorPage(id=id_, records=sealed(db, id_, [record]), used=1))
        db.flush()
        return id_
    _write(db, page, [*comparators.records(opened(db, page)), record])
    return page.id


def _cut(db: Session, entries: Iterable[ComparatorEntry]) -> None:
    gone: dict[int, set[int]] = defaultdict(set)
    for page_id, record_id in _places(db, [entry for entry in entries if entry.kept]):
        gone[page_id].add(record_id)
    if not gone:
        return
    _turn(db)
    query = select(ComparatorPage).where(ComparatorPage.id.in_(gone)).order_by(ComparatorPage.id)
    for page in db.scalars(query.with_for_update().execution_options(populate_existing=True)).all():
        kept = [one for one in comparators.records(opened(db, page)) if RECORD.unpack(one)[0] not in gone[page.id]]
        _write(db, page, kept)


def _places(db: Session, entries: Collection[ComparatorEntry]) -> list[tuple[int, int]]:
    """Page and record of each; of one that does not open, nothing."""
    found = []
    for entry in entries:
        try:
            words = vault.field.open_(db, ComparatorEntry.kept, entry.id, entry.kept or b"", case=entry.case_id)
        except vault.Unreadable:
            continue
        page, record = words.split()
        found.append((int(page), int(record)))
    return found


def _write(db: Session, page: ComparatorPage, records: Collection[bytes]) -> None:
    page.records, page.used = sealed(db, page.id, records), len(records)
    page.version += 1
    db.flush()


def sealed(db: Session, page_id: int, records: Collection[bytes]) -> bytes:
    text = base64.b64encode(comparators.page(records)).decode()
    return vault.field.seal(db, ComparatorPage.records, page_id, text)
