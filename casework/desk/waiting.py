"""Lines of the desk, and how statements begin that find them: put together once, and asked for whoever looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, exists, select
from sqlalchemy.orm import Session

from casework.access.models import Wall
from casework.cases.models import Membership
from casework.people import Actor

MOST = 20
"""Lines of a section; what is beyond them is in the list of cases."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line: `what` is a kind of thing to do, `on` a day or a moment, `who` the name that goes with it, `item` what
    of the case has a page of its own."""

    case_id: int
    number: str
    what: str
    on: date | datetime | None
    who: str = ""
    count: int = 1
    item: int = 0


READER: BindParameter[Any] = bindparam("reader")
"""Whose desk it is. Statements are put together once: that takes three times as long as asking them."""


def mine(*columns: Any, file: bool = True) -> Any:
    """Rows of the cases that exist for `READER`: `cases.queries.visible_to`, walked by the list's own index. Who
    holds an identity alone is told of nothing but the number: `file=False` takes those cases in as well."""
    walled = exists().where(Wall.case_id == Membership.case_id, Wall.person_id == READER, Wall.state != "lifted")
    query = select(Membership.case_id, Membership.number, *columns)
    query = query.where(Membership.person_id == READER, Membership.active, ~walled)
    return query.where(Membership.reads_file) if file else query


def rows(db: Session, actor: Actor, statement: Any, **known: Any) -> Sequence[Any]:
    """Flat, so past the session, which would look for entities among them."""
    return db.connection().execute(statement, {"reader": actor.id, **known}).all()
