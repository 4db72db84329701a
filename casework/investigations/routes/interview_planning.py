"""`…/interviews/new` and what is arranged; questions for one interview alone."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from casework.access import Action
from casework.cases.lifecycle import kinds
from casework.cases.lifecycle.heard import COMPLAINANT, LEADER, RESPONDENT, WITNESS
from casework.cases.models import Interview, InterviewAnswer
from casework.cases.routes.course import parties_in
from casework.cases.routes.doing import Asked, Deed, Doing
from casework.cases.routes.handlers import routes
from casework.investigations import questions
from casework.investigations.actions import interview_notes, interviews
from casework.investigations.forms.interviews import OTHER, ArrangeForm, BeginForm, PlanForm, QuestionForm
from casework.investigations.queries import question_sets
from casework.settings import N_
from casework.web.text import _, gettext, zone_of

from .interview_words import back, one_of, row_of, there, versioned, whose, zone, zone_of_case

WORK = Action.WORK_CASE
AS = {"complainant": COMPLAINANT, "respondent": RESPONDENT, "witness": WITNESS, "manager": LEADER}
"""As what a party is heard, where nothing else is chosen."""


def _people(asked: Asked, form: Any, also: Iterable[int | None] = ()) -> None:
    """Whom it can hear, and who can ask: those who work the case. `also`: who stands there already."""
    form.who.choices = [
        ("", "–"), *((str(id_), name) for id_, name in parties_in(asked)), (OTHER, _("somebody who is no party of it"))
    ]  # fmt: skip
    here = {member.person_id: member.name for member in asked.shown.members if ("file", 0) in member.rooms}
    here |= {id_: asked.shown.people.get(id_, "") for id_ in also if id_ is not None}
    staff = [(str(id_), name) for id_, name in sorted(here.items(), key=lambda one: one[1])]
    form.interviewer.choices = [("", "–"), *staff]
    form.second.choices = [("", _("nobody of those who work the case")), *staff]


def _fill_new(asked: Asked, form: Any) -> None:
    _people(asked, form)
    form.kind.choices = [
        (questions.ANY, _("for any kind of case")), *((kind, gettext(label)) for kind, label in kinds.KINDS.items())
    ]  # fmt: skip


def _start_new(asked: Asked) -> dict[str, Any]:
    """`?party=`: who is meant."""
    party = next((one for one in asked.shown.parties if str(one.id) == asked.query.get("party")), None)
    chosen = {"who": str(party.id), "role": AS.get(party.role, WITNESS)} if party is not None else {}
    return {**chosen, "interviewer": str(asked.actor.id), "kind": asked.shown.case.kind}


def _plan(deed: Deed) -> str:
    form = deed.form
    new = form.arrangement(zone_of_case(deed))
    asked = question_sets.current(deed.db, new.role, form.kind.data or questions.ANY)
    row = interviews.plan(deed.db, deed.case, deed.file, new, asked.asked, set_id=asked.id, by=deed.by)
    return back(row)


def _start_details(asked: Asked) -> dict[str, Any]:
    one = one_of(asked)
    row = one.row
    begins = row.starts_at.astimezone(zone_of(zone(asked))) if row.starts_at else None
    return {
        "version": str(row.version), "who": str(row.party_id or OTHER), "name": one.name or "", "role": row.role,
        "on": begins.date() if begins else None, "at": begins.time() if begins else None, "place": one.place or "",
        "interviewer": str(row.interviewer_id or ""), "second": str(row.second_id or ""),
        "second_name": one.second or "", "companion_as": row.companion_as, "companion": one.companion or "",
        "interpreter": one.interpreter or "", "arranged": one.arranged or "",
    }  # fmt: skip


def _fill_details(asked: Asked, form: Any) -> None:
    one = one_of(asked)
    _people(asked, form, (one.row.interviewer_id, one.row.second_id))
    named = {value for value, _words in form.who.choices}
    if one.row.party_id is not None and str(one.row.party_id) not in named:
        form.who.choices.append((str(one.row.party_id), whose(asked)["who"]))


def _change(deed: Deed) -> str:
    row = row_of(deed)
    new = deed.form.arrangement(zone_of_case(deed))
    interviews.change(deed.db, deed.case, row, deed.file, new, by=deed.by, version=deed.form.seen)
    return back(row)


def _ask(deed: Deed) -> str:
    row = row_of(deed)
    interview_notes.ask(deed.db, deed.case, row, deed.file, deed.form.question.data, by=deed.by)
    return back(row, "#questions")


def of_answer(asked: Asked) -> tuple[Any, Any]:
    """The interview and the question of it that the address names."""
    row = asked.row(InterviewAnswer)
    one = one_of(replace(asked, item=row.interview_id))
    return one, next(answer for answer in one.answers if answer.id == row.id)


def _of_question(asked: Asked) -> dict[str, Any]:
    one, answer = of_answer(asked)
    return {**whose(replace(asked, item=one.row.id)), "question": answer.question}


def _question_there(asked: Asked, _form: Any) -> None:
    of_answer(asked)


def _leave_out(deed: Deed) -> str:
    answer = deed.one(InterviewAnswer)
    row = deed.db.get_one(Interview, answer.interview_id)
    interview_notes.leave_out(deed.db, deed.case, row, answer, by=deed.by)
    return back(row, "#questions")


FORM = "investigations/interview_form.html"
ROUTES = routes(
    Doing(
        "/interviews/new", WORK, N_("Plan an interview"), N_("Plan it"), PlanForm, _plan, start=_start_new,
        fill=_fill_new, more=lambda asked: {"zone": zone(asked)}, template="investigations/interview_new.html",
    ),
    Doing(
        "/interviews/{item:int}/details", WORK, N_("What is arranged for an interview"), N_("Keep it"), ArrangeForm,
        _change, start=_start_details, fill=_fill_details, more=whose,
        template="investigations/interview_details.html",
    ),
    Doing(
        "/interviews/{item:int}/questions", WORK, N_("Add a question to an interview"), N_("Add it"), QuestionForm,
        _ask, start=versioned, fill=there, more=whose, template=FORM,
        says=N_("For this interview alone."),
    ),
    Doing(
        "/interviews/questions/{item:int}/leave-out", WORK, N_("Leave out a question of an interview"),
        N_("Leave it out"), BeginForm, _leave_out, fill=_question_there, more=_of_question, template=FORM,
        says=N_("For this interview alone."),
    ),
)  # fmt: skip
