"""What counsel does with what they are asked: say that they are free of a conflict, comment, answer."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, policy, walls
from casework.audit import Tag, trail
from casework.cases.actions import declarations, members
from casework.cases.lifecycle.counsel import ASKED
from casework.cases.models import Case, Review
from casework.db import new_id, utc_now
from casework.legal.lifecycle.review import WITH_COUNSEL, WORKFLOW, Facts
from casework.legal.models import ReviewComment, ReviewItem, ReviewRound
from casework.legal.queries import reviews
from casework.mail import Notice, tell
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment, Room

from .reviews import lock

NOT_YOURS = N_("Other counsel has it now.")


def open_(db: Session, review: Review, *, by: Actor, conflict: bool) -> None:
    """With the names before them. No conflict: the papers open. A conflict: a wall is raised at once, every key goes
    with it, and whoever asked gives it to somebody else."""
    _begin(db, review, by)
    last = _round(db, review)
    declarations.record(db, db.get_one(Case, review.case_id), by, last.parties_version, conflict=conflict)
    if not conflict:
        trail.record(db, by, Tag.NO_CONFLICT, review.case_id)
        trail.record(db, by, Tag.REVIEW_OPENED, review.case_id, review=review.id)
        if review.state == ASKED:
            review.state = WORKFLOW.after("open", Facts(review.state))
            review.version += 1
        return
    trail.record(db, by, Tag.CONFLICT_DECLARED, review.case_id)
    for row in db.scalars(select(Review).where(Review.case_id == review.case_id, Review.counsel_id == by.id)):
        _hand_back(db, row)
    walls.raise_one(db, review.case_id, by.id, walls.DECLARED, by=by)


def comment(db: Session, review: Review, room: Room, item_id: int, paragraph: int, text: str, *, by: Actor) -> None:
    """On one paragraph of the newest papers; 0 is the whole."""
    _at_work(db, review, by)
    item = db.get(ReviewItem, item_id)
    if item is None or item.review_id != review.id or item.round != review.round:
        raise Forbidden(N_("There are newer papers: look at them first."))
    if item.room is not None:
        room = vault.rooms.enter(db, members.holder_of(by), review.case_id, Compartment(item.room))
    id_ = new_id()
    db.add(
        ReviewComment(
            id=id_, case_id=review.case_id, review_id=review.id, item_id=item.id, paragraph=paragraph,
            text=room.seal(ReviewComment.text, id_, text), by=by.id, at=utc_now(), room=item.room,
        )
    )  # fmt: skip
    trail.record(db, by, Tag.REVIEW_COMMENTED, review.case_id, review=review.id)


def answer(db: Session, review: Review, room: Room, verdict: str, words: str, *, to: int, by: Actor) -> ReviewRound:
    """Approve, return with changes, decline. `to`: the round that counsel had before them."""
    _at_work(db, review, by)
    review.state = WORKFLOW.after(verdict, Facts(review.state, reason=bool(words.strip()), newest=to == review.round))
    review.decided_at, review.version = utc_now(), review.version + 1
    last = _round(db, review)
    last.answer, last.answered_by, last.answered_at = review.state, by.id, review.decided_at
    last.words = room.seal(ReviewRound.words, last.id, words) if words.strip() else None
    trail.record(db, by, Tag.REVIEW_ANSWERED, review.case_id, review=review.id, answer=review.state)
    tell(db, Notice.REVIEW_ANSWERED, to={review.asked_by} - {by.id}, path=f"/reviews/{review.id}")
    return last


def _begin(db: Session, review: Review, by: Actor) -> None:
    policy.require(by, Action.ANSWER_REVIEW, lock(db, review))
    if review.counsel_id != by.id:
        raise Forbidden(NOT_YOURS)


def _at_work(db: Session, review: Review, by: Actor) -> None:
    """Nothing is said of what was not opened: new counsel looks at the names first, whatever the state."""
    _begin(db, review, by)
    if not reviews.is_free(db, by.id, review.case_id, _round(db, review).parties_version):
        raise Forbidden(N_("Say first whether you have a conflict of interest."))


def _round(db: Session, review: Review) -> ReviewRound:
    query = select(ReviewRound).where(ReviewRound.review_id == review.id, ReviewRound.round == review.round)
    return db.scalars(query).one()


def _hand_back(db: Session, row: Review) -> None:
    if row.state not in WITH_COUNSEL:
        return
    row.counsel_id, row.state, row.version = None, ASKED, row.version + 1
    tell(db, Notice.REVIEW_ANSWERED, to={row.asked_by}, path=f"/reviews/{row.id}")
