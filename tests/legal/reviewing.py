"""What the tests ask counsel, and what counsel answers, by its verbs, each in a transaction of its own."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.models import Review
from casework.legal.actions import review_items, reviewing, reviews
from casework.legal.actions.review_items import DRAFT, NewItem
from casework.legal.queries import review_opened
from casework.legal.queries.review_opened import Opened
from casework.people import Role
from casework.vault import Compartment, Room
from tests.cases.doing import room
from tests.cast import Cast, person

LETTER = "Dear Ms Example,\n\nyour employment ends on 30 November.\n\nYou can appeal."
DUE = date(2026, 12, 1)
SESSION = tuple[Session, Review, Room]


def ask(cast: Cast, about: str = "termination", *, who: str = "specialist", to: str = "counsel", **more: Any) -> int:
    """A question with a draft letter; more is what of the file goes with it."""
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast[who]
        file = room(db, by, case)
        items = [NewItem(DRAFT, "Outcome letter", text=more.pop("text", LETTER))]
        items += review_items.take(db, case, file, more.pop("wanted", []))
        given = {"question": "May it go out like this?", "due_on": DUE, **more}
        return reviews.ask(db, case, file, about=about, items=items, counsel_id=cast[to].id, by=by, **given).id


def the(db: Session, review_id: int) -> Review:
    return db.get_one(Review, review_id)


def opened(cast: Cast, who: str, review_id: int) -> Opened:
    """As somebody who holds its room reads it."""
    with cast.database.reading() as db:
        review = the(db, review_id)
        return review_opened.load(db, review, of(db, cast, who, review))


def of(db: Session, cast: Cast, who: str, review: Review) -> Room:
    holder = cast[who].holder
    assert holder is not None
    return vault.rooms.enter(db, holder, review.case_id, Compartment.REVIEW, review.id)


def open_(cast: Cast, review_id: int, who: str = "counsel", *, conflict: bool = False) -> None:
    with cast.database.transaction() as db:
        reviewing.open_(db, the(db, review_id), by=cast[who], conflict=conflict)


def comment(cast: Cast, review_id: int, paragraph: int, text: str, who: str = "counsel") -> None:
    with cast.database.transaction() as db:
        review = the(db, review_id)
        item = review_opened.load(db, review, of(db, cast, who, review)).newest.items[0]
        reviewing.comment(db, review, of(db, cast, who, review), item.id, paragraph, text, by=cast[who])


def answer(cast: Cast, review_id: int, verdict: str = "approve", words: str = "", who: str = "counsel") -> None:
    with cast.database.transaction() as db:
        review = the(db, review_id)
        reviewing.answer(db, review, of(db, cast, who, review), verdict, words, to=review.round, by=cast[who])


def again(cast: Cast, review_id: int, text: str, who: str = "specialist") -> None:
    with cast.database.transaction() as db:
        review, by = the(db, review_id), cast[who]
        room_ = of(db, cast, who, review)
        before = review_opened.load(db, review, room_).newest.items[0]
        items = [NewItem(DRAFT, before.name or "", text=text, earlier_id=before.id)]
        file = room(db, by, cast.case(db))
        reviews.ask_again(db, review, room_, file, question="The date is right now.", items=items, by=by)


def hand_over(cast: Cast, review_id: int, to: str, who: str = "counsel") -> None:
    with cast.database.transaction() as db:
        review = the(db, review_id)
        reviews.hand_over(db, review, of(db, cast, who, review), cast[to].id, why="I am away.", by=cast[who])


def withdraw(cast: Cast, review_id: int, who: str = "specialist") -> None:
    with cast.database.transaction() as db:
        reviews.withdraw(db, the(db, review_id), by=cast[who])


def agreed(cast: Cast, about: str) -> int:
    """Asked, opened and approved."""
    review_id = ask(cast, about)
    open_(cast, review_id)
    answer(cast, review_id)
    return review_id


def other_counsel(cast: Cast, name: str = "partner") -> None:
    with cast.database.transaction() as db:
        cast.actors[name] = person(db, name, Role.COUNSEL)


def readers(cast: Cast, review_id: int) -> set[str]:
    """Who holds the newest key of its room, by the names of the cast."""
    with cast.database.reading() as db:
        found = vault.readers.of_case(db, cast.case_id)
    held = {one.holder_id for one in found if (one.compartment, one.subject) == (Compartment.REVIEW, review_id)}
    return {name for name, actor in cast.staff.items() if actor.id in held}


def state(cast: Cast, review_id: int) -> tuple[str, int]:
    with cast.database.reading() as db:
        row = db.execute(select(Review.state, Review.round).where(Review.id == review_id)).one()
    return row.state, row.round
