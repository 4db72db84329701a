"""What waits, section by section: rows that can be counted on one hand's fingers of statements, whatever the number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from casework import vault
from casework.access.models import Wall
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

MOST, PRIVILEGED = 20, Compartment.PRIVILEGED.value
"""Lines of a section; what is beyond them is in the list of cases."""
WEEK, AHEAD = timedelta(days=7), timedelta(days=21)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line: `what` is a kind of thing to do, `on` a day or a moment, `who` the name that goes with it, `item` what
    of the case has a page of its own."""

    case_id: int
    number: str
    what: str
    on: date | datetime | None
    who: str = ""
    count: int = 1
    item: int = 0


def mine(actor: Actor, *columns: Any, file: bool = True) -> Any:
    """Rows of the cases that exist for this actor: `cases.queries.visible_to`, walked by the list's own index. Who
    holds an identity alone is told of nothing but the number: `file=False` takes those cases in as well."""
    walled = exists().where(Wall.case_id == Membership.case_id, Wall.person_id == actor.id, Wall.state != "lifted")
    query = select(Membership.case_id, Membership.number, *columns)
    query = query.where(Membership.person_id == actor.id, Membership.active, ~walled)
    return query.where(Membership.reads_file) if file else query


def due(db: Session, actor: Actor, start: date | None, end: date) -> list[Waiting]:
    """Clocks that run out from `start` (None: any time before) until `end`, soonest first."""
    query = mine(actor, Case.due_what, Membership.due_on).join(Case, Case.id == Membership.case_id)
    query = query.where(Membership.is_open, Membership.due_on < end)
    if start is not None:
        query = query.where(Membership.due_on >= start)
    rows = db.execute(query.order_by(Membership.due_on, Membership.case_id).limit(MOST))
    return [Waiting(case_id, number, what, on) for case_id, number, what, on in rows]


def tasks(db: Session, actor: Actor, start: date | None, end: date) -> list[Waiting]:
    """Actions of their own; several of one case and day are one line."""
    query = mine(actor, Task.due_on, func.count()).join(Task, Task.case_id == Membership.case_id)
    query = query.where(Task.owner_id == actor.id, Task.done_at.is_(None), Task.due_on < end)
    if start is not None:
        query = query.where(Task.due_on >= start)
    rows = db.execute(
        query.group_by(Membership.case_id, Membership.number, Task.due_on).order_by(Task.due_on).limit(MOST)
    )
    return [Waiting(case_id, number, "task", on, count=count) for case_id, number, on, count in rows]


def unread(db: Session, actor: Actor) -> list[Waiting]:
    """What others wrote or handed in since they last looked, and cases that they never opened."""
    by = aliased(Person)
    new = mine(actor, Membership.since, by.name, file=False)
    new = new.outerjoin(by, (by.id == Membership.added_by) & (by.id != actor.id))
    new = new.where(Membership.seen_at.is_(None)).order_by(Membership.since.desc()).limit(MOST)
    found = [Waiting(case_id, number, "new", on, who or "") for case_id, number, on, who in db.execute(new)]
    for what, row in (("message", Message), ("note", Note), ("paper", Paper)):
        found += [Waiting(r.case_id, r.number, what, r.on, count=r.n) for r in _newer(db, actor, row)]
    return sorted(found, key=_moment, reverse=True)[:MOST]


def to_approve(db: Session, actor: Actor) -> list[Waiting]:
    """Findings of others that wait for somebody who may approve them, and statements that wait for a decision; what
    has waited longest comes first."""
    query = mine(actor, Case.state_since, Person.name).join(Case, Case.id == Membership.case_id)
    query = query.outerjoin(Person, Person.id == Case.investigator_id)
    query = query.where(
        Case.state == "findings in review",
        or_(Case.investigator_id.is_(None), Case.investigator_id != actor.id),
    )
    found = [Waiting(i, number, "findings", on, who or "") for i, number, on, who in db.execute(query.limit(MOST))]
    for what, row, at in (("withdrawal", Withdrawal, Withdrawal.asked_at), ("appeal", Appeal, Appeal.received_on)):
        asked = mine(actor, at).join(row, row.case_id == Membership.case_id).where(row.decided_at.is_(None))
        found += [Waiting(i, number, what, on) for i, number, on in db.execute(asked.limit(MOST))]
    return sorted(found, key=lambda line: str(line.on))


