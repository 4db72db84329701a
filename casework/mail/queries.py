"""How the post is doing: how much waits, since when, and what was given up; never what it says or where it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.people.models import Person

from .models import Outbox

MOST = 50


@dataclass(frozen=True, slots=True)
class GivenUp:
    """`about`: which sort of news, as the notice is called; `refusal`: why, in a word."""

    person_id: int
    name: str
    notice: str
    at: datetime
    tries: int
    refusal: str


@dataclass(frozen=True, slots=True)
class Post:
    """`due`: since when the oldest waits that should be gone. `given_up`: the newest first."""

    waiting: int
    due: datetime | None
    given_up: Sequence[GivenUp]


def post(db: Session, now: datetime) -> Post:
    living = Outbox.given_up_at.is_(None)
    waiting = db.scalar(select(func.count()).where(living)) or 0
    due = db.scalar(select(func.min(Outbox.queued_at)).where(living, Outbox.due_at <= now))
    columns = (Outbox.person_id, Person.name, Outbox.notice, Outbox.given_up_at, Outbox.tries, Outbox.refusal)
    rows = db.execute(
        select(*columns)
        .join(Person, Person.id == Outbox.person_id)
        .where(Outbox.given_up_at.is_not(None))
        .order_by(Outbox.given_up_at.desc())
        .limit(MOST)
    )
    given_up = [GivenUp(id_, name, notice, at or now, tries, why) for id_, name, notice, at, tries, why in rows]
    return Post(waiting, due, given_up)
