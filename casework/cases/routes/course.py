"""The weighty steps, each a noun that leaves a record: closure, reopening, approval, pause, withdrawal, appeal."""

from typing import Any

from sqlalchemy import func, select

from casework.access import Action, policy
from casework.cases.actions import closing, course, pauses, reports
from casework.cases.forms.course import (
    SINGLE,
    ApprovalForm,
    AssignmentForm,
    ClosureForm,
    PauseForm,
    ReopenForm,
    ResumeForm,
)
from casework.cases.forms.fields import number_of, who
from casework.cases.lifecycle.guards import report_finished
from casework.cases.models import ReportVersion
from casework.cases.queries.grounds import findings_of
from casework.db import utc_now
from casework.settings import N_
from casework.vault import HolderKind
from casework.web import text
from casework.web.text import _

from .doing import Asked, Deed, Doing, nowhere
from .handlers import routes
from .steps import Reason, waits
from .words import called


def parties_in(asked: Asked) -> list[tuple[int, str]]:
    """Whom a form can name: those who are still part of it."""
    return [(party.id, f"{called(party)}, {_(party.role)}") for party in asked.shown.parties if not party.ended_at]


def today(asked: Asked) -> Any:
    return utc_now().astimezone(text.zone_of(asked.actor.zone)).date()


def _past(asked: Asked) -> dict[str, Any]:
    return _past_of(asked, "close")


def _past_of(asked: Asked, verb: str) -> dict[str, Any]:
    """What a lead would go past, in words."""
    if not (asked.typed.get("override") or asked.query.get("override")):
        return {"whys": []}
    whys = [why for one in asked.shown.steps if one.step.verb == verb for why in one.whys if why.overridable]
    return {"whys": [_(why.said) for why in whys]}


def _close(deed: Deed) -> str:
    form, override = deed.form, bool(deed.form.override.data)
    closing.close(
        deed.db,
        deed.case,
        deed.file,
        by=deed.by,
        outcome=form.outcome.data,
        why=form.why.data,
        version=form.seen,
        override=override,
    )
    return "#track"


def _reopen(deed: Deed) -> str:
    closing.reopen(deed.db, deed.case, deed.file, by=deed.by, reason=deed.form.why.data, version=deed.form.seen)
    return "#track"


def _first_closed(asked: Asked) -> dict[str, Any]:
    """From which day it is kept: reopening does not move it."""
    return {"since": min((one.at for one in asked.shown.closures), default=None)}


def _approve(deed: Deed) -> str:
    form = deed.form
    newest = findings_of(deed.db, deed.case.id)
    said = {newest[n]: words for n, words in form.single().items() if n in newest}
    common: dict[str, Any] = {
        "by": deed.by, "version": form.seen, "comment": form.comment.data or "", "comments": said,
    }  # fmt: skip
    if form.verdict.data == "returned":
        course.return_findings(deed.db, deed.case, deed.file, **common)
    else:
        past, alone = (form[name].data or "" if name in form else "" for name in ("past", "alone"))
        course.approve(deed.db, deed.case, deed.file, **common, alone_because=alone, past_because=past)
    return "#track"


def _approving(asked: Asked) -> dict[str, Any]:
    """What is missing stands beside the form, before it is sent in vain; and the report that is to be read first."""
    found = {**_past_of(asked, "approve"), **waits(asked, "approve"), "report": _report(asked)}
    past = asked.typed.get("override") or asked.query.get("override")
    if not past and asked.shown.facts is not None and (why := report_finished.refuses(asked.shown.facts)):
        found["report_first"] = not found["waits"]
        found["waits"] = [Reason(_(why[1]), f"/cases/{asked.shown.case.number}/report"), *found["waits"]]
        found["may_go_past"] = bool(policy.judge(asked.actor, Action.OVERRIDE, asked.shown.matter))
    return found


