"""A report on its way to approval: put there by whoever wrote it, approved or returned with the findings."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Approval, ApprovalComment, Case, Finding, ReportVersion
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Room

from . import case as cases

DRAFT, PUT, RETURNED, APPROVED = "draft", "put", "returned", "approved"


def put(db: Session, case: Case, row: ReportVersion, *, by: Actor) -> None:
    """It is finished: whoever approves the findings reads this one. A draft that findings have overtaken is not."""
    cases.begin(db, case, by, Action.WORK_CASE)
    db.refresh(row, with_for_update=True)
    if row.state != DRAFT:
        raise IllegalStep("put", [Why("state", Said(N_("Only a draft is put to approval: make a new one.")))])
    newest = db.scalar(select(Finding.at).where(Finding.case_id == case.id).order_by(Finding.at.desc()).limit(1))
    if newest is not None and newest > row.at:
        said = Said(N_("A finding is newer than this draft: make a new one."))
        raise IllegalStep("put", [Why("overtaken", said, "#allegations")])
    row.state, row.put_by, row.put_at = PUT, by.id, utc_now()
    cases.touch(db, case, by, Tag.REPORT_PUT, report=row.id, number=row.number)


def judge(db: Session, case: Case, *, approved: bool, by: Actor) -> None:
    """What was put to approval last is judged with the findings; what was put before it stays as it was judged."""
    waiting = select(ReportVersion).where(ReportVersion.case_id == case.id, ReportVersion.state == PUT)
    for row in db.scalars(waiting.order_by(ReportVersion.number)).all():
        row.state, row.judged_by, row.judged_at = (APPROVED if approved else RETURNED), by.id, utc_now()


def comment(db: Session, case: Case, room: Room, approval: Approval, said: Mapping[int, str]) -> None:
    """What the approver says of single findings; `said`: by the finding's id."""
    known = set(db.scalars(select(Finding.id).where(Finding.case_id == case.id)))
    for finding_id, words in said.items():
        if finding_id not in known:
            raise ValueError("this is no finding of the case")
        if words.strip():
            id_ = new_id()
            text = room.seal(ApprovalComment.text, id_, words.strip())
            row = ApprovalComment(id=id_, case_id=case.id, approval_id=approval.id, finding_id=finding_id, text=text)
            db.add(row)
