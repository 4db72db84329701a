"""A new data protection officer gets the keys of requests that are there, from somebody who has them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, policy
from casework.audit import Tag
from casework.cases.actions import members
from casework.legal.actions import requests as actions
from casework.legal.models import SubjectRequest
from casework.legal.queries import officers, requests
from casework.people import Actor
from casework.people.models import Person
from casework.settings import N_
from casework.vault import OF_REQUESTS, Compartment, HolderKind

NOT_ONE = N_("They work no data-subject requests: a lead gives them the role of data protection officer first.")


def waiting(db: Session, by: Actor) -> list[tuple[int, str, int]]:
    """Officers who lack requests that the reader holds: id, name, how many. Never whom a request is about."""
    names = {row.id: row.name for row in db.execute(select(Person.id, Person.name))}
    lacking = [(id_, len(_lacking(db, by, id_))) for id_ in officers.able(db) if id_ != by.id]
    return [(id_, names.get(id_, ""), count) for id_, count in lacking if count]


def share(db: Session, person_id: int, *, by: Actor) -> int:
    """How many were given."""
    policy.require(by, Action.ADMIT_OFFICER)
    half = officers.able(db).get(person_id)
    if half is None or person_id == by.id:
        raise Forbidden(NOT_ONE)
    rows = _lacking(db, by, person_id)
    for row in rows:
        held = vault.rooms.enter_all(db, members.holder_of(by), row.id)
        for (room, _subject), opened in held.items():
            if room in OF_REQUESTS:
                vault.rooms.admit(db, opened, half)
        actions.note(db, by, Tag.REQUEST_CHANGED, row, person=person_id)
    return len(rows)


def _lacking(db: Session, by: Actor, person_id: int) -> list[SubjectRequest]:
    found = []
    for row in requests.rows(db, by):
        readers = vault.readers.of_case(db, row.id)
        theirs = any(
            one.holder_id == person_id and one.compartment is Compartment.REQUEST and one.kind is HolderKind.PERSON
            for one in readers
        )
        if not theirs and person_id not in _about(db, row, by):
            found.append(row)
    return found


def _about(db: Session, row: SubjectRequest, by: Actor) -> frozenset[int]:
    asked = requests.opened(db, row, by).asked
    return actions.themselves(db, row.employee_tag, asked.get("name", ""), asked.get("contact", ""))
