"""What is done on an exit: each thing a page with its form, and the verb behind it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action
from casework.cases.forms.fields import number_of, on, said, who
from casework.exits.actions import details, notes, steps
from casework.exits.actions.details import Details
from casework.exits.forms.hearing import CancelForm, DeclineForm, NoteForm, ReviewForm
from casework.exits.forms.planning import DetailsForm, InterviewerForm
from casework.exits.queries.opened import Shown
from casework.people.models import Site
from casework.settings import N_

from .doing import INTERVIEW, Deed, Doing, routes


def _details(shown: Shown) -> dict[str, Any]:
    exit_ = shown.exit
    return {
        "way": shown.way,
        "ends_on": exit_.ends_on,
        "department": exit_.department,
        "site": str(exit_.site_id or ""),
        "contact": shown.contact or "",
    }


def _sites(db: Session, _shown: Shown, form: DetailsForm) -> None:
    sites = db.execute(select(Site.id, Site.name).where(Site.closed_at.is_(None)).order_by(Site.name)).all()
    who(form.site, [(id_, name) for id_, name in sites])


def _change(deed: Deed) -> str:
    form = deed.form
    found = Details(
        said(form.way), on(form.ends_on), said(form.department), number_of(form.site) or 0, said(form.contact)
    )
    details.change(deed.db, deed.exit, found, by=deed.by)
    return ""


def _interviewers(_db: Session, shown: Shown, form: InterviewerForm) -> None:
    people = sorted((shown.people.get(id_, ""), id_) for id_ in shown.hearing)
    who(form.interviewer, [(id_, name) for name, id_ in people])


def _assign(deed: Deed) -> str:
    details.assign(deed.db, deed.exit, number_of(deed.form.interviewer), by=deed.by)
    return "#interview"


def _cancel(deed: Deed) -> str:
    steps.cancel(deed.db, deed.exit, why=said(deed.form.reason), by=deed.by, now=deed.now)
    return ""


def _decline(deed: Deed) -> str:
    steps.decline_for(deed.db, deed.exit, by=deed.by, now=deed.now)
    return ""


def _note(deed: Deed) -> str:
    notes.add(deed.db, deed.exit, said(deed.form.text), by=deed.by, now=deed.now)
    return "#notes"


def _review(deed: Deed) -> str:
    steps.review(deed.db, deed.exit, outcome=said(deed.form.outcome), by=deed.by, now=deed.now)
    return "#notes"


HANDLERS: list[Any] = routes(
    Doing(
        "/details", Action.PLAN_EXIT, N_("Set right what is known"), N_("Save it"), DetailsForm, _change,
        start=_details, fill=_sites,
    ),
    Doing(
        "/interviewer", Action.PLAN_EXIT, N_("Who speaks with them"), N_("Save it"), InterviewerForm, _assign,
        start=lambda shown: {"interviewer": str(shown.exit.interviewer_id or "")}, fill=_interviewers,
        says=N_("One of those who can read what is said: an exit interviewer outside their line."),
    ),
    Doing(
        "/cancellation", Action.PLAN_EXIT, N_("Cancel the exit interview"), N_("Cancel it"), CancelForm, _cancel,
        says=N_("The link and the code end, and what was typed and not sent is gone. The checklist stays."),
    ),
    Doing(
        "/refusal", Action.READ_ANSWERS, N_("They would rather not"), N_("Record it"), DeclineForm, _decline,
        room=INTERVIEW, says=N_("Nothing is asked of them any more. Why is nobody’s business, and is not asked here."),
    ),
    Doing(
        "/notes", Action.READ_ANSWERS, N_("Add an interviewer’s note"), N_("Add the note"), NoteForm, _note,
        room=INTERVIEW, guarded=False,
    ),
    Doing(
        "/review", Action.READ_ANSWERS, N_("Review what was said"), N_("It is reviewed"), ReviewForm, _review,
        room=INTERVIEW,
    ),
)  # fmt: skip
