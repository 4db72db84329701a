"""What is done with a plan: drawn, added to, changed, dropped from, and what became of each thing of it."""

from typing import Any

from litestar.exceptions import NotFoundException
from wtforms.validators import DataRequired

from casework.access import Action
from casework.cases.forms.fields import number_of, said, who
from casework.cases.queries.record.opening import FILE
from casework.cases.routes.course import parties_in
from casework.cases.routes.doing import Asked, Deed, Doing
from casework.cases.routes.entry import shown_to
from casework.cases.routes.handlers import routes
from casework.cases.routes.sections import heading_of
from casework.investigations.actions import plans
from casework.investigations.actions.plans import Course
from casework.investigations.forms.plan import (
    THINGS,
    AddForm,
    CourseForm,
    DrawForm,
    DropForm,
    ThingForm,
)
from casework.investigations.plans import QUESTION, Drawn, fitting
from casework.investigations.queries import plan as queries
from casework.investigations.queries import templates
from casework.investigations.queries.plan import Item, Shown
from casework.settings import N_
from casework.web.text import _, gettext

from .plan_words import words_of

WORK = Action.WORK_CASE
PLAN = "/plan"
FORM = "investigations/plan_form.html"


def plan_of(asked: Asked) -> Shown:
    return queries.of_case(asked.db, asked.shown.case.id, asked.shown.rooms.get(FILE))


def _item(asked: Asked) -> Item:
    found = plan_of(asked).item(asked.item)
    if found is None:
        raise NotFoundException
    return found


def _reasoned(asked: Asked, form: Any) -> None:
    """Why is asked for where a version was agreed to; of a first draft nobody has to say it."""
    newest = plan_of(asked).newest
    if newest is None:
        del form.why
    elif newest.agreed:
        form.why.validators = [DataRequired(), *form.why.validators[1:]]
        form.why.flags.optional = False


def _why(form: Any) -> str:
    return said(form.why) if "why" in form else ""


def _start_draw(asked: Asked) -> dict[str, Any]:
    known = {kind: one.template for kind, one in templates.current(asked.db).items()}
    standing = [one.issue for one in asked.shown.allegations if one.dropped_at is None]
    return {"kinds": list(fitting(known, standing))}


def _draw(deed: Deed) -> str:
    shown = shown_to(deed.db, deed.by, deed.case.number)
    plans.draw_up(
        deed.db, deed.case, deed.file, deed.form.kinds.data, by=deed.by, why=_why(deed.form),
        allegations=[one for one in shown.allegations if one.dropped_at is None],
        parties=[one for one in shown.parties if one.ended_at is None],
    )  # fmt: skip
    return PLAN


def _kind(asked: Asked) -> str:
    kind = str(asked.typed.get("kind") or asked.query.get("kind", QUESTION))
    if kind not in THINGS:
        raise NotFoundException
    return kind


def _choices(asked: Asked, form: Any, kind: str, known: int | None = None) -> None:
    """`known`: the allegation that it is of now, which may have been dropped since."""
    form.only(kind)
    standing = [one for one in asked.shown.allegations if one.dropped_at is None or one.id == known]
    if "allegation" in form:
        form.allegation.choices = [("", _("none of them by itself"))]
        who(form.allegation, ((one.id, f"{one.position}: {heading_of(one)}") for one in standing))
    if "party" in form:
        form.party.choices = [("", _("somebody else"))]
        who(form.party, parties_in(asked))
    _owners(asked, form)
    _reasoned(asked, form)


def _owners(asked: Asked, form: Any) -> None:
    if "owner" in form:
        who(form.owner, ((one.person_id, one.name) for one in asked.shown.members))


def _fill_new(asked: Asked, form: Any) -> None:
    _choices(asked, form, _kind(asked))


def _named(asked: Asked) -> dict[str, Any]:
    return {"words": "", "label": gettext(THINGS[_kind(asked)])}


def _drawn(form: Any) -> Drawn:
    return Drawn(
        form.of, said(form.text).strip(),
        number_of(form.allegation) if "allegation" in form else None,
        number_of(form.party) if "party" in form else None,
        form.risk.data if "risk" in form else "",
        tuple(form.measures.data or ()) if "measures" in form else (),
    )  # fmt: skip


def _add(deed: Deed) -> str:
    form = deed.form
    course = Course(number_of(form.owner), form.due_on.data)
    plans.add(deed.db, deed.case, deed.file, _drawn(form), why=_why(form), course=course, by=deed.by)
    return PLAN


def _fill_change(asked: Asked, form: Any) -> None:
    one = _item(asked)
    _choices(asked, form, one.kind, one.allegation_id)


def _start_change(asked: Asked) -> dict[str, Any]:
    one = _item(asked)
    return {
        "allegation": str(one.allegation_id or ""), "party": str(one.party_id or ""), "risk": one.risk,
        "text": one.text or "", "measures": list(one.measures),
    }  # fmt: skip


def _change(deed: Deed) -> str:
    form = deed.form
    plans.change(deed.db, deed.case, deed.file, deed.item, _drawn(form), why=_why(form), by=deed.by)
    return PLAN


def _of_item(asked: Asked) -> dict[str, Any]:
    return {"words": words_of(asked.shown, _item(asked)), "label": ""}


def _is_there(asked: Asked, _form: Any) -> None:
    _item(asked)


def _drop(deed: Deed) -> str:
    plans.drop(deed.db, deed.case, deed.file, deed.item, why=said(deed.form.why), by=deed.by)
    return PLAN


def _start_course(asked: Asked) -> dict[str, Any]:
    one = _item(asked)
    return {
        "owner": str(one.owner_id or ""), "due_on": one.due_on, "done_on": one.done_on, "result": one.result or "",
    }  # fmt: skip


def _fill_course(asked: Asked, form: Any) -> None:
    one = _item(asked)
    _owners(asked, form)
    if one.owner_id and one.owner_id not in {member.person_id for member in asked.shown.members}:
        who(form.owner, [(one.owner_id, asked.shown.people.get(one.owner_id, ""))])


def _go_on(deed: Deed) -> str:
    form = deed.form
    course = Course(number_of(form.owner), form.due_on.data, form.done_on.data, said(form.result))
    plans.go_on(deed.db, deed.case, deed.file, deed.item, course, by=deed.by)
    return f"{PLAN}#thing-{deed.item}"


ROUTES = routes(
    Doing(
        "/plan/drawing", WORK, N_("Draw the plan from templates"), N_("Draw it"), DrawForm, _draw, start=_start_draw,
        fill=_reasoned, says=N_("What is in the plan already, or was dropped from it, does not come twice."),
    ),
    Doing(
        "/plan/things", WORK, N_("Add something to the plan"), N_("Add it"), AddForm, _add, fill=_fill_new, more=_named,
        start=lambda asked: {"kind": _kind(asked)}, template=FORM,
    ),
    Doing(
        "/plan/things/{item:int}", WORK, N_("Change something of the plan"), N_("Change it"), ThingForm, _change,
        start=_start_change, fill=_fill_change, more=_of_item, template=FORM,
    ),
    Doing(
        "/plan/things/{item:int}/drop", WORK, N_("Drop something from the plan"), N_("Drop it"), DropForm, _drop,
        fill=_is_there, more=_of_item, template=FORM,
    ),
    Doing(
        "/plan/things/{item:int}/course", WORK, N_("Whose it is, and what came of it"), N_("Keep it"), CourseForm,
        _go_on, start=_start_course, fill=_fill_course, more=_of_item, template=FORM,
    ),
)  # fmt: skip