def to_review(db: Session, actor: Actor, start: date) -> list[Waiting]:
    """Interim measures that are to be looked at again from `start` on; what is due before stands with what is due."""
    query = mine(actor, Measure.review_on, Measure.id).join(Measure, Measure.case_id == Membership.case_id)
    query = query.where(Membership.is_open, Measure.ended_at.is_(None), Measure.review_on >= start)
    query = query.where(Measure.review_on < start + AHEAD)
    rows = db.execute(query.order_by(Measure.review_on).limit(MOST))
    return [Waiting(case_id, number, "measure", on, item=id_) for case_id, number, on, id_ in rows]


def alone(db: Session, actor: Actor) -> list[Waiting]:
    """Open cases that nobody else can read: two living readers are the aim, and who cannot sign in, or has a new key
    that opens nothing yet, is none."""
    other, person = aliased(Membership), aliased(Person)
    earlier = exists().where(
        Seal.case_id == other.case_id,
        Seal.holder_kind == HolderKind.PERSON.value,
        Seal.holder_id == person.id,
        Seal.generation < person.generation,
    )
    others = exists().where(
        and_(other.case_id == Membership.case_id, other.active, other.reads_file, other.person_id != actor.id),
        and_(person.id == other.person_id, person.state == "active"),
        or_(person.generation < 2, ~earlier),
    )
    query = mine(actor, Membership.since).where(Membership.is_open, ~others)
    rows = db.execute(query.order_by(Membership.since).limit(MOST))
    return [Waiting(case_id, number, "alone", None) for case_id, number, _ in rows]


def leaving(db: Session, actor: Actor) -> list[Waiting]:
    """Terminations that were decided, where nobody has begun to plan the leaving."""
    return [Waiting(0, number, "departure", at, item=id_) for id_, number, at in departures.waiting(db, actor, MOST)]


def titles(db: Session, actor: Actor, case_ids: Iterable[int]) -> dict[int, str]:
    """Those that open for them; a damaged one is left out and the line still says its number."""
    wanted = sorted(set(case_ids))
    if not wanted or actor.holder is None:
        return {}
    rooms = vault.rooms.enter_files(db, actor.holder, wanted)
    found = {}
    for case_id, sealed in db.execute(select(Case.id, Case.title).where(Case.id.in_(list(rooms)))):
        try:
            found[case_id] = rooms[case_id].open(Case.title, case_id, sealed)
        except Unreadable:
            continue
    return found


def next_date(db: Session, actor: Actor, today: date) -> Row[Any] | None:
    """The nearest day that is not this week's."""
    query = mine(actor, Membership.due_on).where(
        Membership.is_open, Membership.due_on >= today, Membership.due_on < date(9999, 1, 1)
    )
    found: Row[Any] | None = db.execute(query.order_by(Membership.due_on).limit(1)).one_or_none()
    return found


def _newer(db: Session, actor: Actor, row: Any) -> Sequence[Any]:
    """Counted by case; what they wrote themselves is not news."""
    query = mine(actor, func.max(row.at).label("on"), func.count().label("n"))
    query = query.join(row, row.case_id == Membership.case_id)
    query = query.where(row.at > Membership.seen_at, row.by != actor.id, Membership.changed_at > Membership.seen_at)
    if row is Message:
        query = query.where(Message.from_party)
    elif row in (Note, Paper):
        query = query.where(or_((Note.class_ if row is Note else Paper.room) != PRIVILEGED, _holds(actor)))
    query = query.group_by(Membership.case_id, Membership.number).order_by(func.max(row.at).desc())
    return db.execute(query.limit(MOST)).all()


def to_confirm(db: Session, actor: Actor) -> list[Waiting]:
    """What waits for counsel to say whether it is privileged, where they hold its key."""
    asked = (PrivilegeClaim.state == "asked", _holds(actor))
    query = mine(actor, func.min(PrivilegeClaim.asked_at), func.count(), file=False)
    query = query.join(PrivilegeClaim, PrivilegeClaim.case_id == Membership.case_id).where(*asked)
    rows = db.execute(query.group_by(Membership.case_id, Membership.number).limit(MOST))
    return [Waiting(case_id, number, "privilege", on, count=count) for case_id, number, on, count in rows]


def _holds(actor: Actor) -> Any:
    """They have a key of what is privileged in that case."""
    return exists().where(
        CompartmentRow.case_id == Membership.case_id, CompartmentRow.name == PRIVILEGED,
        Seal.compartment_id == CompartmentRow.id, Seal.epoch == CompartmentRow.epoch,
        Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id == actor.id,
    )  # fmt: skip


def _moment(line: Waiting) -> float:
    return line.on.timestamp() if isinstance(line.on, datetime) else 0.0
