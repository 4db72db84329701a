"""A data-subject request from the day it comes until it is answered: a matter of its own, with rooms of its own."""

import json
import secrets
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, Hidden, policy, relations
from casework.audit import Tag, trail
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.queries import same_person
from casework.db import new_id, utc_now
from casework.legal.lifecycle.request import ASKS, CAME, OPEN, RECEIVED, REQUEST, Facts, clock
from casework.legal.models import RequestAnswer, SearchTask, SubjectRequest
from casework.legal.queries import officers
from casework.mail import Notice, tell
from casework.people import Actor
from casework.people.models import Person
from casework.settings import N_, Said
from casework.vault import Compartment, HolderKind, NoSeal, Room

NOBODY = N_("Nobody is here who could read it: a lead gives somebody the role of data protection officer first.")
TOO_LATE = N_("The first month is over: longer is only possible where that was told within it.")
TWICE = N_("It was told already that it takes longer.")


class Changed(Exception):
    """Somebody else was quicker; the page is shown as it is now."""


@dataclass(frozen=True, slots=True)
class New:
    """As it came. `number`: of the employee in the directory, where they have one; `asks`: some of ASKS."""

    name: str = field(repr=False)
    contact: str = field(repr=False)
    words: str = field(repr=False)
    asks: tuple[str, ...] = ("access",)
    came: str = "letter"
    received_on: date = date.min
    country: str = ""
    number: str = field(default="", repr=False)


def enter(db: Session, new: New, *, by: Actor) -> SubjectRequest:
    """Sealed to every officer who is able, less whom it is about."""
    policy.require(by, Action.WORK_REQUEST)
    if not set(new.asks) <= ASKS.keys() or not new.asks or new.came not in CAME:
        raise ValueError("not a request")
    tag = relations.find(db, number=new.number, name=new.name, email=new.contact)
    able = officers.able(db, but=themselves(db, tag, new.name, new.contact))
    if not able:
        raise Forbidden(NOBODY)
    id_, now = new_id(), utc_now()
    vault.rooms.found_case(db, id_)
    room = vault.rooms.build(db, id_, Compartment.REQUEST, to=able.values())
    search = vault.rooms.build(db, id_, Compartment.SEARCH, to=able.values())
    said = {"name": new.name, "contact": new.contact, "words": new.words, "asks": new.asks, "number": new.number}
    row = SubjectRequest(
        id=id_, number=_number(db, now.year), state=RECEIVED, state_since=now, came=new.came, country=new.country,
        asked=room.seal(SubjectRequest.asked, id_, json.dumps(said, ensure_ascii=False)),
        search_for=search.seal(SubjectRequest.search_for, id_, json.dumps({"name": new.name, "terms": [new.name]})),
        employee_tag=tag, received_on=new.received_on, due_on=clock(new.received_on, new.country).on, by=by.id, at=now,
        version=1,
    )  # fmt: skip
    db.add(row)
    db.flush()
    note(db, by, Tag.REQUEST_ENTERED, row)
    tell(db, Notice.DEADLINE, to=set(able) - {by.id})
    return row


def themselves(db: Session, tag: bytes | None, name: str, contact: str) -> frozenset[int]:
    """Staff whom it is about: they neither work it nor search for it."""
    named = relations.staff_named(db, name=name, email=contact if "@" in contact else "")
    tags = same_person.numbers(db, [tag])[tag] if tag is not None else ()
    own = db.scalars(select(Person.id).where(Person.employee_index.in_(tags)))
    return relations.together(db, named | frozenset(own))


def unclear(db: Session, row: SubjectRequest, on: date, *, by: Actor, version: int | None = None) -> None:
    """Who asks is not clear, and they were asked for more: the clock stands still."""
    begin(db, row, by, version)
    if row.state != RECEIVED or row.unclear_on is not None:
        raise IllegalStep("unclear", [Why("unclear", Said(N_("Their identity was looked at already.")))])
    row.unclear_on = max(on, row.received_on)
    _count(db, row)
    touch(db, row, by, Tag.REQUEST_CHANGED)


def check(db: Session, row: SubjectRequest, how: str, on: date, *, by: Actor, version: int | None = None) -> None:
    """How it was made sure that they are who they say, and when."""
    room = begin(db, row, by, version)
    _to(row, "check", Facts(row.state))
    row.identity, row.identity_by = room.seal(SubjectRequest.identity, row.id, how), by.id
    row.clear_on = max(on, row.unclear_on) if row.unclear_on is not None else None
    _count(db, row)
    touch(db, row, by, Tag.REQUEST_CHANGED)


