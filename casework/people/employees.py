"""The directory's tags: equality only. The same labels are compared by walls and by earlier cases."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault

from .models import Employee, Person

NUMBER, NAME, EMAIL = "employee", "employee name", "email"


def number_tag(db: Session, number: str) -> bytes:
    return vault.field.index(db, NUMBER, number)


def name_tag(db: Session, name: str) -> bytes:
    return vault.field.index(db, NAME, name)


def email_tag(db: Session, email: str) -> bytes:
    return vault.field.index(db, EMAIL, email)


def link(db: Session, person: Person, number: str) -> None:
    """Say which line of the directory somebody with an account is: walls need it. An empty number: none."""
    person.employee_index = number_tag(db, number) if number else None


def link_by_email(db: Session, also: Mapping[bytes, bytes] | None = None) -> int:
    """Whoever has an account and no line yet is found by their address. `also`: lines not written yet, tag of the
    address → tag of the number. How many were found."""
    unlinked = list(db.scalars(select(Person).where(Person.employee_index.is_(None))))
    by_tag = {email_tag(db, vault.field.open_(db, Person.email, one.id, one.email)): one for one in unlinked}
    rows = db.execute(select(Employee.email_tag, Employee.tag).where(Employee.email_tag.in_(by_tag))).all()
    found = {**(also or {}), **{row.email_tag: row.tag for row in rows}}
    linked = by_tag.keys() & found.keys()
    for tag in linked:
        by_tag[tag].employee_index = found[tag]
    db.flush()
    return len(linked)
