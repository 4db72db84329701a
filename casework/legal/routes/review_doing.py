"""What one request about a review comes with, and how its verbs are called: one transaction, once a form."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.datastructures import FormMultiDict
from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from casework.cases.models import Review
from casework.db import Database
from casework.legal.queries import review_opened
from casework.legal.queries.reviews import Entry
from casework.people import Actor
from casework.vault import Room
from casework.web import nonces


@dataclass(frozen=True, slots=True)
class Desk:
    request: Request[Any, Any, Any]
    entry: Entry
    database: Database
    actor: Actor

    @contextmanager
    def writing(self, typed: FormMultiDict) -> Iterator[tuple[Session, Review | None, Room]]:
        """No review where the form was sent before: nothing is done a second time."""
        with self.database.transaction() as db:
            review = db.get_one(Review, self.entry.review.id)
            room = review_opened.room_of(db, self.actor, review)
            if room is None:
                raise NotFoundException
            fresh = nonces.take(db, nonces.of(typed))
            yield db, review if fresh else None, room