def extend(
    db: Session, row: SubjectRequest, why: str, told_on: date, *, by: Actor, version: int | None = None
) -> None:  # fmt: skip
    """Two months more: they were told so, with the reasons, within the first."""
    room = begin(db, row, by, version)
    if row.state not in OPEN or row.told_on is not None:
        raise IllegalStep("extend", [Why("told", Said(TWICE))])
    if told_on > row.due_on or utc_now().date() > row.due_on:
        raise IllegalStep("extend", [Why("late", Said(TOO_LATE))])
    row.told_on, row.told_why = told_on, room.seal(SubjectRequest.told_why, row.id, why)
    _count(db, row)
    touch(db, row, by, Tag.REQUEST_CHANGED)


def end(
    db: Session, row: SubjectRequest, step: str, said: dict[str, str], *, by: Actor, version: int | None = None
) -> None:  # fmt: skip
    """Refused, with exemption and reason; or withdrawn, in whose words. Who was asked to search loses the key."""
    room = begin(db, row, by, version)
    if step not in ("refuse", "withdraw"):
        raise ValueError(step)
    _to(row, step, Facts(row.state))
    row.ended = room.seal(SubjectRequest.ended, row.id, json.dumps(said, ensure_ascii=False))
    over(db, row, by)


def move(db: Session, row: SubjectRequest, step: str, *, by: Actor, version: int | None = None) -> None:
    """A step without words."""
    begin(db, row, by, version)
    _to(row, step, facts(db, row))
    touch(db, row, by, Tag.REQUEST_CHANGED)


def facts(db: Session, row: SubjectRequest) -> Facts:
    tasks = select(func.count()).where(SearchTask.request_id == row.id)
    answers = select(func.count()).where(RequestAnswer.request_id == row.id)
    return Facts(row.state, db.scalar(tasks) or 0, db.scalar(answers) or 0)


def over(db: Session, row: SubjectRequest, by: Actor) -> None:
    row.ended_at, row.ended_by = utc_now(), by.id
    able = officers.able(db)
    readers = vault.readers.of_case(db, row.id)
    officers_of = {one.holder_id for one in readers if one.compartment is Compartment.REQUEST}
    for person_id in {one.holder_id for one in readers if one.kind is HolderKind.PERSON} - officers_of - able.keys():
        vault.rooms.remove(db, row.id, Compartment.SEARCH, HolderKind.PERSON, person_id)
    touch(db, row, by, Tag.REQUEST_ANSWERED)


def begin(db: Session, row: SubjectRequest, by: Actor, version: int | None = None) -> Room:
    """The room, with the row locked. Hidden for whoever holds no key of it."""
    policy.require(by, Action.WORK_REQUEST)
    db.flush()
    db.refresh(row, with_for_update=True)
    room = entered(db, row, by, Compartment.REQUEST)
    if version is not None and version != row.version:
        raise Changed("the request changed meanwhile")
    return room


def entered(db: Session, row: SubjectRequest, by: Actor, name: Compartment) -> Room:
    if by.holder is None:
        raise Hidden
    try:
        return vault.rooms.enter(db, by.holder, row.id, name)
    except NoSeal:
        raise Hidden from None


def touch(db: Session, row: SubjectRequest, by: Actor, tag: Tag, **ids: int) -> None:
    row.version += 1
    note(db, by, tag, row, **ids)


def note(db: Session, by: Actor, tag: Tag, row: SubjectRequest, **ids: int) -> None:
    trail.record(db, by, tag, row.id, **ids)


def _to(row: SubjectRequest, step: str, found: Facts) -> None:
    row.state, row.state_since = REQUEST.after(step, found), utc_now()


def _count(db: Session, row: SubjectRequest) -> None:
    row.due_on = clock(
        row.received_on, row.country, unclear=row.unclear_on, clear=row.clear_on, longer=row.told_on is not None
    ).on  # fmt: skip
    db.flush()


def _number(db: Session, year: int) -> str:
    for _ in range(200):
        number = f"DR-{year}-{secrets.randbelow(900_000) + 100_000}"
        if db.scalar(select(SubjectRequest.id).where(SubjectRequest.number == number)) is None:
            return number
    raise RuntimeError("no free number was found for a request")
