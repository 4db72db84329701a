"""`…/allegations`: issue × bases × respondent."""

from typing import Any

from casework.access import Action
from casework.cases.actions import allegations
from casework.cases.forms.allegations import AgainstForm, AllegationForm, DropForm
from casework.cases.forms.fields import number_of, who
from casework.cases.models import Allegation
from casework.settings import N_

from .course import parties_in
from .doing import Asked, Deed, Doing
from .findings import about
from .handlers import routes


def _fill(asked: Asked, form: Any) -> None:
    against = {p.id for p in asked.shown.parties if p.role in ("respondent", "manager")}
    who(form.respondent, [(id_, name) for id_, name in parties_in(asked) if id_ in against])


def _values(deed: Deed) -> dict[str, Any]:
    form = deed.form
    return {
        "issue": form.issue.data,
        "bases": form.bases.data or [],
        "respondent_id": number_of(form.respondent),
        "text": form.text.data or "",
    }


def _add(deed: Deed) -> str:
    row = allegations.add(deed.db, deed.case, deed.file, by=deed.by, **_values(deed))
    return f"#allegation-{row.position}"


def _change(deed: Deed) -> str:
    row = deed.one(Allegation)
    allegations.change(deed.db, deed.case, deed.file, row, by=deed.by, version=deed.form.seen, **_values(deed))
    return f"#allegation-{row.position}"


def _drop(deed: Deed) -> str:
    row = deed.one(Allegation)
    allegations.drop(
        deed.db, deed.case, deed.file, row, by=deed.by, reason=deed.form.reason.data, version=deed.form.seen
    )
    return f"#allegation-{row.position}"


def _against(deed: Deed) -> str:
    row, whom = deed.one(Allegation), number_of(deed.form.respondent)
    assert whom is not None  # the form asks for it
    allegations.name_against(deed.db, deed.case, row, by=deed.by, respondent_id=whom, version=deed.form.seen)
    return f"#allegation-{row.position}"


def _version(asked: Asked) -> dict[str, Any]:
    return {"version": asked.one(asked.shown.allegations).version}


def _as_it_is(asked: Asked) -> dict[str, Any]:
    a = asked.one(asked.shown.allegations)
    respondent = str(a.respondent_id or "")
    return {"version": a.version, "issue": a.issue, "bases": list(a.bases), "respondent": respondent, "text": a.text}


ROUTES = routes(
    Doing("/allegations", Action.WORK_CASE, N_("Add an allegation"), N_("Add it"), AllegationForm, _add, fill=_fill),
    Doing(
        "/allegations/{item:int}",
        Action.WORK_CASE,
        N_("Change an allegation"),
        N_("Change it"),
        AllegationForm,
        _change,
        fill=_fill,
        start=_as_it_is,
    ),
    Doing(
        "/allegations/{item:int}/end",
        Action.WORK_CASE,
        N_("No longer pursue an allegation"),
        N_("No longer pursue it"),
        DropForm,
        _drop,
        start=_version,
        more=about,
        template="cases/alleged.html",
    ),
    Doing(
        "/allegations/{item:int}/against",
        Action.WORK_CASE,
        N_("Say against whom it is"),
        N_("Write it down"),
        AgainstForm,
        _against,
        fill=_fill,
        start=_version,
        more=about,
        template="cases/alleged.html",
    ),
)
