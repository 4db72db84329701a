"""One review as its page shows it, opened by the key of its room: rounds, papers by paragraph, what counsel wrote."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework import vault
from casework.cases.models import Review
from casework.legal.models import ReviewComment, ReviewHandover, ReviewItem, ReviewRound
from casework.people import Actor
from casework.vault import Compartment, NoSeal, Room, Unreadable

BLANK = re.compile(r"\n[ \t]*\n+")


@dataclass(frozen=True, slots=True)
class CommentShown:
    text: str | None
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ParagraphShown:
    """`changed`: the version before did not say it so."""

    number: int
    text: str
    changed: bool
    comments: tuple[CommentShown, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemShown:
    """`name` and `text` are None where they do not open. `whole`: comments on all of it; `gone`: paragraphs of the
    version before that are not there any more; `first`: nothing went before it."""

    id: int
    kind: str
    source_id: int
    name: str | None
    text: str | None
    type: str
    size: int
    is_file: bool
    first: bool
    paragraphs: tuple[ParagraphShown, ...] = ()
    whole: tuple[CommentShown, ...] = ()
    gone: int = 0


@dataclass(frozen=True, slots=True)
class RoundShown:
    round: int
    question: str | None
    asked_by: int
    asked_at: datetime
    answer: str
    words: str | None
    answered_by: int | None
    answered_at: datetime | None
    items: tuple[ItemShown, ...] = ()


@dataclass(frozen=True, slots=True)
class HandoverShown:
    from_id: int | None
    to_id: int
    why: str | None
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """`rounds`: newest first."""

    review: Review
    room: Room = field(repr=False)
    rounds: tuple[RoundShown, ...] = ()
    handovers: tuple[HandoverShown, ...] = ()

    @property
    def newest(self) -> RoundShown:
        return self.rounds[0]


def room_of(db: Session, actor: Actor, review: Review) -> Room | None:
    if actor.holder is None:
        return None
    found = vault.rooms.enter_subjects(db, actor.holder, Compartment.REVIEW, {review.id: review.case_id})
    return found.get(review.id)


def privileged(db: Session, actor: Actor, review: Review) -> Room | None:
    """The room that holds what was marked since it was handed over; None for who does not read it."""
    if actor.holder is None:
        return None
    try:
        return vault.rooms.enter(db, actor.holder, review.case_id, Compartment.PRIVILEGED)
    except NoSeal:
        return None


def names(db: Session, room: Room, review: Review) -> list[tuple[str, str]]:
    """Name and role of whom the case is about, as they stood when the newest round was asked."""
    row = newest_round(db, review)
    try:
        said = json.loads(room.open(ReviewRound.names, row.id, row.names))
    except Unreadable:
        return []
    return [(str(name), str(role)) for name, role in said]


def newest_round(db: Session, review: Review) -> ReviewRound:
    query = select(ReviewRound).where(ReviewRound.review_id == review.id)
    return db.scalars(query.order_by(ReviewRound.round.desc()).limit(1)).one()


def load(db: Session, review: Review, room: Room, apart: Room | None = None) -> Opened:
    """Four statements, whatever the number of papers. `apart`: what is privileged, to who reads it; to others what was
    marked since is not there."""
    items = [row for row in _rows(db, ReviewItem, review) if row.room is None or apart is not None]
    remarks = [row for row in _rows(db, ReviewComment, review) if row.room is None or apart is not None]
    rooms = {item.id: room if item.room is None else apart or room for item in items}
    by_item: dict[int, list[ReviewComment]] = {}
    for remark in sorted(remarks, key=lambda row: row.at):
        by_item.setdefault(remark.item_id, []).append(remark)
    texts = {item.id: _text(rooms[item.id], ReviewItem.text, item.id, item.text) for item in items}
    shown: dict[int, list[ItemShown]] = {}
    for item in sorted(items, key=lambda row: (row.round, row.position)):
        before = texts.get(item.earlier_id or 0)
        remarked = by_item.get(item.id, [])
        shown.setdefault(item.round, []).append(_item(rooms[item.id], item, texts[item.id], before, remarked))
    rounds = sorted(_rows(db, ReviewRound, review), key=lambda row: row.round, reverse=True)
    return Opened(
        review,
        room,
        tuple(_round(room, row, shown.get(row.round, [])) for row in rounds),
        tuple(_handover(room, row) for row in sorted(_rows(db, ReviewHandover, review), key=lambda row: row.at)),
    )


def paragraphs(text: str) -> list[str]:
    """Between empty lines; where there are none, each line is one."""
    plain = text.replace("\r\n", "\n").strip()
    parts = BLANK.split(plain) if BLANK.search(plain) else plain.split("\n")
    return [part.strip("\n") for part in parts if part.strip()]


def _rows(db: Session, model: Any, review: Review) -> Sequence[Any]:
    return db.scalars(select(model).where(model.review_id == review.id)).all()


def _text(room: Room, column: InstrumentedAttribute[Any], id_: int, sealed: bytes | None) -> str | None:
    """None where there is nothing, and where it does not open."""
    try:
        return None if sealed is None else room.open(column, id_, sealed)
    except (Unreadable, UnicodeDecodeError):
        return None


def _round(room: Room, row: ReviewRound, items: Sequence[ItemShown]) -> RoundShown:
    question = _text(room, ReviewRound.question, row.id, row.question)
    words = _text(room, ReviewRound.words, row.id, row.words)
    return RoundShown(
        row.round, question, row.asked_by, row.asked_at, row.answer, words, row.answered_by, row.answered_at,
        tuple(items),
    )  # fmt: skip


def _handover(room: Room, row: ReviewHandover) -> HandoverShown:
    return HandoverShown(row.from_id, row.to_id, _text(room, ReviewHandover.why, row.id, row.why), row.by, row.at)


def _item(
    room: Room, row: ReviewItem, text: str | None, before: str | None, remarks: Sequence[ReviewComment]
) -> ItemShown:
    said: dict[int, list[CommentShown]] = {}
    for one in remarks:
        words = _text(room, ReviewComment.text, one.id, one.text)
        said.setdefault(one.paragraph, []).append(CommentShown(words, one.by, one.at))
    now, was = paragraphs(text or ""), paragraphs(before or "")
    new, gone = _changes(was, now) if before is not None else (set[int](), 0)
    return ItemShown(
        row.id, row.kind, row.source_id, _text(room, ReviewItem.name, row.id, row.name), text, row.type, row.size,
        row.file_id is not None, row.earlier_id is None,
        tuple(
            ParagraphShown(number, words, number in new, tuple(said.get(number, ())))
            for number, words in enumerate(now, 1)
        ),
        tuple(said.get(0, ())), gone,
    )  # fmt: skip


def _changes(was: Sequence[str], now: Sequence[str]) -> tuple[set[int], int]:
    """Which paragraphs are new or other than before, by number, and how many went without another in their place."""
    changed, gone = set[int](), 0
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind != "equal":
            changed |= set(range(c + 1, d + 1))
            gone += max(0, (b - a) - (d - c))
    return changed, gone
