"""`…/measures`, `…/tasks`, `…/told`, `…/links`, `…/details`: what is arranged, done, said and joined meanwhile."""

from typing import Any

from casework.access import Action
from casework.cases.actions import description, links, measures, tasks, told
from casework.cases.forms.course import DetailsForm
from casework.cases.forms.fields import number_of, on, who
from casework.cases.forms.measures import (
    DoneForm,
    EndMeasureForm,
    LinkForm,
    MeasureForm,
    ReviewForm,
    TaskForm,
    ToldForm,
    UnlinkForm,
)
from casework.cases.models import Link, Measure, Task
from casework.cases.queries.record import MeasureShown
from casework.settings import N_
from casework.web.text import gettext

from . import sections
from .course import parties_in, today
from .doing import Asked, Deed, Doing, nowhere
from .handlers import routes
from .words import sentence


def _set(deed: Deed) -> str:
    form = deed.form
    measures.add(
        deed.db,
        deed.case,
        deed.file,
        by=deed.by,
        kind=form.kind.data,
        what=form.what.data,
        starts_on=on(form.starts_on),
        review_on=on(form.review_on),
        party_id=number_of(form.party),
        paid=form.paid.data or "",
        agreed_by=form.agreed_by.data or "",
    )
    return "#measures"


def _running(asked: Asked) -> MeasureShown:
    found: MeasureShown = asked.one([measure for measure in asked.shown.measures if measure.ended_at is None])
    return found


def _look(asked: Asked, form: Any) -> None:
    """One that has ended is not looked at again."""
    _running(asked)
    form.today = today(asked)


def _which(asked: Asked) -> dict[str, Any]:
    return {"measure": sections.measure(asked.shown, asked.actor, _running(asked))}


def _review(deed: Deed) -> str:
    measures.review(deed.db, deed.case, deed.one(Measure), by=deed.by, review_on=on(deed.form.review_on))
    return "#measures"


def _end(deed: Deed) -> str:
    measures.end(deed.db, deed.case, deed.file, deed.one(Measure), by=deed.by, why=deed.form.why.data)
    return "#measures"


def _fill_owner(asked: Asked, form: Any) -> None:
    who(form.owner, [(member.person_id, member.name) for member in asked.shown.members])


def _task(deed: Deed) -> str:
    form = deed.form
    tasks.add(
        deed.db,
        deed.case,
        deed.file,
        by=deed.by,
        what=form.what.data,
        due_on=on(form.due_on),
        owner_id=number_of(form.owner),
        with_whom=form.with_whom.data or "",
    )
    return "#tasks"


def _done(deed: Deed) -> str:
    tasks.done(deed.db, deed.case, deed.file, deed.one(Task), by=deed.by, outcome=deed.form.outcome.data or "")
    return f"#task-{deed.item}"


def _tell(deed: Deed) -> str:
    form = deed.form
    told.record(
        deed.db,
        deed.case,
        deed.file,
        by=deed.by,
        party_id=number_of(form.party) or 0,
        about=form.about.data,
        what=form.what.data,
        told_on=on(form.told_on),
        how=form.how.data or "",
        was_told=form.was_told.data == "told",
    )
    return "#told"


def _link(deed: Deed) -> str:
    links.add(deed.db, deed.case, by=deed.by, number=deed.form.other.data, relation=deed.form.relation.data)
    return "#links"


def _linked(asked: Asked, _form: Any) -> None:
    """Only one that the reader sees: of a link to a case that is not theirs there is nothing to remove."""
    asked.one(asked.shown.links)


def _other(asked: Asked) -> dict[str, Any]:
    link = asked.one(asked.shown.links)
    return {"other": link.number, "relation": sentence(link.relation), "kind": gettext(link.kind)}


def _unlink(deed: Deed) -> str:
    """From either of its two cases; of nothing, when somebody else was quicker."""
    row = deed.db.get(Link, deed.item)
    if row is not None and deed.case.id in (row.case_id, row.other_id):
        links.remove(deed.db, deed.case, row, by=deed.by)
    return "#links"


def _details(asked: Asked) -> dict[str, Any]:
    case = asked.shown.case
    return {
        "kind": case.kind,
        "severity": case.severity,
        "title": asked.shown.title or "",
    }


def _describe(deed: Deed) -> str:
    form, version = deed.form, deed.form.seen
    if form.kind.data != deed.case.kind:
        description.change_kind(deed.db, deed.case, by=deed.by, kind=form.kind.data, version=version)
        version = deed.case.version
    description.describe(
        deed.db,
        deed.case,
        deed.file,
        by=deed.by,
        version=version,
        title=form.title.data,
        severity=form.severity.data,
    )
    return ""


def _start_measure(asked: Asked) -> dict[str, Any]:
    """`?kind=`: as a plan proposes it."""
    kind = asked.query.get("kind", "")
    return {"starts_on": today(asked), **({"kind": kind} if kind in measures.KINDS else {})}


def _someone(asked: Asked, form: Any) -> None:
    who(form.party, parties_in(asked))


ROUTES = routes(
    Doing(
        "/measures",
        Action.WORK_CASE,
        N_("Set an interim measure"),
        N_("Set it"),
        MeasureForm,
        _set,
        fill=_someone,
        start=_start_measure,
    ),
    Doing(
        "/measures/{item:int}/end", Action.WORK_CASE, N_("End an interim measure"), N_("End it"), EndMeasureForm, _end
    ),
    Doing(
        "/measures/{item:int}/review",
        Action.WORK_CASE,
        N_("Look at an interim measure again"),
        N_("It stays until then"),
        ReviewForm,
        _review,
        fill=_look,
        rooms=nowhere,
        more=_which,
        template="cases/measure.html",
    ),
    Doing("/tasks", Action.WORK_CASE, N_("Set an action"), N_("Set it"), TaskForm, _task, fill=_fill_owner),
    Doing("/tasks/{item:int}/done", Action.WORK_CASE, N_("It is done"), N_("It is done"), DoneForm, _done),
    Doing(
        "/told",
        Action.WORK_CASE,
        N_("Record who was told"),
        N_("Record it"),
        ToldForm,
        _tell,
        fill=_someone,
        start=lambda asked: {"told_on": today(asked), "was_told": "told"},
    ),
    Doing(
        "/links",
        Action.WORK_CASE,
        N_("Link to another case"),
        N_("Link them"),
        LinkForm,
        _link,
        rooms=nowhere,
        says=N_("Whoever cannot read the other case sees nothing of the link, and no identity goes over it."),
    ),
    Doing(
        "/links/{item:int}/removal",
        Action.WORK_CASE,
        N_("Remove a link to another case"),
        N_("Remove the link"),
        UnlinkForm,
        _unlink,
        fill=_linked,
        rooms=nowhere,
        more=_other,
        template="cases/unlink.html",
    ),
    Doing(
        "/details",
        Action.WORK_CASE,
        N_("Kind, severity, title"),
        N_("Change"),
        DetailsForm,
        _describe,
        start=_details,
    ),
)
