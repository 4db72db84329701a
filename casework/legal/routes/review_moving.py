"""A review given to other counsel, answered with new versions, withdrawn: a page each, with its form."""

from collections.abc import Sequence
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from casework.access import Action, Forbidden, policy
from casework.cases.forms.fields import number_of
from casework.cases.lifecycle.counsel import RETURNED
from casework.cases.models import Case, Review
from casework.cases.routes.doing import Answer
from casework.cases.routes.entry import shown_to
from casework.db import Database
from casework.legal.actions import review_items, reviews
from casework.legal.actions.review_items import DRAFT, NewItem
from casework.legal.forms.reviews import AgainForm, HandOverForm, WithdrawForm, again_form
from casework.legal.queries import review_opened
from casework.legal.queries.review_opened import ItemShown
from casework.legal.queries.reviews import Entry
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment, Room, rooms
from casework.web import nonces
from casework.web.forms import Form, Typed
from casework.web.page import page, see
from casework.web.text import _

from .asking import draft_of, named, offered, wanted
from .matter_doing import Refusals, refused
from .review_doing import Desk
from .review_shown import context_of, readers_line

SAME, NOTHING = "same", "nothing"
GIVES, ASKS = {"needs": Action.HAND_OVER_REVIEW}, {"needs": Action.ASK_REVIEW}
GIVE, AGAIN, END = N_("Give a review to other counsel"), N_("Answer counsel with new versions"), N_("Withdraw a review")
"""What the forms call themselves."""


