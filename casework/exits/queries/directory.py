"""Who leaves by the directory: its end dates, less those who are planned already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, bindparam, exists, or_, select
from sqlalchemy.orm import Session, aliased

from casework import vault
from casework.access import relations
from casework.exits.lifecycle import CANCELLED
from casework.exits.models import Exit
from casework.people import organisation
from casework.people.models import Employee, Person, Site

MOST = 50
"""Lines that are shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the directory, as far as a leaving is planned from it."""

    id: int
    tag: bytes
    name: str
    department: str
    site_id: int
    starts_on: date | None
    ends_on: date | None


def find(db: Session, *, number: str = "", name: str = "", email: str = "") -> Line | None:
    """The one line that fits; None where none does, or several."""
    tag = relations.find(db, number=number, name=name, email=email)
    return of_tag(db, tag) if tag is not None else None


def of_tag(db: Session, tag: bytes) -> Line | None:
    row = db.scalar(select(Employee).where(Employee.tag == tag))
    return _lines(db, [row])[0] if row is not None else None


def one(db: Session, actor_id: int, today: date, line_id: int) -> Line | None:
    """Of those who are coming, the one of this id."""
    row = db.scalar(_ONE, {**_asked(db, actor_id, today), "line": line_id})
    return _lines(db, [row])[0] if row is not None else None


def coming(db: Session, actor_id: int, today: date, most: int = MOST) -> list[Line]:
    """Whose end date lies within the days that `/settings` says and who has no exit yet, soonest first; nobody sees
    their own. Somebody with another line that goes on does not leave."""
    return _lines(db, db.scalars(_SOONEST, {**_asked(db, actor_id, today), "most": most}).all())


def _asked(db: Session, actor_id: int, today: date) -> dict[str, object]:
    until = today + timedelta(days=organisation.policy(db).exit_ahead_days)
    return {"reader": actor_id, "today": today, "until": until}


def _coming() -> Select[Employee]:
    other, twin = aliased(Employee), aliased(Employee)
    theirs = or_(
        Exit.employee_tag.in_((Employee.tag, Employee.same_as)),
        Exit.employee_tag.in_(select(twin.tag).where(twin.same_as == Employee.tag)),
    )
    planned = exists().where(theirs, Exit.ends_on == Employee.ends_on, Exit.state != CANCELLED)
    goes_on = exists().where(
        or_(other.same_as == Employee.tag, other.tag == Employee.same_as),
        or_(other.ends_on.is_(None), other.ends_on > Employee.ends_on),
    )
    beside = select(other.tag).where(or_(other.same_as == Employee.tag, other.same_as == Employee.same_as))
    index = Person.employee_index
    of_line = or_(index == Employee.tag, index == Employee.same_as, index.in_(beside))
    own = exists().where(Person.id == bindparam("reader"), of_line)
    near = (Employee.ends_on >= bindparam("today"), Employee.ends_on <= bindparam("until"))
    return select(Employee).where(*near, ~planned, ~goes_on, ~own)


_COMING = _coming()
_ONE = _COMING.where(Employee.id == bindparam("line"))
_SOONEST = _COMING.order_by(Employee.ends_on, Employee.id).limit(bindparam("most"))


def _lines(db: Session, rows: Sequence[Employee]) -> list[Line]:
    named = {name.casefold(): id_ for id_, name in db.execute(select(Site.id, Site.name)).all()} if rows else {}
    return [
        Line(
            row.id, row.tag, vault.field.open_(db, Employee.name, row.id, row.name), row.department,
            named.get(row.location.casefold(), 0), row.starts_on, row.ends_on,
        )
        for row in rows
    ]  # fmt: skip
