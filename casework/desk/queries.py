"""What waits, section by section: rows that can be counted on one hand's fingers of statements, whatever the number."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from casework import vault
from casework.cases.models import (
    Appeal,
    Case,
    Measure,
    Membership,
    Message,
    Note,
    Paper,
    PrivilegeClaim,
    Task,
    Withdrawal,
)
from casework.cases.queries import departures
from casework.people import Actor
from casework.people.models import Person
from casework.vault import Compartment, HolderKind, Unreadable
from casework.vault.models import CompartmentRow, Seal

from .waiting import MOST, READER, Waiting, mine, rows

PRIVILEGED = Compartment.PRIVILEGED.value
WEEK, AHEAD = timedelta(days=7), timedelta(days=21)

_DUE = (
    mine(Case.due_what, Membership.due_on)
    .join(Case, Case.id == Membership.case_id)
    .where(Membership.is_open, Membership.due_on < bindparam("end"))
    .order_by(Membership.due_on, Membership.case_id)
    .limit(MOST)
)
_DUE_FROM = _DUE.where(Membership.due_on >= bindparam("start"))


def due(db: Session, actor: Actor, start: date | None, end: date) -> list[Waiting]:
    """Clocks that run out from `start` (None: any time before) until `end`, soonest first."""
    found = _between(db, actor, _DUE, _DUE_FROM, start, end)
    return [Waiting(case_id, number, what, on) for case_id, number, what, on in found]


_TASKS = (
    mine(Task.due_on, func.count())
    .join(Task, Task.case_id == Membership.case_id)
    .where(Task.owner_id == READER, Task.done_at.is_(None), Task.due_on < bindparam("end"))
    .group_by(Membership.case_id, Membership.number, Task.due_on)
    .order_by(Task.due_on)
    .limit(MOST)
)
_TASKS_FROM = _TASKS.where(Task.due_on >= bindparam("start"))


def tasks(db: Session, actor: Actor, start: date | None, end: date) -> list[Waiting]:
    """Actions of their own; several of one case and day are one line."""
    found = _between(db, actor, _TASKS, _TASKS_FROM, start, end)
    return [Waiting(case_id, number, "task", on, count=count) for case_id, number, on, count in found]


def _between(
    db: Session, actor: Actor, until: Any, within: Any, start: date | None, end: date
) -> Sequence[Any]:  # fmt: skip
    if start is None:
        return rows(db, actor, until, end=end)
    return rows(db, actor, within, start=start, end=end)


_BY = aliased(Person)
_NEW = (
    mine(Membership.since, _BY.name, file=False)
    .outerjoin(_BY, (_BY.id == Membership.added_by) & (_BY.id != READER))
    .where(Membership.seen_at.is_(None))
    .order_by(Membership.since.desc())
    .limit(MOST)
)


def unread(db: Session, actor: Actor) -> list[Waiting]:
    """What others wrote or handed in since they last looked, and cases that they never opened."""
    found = [Waiting(i, number, "new", on, who or "") for i, number, on, who in rows(db, actor, _NEW)]
    for what, newer in _NEWER.items():
        found += [Waiting(i, number, what, on, count=n) for i, number, on, n in rows(db, actor, newer)]
    return sorted(found, key=_moment, reverse=True)[:MOST]


_FINDINGS = (
    mine(Case.state_since, Person.name)
    .join(Case, Case.id == Membership.case_id)
    .outerjoin(Person, Person.id == Case.investigator_id)
    .where(
        Case.state == "findings in review",
        or_(Case.investigator_id.is_(None), Case.investigator_id != READER),
    )
    .limit(MOST)
)
_ASKED = {
    what: mine(at).join(row, row.case_id == Membership.case_id).where(row.decided_at.is_(None)).limit(MOST)
    for what, row, at in (("withdrawal", Withdrawal, Withdrawal.asked_at), ("appeal", Appeal, Appeal.received_on))
}


def to_approve(db: Session, actor: Actor) -> list[Waiting]:
    """Findings of others that wait for somebody who may approve them, and statements that wait for a decision; what
    has waited longest comes first."""
    found = [Waiting(i, number, "findings", on, who or "") for i, number, on, who in rows(db, actor, _FINDINGS)]
    for what, asked in _ASKED.items():
        found += [Waiting(i, number, what, on) for i, number, on in rows(db, actor, asked)]
    return sorted(found, key=lambda line: str(line.on))


_MEASURES = (
    mine(Measure.review_on, Measure.id)
    .join(Measure, Measure.case_id == Membership.case_id)
    .where(Membership.is_open, Measure.ended_at.is_(None))
    .where(Measure.review_on >= bindparam("start"), Measure.review_on < bindparam("end"))
    .order_by(Measure.review_on)
    .limit(MOST)
)


def to_review(db: Session, actor: Actor, start: date) -> list[Waiting]:
    """Interim measures that are to be looked at again from `start` on; what is due before stands with what is due."""
    found = rows(db, actor, _MEASURES, start=start, end=start + AHEAD)
    return [Waiting(case_id, number, "measure", on, item=id_) for case_id, number, on, id_ in found]


def _alone() -> Any:
    other, person = aliased(Membership), aliased(Person)
    earlier = exists().where(
        Seal.case_id == other.case_id,
        Seal.holder_kind == HolderKind.PERSON.value,
        Seal.holder_id == person.id,
        Seal.generation < person.generation,
    )
    others = exists().where(
        and_(other.case_id == Membership.case_id, other.active, other.reads_file, other.person_id != READER),
        and_(person.id == other.person_id, person.state == "active"),
        or_(person.generation < 2, ~earlier),
    )
    return mine().where(Membership.is_open, ~others).order_by(Membership.since).limit(MOST)


_ALONE = _alone()


def alone(db: Session, actor: Actor) -> list[Waiting]:
    """Open cases that nobody else can read: two living readers are the aim, and who cannot sign in, or has a new key
    that opens nothing yet, is none."""
    return [Waiting(case_id, number, "alone", None) for case_id, number in rows(db, actor, _ALONE)]


def leaving(db: Session, actor: Actor) -> list[Waiting]:
    """Terminations that were decided, where nobody has begun to plan the leaving."""
    return [Waiting(0, number, "departure", at, item=id_) for id_, number, at in departures.waiting(db, actor, MOST)]


_TITLES = select(Case.id, Case.title).where(Case.id.in_(bindparam("cases", expanding=True)))


def titles(db: Session, actor: Actor, case_ids: Iterable[int]) -> dict[int, str]:
    """Those that open for them; a damaged one is left out and the line still says its number."""
    wanted = sorted(set(case_ids))
    if not wanted or actor.holder is None:
        return {}
    rooms = vault.rooms.enter_files(db, actor.holder, wanted)
    found = {}
    for case_id, sealed in rows(db, actor, _TITLES, cases=list(rooms)):
        try:
            found[case_id] = rooms[case_id].open(Case.title, case_id, sealed)
        except Unreadable:
            continue
    return found


_NEXT = (
    mine(Membership.due_on)
    .where(Membership.is_open, Membership.due_on >= bindparam("start"), Membership.due_on < date(9999, 1, 1))
    .order_by(Membership.due_on)
    .limit(1)
)


def next_date(db: Session, actor: Actor, today: date) -> Row[Any] | None:
    """The nearest day that is not this week's."""
    return next(iter(rows(db, actor, _NEXT, start=today)), None)


