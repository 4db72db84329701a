"""Two ids of one person: a re-hire, a second contract. Declared, never guessed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.people import employees
from casework.people.models import Employee


class NotJoined(Exception):
    """`missing`: this id is not in the directory; without one, they are one person already."""

    def __init__(self, missing: str = "") -> None:
        super().__init__("cannot be joined")
        self.missing = missing


def join(db: Session, first: str, second: str) -> tuple[int, int]:
    """From now on one person. Returns the ids of both rows."""
    one, other = _row(db, first), _row(db, second)
    top, bottom = _top(db, one), _top(db, other)
    if top.id == bottom.id:
        raise NotJoined
    bottom.same_as = top.tag
    db.flush()
    return one.id, other.id


def _row(db: Session, number: str) -> Employee:
    row = db.scalar(select(Employee).where(Employee.tag == employees.number_tag(db, number)))
    if row is None:
        raise NotJoined(number)
    return row


def _top(db: Session, row: Employee) -> Employee:
    """The end of the chain that `same_as` makes: only an end can be tied to another."""
    seen = {row.id}
    while row.same_as is not None:
        above = db.scalar(select(Employee).where(Employee.tag == row.same_as))
        if above is None or above.id in seen:
            break
        seen.add(above.id)
        row = above
    return row
