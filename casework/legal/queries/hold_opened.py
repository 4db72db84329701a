"""One hold, open: what it is of, which cases fall under it, who was told, which systems are kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework import vault
from casework.cases.models import Case, Hold, HoldScope
from casework.cases.queries import holds as held
from casework.cases.queries.visible import visible_to
from casework.legal.models import HoldCustodian, PreservationTask
from casework.legal.systems import Wanted
from casework.people import Actor
from casework.vault import OF_HOLDS, Compartment, Room, Unreadable

from . import hold_readers
from .holds import MOST, custodians
from .holds import opened as text
from .numbers import Numbers


@dataclass(frozen=True, slots=True)
class ScopeShown:
    """`shown`: as it was named; a case's number only where the reader may know it, or typed it."""

    id: int
    kind: str
    shown: str | None
    since: date | None
    until: date | None
    number: str


@dataclass(frozen=True, slots=True)
class CustodianShown:
    """`has_key`: of the staff, whether they could read the notice now."""

    id: int
    person_id: int | None
    name: str | None
    how: str | None
    told_at: datetime
    acknowledged_at: datetime | None
    recorded_by: str
    reminded_at: datetime | None
    has_key: bool


@dataclass(frozen=True, slots=True)
class TaskShown:
    """What administrators see too. `wanted` is None where it is damaged; `number`: the hold's."""

    id: int
    number: str
    wanted: Wanted | None
    state: str
    answer: str | None
    asked_at: datetime
    answered_by: str
    answered_at: datetime | None
    lifted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Shown:
    """One hold, open. `cases`: number and kind of those under it that exist for the reader; of others nothing."""

    row: Hold
    why: str | None
    about: str | None
    notice: str | None
    why_released: str | None
    scopes: Sequence[ScopeShown]
    cases: Sequence[tuple[str, str]]
    custodians: Sequence[CustodianShown]
    tasks: Sequence[TaskShown]
    people: Mapping[int, str]
    readers: frozenset[int]
    told: frozenset[int] = field(repr=False, default=frozenset())


def of(db: Session, row: Hold, actor: Actor) -> Shown:
    assert actor.holder is not None
    rooms = vault.rooms.enter_all(db, actor.holder, row.id)
    room, notice = rooms.get((Compartment.HOLD, 0)), rooms.get((Compartment.NOTICE, 0))
    holders = {one: hold_readers.reading(db, row.id, one) for one in OF_HOLDS}
    told = db.scalars(custodians([row.id])).all()
    tasks = db.scalars(select(PreservationTask).where(PreservationTask.hold_id == row.id)).all()
    people = hold_readers.names(
        db,
        {row.placed_by, row.released_by or 0, *holders[Compartment.HOLD]}
        | {id_ for one in told for id_ in (one.person_id, one.recorded_by) if id_}
        | {one.answered_by for one in tasks if one.answered_by},
    )
    why, about, after = (
        text(room, column, row.id, sealed)
        for column, sealed in ((Hold.why, row.why), (Hold.about, row.about), (Hold.why_released, row.why_released))
    )
    said, scopes = text(notice, Hold.notice, row.id, row.notice), _scopes(db, row, actor, room)
    numbers = Numbers(db, actor, (why, about, after, said, *(one.shown for one in scopes)))
    return Shown(
        row=row,
        why=numbers.told(why),
        about=numbers.told(about),
        notice=numbers.told(said),
        why_released=numbers.told(after),
        scopes=[replace(one, shown=numbers.told(one.shown)) for one in scopes],
        cases=_cases(db, row, actor),
        custodians=[_custodian(one, room, people, holders[Compartment.NOTICE]) for one in told],
        tasks=_tasks(db, tasks, {row.id: row.number}, people),
        people=people,
        readers=holders[Compartment.HOLD],
        told=frozenset(one.person_id for one in told if one.person_id),
    )


def tasks(db: Session) -> list[TaskShown]:
    """For administrators: what is asked, open ones first. Of the hold nothing but its number."""
    rows = db.execute(
        select(PreservationTask, Hold.number).join(Hold, Hold.id == PreservationTask.hold_id)
        .order_by(PreservationTask.state != "open", PreservationTask.asked_at.desc()).limit(MOST)
    ).all()  # fmt: skip
    people = hold_readers.names(db, {row.answered_by for row, _ in rows if row.answered_by})
    return _tasks(db, [row for row, _ in rows], {row.hold_id: number for row, number in rows}, people)


def _scopes(db: Session, row: Hold, actor: Actor, room: Room | None) -> list[ScopeShown]:
    rows = db.scalars(select(HoldScope).where(HoldScope.hold_id == row.id).order_by(HoldScope.added_at, HoldScope.id))
    known = list(zip(rows, held.scopes(db, [row.id]), strict=True))
    ids = [scope.case for _, scope in known if scope.kind == held.CASE]
    numbers = dict(db.execute(visible_to(actor).where(Case.id.in_(ids)).with_only_columns(Case.id, Case.number)).all())
    return [
        ScopeShown(
            one.id, "" if scope.broken else scope.kind,
            scope.department or text(room, HoldScope.shown, one.id, one.shown) or "", scope.since, scope.until,
            numbers.get(scope.case, ""),
        )
        for one, scope in known
    ]  # fmt: skip


def _cases(db: Session, row: Hold, actor: Actor) -> list[tuple[str, str]]:
    if row.released_at is not None:
        return []
    under = held.under(db, row.id)
    found: list[tuple[str, str]] = []
    for start in range(0, len(under), held.PART):
        part = visible_to(actor).where(Case.id.in_(under[start : start + held.PART]))
        found += [(number, kind) for number, kind in db.execute(part.with_only_columns(Case.number, Case.kind))]
    return sorted(found, reverse=True)


def _custodian(
    one: HoldCustodian, room: Room | None, people: Mapping[int, str], holders: frozenset[int]
) -> CustodianShown:
    name = people.get(one.person_id, "") if one.person_id else text(room, HoldCustodian.name, one.id, one.name)
    return CustodianShown(
        one.id, one.person_id, name, text(room, HoldCustodian.how, one.id, one.how), one.told_at,
        one.acknowledged_at, people.get(one.recorded_by or 0, ""), one.reminded_at, one.person_id in holders,
    )  # fmt: skip


def _tasks(
    db: Session, rows: Iterable[PreservationTask], numbers: Mapping[int, str], people: Mapping[int, str]
) -> list[TaskShown]:
    return [
        TaskShown(
            one.id, numbers[one.hold_id], _wanted(db, one), one.state,
            _server(db, PreservationTask.answer, one, one.answer), one.asked_at, people.get(one.answered_by or 0, ""),
            one.answered_at, one.lifted_at,
        )
        for one in rows
    ]  # fmt: skip


def _wanted(db: Session, one: PreservationTask) -> Wanted | None:
    text = _server(db, PreservationTask.what, one, one.what)
    return Wanted.read(text) if text else None


def _server(db: Session, column: InstrumentedAttribute[Any], one: PreservationTask, sealed: bytes | None) -> str | None:
    try:
        return vault.field.open_(db, column, one.id, sealed, case=one.hold_id) if sealed else ""
    except Unreadable:
        return None
