"""A review as its room holds it: the question, the papers as they were handed over, what counsel wrote to them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.cases.models import Case, Review
from casework.db import Base, new_id, plain, sealed


class ReviewRound(Base):
    """What was asked and what came back: a return is answered by the next round. `names`: the parties', one a line,
    as they stood when it was asked."""

    __tablename__ = "review_round"
    __table_args__ = (UniqueConstraint("review_id", "round"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    review_id: Mapped[int] = plain(ForeignKey(Review.id))
    round: Mapped[int] = plain()
    question: Mapped[bytes] = sealed()
    names: Mapped[bytes] = sealed()
    parties_version: Mapped[int] = plain(default=0)
    asked_by: Mapped[int] = plain()
    asked_at: Mapped[datetime] = plain()
    answer: Mapped[str] = plain(String(20), default="")
    words: Mapped[bytes | None] = sealed()
    answered_by: Mapped[int | None] = plain()
    answered_at: Mapped[datetime | None] = plain()


class ReviewItem(Base):
    """One thing in question as it was then: a note's or a draft's text, or a file of the case under a key of its own
    seal. `kind`: draft, note, paper; `source_id`: which note or paper; `earlier_id`: the version that it follows.
    `room`: where it lies since its source was marked as privileged; None: in the review's own."""

    __tablename__ = "review_item"
    __table_args__ = (Index("ix_review_item_review", "review_id", "round", "position"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    review_id: Mapped[int] = plain(ForeignKey(Review.id))
    round: Mapped[int] = plain()
    position: Mapped[int] = plain()
    kind: Mapped[str] = plain(String(10))
    source_id: Mapped[int] = plain(default=0)
    earlier_id: Mapped[int | None] = plain()
    name: Mapped[bytes] = sealed()
    text: Mapped[bytes | None] = sealed()
    file_id: Mapped[int | None] = plain()
    file_key: Mapped[bytes | None] = sealed()
    type: Mapped[str] = plain(String(80), default="")
    size: Mapped[int] = plain(default=0)
    room: Mapped[str | None] = plain(String(20))


class ReviewComment(Base):
    """What counsel says of one paragraph, counted from 1; 0: of the whole. `room`: as its item's."""

    __tablename__ = "review_comment"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    review_id: Mapped[int] = plain(ForeignKey(Review.id), index=True)
    item_id: Mapped[int] = plain(ForeignKey(ReviewItem.id), index=True)
    paragraph: Mapped[int] = plain()
    text: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    room: Mapped[str | None] = plain(String(20))


class ReviewHandover(Base):
    """From one counsel to another, and why; `from_id` is None where a conflict had left it with nobody."""

    __tablename__ = "review_handover"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    review_id: Mapped[int] = plain(ForeignKey(Review.id), index=True)
    from_id: Mapped[int | None] = plain()
    to_id: Mapped[int] = plain()
    why: Mapped[bytes | None] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