_HOLDS = exists().where(
    CompartmentRow.case_id == Membership.case_id, CompartmentRow.name == PRIVILEGED,
    Seal.compartment_id == CompartmentRow.id, Seal.epoch == CompartmentRow.epoch,
    Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id == READER,
)  # fmt: skip
"""They have a key of what is privileged in that case."""


def _newer(row: Any, *seen: Any) -> Any:
    """Counted by case; what they wrote themselves is not news."""
    query = mine(func.max(row.at), func.count()).join(row, row.case_id == Membership.case_id)
    query = query.where(row.at > Membership.seen_at, row.by != READER, Membership.changed_at > Membership.seen_at)
    query = query.where(*seen).group_by(Membership.case_id, Membership.number)
    return query.order_by(func.max(row.at).desc()).limit(MOST)


_NEWER = {
    "message": _newer(Message, Message.from_party),
    "note": _newer(Note, or_(Note.class_ != PRIVILEGED, _HOLDS)),
    "paper": _newer(Paper, or_(Paper.room != PRIVILEGED, _HOLDS)),
}
_TO_CONFIRM = (
    mine(func.min(PrivilegeClaim.asked_at), func.count(), file=False)
    .join(PrivilegeClaim, PrivilegeClaim.case_id == Membership.case_id)
    .where(PrivilegeClaim.state == "asked", _HOLDS)
    .group_by(Membership.case_id, Membership.number)
    .limit(MOST)
)


def to_confirm(db: Session, actor: Actor) -> list[Waiting]:
    """What waits for counsel to say whether it is privileged, where they hold its key."""
    found = rows(db, actor, _TO_CONFIRM)
    return [Waiting(case_id, number, "privilege", on, count=count) for case_id, number, on, count in found]


def _moment(line: Waiting) -> float:
    return line.on.timestamp() if isinstance(line.on, datetime) else 0.0
