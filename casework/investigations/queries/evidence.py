"""The evidence log as one reader sees it: what they hold no key of is not there."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.cases.models import Evidence, EvidenceChange, EvidenceCustody, EvidencePoint, InterviewStatement
from casework.cases.queries import evidence_known
from casework.cases.queries.record import Record
from casework.cases.queries.record.opening import FILE, Key, Open, Opening, key_of
from casework.cases.queries.rows import Rows
from casework.investigations.lifecycle.evidence import ASIDE, TAKEN_BACK
from casework.vault import Compartment


@dataclass(frozen=True, slots=True)
class PointShown:
    """`direction` is empty where it was taken back, and None where it would not open; so is `why`."""

    allegation_id: int
    direction: str | None
    why: str | None
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CustodyShown:
    position: int
    giver: str | None
    taker: str | None
    handed_at: datetime
    why: str | None
    place: str | None
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """`before`: what stood there, by the names that an entry has for it."""

    kind: str
    before: Mapping[str, Any]
    reason: str | None
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class EvidenceShown:
    """`points`: what holds now, one an allegation; `earlier`: what was said before, newest first."""

    id: int
    position: int
    room: str
    kind: str
    what: str | None
    from_party: int | None
    source: str | None
    arose_on: date | None
    arose: str | None
    obtained_on: date
    how: str | None
    paper_id: int | None
    message_id: int | None
    statement_id: int | None
    digest: str | None
    by: int
    at: datetime
    aside_at: datetime | None
    version: int
    damaged: bool
    points: tuple[PointShown, ...] = ()
    earlier: tuple[PointShown, ...] = ()
    custody: tuple[CustodyShown, ...] = ()
    changes: tuple[ChangeShown, ...] = ()

    @property
    def is_privileged(self) -> bool:
        return self.room == Compartment.PRIVILEGED.value

    @property
    def why_aside(self) -> str:
        """The reason that holds, where it is set aside."""
        if self.aside_at is None:
            return ""
        return next((change.reason or "" for change in self.changes if change.kind == ASIDE), "")

    def direction(self, allegation_id: int) -> str | None:
        return next((one.direction for one in self.points if one.allegation_id == allegation_id), None)


def log(db: Session, shown: Record, *, only: int | None = None, brief: bool = False) -> list[EvidenceShown]:
    """All of it, in the order of its numbers; what is privileged last. A statement a table, whatever stands in them.
    `only`: one entry; `brief`: without what a list does not show (LONG), which then is None."""
    rows = Rows(db, shown.case.id)
    known = [row for row in evidence_known.of(rows, shown.rooms) if only in (None, row.id)]
    if not known:
        return []
    opening = _Opening(db, rows, shown.rooms, LONG if brief else frozenset())
    keys = {row.id: row_key(row) for row in known}
    parts = _Parts(opening, keys)
    known.sort(key=lambda row: (row.room == Compartment.PRIVILEGED.value, row.position))
    return [_shown(opening, row, keys[row.id], parts) for row in known]


def interview_of(db: Session, case_id: int, statement_id: int | None) -> int | None:
    """Whose statement it is: the interview's id, where it is one of this case."""
    row = db.get(InterviewStatement, statement_id) if statement_id else None
    return row.interview_id if row is not None and row.case_id == case_id else None


def chosen(
    entries: Iterable[EvidenceShown], *, allegation: int | None = None, direction: str = "", kind: str = "",
    aside: bool = True,
) -> Iterator[EvidenceShown]:  # fmt: skip
    """Those that fit all that is asked for; a direction is meant of the allegation, where one is asked for."""
    for entry in entries:
        points = [one for one in entry.points if allegation in (None, one.allegation_id)]
        fits = not (allegation or direction) or any(direction in ("", one.direction) for one in points)
        if fits and kind in ("", entry.kind) and (aside or entry.aside_at is None):
            yield entry


def row_key(row: Any) -> Key:
    return key_of(row.room, row.subject)


