"""Each step of an interview has a page of its own: invited, begun, ended, declined; the warning; a representative."""

from typing import Any

from casework.access import Action
from casework.cases.queries.direction import WARNING
from casework.cases.routes.doing import Asked, Deed, Doing, nowhere
from casework.cases.routes.handlers import routes
from casework.investigations.actions import interview_rights, interviews
from casework.investigations.forms.interviews import BeginForm, InvitedForm, RightForm, WarnedForm, WhyForm
from casework.settings import N_
from casework.web.text import gettext

from .interview_words import back, happened_now, one_of, row_of, there, versioned, whose, zone_of_case

WORK = Action.WORK_CASE
FORM = "investigations/interview_form.html"


def _take(step: str, anchor: str = "") -> Any:
    """A step whose form may ask why."""

    def do(deed: Deed) -> str:
        row = row_of(deed)
        words = str(deed.form.reason.data) if "reason" in deed.form else ""
        interviews.take(deed.db, deed.case, row, deed.file, step, by=deed.by, version=deed.form.seen, words=words)
        return back(row, anchor)

    return do


def _invited(deed: Deed) -> str:
    row, form = row_of(deed), deed.form
    interviews.take(
        deed.db, deed.case, row, deed.file, "invite", by=deed.by, version=form.seen, words=form.words.data,
        happened_at=form.when(zone_of_case(deed)),
    )  # fmt: skip
    return back(row)


def _warned(deed: Deed) -> str:
    row, form = row_of(deed), deed.form
    interview_rights.warn(
        deed.db, deed.case, row, deed.file, happened_at=form.when(zone_of_case(deed)), words=form.words.data or "",
        by=deed.by,
    )  # fmt: skip
    return back(row)


def _fill_rights(asked: Asked, form: Any) -> None:
    form.what.choices = [(name, gettext(label)) for name, label in one_of(asked).rights]


def _right(deed: Deed) -> str:
    row, form = row_of(deed), deed.form
    interview_rights.record(
        deed.db, deed.case, row, deed.file, form.what.data, words=form.words.data,
        happened_at=form.when(zone_of_case(deed)), by=deed.by,
    )  # fmt: skip
    return back(row, "#rights")


def _aloud(asked: Asked) -> dict[str, Any]:
    return {**whose(asked), "aloud": WARNING}


ROUTES = routes(
    Doing(
        "/interviews/{item:int}/invitation", WORK, N_("Somebody was invited to an interview"), N_("Write it down"),
        InvitedForm, _invited, start=happened_now, fill=there, more=whose,
        template="investigations/interview_invited.html",
    ),
    Doing(
        "/interviews/{item:int}/warning", WORK, N_("Read the warning out"), N_("It was read out"), WarnedForm, _warned,
        start=happened_now, fill=there, more=_aloud, template="investigations/interview_warning.html",
    ),
    Doing(
        "/interviews/{item:int}/rights", WORK, N_("A representative is asked for"), N_("Write it down"), RightForm,
        _right, start=happened_now, fill=_fill_rights, more=whose, template="investigations/interview_right.html",
    ),
    Doing(
        "/interviews/{item:int}/begin", WORK, N_("Begin the interview"), N_("Begin, and take notes"), BeginForm,
        _take("begin", "/notes"), start=versioned, fill=there, rooms=nowhere, more=whose,
        template="investigations/interview_begin.html",
    ),
    Doing(
        "/interviews/{item:int}/end", WORK, N_("End the interview"), N_("It is over"), BeginForm,
        _take("end", "#statement"), start=versioned, fill=there, rooms=nowhere, more=whose, template=FORM,
        says=N_("What was noted is frozen as it stands now. Later corrections are marked, with a reason, beside what "
                "stood there before."),
    ),
    Doing(
        "/interviews/{item:int}/cancel", WORK, N_("The interview does not take place"), N_("Write it down"), WhyForm,
        _take("cancel"), start=versioned, fill=there, more=whose, template=FORM,
    ),
    Doing(
        "/interviews/{item:int}/decline", WORK, N_("They decline the interview"), N_("Write it down"), WhyForm,
        _take("decline"), start=versioned, fill=there, more=whose, template=FORM,
        says=N_("Not wanting to be heard proves nothing by itself."),
    ),
    Doing(
        "/interviews/{item:int}/again", WORK, N_("They are heard after all"), N_("Plan it again"), WhyForm,
        _take("plan"), start=versioned, fill=there, more=whose, template=FORM,
    ),
)  # fmt: skip
