"""Somebody is heard: notes, a correction, a statement that they corrected, one that they did not sign; all words carry
the mark."""

from sqlalchemy import select

from casework.cases.actions import declarations, members
from casework.cases.models import InterviewAnswer
from casework.db import utc_now
from casework.investigations.actions import interview_notes, interview_rights, interview_statements, interviews
from casework.investigations.actions.interview_notes import Written
from casework.investigations.actions.interview_statements import CORRECTED, PAPER, Back
from casework.investigations.actions.interviews import Arranged
from casework.vault import Compartment

from .world import World


def write(world: World, mark: str) -> None:
    cast, now = world.cast, utc_now()
    by = cast["specialist"]
    with world.database.transaction() as db:
        case = cast.case(db)
        declarations.declare(db, case, by=by, conflict=False)
        file = members.enter(db, case, by, Compartment.FILE)
        new = Arranged(
            "witness", None, mark, now, mark, by.id, None, mark, "support", mark, mark, mark
        )  # fmt: skip
        row = interviews.plan(db, case, file, new, [mark], set_id=None, by=by)
        interview_rights.record(db, case, row, file, "asked", words=mark, happened_at=now, by=by)
        interview_rights.record(db, case, row, file, "granted", words=mark, happened_at=now, by=by)
        interviews.take(db, case, row, file, "begin", by=by, version=None)
        [answer] = db.scalars(select(InterviewAnswer).where(InterviewAnswer.interview_id == row.id))
        interview_notes.save(db, row.id, case.id, [Written(answer.id, mark, 0, 1, 1)], by=by)
        interviews.take(db, case, row, file, "end", by=by, version=None)
        interview_notes.correct(db, case, row, file, answer, text=mark, reason=mark, by=by)
        interview_statements.write(db, case, row, file, mark, version=0, by=by)
        interview_statements.hand(db, case, row, file, PAPER, mark, due_on=None, version=None, by=by)
        interview_statements.back_on_paper(
            db, case, row, file, Back(CORRECTED, mark, now, f"{mark} {mark}"), version=None, by=by
        )
        interview_statements.another(db, case, row, file, mark, version=None, by=by)
        interview_statements.write(db, case, row, file, mark, version=0, by=by)
        interview_statements.refuse(db, case, row, file, mark, version=None, by=by)
