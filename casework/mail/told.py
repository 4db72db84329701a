"""What each person chose to be told; what concerns the safety of an account is no choice."""

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from .models import ToldChoice
from .news import Notice
from .notices import CHOSEN


def chosen(db: Session, person_id: int) -> set[Notice]:
    """Everything, until they chose otherwise."""
    no = select(ToldChoice.notice).where(ToldChoice.person_id == person_id, ToldChoice.wanted.is_(False))
    without = set(db.scalars(no))
    return {notice for notice in CHOSEN if notice.value not in without}


def choose(
    db: Session, person_id: int, wanted: Collection[Notice], among: Collection[Notice] = CHOSEN
) -> None:  # fmt: skip
    """These from now on, and none of the others that were to choose among; of what was not, nothing changes."""
    asked = ToldChoice.notice.in_([notice.value for notice in among])
    db.execute(delete(ToldChoice).where(ToldChoice.person_id == person_id, asked))
    db.add_all(ToldChoice(person_id=person_id, notice=notice.value, wanted=notice in wanted) for notice in among)
    db.flush()
