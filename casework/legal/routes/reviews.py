"""`/reviews`: what waits for counsel; `/reviews/{id}`: the question, the papers, what counsel says to them."""

from typing import Any

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy import select

from casework.access import Action
from casework.audit import Tag, trail
from casework.cases.lifecycle.counsel import ABOUT, OPEN
from casework.cases.models import Review
from casework.cases.routes import download
from casework.cases.routes.doing import Answer
from casework.cases.routes.opened import damaged
from casework.db import Database
from casework.files import Store
from casework.legal.actions import reviewing
from casework.legal.forms.reviews import AnswerForm, CommentForm, OpenForm
from casework.legal.models import ReviewItem
from casework.legal.queries import review_opened
from casework.legal.queries import reviews as queries
from casework.legal.queries.reviews import Entry
from casework.people import Actor
from casework.settings import N_
from casework.vault import Unreadable, Vault
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _, gettext

from . import review_shown
from .matter_doing import refused
from .review_doing import Desk
from .review_entry import is_counsel, is_open, read

SEES, ANSWERS = {"needs": Action.SEE_REVIEW}, {"needs": Action.ANSWER_REVIEW}
OPENING = {**ANSWERS, "title": N_("Open a review")}


@get("/reviews", sync_to_thread=True, opt=ANSWERS)
def listing(
    request: Request[Any, Any, Any], database: NamedDependency[Database], actor: NamedDependency[Actor]
) -> Answer:
    """What waits, soonest first; then what was answered. Statements do not grow with what there is."""
    with database.reading() as db:
        waiting, answered = queries.waiting(db, actor), queries.answered(db, actor)
    return page(
        request,
        "legal/reviews.html",
        waiting=[review_shown.line(one) for one in waiting],
        answered=[review_shown.line(one) for one in answered],
    )


@get("/reviews/{review:int}", sync_to_thread=True, opt=SEES)
def show(
    request: Request[Any, Any, Any],
    asked: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    """Counsel sees the names first, and the papers once they have said that they are free of a conflict."""
    desk = Desk(request, asked, database, actor)
    if is_counsel(asked, actor) and asked.review.state in OPEN and not is_open(database, asked, actor):
        return _names(desk, OpenForm(data={"nonce": nonces.make()}))
    return review_shown.page_of(desk)


@post("/reviews/{review:int}/opened", sync_to_thread=True, status_code=200, opt=OPENING)
def open_(
    request: Request[Any, Any, Any],
    asked: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    desk, form = Desk(request, asked, database, actor), OpenForm(Typed(typed))
    if not form.validate():
        return _names(desk, form, 422)
    conflict = form.conflict.data == "conflict"
    with database.transaction() as db:
        if nonces.take(db, nonces.of(typed)):
            reviewing.open_(db, db.get_one(Review, asked.review.id), by=actor, conflict=conflict)
    return see("/reviews" if conflict else asked.path)


@post("/reviews/{review:int}/comments", sync_to_thread=True, status_code=200, opt={**ANSWERS, "title": N_("Comment")})
def comment(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    """One paragraph at a time; back to it afterwards."""
    desk, form = Desk(request, opened, database, actor), CommentForm(Typed(typed))
    item, paragraph = _number(form.item.data), _number(form.paragraph.data)
    if not form.validate():
        return review_shown.page_of(desk, comment=form, status=422)
    with refused() as wrong, desk.writing(typed) as (db, review, room):
        if review is not None:
            reviewing.comment(db, review, room, item, paragraph, form.text.data, by=actor)
    if wrong:
        return review_shown.page_of(desk, comment=form, status=409, refusals=wrong)
    return see(f"{opened.path}#item-{item}-{paragraph}")


@post("/reviews/{review:int}/answer", sync_to_thread=True, status_code=200, opt={**ANSWERS, "title": N_("Answer")})
def answer(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    """Approve, return with changes, decline; a reason is asked for where there must be one."""
    desk, form = Desk(request, opened, database, actor), AnswerForm(Typed(typed))
    if not form.validate():
        return review_shown.page_of(desk, answer=form, status=422)
    with refused() as wrong, desk.writing(typed) as (db, review, room):
        if review is not None:
            words, to = form.words.data or "", _number(form.round.data)
            reviewing.answer(db, review, room, form.verdict.data, words, to=to, by=actor)
    if wrong:
        return review_shown.page_of(desk, answer=form, status=409, refusals=wrong)
    return see(f"{opened.path}#answer")


@get("/reviews/{review:int}/papers/{item:int}", sync_to_thread=True, opt=SEES)
def fetch(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    item: FromPath[int],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    store: NamedDependency[Store],
    actor: NamedDependency[Actor],
) -> Answer:
    """The same file that the case has, by the key that was handed over; on the trail before its first byte leaves."""
    with database.reading() as db:
        row = db.scalar(select(ReviewItem).where(ReviewItem.id == item, ReviewItem.review_id == opened.review.id))
        where = review_opened.room_of if row is None or row.room is None else review_opened.privileged
        room = where(db, actor, opened.review)
    if row is None or room is None or row.file_id is None or row.file_key is None:
        raise NotFoundException
    try:
        name = room.open(ReviewItem.name, row.id, row.name)
        key = room.open_bytes(ReviewItem.file_key, row.id, row.file_key)
        pieces = download.opened(store, vault, row.file_id, key, row.size)
    except (download.DamagedFile, Unreadable):
        return damaged(request, opened.case.number, _("Paper"))
    with database.transaction() as db:
        trail.record(db, actor, Tag.PAPER_READ, opened.case.id, paper=row.source_id, review=opened.review.id)
    return download.stream(pieces, name, row.type, row.size)


def _names(desk: Desk, form: OpenForm, status: int = 200) -> Answer:
    """Whom it is about, who asks and by when: nothing more before the answer."""
    read(desk.database, desk.actor, desk.entry)
    form.nonce.data = nonces.make()
    review = desk.entry.review
    with desk.database.reading() as db:
        room = review_opened.room_of(db, desk.actor, review)
        if room is None:
            raise NotFoundException
        names = review_opened.names(db, room, review)
        who = queries.names(db, [review.asked_by])
    return page(
        desk.request,
        "legal/open_review.html",
        status=status,
        form=form,
        entry=desk.entry,
        names=names,
        about=gettext(ABOUT[review.about]),
        who=who.get(review.asked_by, ""),
    )


def _number(value: object) -> int:
    words = str(value or "")
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 20 else 0


ROUTES: list[Any] = [show, open_, comment, answer, fetch]
HANDLERS: list[Any] = [listing]
