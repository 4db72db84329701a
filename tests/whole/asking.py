"""What counsel is asked, with a file, a draft and a return: each text carries the mark."""

from datetime import date

from sqlalchemy import select

from casework.cases.actions import declarations, members
from casework.cases.models import Paper, Review
from casework.legal.actions import review_items, reviewing, reviews
from casework.legal.actions.review_items import DRAFT, PAPER, NewItem
from casework.legal.queries import review_opened
from casework.people import Role
from casework.vault import Compartment
from tests.cast import person

from .world import World

DUE = date(2026, 12, 1)


def write(world: World, mark: str) -> None:
    """Asked by the specialist, returned by counsel, given to a colleague of theirs."""
    cast = world.cast
    by, counsel = cast["specialist"], cast["counsel"]
    with world.database.transaction() as db:
        case = cast.case(db)
        declarations.declare(db, case, by=by, conflict=False)
        file = members.enter(db, case, by, Compartment.FILE)
        paper = db.scalars(select(Paper.id).where(Paper.case_id == case.id, Paper.room == "file")).first() or 0
        items = [NewItem(DRAFT, mark, text=mark), *review_items.take(db, case, file, [(PAPER, paper)])]
        asked = reviews.ask(
            db, case, file, about="other", question=mark, items=items, counsel_id=counsel.id, due_on=DUE, by=by
        ).id
    with world.database.transaction() as db:
        reviewing.open_(db, db.get_one(Review, asked), by=counsel, conflict=False)
    with world.database.transaction() as db:
        review = db.get_one(Review, asked)
        room = review_opened.room_of(db, counsel, review)
        assert room is not None
        item = review_opened.load(db, review, room).newest.items[0]
        reviewing.comment(db, review, room, item.id, 1, mark, by=counsel)
        reviewing.answer(db, review, room, "return", mark, to=1, by=counsel)
        cast.actors["partner"] = person(db, "partner", Role.COUNSEL)
        reviews.hand_over(db, review, room, cast["partner"].id, why=mark, by=counsel)
