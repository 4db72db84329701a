"""What counsel’s direction of a case makes of its pages and of what is said in it: the words, in one place."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.models import Direction
from casework.settings import N_

LEGEND = N_("Privileged and confidential: prepared at the direction of counsel")
IN_NAMES = N_("Privileged and confidential")
"""Before the name of a file that is taken out."""
WARNING = (
    N_("This is done at the direction of counsel, who acts for the organisation and not for you."),
    N_("What we say to each other is privileged. The privilege is the organisation’s: it alone decides whether to waive"
       " it and to tell others, and need not ask you."),
    N_("Please keep what we ask and say to yourself, so that it stays privileged. You remain free to speak of the facts"
       " themselves and of your working conditions, with an authority, and with a lawyer of your own."),
)  # fmt: skip
"""To be read out before somebody is heard."""


class Directed(Protocol):
    """What says from when until when."""

    @property
    def from_on(self) -> date: ...
    @property
    def until_on(self) -> date | None: ...
    @property
    def ended_at(self) -> object: ...


def holds(one: Directed, day: date) -> bool:
    return one.ended_at is None and one.from_on <= day and (one.until_on is None or day <= one.until_on)


def legend_of(found: Iterable[Directed], day: date) -> str:
    """What every page and paper of the case carries on that day; "" where nothing directs it."""
    return LEGEND if any(holds(one, day) for one in found) else ""


def legend(db: Session, case_id: int, day: date) -> str:
    """The same from the database; to be translated by who shows it."""
    return legend_of(db.scalars(select(Direction).where(Direction.case_id == case_id)).all(), day)
