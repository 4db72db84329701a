"""What is answered: what is left out under which exemption, the answer in versions, and that it was sent."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.audit import Tag
from casework.cases.lifecycle import IllegalStep, Why
from casework.db import new_id, utc_now
from casework.legal.lifecycle.request import OVER, REQUEST, Facts
from casework.legal.models import RequestAnswer, SearchHit, SubjectRequest
from casework.people import Actor
from casework.settings import N_, Said

from . import requests

ENDED = N_("The request was answered or has ended.")


def leave_out(
    db: Session, row: SubjectRequest, hit: SearchHit, exemption: str, *, by: Actor, version: int | None = None
) -> None:  # fmt: skip
    """Empty: it goes in again."""
    room = requests.begin(db, row, by, version)
    _is_open(row)
    hit.left_out = bool(exemption)
    hit.exemption = room.seal(SearchHit.exemption, hit.id, exemption) if exemption else None
    requests.touch(db, row, by, Tag.REQUEST_CHANGED)


def write(db: Session, row: SubjectRequest, text: str, *, by: Actor, version: int | None = None) -> RequestAnswer:
    """One more version; the earlier ones stay."""
    room = requests.begin(db, row, by, version)
    _is_open(row)
    if row.state != "compiling":
        row.state, row.state_since = REQUEST.after("compile", Facts(row.state)), utc_now()
    last = db.scalar(select(func.max(RequestAnswer.position)).where(RequestAnswer.request_id == row.id)) or 0
    id_ = new_id()
    made = RequestAnswer(
        id=id_, request_id=row.id, position=last + 1, text=room.seal(RequestAnswer.text, id_, text), by=by.id,
        at=utc_now(),
    )  # fmt: skip
    db.add(made)
    requests.touch(db, row, by, Tag.REQUEST_CHANGED)
    return made


def sent(
    db: Session, row: SubjectRequest, answer: RequestAnswer, on: date, how: str, *, by: Actor,
    version: int | None = None,
) -> None:  # fmt: skip
    """This version went to them. Casework sends nothing by itself."""
    requests.begin(db, row, by, version)
    if answer.request_id != row.id:
        raise ValueError("of another request")
    row.state, row.state_since = REQUEST.after("answer", requests.facts(db, row)), utc_now()
    answer.sent_on, answer.how = on, how
    requests.over(db, row, by)


def _is_open(row: SubjectRequest) -> None:
    if row.state in OVER:
        raise IllegalStep("answer", [Why("state", Said(ENDED))])
