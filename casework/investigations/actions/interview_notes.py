"""Notes by question, saved while they are typed. What a page sent last counts, and nobody else's words are lost."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import vault
from casework.audit import Tag, trail
from casework.cases.actions import members
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.lifecycle.heard import HEARD, TALKING, TO_COME
from casework.cases.models import Case, Interview, InterviewAnswer, InterviewCorrection
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Compartment, Room

from . import interviews

LARGEST = 60_000
"""Characters of the notes under one question."""
FROZEN = N_("The interview is over: what was noted stays as it is. Add this as a correction, with a reason.")
NOT_BEGUN = N_("The interview has not begun: no notes are taken yet.")


@dataclass(frozen=True, slots=True)
class Written:
    """What a page sends for one question. `version`: of the notes that it was typed over; `page` and `turn`: which open
    page sends it, for the how-manieth time."""

    answer_id: int
    text: str = field(repr=False)
    version: int
    page: int
    turn: int


@dataclass(frozen=True, slots=True)
class Saved:
    """How a question stands now. `theirs`: what somebody else, or another tab, wrote meanwhile; then nothing of ours
    was saved."""

    answer_id: int
    version: int
    theirs: str | None = field(default=None, repr=False)
    by: int | None = None
    at: datetime | None = None


class NotNow(Exception):
    """Notes are not taken: not yet, or no more. `over`: they are frozen, and corrected with a reason."""

    def __init__(self, *, over: bool) -> None:
        super().__init__(FROZEN if over else NOT_BEGUN)
        self.over = over


def save(db: Session, interview_id: int, case_id: int, written: Sequence[Written], *, by: Actor) -> list[Saved]:
    """Each question by itself. The door has judged; whoever lost the key since then saves nothing (NoSeal)."""
    file = vault.rooms.enter(db, members.holder_of(by), case_id, Compartment.FILE)
    row = db.get(Interview, interview_id)
    if row is None or row.case_id != case_id:
        raise LookupError(interview_id)
    if row.state != TALKING:
        raise NotNow(over=row.state not in TO_COME)
    ids = [one.answer_id for one in written]
    locked = select(InterviewAnswer).where(InterviewAnswer.interview_id == interview_id, InterviewAnswer.id.in_(ids))
    found = {answer.id: answer for answer in db.scalars(locked.order_by(InterviewAnswer.id).with_for_update())}
    if len(found) != len(set(ids)):
        raise LookupError(interview_id)
    return [_save(db, found[one.answer_id], file, one, by) for one in written]


def _save(db: Session, row: InterviewAnswer, file: Room, one: Written, by: Actor) -> Saved:
    same_page = bool(one.page) and row.written_on == one.page
    if same_page and one.turn <= row.turn:
        return Saved(row.id, row.version)  # it comes late, or once more
    before = file.open(InterviewAnswer.notes, row.id, row.notes) if row.notes is not None else ""
    if one.text == before:
        return Saved(row.id, row.version)
    if not same_page and one.version != row.version:
        return Saved(row.id, row.version, before, row.written_by, row.written_at)
    if not same_page:  # once a page: a line of the trail each second would say nothing more
        trail.record(db, by, Tag.INTERVIEW_NOTED, row.case_id, interview=row.interview_id)
    row.notes = file.seal(InterviewAnswer.notes, row.id, one.text) if one.text else None
    row.written_by, row.written_at, row.written_on, row.turn = by.id, utc_now(), one.page, one.turn
    row.version += 1
    return Saved(row.id, row.version)


def ask(db: Session, case: Case, row: Interview, file: Room, question: str, *, by: Actor) -> None:
    """One question more, of this interview alone."""
    interviews.begin_on(db, case, row, by)
    _not_over(row)
    last = db.scalar(select(func.max(InterviewAnswer.position)).where(InterviewAnswer.interview_id == row.id)) or 0
    interviews.put(db, row, file, question, last + 1, added=True)
    interviews.end_on(db, case, row, by, Tag.INTERVIEW_QUESTION)


def ask_by(db: Session, case: Case, row: Interview, question: str, *, by: Actor) -> None:
    """The same, by whoever comes with no room open."""
    file = vault.rooms.enter(db, members.holder_of(by), case.id, Compartment.FILE)
    ask(db, case, row, file, question, by=by)


def leave_out(db: Session, case: Case, row: Interview, answer: InterviewAnswer, *, by: Actor) -> None:
    """A question that is not asked this time. Where something is noted it stays."""
    interviews.begin_on(db, case, row, by)
    _not_over(row)
    if answer.notes is not None:
        words = N_("Something is noted under it: it stays.")
        raise IllegalStep("leave out", [Why("noted", Said(words), "#questions")])
    db.delete(answer)
    interviews.end_on(db, case, row, by, Tag.INTERVIEW_QUESTION)


def correct(
    db: Session, case: Case, row: Interview, file: Room, answer: InterviewAnswer, *, text: str, reason: str, by: Actor,
    version: int | None = None,
) -> None:  # fmt: skip
    """After the interview: the text as it is now, and why; the earlier one stays to be read."""
    interviews.begin_on(db, case, row, by, version)
    if row.state not in HEARD:
        raise IllegalStep("correct", [Why("state", Said(NOT_BEGUN), "#questions")])
    id_ = new_id()
    db.add(
        InterviewCorrection(
            id=id_, case_id=row.case_id, interview_id=row.id, answer_id=answer.id,
            text=file.seal(InterviewCorrection.text, id_, text),
            reason=file.seal(InterviewCorrection.reason, id_, reason), by=by.id, at=utc_now(),
        )
    )  # fmt: skip
    interviews.end_on(db, case, row, by, Tag.INTERVIEW_CORRECTED)


def _not_over(row: Interview) -> None:
    if row.state not in (*TO_COME, TALKING):
        raise IllegalStep("question", [Why("state", Said(FROZEN), "#questions")])


def new_page() -> int:
    """What an open page calls itself: small enough for a script to count beside it."""
    return secrets.randbits(52) or 1


def seen(page: int, turn: int) -> str:
    return f"{page}-{turn}"


def read_seen(text: str) -> tuple[int, int]:
    """Of which page and turn a form says that it is; (0, 0) where it says nothing of use."""
    page, _, turn = text.partition("-")
    known = all(part.isascii() and part.isdecimal() and len(part) < 19 for part in (page, turn))
    return (int(page), int(turn)) if known else (0, 0)
