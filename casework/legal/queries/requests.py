"""Data-subject requests: those whose key the reader holds; and what somebody is asked to search for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework import vault
from casework.legal.lifecycle.request import OPEN
from casework.legal.models import RequestAnswer, SearchHit, SearchTask, SubjectRequest
from casework.people import Actor
from casework.people.models import Person
from casework.vault import Compartment, HolderKind, Room, Unreadable
from casework.vault.models import CompartmentRow, Seal

_HELD = exists().where(
    CompartmentRow.case_id == SubjectRequest.id,
    CompartmentRow.name == bindparam("room"),
    Seal.compartment_id == CompartmentRow.id,
    Seal.epoch == CompartmentRow.epoch,
    Seal.holder_kind == HolderKind.PERSON.value,
    Seal.holder_id == bindparam("holder"),
    Seal.generation == bindparam("generation"),
)
_MINE = select(SubjectRequest).where(_HELD).order_by(SubjectRequest.received_on.desc(), SubjectRequest.id).limit(200)
_WAITING = (
    select(SearchTask)
    .join(SubjectRequest, SubjectRequest.id == SearchTask.request_id)
    .where(SearchTask.person_id == bindparam("reader"), SearchTask.answered_at.is_(None))
    .where(SubjectRequest.state.in_(OPEN))
    .order_by(SearchTask.due_on)
)
_ONE = select(SubjectRequest).where(SubjectRequest.number == bindparam("number"), _HELD)


@dataclass(frozen=True, slots=True)
class Line:
    """One request of the list. `name`: None where it does not open."""

    number: str
    name: str | None
    asks: tuple[str, ...]
    state: str
    received_on: date
    due_on: date
    over: bool


@dataclass(frozen=True, slots=True)
class Task:
    name: str
    answer: str
    due_on: date
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Hit:
    """`cuts`: how many things were taken out, by why. None where it does not open."""

    id: int
    label: str
    text: str | None
    cuts: Mapping[str, int]
    left_out: bool
    exemption: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    id: int
    position: int
    text: str | None
    by: str
    at: datetime
    sent_on: date | None
    how: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A request, open. `asked`: name, contact, words, asks, number; `wanted`: name, terms, words."""

    row: SubjectRequest
    asked: Mapping[str, Any]
    wanted: Mapping[str, Any]
    identity: str
    told_why: str
    ended: Mapping[str, str]
    tasks: list[Task] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    readers: list[str] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        """How many have not answered yet."""
        return sum(task.answered_at is None for task in self.tasks)


def held(db: Session, by: Actor) -> list[Line]:
    found = rows(db, by)
    if by.holder is None or not found:
        return []
    rooms = vault.rooms.enter_many(db, by.holder, [row.id for row in found], Compartment.REQUEST)
    return [_line(row, rooms.get(row.id)) for row in found]


def rows(db: Session, by: Actor) -> list[SubjectRequest]:
    """Those whose key they hold."""
    return list(db.scalars(_MINE, _whose(by, Compartment.REQUEST))) if by.holder is not None else []


def find(db: Session, by: Actor, number: str) -> SubjectRequest | None:
    """None where for this reader there is none: one statement, and the same for one that does not exist."""
    if by.holder is None:
        return None
    return db.scalar(_ONE, {"number": number, **_whose(by, Compartment.REQUEST)})


