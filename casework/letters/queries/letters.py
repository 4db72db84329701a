"""The letters of a case, opened with the reader's key to the file; one whose pages are privileged with the key to
those, and to who has none it is not there."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.models import Letter
from casework.cases.queries.letters_known import FILE, PRIVILEGED, apart
from casework.cases.queries.record import Record
from casework.press.document import Block
from casework.vault import Room, Unreadable


@dataclass(frozen=True, slots=True)
class Written:
    """All that was typed. `places`: by name, days as ISO; `secret_why` and `secret_until`: why and until when they are
    asked to keep it to themselves; `passed`: why what a check found may stand."""

    kind: str
    reader: str
    subject: str = ""
    text: str = field(default="", repr=False)
    places: dict[str, str] = field(default_factory=dict, repr=False)
    secret_why: str = field(default="", repr=False)
    secret_until: str = ""
    passed: str = field(default="", repr=False)

    def as_json(self) -> str:
        return json.dumps({name: getattr(self, name) for name in self.__slots__}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Printed:
    """A letter as it was sealed, for who reads it without its pages."""

    subject: str
    blocks: list[Block] = field(repr=False)

    def as_json(self) -> str:
        return json.dumps({"subject": self.subject, "blocks": self.blocks}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class LetterShown:
    """`written` and `printed` are None where they are damaged or there is no key; `printed` of a draft, too.
    `privileged`: it is read, and nothing is done with it any more."""

    id: int
    position: int
    party_id: int | None
    about_id: int | None
    state: str
    written: Written | None
    printed: Printed | None
    paper_id: int | None
    given_id: int | None
    replaces_id: int | None
    how: str
    handed_on: date | None
    handed_by: int | None
    written_by: int
    written_at: datetime
    finished_by: int | None
    finished_at: datetime | None
    withdrawn_by: int | None
    withdrawn_at: datetime | None
    why_withdrawn: str | None
    template_version: int
    head_version: int
    version: int
    privileged: bool

    @property
    def kind(self) -> str:
        return self.written.kind if self.written is not None else ""

    @property
    def subject(self) -> str:
        if self.printed is not None:
            return self.printed.subject
        return self.written.subject if self.written is not None else ""


def of_case(db: Session, shown: Record) -> list[LetterShown]:
    """Newest first."""
    rows = db.scalars(select(Letter).where(Letter.case_id == shown.case.id).order_by(Letter.position.desc())).all()
    away = apart(db, [row.paper_id for row in rows])
    found = [_known(shown, row, privileged=row.paper_id in away) for row in rows]
    return [one for one in found if one is not None]


def one(db: Session, shown: Record, id_: int) -> LetterShown | None:
    row = db.get(Letter, id_)
    if row is None or row.case_id != shown.case.id:
        return None
    return _known(shown, row, privileged=bool(apart(db, [row.paper_id])))


def _known(shown: Record, row: Letter, *, privileged: bool) -> LetterShown | None:
    room = shown.rooms.get(PRIVILEGED if privileged else FILE)
    return None if privileged and room is None else _shown(row, room, privileged=privileged)


def written(file: Room, row: Letter) -> Written:
    return Written(**json.loads(file.open(Letter.words, row.id, row.words)))


def printed(file: Room, row: Letter) -> Printed:
    """Of one that is finished."""
    if row.printed is None:
        raise ValueError("it is a draft")
    return Printed(**json.loads(file.open(Letter.printed, row.id, row.printed)))


def _shown(row: Letter, room: Room | None, *, privileged: bool) -> LetterShown:
    words, read = _opened(room, row, "words"), _opened(room, row, "printed")
    kept = {
        name: getattr(row, name)
        for name in LetterShown.__slots__
        if name not in ("written", "printed", "why_withdrawn", "privileged")
    }  # fmt: skip
    return LetterShown(
        **kept,
        privileged=privileged,
        written=Written(**json.loads(words)) if words else None,
        printed=Printed(**json.loads(read)) if read else None,
        why_withdrawn=_opened(room, row, "why_withdrawn"),
    )


def _opened(room: Room | None, row: Letter, name: str) -> str | None:
    sealed: bytes | None = getattr(row, name)
    column: Any = getattr(Letter, name)
    try:
        return room.open(column, row.id, sealed) if room is not None and sealed is not None else None
    except Unreadable:
        return None
