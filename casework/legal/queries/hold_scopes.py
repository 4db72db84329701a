"""What a hold is to be of, found as it was named among cases and in the directory, without saying what is not there."""

from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from casework.access import relations
from casework.access.models import Wall
from casework.cases.models import Case
from casework.cases.queries.holds import CASE, PERSON, Scope
from casework.cases.queries.matter import LIFTED
from casework.people import Actor
from casework.people.models import Employee


def of(db: Session, actor: Actor, kind: str, named: str, since: date | None, until: date | None) -> Scope | None:
    """None where nobody in the directory is called so, or several are. A number that no case has, or one that a wall
    keeps them from, is taken as any other: whoever cannot see a case learns here no more of it."""
    words = " ".join(named.split())
    if kind == CASE:
        walled = select(Wall.id).where(Wall.case_id == Case.id, Wall.person_id == actor.id, Wall.state != LIFTED)
        id_ = db.scalar(select(Case.id).where(Case.number == words.upper(), ~walled.exists()))
        return Scope(0, kind, case=id_ or 0, since=since, until=until)
    if kind == PERSON:
        tag = _tag(db, words)
        return Scope(0, kind, tags=frozenset({tag}), since=since, until=until) if tag is not None else None
    return Scope(0, kind, department=words, since=since, until=until)


def _tag(db: Session, words: str) -> bytes | None:
    number = relations.employee_tag(db, words)
    listed = db.scalar(select(exists().where(Employee.tag == number)))
    return number if listed else relations.find(db, name=words)
