"""An interview is planned, arranged, begun and ended; what happened on its way stays on record."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag
from casework.cases.actions import case as cases
from casework.cases.actions.case import Changed
from casework.cases.lifecycle.heard import PLANNED, ROLES
from casework.cases.models import Case, Interview, InterviewAnswer, InterviewEvent, Party
from casework.db import new_id, utc_now
from casework.investigations.lifecycle.interview import WORKFLOW
from casework.investigations.queries import interview_facts
from casework.people import Actor
from casework.vault import Room


@dataclass(frozen=True, slots=True)
class Arranged:
    """Who is heard, when, where, by whom, and what is provided. `party_id`, or `name` for somebody who is no party.
    `second` and `second_id`: who sits beside, by name or of the staff."""

    role: str
    party_id: int | None = None
    name: str = field(default="", repr=False)
    starts_at: datetime | None = None
    place: str = field(default="", repr=False)
    interviewer_id: int | None = None
    second_id: int | None = None
    second: str = field(default="", repr=False)
    companion_as: str = ""
    companion: str = field(default="", repr=False)
    interpreter: str = field(default="", repr=False)
    arranged: str = field(default="", repr=False)


SEALED = ("name", "place", "second", "companion", "interpreter", "arranged")
PLAIN = ("role", "party_id", "starts_at", "interviewer_id", "second_id", "companion_as")


def plan(
    db: Session, case: Case, file: Room, new: Arranged, questions: Sequence[str], *, set_id: int | None, by: Actor
) -> Interview:  # fmt: skip
    """With the questions of this moment: what an organisation asks later does not reach it. `set_id`: whose version
    they are of; none for those that came with Casework."""
    cases.begin(db, case, by, Action.WORK_CASE)
    _fits(db, case, new)
    position = db.scalar(select(func.max(Interview.position)).where(Interview.case_id == case.id)) or 0
    now = utc_now()
    row = Interview(
        id=new_id(), case_id=case.id, position=position + 1, state=PLANNED, state_since=now, question_set_id=set_id,
        planned_by=by.id, planned_at=now, version=1, role=new.role,
    )  # fmt: skip
    _set(row, file, new)
    db.add(row)
    db.flush()
    for place, question in enumerate(questions, 1):
        put(db, row, file, question, place)
    cases.touch(db, case, by, Tag.INTERVIEW_PLANNED, quiet=True, interview=row.id)
    return row


def change(
    db: Session, case: Case, row: Interview, file: Room, new: Arranged, *, by: Actor, version: int
) -> None:  # fmt: skip
    """Another day, another room, somebody else beside them; also what was written down wrongly afterwards."""
    begin_on(db, case, row, by, version)
    _fits(db, case, new)
    _set(row, file, new)
    end_on(db, case, row, by, Tag.INTERVIEW_CHANGED)


def take(
    db: Session, case: Case, row: Interview, file: Room, step: str, *, by: Actor, version: int | None, words: str = "",
    happened_at: datetime | None = None,
) -> None:  # fmt: skip
    """A step of its course, with what is to be said of it. IllegalStep with the reasons where it is not possible."""
    begin_on(db, case, row, by, version)
    move(db, case, row, file, step, by=by, words=words, happened_at=happened_at)
    end_on(db, case, row, by, Tag.INTERVIEW_STEP, step=step)


def move(
    db: Session, case: Case, row: Interview, file: Room, step: str, *, by: Actor, words: str = "",
    happened_at: datetime | None = None,
) -> None:  # fmt: skip
    """The state that the table says, with the record of it. Judged and locked already."""
    facts = interview_facts.of(db, case, row, reason=bool(words.strip()))
    now = utc_now()
    row.state, row.state_since = WORKFLOW.after(step, facts), now
    if step == "begin":
        row.begun_at = now
    if step == "end":
        row.held_at = now
    remember(db, row, file, step, by=by, words=words, happened_at=happened_at or now, to_state=row.state)


def remember(
    db: Session, row: Interview, file: Room, kind: str, *, by: Actor, words: str, happened_at: datetime,
    to_state: str = "",
) -> None:  # fmt: skip
    """A line of the record."""
    id_ = new_id()
    db.add(
        InterviewEvent(
            id=id_, case_id=row.case_id, interview_id=row.id, kind=kind, to_state=to_state,
            words=file.seal(InterviewEvent.words, id_, words) if words.strip() else None, happened_at=happened_at,
            by=by.id, at=utc_now(),
        )
    )  # fmt: skip
    db.flush()


def put(db: Session, row: Interview, file: Room, question: str, position: int, *, added: bool = False) -> None:
    id_ = new_id()
    text = file.seal(InterviewAnswer.question, id_, question)
    db.add(
        InterviewAnswer(
            id=id_, case_id=row.case_id, interview_id=row.id, position=position, question=text, added=added
        )
    )  # fmt: skip


def begin_on(db: Session, case: Case, row: Interview, by: Actor, version: int | None = None) -> None:
    """The case locked and judged, the row as it is now. Changed where somebody was quicker."""
    cases.begin(db, case, by, Action.WORK_CASE)
    db.refresh(row, with_for_update=True)
    if version is not None and version != row.version:
        raise Changed([])


def end_on(db: Session, case: Case, row: Interview, by: Actor, tag: Tag, /, **ids: int | str | None) -> None:
    """Count the change and put it on the trail."""
    row.version += 1
    db.flush()
    cases.touch(db, case, by, tag, quiet=True, clocks_run=False, interview=row.id, **ids)


def _set(row: Interview, file: Room, new: Arranged) -> None:
    for name in PLAIN:
        setattr(row, name, getattr(new, name))
    for name in SEALED:
        said = getattr(new, name).strip()
        setattr(row, name, file.seal(getattr(Interview, name), row.id, said) if said else None)


def _fits(db: Session, case: Case, new: Arranged) -> None:
    if new.role not in ROLES or (new.party_id is None) == (not new.name.strip()):
        raise ValueError("it must say whom, and as what")
    if new.party_id is not None:
        party = db.get(Party, new.party_id)
        if party is None or party.case_id != case.id:
            raise ValueError("they are not on this case")
