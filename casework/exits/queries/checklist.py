"""The checklist as one reader sees it, and the tasks that wait for somebody."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework.cases.queries import clocks
from casework.clocks.packs import Duty
from casework.exits.checklists import BY_KIND
from casework.exits.models import Exit, LeavingTask
from casework.people import Actor
from casework.people.models import Person
from casework.settings import N_
from casework.vault import Compartment, HolderKind, Unreadable
from casework.vault.models import CompartmentRow, Seal
from casework.vault.room import Room

UNREADABLE = N_("Words that cannot be opened")


@dataclass(frozen=True, slots=True)
class TaskShown:
    """`what` and `about` are message ids where the template says them. `duty`: what the law of the place asks."""

    id: int
    kind: str
    what: str
    about: str
    own_words: bool
    note: str
    owner_id: int | None
    owner: str
    due_on: date | None
    done_at: datetime | None
    done_by: str
    dropped: bool
    version: int
    duty: Duty | None = None
    letter: str = ""
    who: str = ""


def of(db: Session, leaver: Exit, room: Room) -> list[TaskShown]:
    """Every line: what is to be done by day, then what is done, then what does not apply. Three statements."""
    rows = db.scalars(select(LeavingTask).where(LeavingTask.exit_id == leaver.id)).all()
    people = {id_ for row in rows for id_ in (row.owner_id, row.done_by) if id_}
    names = {row.id: row.name for row in db.execute(select(Person.id, Person.name).where(Person.id.in_(people)))}
    law = clocks.place(db, leaver.site_id).law
    duties = law.duties if law else {}
    shown = [_task(room, row, names, duties.get(_duty(row))) for row in rows]
    return sorted(shown, key=lambda one: (one.dropped, one.done_at is not None, one.due_on or date.max, one.id))


def waiting(db: Session, actor: Actor, until: date, limit: int = 20) -> list[tuple[str, date | None, str]]:
    """Number of the exit, the day, and what kind: tasks that are this person's, of exits that they hold a key of."""
    found = db.execute(_WAITING, {"reader": actor.id, "until": until, "most": limit})
    return [(number, on, kind) for number, on, kind in found]


_HELD = (
    select(Seal.case_id)
    .join(CompartmentRow, CompartmentRow.id == Seal.compartment_id)
    .where(Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id == bindparam("reader"))
    .where(CompartmentRow.name == Compartment.LEAVING.value)
)
_WAITING = (
    select(Exit.number, LeavingTask.due_on, LeavingTask.kind)
    .join(Exit, Exit.id == LeavingTask.exit_id)
    .where(LeavingTask.owner_id == bindparam("reader"))
    .where(LeavingTask.done_at.is_(None), LeavingTask.dropped_at.is_(None), LeavingTask.due_on <= bindparam("until"))
    .where(Exit.id.in_(_HELD), Exit.state != "cancelled")
    .order_by(LeavingTask.due_on)
    .limit(bindparam("most"))
)


def _duty(row: LeavingTask) -> str:
    item = BY_KIND.get(row.kind)
    return item.duty if item else ""


def _task(room: Room, row: LeavingTask, names: dict[int, str], duty: Duty | None) -> TaskShown:
    item = BY_KIND.get(row.kind)
    return TaskShown(
        id=row.id,
        kind=row.kind,
        what=item.what if item else _opened(room, LeavingTask.what, row.id, row.what),
        about=item.about if item else "",
        own_words=item is None,
        note=_opened(room, LeavingTask.note, row.id, row.note),
        owner_id=row.owner_id,
        owner=names.get(row.owner_id or 0, "") or _opened(room, LeavingTask.owner, row.id, row.owner),
        due_on=row.due_on,
        done_at=row.done_at,
        done_by=names.get(row.done_by or 0, ""),
        dropped=row.dropped_at is not None,
        version=row.version,
        duty=duty,
        letter=item.letter if item else "",
        who=item.who if item else "",
    )


def _opened(room: Room, column: InstrumentedAttribute[Any], row_id: int, sealed: bytes | None) -> str:
    try:
        return room.open(column, row_id, sealed) if sealed else ""
    except Unreadable:  # one line that was changed from outside leaves the others readable
        return UNREADABLE
