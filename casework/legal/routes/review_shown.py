"""Everything that a review's page is drawn from."""

from typing import Any, NamedTuple

from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.cases.lifecycle.counsel import ABOUT, IN_REVIEW, OPEN, RETURNED, STATES
from casework.cases.routes import readers
from casework.cases.routes.doing import Answer
from casework.db import utc_now
from casework.legal.actions import reviews as verbs
from casework.legal.forms.reviews import AnswerForm, CommentForm
from casework.legal.queries import review_opened, reviews
from casework.legal.queries.review_opened import Opened
from casework.legal.queries.reviews import Listed
from casework.people import Actor
from casework.settings import N_
from casework.web import nonces, text
from casework.web.page import page
from casework.web.text import Due, _, gettext

from .matter_doing import Refusals
from .review_doing import Desk
from .review_entry import is_counsel, read

KINDS = {
    "draft": N_("Draft"), "note": N_("Note"), "paper": N_("Paper"), "finding": N_("Allegation and finding"),
    "report": N_("What was reported"),
}  # fmt: skip
LEGEND = N_("Privileged and confidential: advice of counsel. Do not copy it into the file.")


class Line(NamedTuple):
    """As the queue and the desk want it."""

    path: str
    when: Due
    about: str
    asked: str
    who: str
    number: str
    state: str


def line(one: Listed) -> Line:
    due = text.due(one.due_on, utc_now().date())
    about, state = gettext(ABOUT[one.about]), gettext(STATES[one.state])
    return Line(f"/reviews/{one.id}", due, about, one.asked, one.who, one.number, state)


def page_of(
    desk: Desk,
    *,
    comment: CommentForm | None = None,
    answer: AnswerForm | None = None,
    status: int = 200,
    refusals: Refusals = (),
) -> Answer:
    """What was typed and not taken stands where it was typed; the reading is on the trail before it is shown."""
    read(desk.database, desk.actor, desk.entry)
    with desk.database.reading() as db:
        entry = reviews.find(db, desk.actor, desk.entry.review.id)
        room = None if entry is None else review_opened.room_of(db, desk.actor, entry.review)
        if entry is None or room is None:
            raise NotFoundException
        shown = review_opened.load(db, entry.review, room, review_opened.privileged(db, desk.actor, entry.review))
        people = reviews.names(db, [*_everybody(shown)])
        lines = [readers_line(db, entry, desk.actor)]
        given = verbs.has_counsel(db, entry.review)
    works = bool(policy.judge(desk.actor, Action.ASK_REVIEW, entry.matter))
    counsel = is_counsel(entry, desk.actor)
    at_work = counsel and entry.review.state == IN_REVIEW
    return page(
        desk.request,
        "legal/review.html",
        status=status,
        refusals=refusals,
        entry=entry,
        review=entry.review,
        shown=shown,
        people=people,
        lines=lines,
        about=gettext(ABOUT[entry.review.about]),
        state=gettext(STATES[entry.review.state]),
        states=STATES,
        open=entry.review.state in OPEN,
        returned=entry.review.state == RETURNED,
        kinds=KINDS,
        legend=LEGEND,
        works=works,
        counsel=counsel,
        at_work=at_work,
        nobody=not given and entry.review.state in OPEN,
        acts=_acts(desk.actor, entry, works=works),
        typed=comment,
        form=_answer(entry, answer),
        nonce=nonces.make(),
    )


def _answer(entry: reviews.Entry, sent: AnswerForm | None) -> AnswerForm:
    form = sent or AnswerForm()
    form.nonce.data, form.round.data = nonces.make(), str(entry.review.round)
    return form


def _acts(actor: Actor, entry: reviews.Entry, *, works: bool) -> list[tuple[str, str]]:
    """What can be done beside answering: address and words."""
    found, state = [], entry.review.state
    if works and state == RETURNED:
        found.append((f"{entry.path}/items", _("Answer with new versions")))
    if state in OPEN and policy.judge(actor, Action.HAND_OVER_REVIEW, entry.matter):
        found.append((f"{entry.path}/handover", _("Give it to other counsel")))
    if works and state in OPEN:
        found.append((f"{entry.path}/withdrawal", _("Withdraw it")))
    return found


def _everybody(shown: Opened) -> list[int]:
    """Whose names the page says."""
    found: set[int | None] = {shown.review.asked_by, shown.review.counsel_id}
    for one in shown.rounds:
        found |= {one.asked_by, one.answered_by}
        found |= {c.by for item in one.items for p in item.paragraphs for c in p.comments}
        found |= {c.by for item in one.items for c in item.whole}
    for given in shown.handovers:
        found |= {given.by, given.from_id, given.to_id}
    return sorted(id_ for id_ in found if id_)


def readers_line(db: Session, entry: reviews.Entry, actor: Actor) -> readers.Line:
    """Who reads this review, from its seals, before anything is written into it."""
    here = reviews.readers_of(entry.matter, entry.review.id)
    names = reviews.names(db, here)
    return readers.Line("review", [names[id_] for id_ in here if id_ != actor.id], _("you"), "")


def context_of(entry: reviews.Entry) -> dict[str, Any]:
    """For the small pages around it: its address, number and what it is about."""
    return {"entry": entry, "review": entry.review, "about": gettext(ABOUT[entry.review.about])}
