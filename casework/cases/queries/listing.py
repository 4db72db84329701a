"""The list of cases: a walk along the reader's own membership, a page at a time, titles opened in bulk. What a
request does depends on the page, never on how many cases there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from casework.access.models import Wall
from casework.cases.models import Case, Membership
from casework.db import utc_now
from casework.people import Actor
from casework.people.models import Person
from casework.vault import Holder
from casework.vault.bulk import Keys, keys_for, open_each, with_keys

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
    """One line, flat. `title` is None where the reader holds no key to the file, or where it would not open; `key` is
    what the page is sorted by."""

    case_id: int
    number: str
    title: str | None
    kind: str
    state: str
    due_on: date | None
    due_what: str
    investigator_id: int | None
    investigator: str
    is_open: bool
    paused: bool
    key: date | datetime | str


class Page(NamedTuple):
    """`after` is the cursor of the next page, None at the end."""

    rows: list[Listed]
    after: str | None


def page(db: Session, actor: Actor, filters: Filters, after: str = "", limit: int = PAGE) -> Page:
    """The cases of this reader that fit, sorted; `after` as the page before gave it."""
    if not actor.admitted or actor.holder is None:
        return Page([], None)
    start = _read(filters, after)
    asked = _asked(actor, actor.holder, filters, start)
    rows: list[Any] = []
    for is_open in _parts(filters, start):
        statement = _statement(_shape(filters, is_open, start if start and start.is_open == is_open else None))
        rows += db.connection().execute(statement, {**asked, "most": limit + 1 - len(rows)})
        if len(rows) > limit:
            break
    shown = rows[:limit]
    titles = open_each(db, actor.holder, Case.title, [(row[0], row[_TITLE], Keys._make(row[_KEYS:])) for row in shown])
    listed = [_listed(row, titles.get(row[0])) for row in shown]
    return Page(listed, _cursor(listed[-1]) if len(rows) > limit else None)


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


class _Shape(NamedTuple):
    """What of the filters a statement depends on; their values are given with it."""

    sort: str
    is_open: bool | None
    looks_inside: bool
    goes_on: bool
    fit: tuple[str, ...]


_FIT: dict[str, Any] = {
    "kind": Case.kind == bindparam("kind"),
    "state": Case.state == bindparam("state"),
    "investigator": Case.investigator_id == bindparam("investigator"),
    "received_from": Membership.received_at >= bindparam("received_from"),
    "received_to": Membership.received_at < bindparam("received_to"),
    "overdue": Membership.due_on < bindparam("today"),
}
_SORTED = {
    DUE: Membership.due_on, CHANGED: Membership.changed_at, RECEIVED: Membership.received_at, NUMBER: Membership.number,
}  # fmt: skip
_SHOWN = (
    Case.id, Case.number, Case.kind, Case.state, Membership.due_on, Case.due_what, Case.investigator_id, Person.name,
    Membership.is_open, Case.paused_at.is_not(None), Membership.reads_file,
)  # fmt: skip
_TITLE, _KEYS = len(_SHOWN) + 1, len(_SHOWN) + 2
"""Where in a row the sealed title and what opens it stand; what it is sorted by comes before them."""


def _shape(filters: Filters, is_open: bool | None, start: _Start | None) -> _Shape:
    if is_open is None and (filters.state == OPEN or filters.overdue):
        is_open = True
    fit = [name for name in _FIT if getattr(filters, name) and getattr(filters, name) != OPEN]
    return _Shape(filters.sort, is_open, filters.looks_inside, start is not None, tuple(fit))


def _asked(actor: Actor, holder: Holder, filters: Filters, start: _Start | None) -> dict[str, Any]:
    """Values for every statement; each takes those that it knows."""
    given, to = filters.received_from, filters.received_to
    return {
        "reader": actor.id,
        "kind": filters.kind,
        "state": filters.state,
        "investigator": filters.investigator,
        "received_from": _midnight(given, actor) if given else None,
        "received_to": _midnight(to + timedelta(days=1), actor) if to else None,
        "today": utc_now().astimezone(ZoneInfo(actor.zone)).date() if filters.overdue else None,
        "key": start.key if start else None,
        "last": start.case_id if start else None,
        **keys_for(holder),
    }


@lru_cache(maxsize=256)
def _statement(shape: _Shape) -> Select[Any]:
    """Made once for each way to ask: making it anew took as long as SQLite takes to answer it."""
    walled = select(Wall.id).where(
        Wall.case_id == Membership.case_id, Wall.person_id == bindparam("reader"), Wall.state != "lifted"
    )
    query: Any = (
        select(*_SHOWN, _SORTED[shape.sort].label("key"), Case.title)
        .select_from(Membership)
        .join(Case, Case.id == Membership.case_id)
        .outerjoin(Person, Person.id == Case.investigator_id)
        .where(Membership.person_id == bindparam("reader"), Membership.active, ~walled.exists())
        .where(*(_FIT[name] for name in shape.fit))
    )
    if shape.looks_inside:
        query = query.where(Membership.reads_file)
    if shape.is_open is not None:
        query = query.where(Membership.is_open if shape.is_open else ~Membership.is_open)
    return with_keys(_sorted(query, shape), Case.id, Case.title_epoch).limit(bindparam("most"))


def _sorted(query: Select[Any], shape: _Shape) -> Select[Any]:
    column: Any = _SORTED[shape.sort]
    key: Any = bindparam("key")
    last: Any = bindparam("last")
    if shape.sort == NUMBER:
        query = query.where(column < key) if shape.goes_on else query
        return query.order_by(column.desc())
    if shape.sort == DUE:
        later = (column > key) | ((column == key) & (Membership.case_id > last))
        query = query.where(later, column >= key) if shape.goes_on else query
        return query.order_by(column, Membership.case_id)
    earlier = (column < key) | ((column == key) & (Membership.case_id < last))
    query = query.where(earlier, column <= key) if shape.goes_on else query
    return query.order_by(column.desc(), Membership.case_id.desc())


def _listed(row: Any, title: str | None) -> Listed:
    """Of a case whose file is sealed to others, number and kind are all that is shown."""
    id_, number, kind, state, due_on, due_what, with_, name, is_open, paused, reads_file, key = row[:_TITLE]
    if not reads_file:
        return Listed(id_, number, None, kind, "", None, "", None, "—", is_open, paused=False, key=key)
    due = None if due_on == NEVER else due_on
    return Listed(id_, number, title, kind, state, due, due_what, with_, name or "", is_open, paused, key)


def _cursor(last: Listed) -> str:
    text = last.key if isinstance(last.key, str) else last.key.isoformat()
    return f"{int(last.is_open)}~{text.replace('+00:00', 'Z')}~{last.case_id}"


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
