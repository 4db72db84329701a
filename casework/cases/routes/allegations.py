"""`…/allegations`: issue × bases × respondent, and the finding of each."""

from collections.abc import Mapping, Sequence
from typing import Any

from casework.access import Action
from casework.audit import Tag
from casework.cases.actions import allegations
from casework.cases.forms.allegations import AllegationForm, DropForm, FindingForm
from casework.cases.forms.fields import number_of, who
from casework.cases.lifecycle import kinds
from casework.cases.models import Allegation
from casework.cases.queries.changes import Change
from casework.settings import N_

from .course import parties_in
from .doing import Asked, Deed, Doing
from .handlers import routes
from .sections import heading_of
from .words import called, label


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


def _find(deed: Deed) -> str:
    row, form = deed.one(Allegation), deed.form
    allegations.find(
        deed.db,
        deed.case,
        deed.file,
        row,
        by=deed.by,
        finding=form.finding.data,
        reason=form.reason.data,
        version=form.seen,
    )
    return f"#allegation-{row.position}"


def _version(asked: Asked) -> dict[str, Any]:
    return {"version": asked.one(asked.shown.allegations).version}


def _as_it_is(asked: Asked) -> dict[str, Any]:
    a = asked.one(asked.shown.allegations)
    respondent = str(a.respondent_id or "")
    return {"version": a.version, "issue": a.issue, "bases": list(a.bases), "respondent": respondent, "text": a.text}


def _before(asked: Asked, changes: Sequence[Change]) -> Mapping[str, str]:
    """The finding that held before these changes: behind as many as they recorded, newest first."""
    findings = asked.one(asked.shown.allegations).findings
    newer = sum(change.tag is Tag.FINDING_RECORDED for change in changes)
    held = next(iter(findings[newer:]), None)
    return {"finding": label(kinds.FINDINGS, held.finding or ""), "reason": held.reason or ""} if held else {}


def _about(asked: Asked) -> dict[str, Any]:
    a = asked.one(asked.shown.allegations)
    against = called(asked.shown.party(a.respondent_id)) if a.respondent_id else ""
    return {"position": a.position, "allegation": heading_of(a), "against": against, "text": a.text or ""}


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
        more=_about,
        template="cases/finding.html",
    ),
    Doing(
        "/allegations/{item:int}/finding",
        Action.WORK_CASE,
        N_("Record a finding"),
        N_("Record it"),
        FindingForm,
        _find,
        start=_version,
        more=_about,
        before=_before,
        template="cases/finding.html",
    ),
)
