"""What is handed to counsel, as it is at that moment: taken out of the file, and sealed anew in the review's room."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.actions.notes import CORRECTED, INTERNAL, RETRACTED
from casework.cases.lifecycle import kinds
from casework.cases.models import Allegation, Case, Finding, Note, NoteChange, Paper, Review
from casework.db import new_id
from casework.legal.models import ReviewItem
from casework.vault import Compartment, Room

DRAFT, NOTE, PAPER, FINDING, REPORT = "draft", "note", "paper", "finding", "report"
Key = tuple[str, int]
"""What of the case: kind, and whose id."""


@dataclass(frozen=True, slots=True)
class NewItem:
    """A text, or a file with its key; `earlier_id`: the item of the round before that it follows."""

    kind: str
    name: str
    source_id: int = 0
    text: str | None = None
    file_id: int | None = None
    key: bytes = b""
    type: str = ""
    size: int = 0
    earlier_id: int | None = None


def put(room: Room, review: Review, position: int, item: NewItem) -> ReviewItem:
    id_ = new_id()
    return ReviewItem(
        id=id_,
        case_id=review.case_id,
        review_id=review.id,
        round=review.round,
        position=position,
        kind=item.kind,
        source_id=item.source_id,
        earlier_id=item.earlier_id,
        name=room.seal(ReviewItem.name, id_, item.name),
        text=None if item.text is None else room.seal(ReviewItem.text, id_, item.text),
        file_id=item.file_id,
        file_key=room.seal_bytes(ReviewItem.file_key, id_, item.key) if item.file_id else None,
        type=item.type,
        size=item.size,
    )


def follows(item: NewItem, earlier_id: int) -> NewItem:
    """The same as the next version of an item of the round before."""
    return replace(item, earlier_id=earlier_id)


def take(db: Session, case: Case, file: Room, wanted: Iterable[Key]) -> list[NewItem]:
    """Of the file as it is now, in the order asked for. What does not lie in the file is not there to be taken."""
    found = []
    for kind, id_ in wanted:
        item = _TAKEN[kind](db, case, file, id_) if kind in _TAKEN else None
        if item is not None:
            found.append(item)
    return found


def _paper(db: Session, case: Case, file: Room, id_: int) -> NewItem | None:
    row = db.get(Paper, id_)
    if row is None or row.case_id != case.id or row.room != Compartment.FILE.value:
        return None
    name = file.open(Paper.name, row.id, row.name)
    key = file.open_bytes(Paper.file_key, row.id, row.file_key)
    return NewItem(PAPER, name, row.id, file_id=row.file_id, key=key, type=row.type, size=row.size)


def _note(db: Session, case: Case, file: Room, id_: int) -> NewItem | None:
    row = db.get(Note, id_)
    if row is None or row.case_id != case.id or row.class_ != INTERNAL:
        return None
    changes = _changes(db, row.id)
    if any(change.kind == RETRACTED for change in changes):
        return None
    text = file.open(Note.text, row.id, row.text)
    for change in changes:
        if change.kind == CORRECTED and change.text is not None:
            text = file.open(NoteChange.text, change.id, change.text)
    heading = file.open(Note.heading, row.id, row.heading) if row.heading else ""
    return NewItem(NOTE, heading or _first(text), row.id, text)


def _changes(db: Session, note_id: int) -> Sequence[NoteChange]:
    query = select(NoteChange).where(NoteChange.note_id == note_id).order_by(NoteChange.at, NoteChange.id)
    return db.scalars(query).all()


def _finding(db: Session, case: Case, file: Room, id_: int) -> NewItem | None:
    """An allegation with the finding that stands, as words that can be read alone."""
    row = db.get(Allegation, id_)
    if row is None or row.case_id != case.id or row.dropped_at is not None:
        return None
    issue = vault.field.open_(db, Allegation.issue, row.id, row.issue, case=case.id)
    parts = [file.open(Allegation.text, row.id, row.text)] if row.text else []
    query = select(Finding).where(Finding.allegation_id == row.id).order_by(Finding.at.desc(), Finding.id).limit(1)
    if (last := db.scalar(query)) is not None:
        said = vault.field.open_(db, Finding.finding, last.id, last.finding, case=case.id)
        parts += [kinds.FINDINGS.get(said, said), file.open(Finding.reason, last.id, last.reason)]
    return NewItem(FINDING, f"{row.position}. {kinds.ISSUES.get(issue, issue)}", row.id, "\n\n".join(parts))


def _report(_db: Session, case: Case, file: Room, id_: int) -> NewItem | None:
    if id_ != case.id:
        return None
    title, narrative = file.open(Case.title, id_, case.title), file.open(Case.narrative, id_, case.narrative)
    return NewItem(REPORT, title, case.id, narrative)


_TAKEN = {PAPER: _paper, NOTE: _note, FINDING: _finding, REPORT: _report}


def _first(text: str) -> str:
    line = text.strip().split("\n", 1)[0]
    return line if len(line) <= 80 else f"{line[:79]}…"