LONG = frozenset(
    {Evidence.how, Evidence.digest, EvidenceCustody.giver, EvidenceCustody.why, EvidenceChange.before}
)  # fmt: skip


class _Opening(Opening):
    """Leaves closed what nobody looks at: opening is most of what a long log costs."""

    def __init__(self, db: Session, rows: Rows, rooms: Mapping[Key, Any], closed: frozenset[Any]) -> None:
        super().__init__(db, rows, rooms)
        self._closed = closed

    def each(self, column: Any, key: Key = FILE) -> Open:
        return _nothing if column in self._closed else super().each(column, key)


def _nothing(_row_id: int, _sealed: bytes | None) -> str | None:
    return None


class _Parts:
    """What hangs on the entries, opened and put beside the entry that it belongs to."""

    def __init__(self, opening: Opening, keys: Mapping[int, Key]) -> None:
        self._opening, self._keys = opening, keys
        self.points, self.earlier = self._points()
        self.custody = self._custody()
        self.changes = self._changes()

    def _of(self, model: Any) -> Iterator[tuple[Any, Any]]:
        """Rows of known entries, the newest first, with what opens them."""
        for row in sorted(self._opening.rows.of(model), key=lambda row: (row.at, row.id), reverse=True):
            if (key := self._keys.get(row.evidence_id)) is not None:
                yield (
                    row,
                    lambda column, row=row, key=key: self._opening.each(column, key)(row.id, getattr(row, column.key)),
                )

    def _points(self) -> tuple[dict[int, list[PointShown]], dict[int, list[PointShown]]]:
        now: dict[int, list[PointShown]] = {}
        earlier: dict[int, list[PointShown]] = {}
        met = set()
        for row, open_ in self._of(EvidencePoint):
            one = PointShown(
                row.allegation_id, open_(EvidencePoint.direction), open_(EvidencePoint.why), row.by, row.at
            )
            holds = (row.evidence_id, row.allegation_id) not in met and one.direction != TAKEN_BACK
            met.add((row.evidence_id, row.allegation_id))
            (now if holds else earlier).setdefault(row.evidence_id, []).append(one)
        return now, earlier

    def _custody(self) -> dict[int, list[CustodyShown]]:
        found: dict[int, list[CustodyShown]] = {}
        for row, open_ in self._of(EvidenceCustody):
            found.setdefault(row.evidence_id, []).append(
                CustodyShown(
                    row.position, open_(EvidenceCustody.giver), open_(EvidenceCustody.taker), row.handed_at,
                    open_(EvidenceCustody.why), open_(EvidenceCustody.place), row.by, row.at,
                )
            )  # fmt: skip
        for chain in found.values():
            chain.sort(key=lambda link: link.position)
        return found

    def _changes(self) -> dict[int, list[ChangeShown]]:
        found: dict[int, list[ChangeShown]] = {}
        for row, open_ in self._of(EvidenceChange):
            before = open_(EvidenceChange.before)
            found.setdefault(row.evidence_id, []).append(
                ChangeShown(
                    row.kind, json.loads(before) if before else {}, open_(EvidenceChange.reason), row.by, row.at
                )
            )
        return found


def _shown(opening: Opening, row: Any, key: Key, parts: _Parts) -> EvidenceShown:
    opened = {name: opening.each(getattr(Evidence, name), key)(row.id, getattr(row, name))
              for name in ("what", "source", "arose", "how", "digest")}  # fmt: skip
    plain = {name: getattr(row, name) for name in _PLAIN}
    hangs: dict[str, Sequence[Any]] = {
        name: tuple(getattr(parts, name).get(row.id, ())) for name in ("points", "earlier", "custody", "changes")
    }
    return EvidenceShown(damaged=row.id in opening.damaged, **opened, **plain, **hangs)  # type: ignore[arg-type]


_PLAIN = (
    "id", "position", "room", "kind", "from_party", "arose_on", "obtained_on", "paper_id", "message_id",
    "statement_id", "by", "at", "aside_at", "version",
)  # fmt: skip
