"""What somebody is asked to keep: notices of holds that they have not acknowledged, systems that wait for an answer."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, may_ever
from casework.cases.models import Hold
from casework.legal.models import HoldCustodian, PreservationTask
from casework.people import Actor
from casework.web import text
from casework.web.text import _

from .waiting import READER, rows

Line = tuple[str, str, str, str, str]
"""As the desk writes it down: when, where, what to do, what of, number."""

_TOLD = (
    select(Hold.number, HoldCustodian.told_at)
    .join(Hold, Hold.id == HoldCustodian.hold_id)
    .where(HoldCustodian.person_id == READER)
    .where(HoldCustodian.acknowledged_at.is_(None), Hold.released_at.is_(None))
    .order_by(HoldCustodian.told_at)
)
_TASKS = (
    select(PreservationTask.id, Hold.number, PreservationTask.asked_at)
    .join(Hold, Hold.id == PreservationTask.hold_id)
    .where(PreservationTask.state == "open", PreservationTask.lifted_at.is_(None))
    .order_by(PreservationTask.asked_at)
)


def waiting(db: Session, actor: Actor) -> Iterator[Line]:
    """By the number of the hold, and nothing else of it; one statement, for an administrator two."""
    if not may_ever(actor, Action.ACKNOWLEDGE_HOLD):
        return
    for number, at in rows(db, actor, _TOLD):
        yield text.day(at, actor.zone), "/holds/notices", _("Read what you are asked to keep"), "", number
    if may_ever(actor, Action.PRESERVE):
        for id_, number, at in rows(db, actor, _TASKS):
            words = _("Say whether a system is kept from deleting")
            yield text.day(at, actor.zone), f"/holds/tasks/{id_}", words, "", number
