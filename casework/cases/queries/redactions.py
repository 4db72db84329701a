"""Redacted copies of a case: each version with its marks, and the newest of everything, which is what is handed out."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework.cases.models import Redaction, RedactionMark
from casework.vault import Room

from .record.opening import Key, key_of


@dataclass(frozen=True, slots=True)
class MarkShown:
    """`what`: the word, or an area as JSON."""

    sort: str
    what: str = field(repr=False)
    reason: str
    remark: str = field(repr=False)
    found: int


@dataclass(frozen=True, slots=True)
class Version:
    """`text`: a note's; `copy_id`: a paper's. `silent`: pages on which no word could be looked for."""

    id: int
    version: int
    copy_id: int | None
    text: str | None = field(repr=False)
    silent: tuple[int, ...]
    by: int
    at: datetime
    marks: tuple[MarkShown, ...]


def of_paper(db: Session, case_id: int, paper_id: int, rooms: Mapping[Key, Room]) -> list[Version]:
    """The newest first; none of a room that the reader has no key to."""
    return _versions(db, select(Redaction).where(Redaction.case_id == case_id, Redaction.paper_id == paper_id), rooms)


def of_note(db: Session, case_id: int, note_id: int, rooms: Mapping[Key, Room]) -> list[Version]:
    return _versions(db, select(Redaction).where(Redaction.case_id == case_id, Redaction.note_id == note_id), rooms)


def newest(rows: Iterable[Redaction]) -> tuple[dict[int, int], dict[int, Redaction]]:
    """Of a case's rows: by paper its newest copy, by note its newest version."""
    papers: dict[int, int] = {}
    notes: dict[int, Redaction] = {}
    for row in sorted(rows, key=lambda row: row.version):
        if row.paper_id is not None and row.copy_id is not None:
            papers[row.paper_id] = row.copy_id
        elif row.note_id is not None:
            notes[row.note_id] = row
    return papers, notes


def text_of(row: Redaction, room: Room) -> str:
    """What a note's version says."""
    return room.open(Redaction.text, row.id, row.text) if row.text is not None else ""


def _versions(db: Session, query: Select[Redaction], rooms: Mapping[Key, Room]) -> list[Version]:
    rows = [row for row in db.scalars(query) if key_of(row.room, row.subject) in rooms]
    marks: dict[int, list[RedactionMark]] = {}
    wanted = [row.id for row in rows]
    for mark in db.scalars(select(RedactionMark).where(RedactionMark.redaction_id.in_(wanted))):
        marks.setdefault(mark.redaction_id, []).append(mark)
    found = [_shown(row, marks.get(row.id, []), rooms[key_of(row.room, row.subject)]) for row in rows]
    return sorted(found, key=lambda one: one.version, reverse=True)


def _shown(row: Redaction, marks: list[RedactionMark], room: Room) -> Version:
    shown = [
        MarkShown(
            mark.sort,
            room.open(RedactionMark.what, mark.id, mark.what),
            mark.reason,
            room.open(RedactionMark.remark, mark.id, mark.remark) if mark.remark else "",
            mark.found,
        )
        for mark in sorted(marks, key=lambda mark: mark.position)
    ]
    text = text_of(row, room) if row.note_id is not None else None
    silent = tuple(json.loads(row.silent))
    return Version(row.id, row.version, row.copy_id, text, silent, row.by, row.at, tuple(shown))
