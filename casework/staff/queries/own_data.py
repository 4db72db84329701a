"""What is kept about the person who asks, as data: of the tables that `topics` names, what is no key and not sealed."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, LargeBinary, Table, literal, or_, select
from sqlalchemy.orm import Session

from casework.audit import SENTENCES, TAGS, tag_of
from casework.cases.models import Case
from casework.cases.queries import visible_to
from casework.db import Base
from casework.people import Actor, accounts
from casework.people.models import Person

from .topics import TOPICS

OF_STAFF = re.compile(r"(^|_)(by|person_id|actor_id|holder_id|investigator_id|owner|owner_id)$")
"""Columns that say who of staff it was."""
UNSAID = frozenset({"numbers", "ids", "seq", "key_version", "after"})


def of(db: Session, actor: Actor) -> dict[str, Any]:
    """By topic and table. Of cases only those that exist for them now, and of those when they did something, no more:
    whoever was walled off from one learns nothing here either."""
    person = db.get_one(Person, actor.id)
    mine = {row.id: row.number for row in db.execute(visible_to(actor).with_only_columns(Case.id, Case.number))}
    found: dict[str, Any] = {"account": {"e-mail": accounts.email_of(db, person)}}
    for topic in TOPICS:
        if not topic.told:
            continue
        tables = (Base.metadata.tables[name] for name in topic.tables if name in Base.metadata.tables)
        rows = {table.name: list(_rows(db, table, actor, mine)) for table in tables}
        found.setdefault(topic.id, {}).update({name: lines for name, lines in rows.items() if lines})
    return found


def staff_columns(table: Table) -> tuple[str, ...]:
    """None that says by a word which side it was."""
    named = (column for column in table.columns if OF_STAFF.search(column.name) and _is_plain(column))
    return tuple(column.name for column in named if isinstance(column.type, Integer))


def _is_plain(column: Any) -> bool:
    return bool(column.info.get("tier") == "plain")


def _rows(db: Session, table: Table, actor: Actor, mine: dict[int, str]) -> Iterator[dict[str, Any]]:
    of_case = _case_column(table)
    shown: list[Any] = [column for column in table.columns if _is_shown(table, column, of_case is not None)]
    shown = shown or [literal(True).label("kept")]
    query = select(*shown, *([] if of_case is None else [of_case.label("of_case")])).where(_own(table, actor))
    for row in db.execute(query).mappings():
        line = {name: _said(value) for name, value in row.items() if name != "of_case" and value is not None}
        if of_case is None:
            yield line
        elif row["of_case"] in mine:
            yield {"case": mine[row["of_case"]], **line}
        elif table.name == "trail_entry":  # that they did something; not on which case, when it is not theirs any more
            yield line


def _own(table: Table, actor: Actor) -> ColumnElement[bool]:
    if table.name == "person":
        return table.c.id == actor.id
    return or_(*(table.c[name] == actor.id for name in staff_columns(table)))


def _case_column(table: Table) -> Any:
    if table.name == "case":
        return table.c.id
    return table.c.chain if table.name == "trail_entry" else table.c.get("case_id")


def _is_shown(table: Table, column: Any, of_case: bool) -> bool:
    """Of a case's rows the moments; of others all that is plain, less ids that say nothing to a reader."""
    if not _is_plain(column) or column.name in UNSAID or column.name == "id" or isinstance(column.type, LargeBinary):
        return False
    if table.name == "trail_entry":
        return column.name in ("at", "tag")
    if of_case:
        return str(column.type).upper().startswith("DATE") or column.name in ("since", "conflict", "active")
    return not column.name.endswith("_id") and not OF_STAFF.search(column.name)


def _said(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return f"{value}: {SENTENCES[tag_of(value)]}" if isinstance(value, str) and value in TAGS else value
