"""What waits for counsel, and what counsel answered to whom."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from casework.access import Action, may_ever
from casework.cases.lifecycle.counsel import ABOUT, APPROVED, ASKED, DECLINED, IN_REVIEW, RETURNED
from casework.legal.queries import reviews
from casework.legal.queries.reviews import Listed
from casework.people import Actor
from casework.settings import N_
from casework.web.text import Due, due, gettext

MOST, RECENT = 20, timedelta(days=7)
SAID = {
    RETURNED: N_("Counsel wants changes"), APPROVED: N_("Counsel agreed"), DECLINED: N_("Counsel declined"),
    ASKED: N_("No counsel can answer it: give it to another"),
    IN_REVIEW: N_("No counsel can answer it: give it to another"),
}  # fmt: skip


class Line(NamedTuple):
    """As the desk's template wants it."""

    when: Due | str
    path: str
    do: str
    title: str
    number: str


def waiting(db: Session, actor: Actor, today: date) -> list[Line]:
    """Nothing for who is no counsel."""
    if not may_ever(actor, Action.ANSWER_REVIEW):
        return []
    return [_line(one, gettext(ABOUT[one.about]), today) for one in reviews.waiting(db, actor)][:MOST]


def answers(db: Session, actor: Actor, now: datetime, today: date) -> list[Line]:
    """For who asked."""
    if not may_ever(actor, Action.ASK_REVIEW):
        return []
    return [_line(one, gettext(SAID[one.state]), today) for one in reviews.news(db, actor, now - RECENT)][:MOST]


def _line(one: Listed, do: str, today: date) -> Line:
    return Line(due(one.due_on, today), f"/reviews/{one.id}", do, one.asked or gettext(ABOUT[one.about]), one.number)