def _report(asked: Asked) -> int | None:
    """The number of the version that was put to approval last."""
    put = (ReportVersion.case_id == asked.shown.case.id, ReportVersion.state == reports.PUT)
    return asked.db.scalar(select(func.max(ReportVersion.number)).where(*put))


def _goes_past(asked: Asked, form: Any) -> None:
    """Why something that is missing is gone past is asked only of who does. Nobody returns their own findings, and only
    of them it is asked why there was nobody else."""
    if policy.judge(asked.actor, Action.APPROVE, asked.shown.matter):
        del form.alone
    else:
        form.verdict.choices = [one for one in form.verdict.choices if one.value == "approved"]
        form.verdict.description = _(
            "You investigated this yourself: somebody else approves it, or you say why nobody can."
        )
    if not _past_of(asked, "approve")["whys"]:
        del form.past
    found = {one.position for one in asked.shown.allegations if one.finding and not one.dropped_at}
    for n in range(1, SINGLE + 1):
        if n in found:
            form[f"on_{n}"].label.text = _("On allegation %(number)s", number=n)
        else:
            del form[f"on_{n}"]


def _pause(deed: Deed) -> str:
    form = deed.form
    pauses.pause(
        deed.db,
        deed.case,
        deed.file,
        by=deed.by,
        cause=form.cause.data,
        why=form.why.data,
        version=form.seen,
        review_on=form.review_on.data,
    )
    return "#statements"


def _resume(deed: Deed) -> str:
    pauses.resume(deed.db, deed.case, by=deed.by, version=deed.form.seen)
    return "#track"


def _fill_readers(asked: Asked, form: Any) -> None:
    """Whoever reads the file can investigate it."""
    here = {r.holder_id for r in asked.shown.readers if r.compartment == "file" and r.kind is HolderKind.PERSON}
    who(form.investigator, sorted(((i, asked.shown.people.get(i, "")) for i in here), key=lambda one: one[1]))


def _assign(deed: Deed) -> str:
    course.investigate_by(
        deed.db, deed.case, number_of(deed.form.investigator) or 0, by=deed.by, version=deed.form.seen
    )
    return ""


ROUTES = routes(
    Doing(
        "/closure",
        Action.TAKE_STEP,
        N_("Close the case"),
        N_("Close the case"),
        ClosureForm,
        _close,
        start=lambda asked: {"override": asked.query.get("override", "")},
        more=_past,
        template="cases/closure.html",
        says=N_(
            "A closure can be undone by reopening, never erased. Write why in words that can be read in three years."
        ),
    ),
    Doing(
        "/reopening",
        Action.REOPEN,
        N_("Open the case again"),
        N_("Open it again"),
        ReopenForm,
        _reopen,
        more=_first_closed,
        template="cases/reopening.html",
    ),
    Doing(
        "/approval",
        Action.APPROVE_ALONE,
        N_("Approve the findings, or return them"),
        N_("Decide"),
        ApprovalForm,
        _approve,
        start=lambda asked: {"override": asked.query.get("override", "")},
        fill=_goes_past,
        more=_approving,
        template="cases/approval.html",
    ),
    Doing(
        "/pause",
        Action.TAKE_STEP,
        N_("Pause the case"),
        N_("Pause it"),
        PauseForm,
        _pause,
        start=lambda asked: {"cause": asked.query.get("cause", "")},
    ),
    Doing(
        "/resumption",
        Action.TAKE_STEP,
        N_("Take the case up again"),
        N_("Take it up again"),
        ResumeForm,
        _resume,
        rooms=nowhere,
        says=N_("The organisation's own clocks go on from where they stood."),
    ),
    Doing(
        "/assignment",
        Action.ASSIGN,
        N_("Who investigates"),
        N_("Assign"),
        AssignmentForm,
        _assign,
        fill=_fill_readers,
        rooms=nowhere,
        says=N_("One of those who read the file. To choose somebody else, add them first."),
    ),
)