@get("/reviews/{review:int}/handover", sync_to_thread=True, opt=GIVES)
def handover(
    request: Request[Any, Any, Any],
    asked: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    return _handing(Desk(request, asked, database, actor), HandOverForm(data={"nonce": nonces.make()}))


@post("/reviews/{review:int}/handover", sync_to_thread=True, status_code=200, opt={**GIVES, "title": GIVE})
def hand_over(
    request: Request[Any, Any, Any],
    asked: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    desk, form = Desk(request, asked, database, actor), HandOverForm(Typed(typed))
    with database.reading() as db:
        _choices(db, desk, form)
    if not form.validate():
        return _handing(desk, form, 422)
    with refused() as wrong, desk.writing(typed) as (db, review, room):
        if review is not None:
            reviews.hand_over(db, review, room, number_of(form.counsel) or 0, why=form.why.data or "", by=actor)
    if wrong:
        return _handing(desk, form, 409, wrong)
    works = policy.judge(actor, Action.ASK_REVIEW, asked.matter)
    return see(asked.path if works else "/reviews")


@get("/reviews/{review:int}/items", sync_to_thread=True, opt=ASKS)
def items(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    desk = Desk(request, opened, database, actor)
    with database.reading() as db:
        form, shown = _again_form(db, desk)
    return _again(desk, form, shown)


@post("/reviews/{review:int}/items", sync_to_thread=True, status_code=200, opt={**ASKS, "title": AGAIN})
def ask_again(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    desk = Desk(request, opened, database, actor)
    with database.reading() as db:
        form, before = _again_form(db, desk, typed)
    if not form.validate():
        return _again(desk, form, before, 422)
    with refused() as wrong, desk.writing(typed) as (db, review, room):
        if review is not None:
            _put(db, desk, review, room, form, before)
    if wrong:
        return _again(desk, form, before, 409, wrong)
    return see(opened.path)


@get("/reviews/{review:int}/withdrawal", sync_to_thread=True, opt=ASKS)
def withdrawal(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    return _withdrawing(Desk(request, opened, database, actor), WithdrawForm())


@post("/reviews/{review:int}/withdrawal", sync_to_thread=True, status_code=200, opt={**ASKS, "title": END})
def withdraw(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    desk, form = Desk(request, opened, database, actor), WithdrawForm(Typed(typed))
    with refused() as wrong, desk.writing(typed) as (db, review, _room):
        if review is not None:
            reviews.withdraw(db, review, by=actor)
    if wrong:
        return _withdrawing(desk, form, 409, wrong)
    return see(opened.path)


def _choices(db: Session, desk: Desk, form: HandOverForm) -> bool:
    """Whether there is anybody to give it to."""
    found = named(reviews.others(db, desk.entry.matter, desk.entry.review, desk.actor))
    form.counsel.choices = found if len(found) == 1 else [("", "–"), *found]
    return bool(found)


def _handing(desk: Desk, form: HandOverForm, status: int = 200, refusals: Refusals = ()) -> Answer:
    with desk.database.reading() as db:
        anybody = _choices(db, desk, form)
    form.nonce.data = nonces.make()
    says = _("Their key begins, and that of whoever has it now ends. What was read stays read.")
    return _form(desk, form, GIVE, says, "legal/review_form.html", status, refusals, nobody=not anybody)


def _withdrawing(desk: Desk, form: WithdrawForm, status: int = 200, refusals: Refusals = ()) -> Answer:
    form.nonce.data = nonces.make()
    says = _("Counsel is not asked any more, and their key of it ends. What was asked and answered stays on the case.")
    return _form(desk, form, END, says, "legal/review_form.html", status, refusals, nobody=False)


def _form(
    desk: Desk, form: Form, title: str, says: str, template: str, status: int, refusals: Refusals, **more: Any
) -> Answer:  # fmt: skip
    with desk.database.reading() as db:
        more |= {**context_of(desk.entry), "lines": [readers_line(db, desk.entry, desk.actor)]}
    return page(
        desk.request, template, status=status, form=form, title=title, says=says, refusals=refusals, **more
    )  # fmt: skip


def _field(item: ItemShown) -> str:
    return f"item-{item.id}"


def _again_form(db: Session, desk: Desk, typed: FormMultiDict | None = None) -> tuple[Any, Sequence[ItemShown]]:
    """A field a paper of the last round: a draft's text to change, a note or a paper as the file has it now."""
    review, case = desk.entry.review, desk.entry.case
    if review.state != RETURNED:
        raise NotFoundException
    room = review_opened.room_of(db, desk.actor, review)
    shown = shown_to(db, desk.actor, case.number)
    if room is None:
        raise NotFoundException
    before = review_opened.load(db, review, room, review_opened.privileged(db, desk.actor, review)).newest.items
    there = offered(shown)
    choices = [(SAME, _("as the file has it now")), (NOTHING, _("leave it out"))]
    papers = [(value, words) for value, words in there if value.startswith("paper-")]
    made = again_form(
        [(_field(item), item.name or _("Draft")) for item in before if item.kind == DRAFT],
        [
            (_field(item), item.name or _("Paper"), [*choices, *(papers if item.is_file else [])])
            for item in before
            if item.kind != DRAFT
        ],
    )
    start = {_field(item): item.text if item.kind == DRAFT else SAME for item in before}
    form: Any = made(Typed(typed)) if typed is not None else made(data={**start, "nonce": nonces.make()})
    known = {f"{item.kind}-{item.source_id}" for item in before}
    form["items"].choices = [(value, words) for value, words in there if value not in known]
    return form, before


def _again(
    desk: Desk, form: AgainForm, before: Sequence[ItemShown], status: int = 200, refusals: Refusals = ()
) -> Answer:
    form.nonce.data = nonces.make()
    says = _("Earlier rounds stay as they are, and counsel sees which paragraphs changed.")
    return _form(desk, form, AGAIN, says, "legal/review_form.html", status, refusals, nobody=False, before=before)


def _put(db: Session, desk: Desk, review: Review, room: Room, form: Any, before: Sequence[ItemShown]) -> None:
    if desk.actor.holder is None:
        raise Forbidden
    case = db.get_one(Case, review.case_id)
    file = rooms.enter(db, desk.actor.holder, case.id, Compartment.FILE)
    found: list[NewItem] = []
    for item in before:
        found += _next_version(db, case, file, item, form[_field(item)].data)
    found += [*draft_of(form), *review_items.take(db, case, file, wanted(form["items"].data or []))]
    reviews.ask_again(db, review, room, file, question=form.question.data, items=found, by=desk.actor)


def _next_version(db: Session, case: Case, file: Room, item: ItemShown, value: object) -> list[NewItem]:
    if item.kind == DRAFT:
        words = str(value or "").strip()
        return [NewItem(DRAFT, item.name or "", text=words, earlier_id=item.id)] if words else []
    if value == NOTHING:
        return []
    source = (item.kind, item.source_id) if value == SAME else wanted([str(value)])[0]
    return [review_items.follows(one, item.id) for one in review_items.take(db, case, file, [source])]


ROUTES: list[Any] = [handover, hand_over, items, ask_again, withdrawal, withdraw]
