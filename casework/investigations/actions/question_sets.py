"""What people are asked is written anew: a version, for the interviews that are planned from now on."""

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.audit import Tag, trail
from casework.cases.actions.case import Changed
from casework.cases.lifecycle.heard import ROLES
from casework.cases.lifecycle.kinds import KINDS
from casework.db import new_id, utc_now
from casework.investigations import questions
from casework.investigations.models import QuestionSet
from casework.people import Actor


def write(
    db: Session, role: str, kind: str, asked: Sequence[str], *, version: int, by: Actor
) -> QuestionSet | None:  # fmt: skip
    """`version`: the latest that was on screen, 0 for none. None where it asks the same, word by word."""
    policy.require(by, Action.KEEP_TEMPLATES)
    if role not in ROLES or kind not in {questions.ANY, *KINDS} or questions.faults(list(asked)):
        raise ValueError("no set of questions")
    here = (QuestionSet.role == role, QuestionSet.kind == kind)
    latest = db.scalar(select(QuestionSet).where(*here).order_by(QuestionSet.version.desc()).limit(1))
    if version != (latest.version if latest is not None else 0):
        raise Changed([])
    body, now = "\n".join(asked), utc_now()
    if latest is not None and latest.ended_at is None and latest.body == body:
        return None
    row = QuestionSet(
        id=new_id(), role=role, kind=kind, version=version + 1, body=body, by=by.id, at=now
    )  # fmt: skip
    db.execute(update(QuestionSet).where(*here, QuestionSet.ended_at.is_(None)).values(ended_at=now))
    db.add(row)
    db.flush()
    trail.record(db, by, Tag.QUESTIONS_SET, questions=row.id, version=row.version)
    return row


def end(db: Session, role: str, kind: str, *, version: int, by: Actor) -> None:
    """From now on what came with Casework is asked again."""
    policy.require(by, Action.KEEP_TEMPLATES)
    here = (QuestionSet.role == role, QuestionSet.kind == kind)
    latest = db.scalar(select(func.max(QuestionSet.version)).where(*here)) or 0
    if version != latest:
        raise Changed([])
    db.execute(update(QuestionSet).where(*here, QuestionSet.ended_at.is_(None)).values(ended_at=utc_now()))
    trail.record(db, by, Tag.QUESTIONS_SET, version=0)
