"""The door to one review: it is there for who holds its room's key; else the 404 of any address without a page."""

from typing import Any

from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework import vault
from casework.access import Action, policy
from casework.audit import Tag, trail
from casework.cases.lifecycle.counsel import ASKED
from casework.db import Database
from casework.legal.queries import review_opened, reviews
from casework.legal.queries.reviews import Entry
from casework.people import Actor
from casework.vault import Compartment
from casework.web.authentication import GoElsewhere

LARGEST = 2**63


def provide_review(
    review: FromPath[int], database: NamedDependency[Database], actor: NamedDependency[Actor]
) -> Entry:  # fmt: skip
    """The trail says who asked for what, whether or not there is such a review."""
    with database.reading() as db:
        found = reviews.find(db, actor, review) if 0 < review < LARGEST else None
    if found is None:
        trail.denied(database, actor, str(review))
        raise NotFoundException
    return found


def provide_opened(
    asked: NamedDependency[Entry], database: NamedDependency[Database], actor: NamedDependency[Actor]
) -> Entry:
    """For all that shows or changes what it says: counsel has said that they have no conflict with whom it is about,
    whoever works the case has said so there."""
    if is_counsel(asked, actor):
        if not is_open(database, asked, actor):
            raise GoElsewhere(asked.path)
    elif not policy.judge(actor, Action.READ_CASE, asked.matter):
        raise GoElsewhere(f"/cases/{asked.case.number}")
    return asked


def is_counsel(entry: Entry, actor: Actor) -> bool:
    return entry.review.counsel_id == actor.id


def is_open(database: Database, entry: Entry, actor: Actor) -> bool:
    """Counsel has said it of the newest names, and taken it up."""
    with database.reading() as db:
        version = review_opened.newest_round(db, entry.review).parties_version
        free = reviews.is_free(db, actor.id, entry.case.id, version)
    return free and entry.review.state != ASKED


REVIEW: dict[str, Any] = {
    "asked": Provide(provide_review, sync_to_thread=True),
    "opened": Provide(provide_opened, sync_to_thread=True),
}


def read(database: Database, actor: Actor, entry: Entry) -> None:
    """Before anything is shown: the reading is on the case's chain, once in ten minutes, and first openings become
    the reader's own seals."""
    with database.reading() as db:
        if trail.was_read(db, actor, entry.case.id, Tag.REVIEW_READ) or actor.holder is None:
            return
    with database.transaction() as db:
        trail.record(db, actor, Tag.REVIEW_READ, entry.case.id, review=entry.review.id)
        vault.rooms.enter_subjects(
            db, actor.holder, Compartment.REVIEW, {entry.review.id: entry.case.id}
        )  # fmt: skip
