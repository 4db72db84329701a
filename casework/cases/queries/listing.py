"""The list of cases: a walk along the reader's own membership, a page at a time, titles opened in bulk. What a
request does depends on the page, never on how many cases there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework.access.models import Wall
from casework.cases.models import Case, Membership
from casework.db import utc_now
from casework.people import Actor
from casework.people.models import Person
from casework.vault.bulk import COLUMNS, Keys, open_each, with_keys

PAGE = 50
OPEN = "open"
DUE, CHANGED, RECEIVED, NUMBER = "due", "changed", "received", "number"
SORTS = (DUE, CHANGED, RECEIVED, NUMBER)
NEVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Filters:
    """All of it is in the address. `state` may be “open”; `investigator` is whom the case is with."""

    kind: str = ""
    state: str = ""
    investigator: int = 0
    received_from: date | None = None
    received_to: date | None = None
    overdue: bool = False
    sort: str = DUE

    @property
    def looks_inside(self) -> bool:
        """It asks what only the file's readers may know: of other cases the answer says nothing."""
        return self.state not in ("", OPEN) or bool(self.investigator) or self.overdue


class Listed(NamedTuple):
    """One line, flat. `title` is None where the reader holds no key to the file, or where it would not open."""

    case_id: int
    number: str
    title: str | None
    kind: str
    state: str
    due_on: date | None
    due_what: str
    received_at: datetime
    changed_at: datetime
    investigator_id: int | None
    investigator: str
    is_open: bool
    paused: bool
    severity: str
    unread: bool


class Page(NamedTuple):
    """`after` is the cursor of the next page, None at the end."""

    rows: list[Listed]
    after: str | None


def page(db: Session, actor: Actor, filters: Filters, after: str = "", limit: int = PAGE) -> Page:
    """The cases of this reader that fit, sorted; `after` as the page before gave it."""
    if not actor.admitted or actor.holder is None:
        return Page([], None)
    start = _read(filters, after)
    rows: list[Any] = []
    for is_open in _parts(filters, start):
        query = _query(actor, filters, is_open, start if start and start.is_open == is_open else None)
        rows += db.execute(query.limit(limit + 1 - len(rows))).all()
        if len(rows) > limit:
            break
    titles = open_each(db, actor.holder, Case.title, ((row.id, row.title, Keys(*row[-len(COLUMNS) :])) for row in rows))
    listed = [_listed(row, titles.get(row.id)) for row in rows[:limit]]
    return Page(listed, _cursor(filters, rows[limit - 1]) if len(rows) > limit else None)


class _Start(NamedTuple):
    is_open: bool | None
    key: Any
    case_id: int


def _parts(filters: Filters, start: _Start | None) -> Sequence[bool | None]:
    """By what is due: first the open ones, then the others, each along the index. Otherwise all in one walk."""
    if filters.sort != DUE:
        return (None,)
    if filters.state == OPEN or filters.overdue:
        return (True,)
    return (False,) if start and start.is_open is False else (True, False)


def _query(actor: Actor, filters: Filters, is_open: bool | None, start: _Start | None) -> Select[Any]:
    assert actor.holder is not None
    walled = select(Wall.id).where(
        Wall.case_id == Membership.case_id, Wall.person_id == actor.id, Wall.state != "lifted"
    )
    query: Any = (
        select(
            Case.id, Case.number, Case.title, Case.kind, Case.state, Membership.due_on, Case.due_what,
            Membership.received_at, Membership.changed_at, Case.investigator_id, Person.name, Membership.is_open,
            Case.paused_at, Case.severity, Membership.seen_at, Membership.reads_file,
        )
        .select_from(Membership)
        .join(Case, Case.id == Membership.case_id)
        .outerjoin(Person, Person.id == Case.investigator_id)
        .where(Membership.person_id == actor.id, Membership.active, ~walled.exists())
    )  # fmt: skip
    query = _filtered(query.where(Membership.reads_file) if filters.looks_inside else query, actor, filters, is_open)
    return with_keys(_sorted(query, filters, start), actor.holder, Case.id, Case.title_epoch)


def _filtered(query: Select[Any], actor: Actor, filters: Filters, is_open: bool | None) -> Select[Any]:
    if is_open is None and (filters.state == OPEN or filters.overdue):
        is_open = True
    if is_open is not None:
        query = query.where(Membership.is_open if is_open else ~Membership.is_open)
    if filters.kind:
        query = query.where(Case.kind == filters.kind)
    if filters.state and filters.state != OPEN:
        query = query.where(Case.state == filters.state)
    if filters.investigator:
        query = query.where(Case.investigator_id == filters.investigator)
    if filters.received_from:
        query = query.where(Membership.received_at >= _midnight(filters.received_from, actor))
    if filters.received_to:
        query = query.where(Membership.received_at < _midnight(filters.received_to + timedelta(days=1), actor))
    if filters.overdue:
        today = utc_now().astimezone(ZoneInfo(actor.zone)).date()
        query = query.where(Membership.due_on < today)
    return query


def _sorted(query: Select[Any], filters: Filters, start: _Start | None) -> Select[Any]:
    m = Membership
    if filters.sort == NUMBER:
        query = query.where(m.number < start.key) if start else query
        return query.order_by(m.number.desc())
    if filters.sort == DUE:
        later = (m.due_on > start.key) | ((m.due_on == start.key) & (m.case_id > start.case_id)) if start else None
        query = query.where(later, m.due_on >= start.key) if start and later is not None else query
        return query.order_by(m.due_on, m.case_id)
    column = m.changed_at if filters.sort == CHANGED else m.received_at
    if start:
        earlier = (column < start.key) | ((column == start.key) & (m.case_id < start.case_id))
        query = query.where(earlier, column <= start.key)
    return query.order_by(column.desc(), m.case_id.desc())


def _listed(row: Any, title: str | None) -> Listed:
    if not row.reads_file:
        return _number_and_kind(row)
    return Listed(
        row.id,
        row.number,
        title,
        row.kind,
        row.state,
        None if row.due_on == NEVER else row.due_on,
        row.due_what,
        row.received_at,
        row.changed_at,
        row.investigator_id,
        row.name or "",
        row.is_open,
        row.paused_at is not None,
        row.severity,
        row.seen_at is None or row.changed_at > row.seen_at,
    )


def _number_and_kind(row: Any) -> Listed:
    """All that another key than the file's shows of a case."""
    return Listed(
        row.id, row.number, None, row.kind, "", None, "", row.received_at, row.received_at, None, "—", row.is_open,
        paused=False, severity="", unread=row.seen_at is None,
    )  # fmt: skip


def _cursor(filters: Filters, row: Any) -> str:
    key = {DUE: row.due_on, CHANGED: row.changed_at, RECEIVED: row.received_at, NUMBER: row.number}[filters.sort]
    text = key if isinstance(key, str) else key.isoformat()
    return f"{int(row.is_open)}~{text.replace('+00:00', 'Z')}~{row.id}"


def _read(filters: Filters, after: str) -> _Start | None:
    """A cursor that was changed by hand starts at the beginning."""
    try:
        is_open, text, case_id = after.split("~")
        return _Start(is_open == "1" if filters.sort == DUE else None, _key(filters.sort, text), int(case_id))
    except ValueError:
        return None


def _key(sort: str, text: str) -> date | datetime | str:
    if sort == NUMBER:
        return text
    return date.fromisoformat(text) if sort == DUE else datetime.fromisoformat(text)


def _midnight(day: date, actor: Actor) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(actor.zone))