def opened(db: Session, row: SubjectRequest, by: Actor) -> Shown:
    assert by.holder is not None
    rooms = vault.rooms.enter_all(db, by.holder, row.id)
    room, search = rooms.get((Compartment.REQUEST, 0)), rooms.get((Compartment.SEARCH, 0))
    names = {who.id: who.name for who in db.execute(select(Person.id, Person.name))}
    tasks = db.scalars(select(SearchTask).where(SearchTask.request_id == row.id)).all()
    whose = {task.id: names.get(task.person_id, "") for task in tasks}
    hits = db.scalars(select(SearchHit).where(SearchHit.request_id == row.id).order_by(SearchHit.at, SearchHit.id))
    answers = db.scalars(
        select(RequestAnswer).where(RequestAnswer.request_id == row.id).order_by(RequestAnswer.position.desc())
    )
    readers = [
        one.holder_id
        for one in vault.readers.of_case(db, row.id)
        if one.compartment is Compartment.REQUEST and one.kind is HolderKind.PERSON and one.holder_id != by.id
    ]
    return Shown(
        row,
        _read(text(room, SubjectRequest.asked, row.id, row.asked)),
        _read(text(search, SubjectRequest.search_for, row.id, row.search_for)),
        text(room, SubjectRequest.identity, row.id, row.identity) or "",
        text(room, SubjectRequest.told_why, row.id, row.told_why) or "",
        _read(text(room, SubjectRequest.ended, row.id, row.ended)),
        sorted((_task(task, names) for task in tasks), key=lambda task: task.name),
        [_hit(room, hit, whose) for hit in hits],
        [_answer(room, one, names) for one in answers],
        sorted(names.get(id_, "") for id_ in readers),
    )


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody is asked to search for, and nothing else of the request."""

    task: SearchTask
    name: str
    terms: tuple[str, ...]
    words: str
    country: str
    over: bool


def searches(db: Session, by: Actor) -> list[Search]:
    """Those asked of them whose key they hold, the open ones first."""
    if by.holder is None:
        return []
    query = (
        select(SearchTask, SubjectRequest)
        .join(SubjectRequest, SubjectRequest.id == SearchTask.request_id)
        .where(SearchTask.person_id == by.id)
        .order_by(SearchTask.answered_at.is_not(None), SearchTask.due_on, SearchTask.id)
        .limit(100)
    )
    asked = [(task, row) for task, row in db.execute(query)]
    rooms = vault.rooms.enter_many(db, by.holder, [row.id for _, row in asked], Compartment.SEARCH)
    return [_search(task, row, rooms[row.id]) for task, row in asked if row.id in rooms]


def search(db: Session, by: Actor, task_id: int) -> Search | None:
    return next((one for one in searches(db, by) if one.task.id == task_id), None)


def waiting(db: Session, by: Actor) -> list[SearchTask]:
    """Searches asked of them and not answered: for the desk, one statement."""
    return list(db.scalars(_WAITING, {"reader": by.id}))


def text(room: Room | None, column: InstrumentedAttribute[Any], id_: int, sealed: bytes | None) -> str | None:
    if room is None or sealed is None:
        return None
    try:
        return room.open(column, id_, sealed)
    except (Unreadable, UnicodeDecodeError):
        return None


def _whose(by: Actor, room: Compartment) -> dict[str, object]:
    assert by.holder is not None
    return {"holder": by.holder.id, "generation": by.holder.generation, "room": room.value}


def _line(row: SubjectRequest, room: Room | None) -> Line:
    said = _read(text(room, SubjectRequest.asked, row.id, row.asked))
    asks, name = tuple(said.get("asks", ())), said.get("name")
    return Line(row.number, name, asks, row.state, row.received_on, row.due_on, row.state not in OPEN)


def _task(task: SearchTask, names: Mapping[int, str]) -> Task:
    return Task(names.get(task.person_id, ""), task.answer, task.due_on, task.answered_at)


def _hit(room: Room | None, hit: SearchHit, whose: Mapping[int, str]) -> Hit:
    return Hit(
        hit.id, text(room, SearchHit.label, hit.id, hit.label) or "", text(room, SearchHit.text, hit.id, hit.text),
        _read(text(room, SearchHit.cuts, hit.id, hit.cuts)), hit.left_out,
        text(room, SearchHit.exemption, hit.id, hit.exemption) or "", whose.get(hit.task_id, ""), hit.at,
    )  # fmt: skip


def _answer(room: Room | None, one: RequestAnswer, names: Mapping[int, str]) -> Answer:
    said = text(room, RequestAnswer.text, one.id, one.text)
    return Answer(one.id, one.position, said, names.get(one.by, ""), one.at, one.sent_on, one.how)


def _search(task: SearchTask, row: SubjectRequest, room: Room) -> Search:
    said = _read(text(room, SubjectRequest.search_for, row.id, row.search_for))
    terms = tuple(said.get("terms", ()))
    return Search(task, said.get("name", ""), terms, said.get("words", ""), row.country, row.state not in OPEN)


def _read(said: str | None) -> dict[str, Any]:
    return dict(json.loads(said)) if said else {}
