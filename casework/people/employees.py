"""The directory's tags: equality only. The same labels are compared by walls and by earlier cases."""

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


def link_by_email(db: Session) -> int:
    """Whoever has an account and no line yet is found by their address. How many were."""
    unlinked = list(db.scalars(select(Person).where(Person.employee_index.is_(None))))
    by_tag = {email_tag(db, vault.field.open_(db, Person.email, one.id, one.email)): one for one in unlinked}
    found = db.execute(select(Employee.tag, Employee.email_tag).where(Employee.email_tag.in_(by_tag))).all()
    for row in found:
        by_tag[row.email_tag].employee_index = row.tag
    return len(found)
