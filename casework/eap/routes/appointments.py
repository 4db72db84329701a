"""`…/appointments`: when somebody is seen, whether they came, and the next time. In the coordinator's own zone."""

from typing import Any

from litestar.exceptions import NotFoundException

from casework.eap.actions import appointments
from casework.eap.forms.work import AppointmentForm, Meeting, OutcomeForm
from casework.eap.kinds import PLANNED
from casework.eap.needs import MEETINGS
from casework.settings import N_
from casework.web import text
from casework.web.text import _, gettext

from .doing import Asked, Deed, Doing
from .handlers import routes


def _plan(deed: Deed) -> str:
    form = deed.form
    starts = Meeting.moment(form.on.data, form.at.data, deed.by.zone)
    appointments.plan(deed.db, deed.referral, starts=starts, way=form.way.data, by=deed.by, version=form.seen)
    return "#appointments"


def _settle(deed: Deed) -> str:
    form = deed.form
    try:
        appointments.settle(deed.db, deed.referral, deed.item, form.outcome.data, by=deed.by, version=form.seen)
    except appointments.NotThere:
        raise NotFoundException from None
    if form.has_next:
        starts = Meeting.moment(form.on.data, form.at.data, deed.by.zone)
        appointments.plan(deed.db, deed.referral, starts=starts, way=form.way.data, by=deed.by)
    return "#appointments"


def _start(asked: Asked) -> dict[str, Any]:
    one = asked.one(asked.shown.meetings)
    return {} if one.outcome == PLANNED else {"outcome": one.outcome}


def _more(asked: Asked) -> dict[str, Any]:
    one = asked.one(asked.shown.meetings)
    way = gettext(MEETINGS.get(one.way, one.way))
    return {"meeting": _("%(when)s: %(way)s", when=text.moment(one.starts, asked.actor.zone), way=way)}


def _zone(asked: Asked) -> dict[str, Any]:
    return {"meeting": _("Times are of %(zone)s.", zone=asked.actor.zone)}


ROUTES = routes(
    Doing(
        "/appointments", N_("Plan an appointment"), N_("Plan it"), AppointmentForm, _plan,
        more=_zone, template="eap/appointment.html",
        says=N_("The employee sees it with their receipt. Of what is said there nothing is kept."),
    ),
    Doing(
        "/appointments/{item:int}", N_("What came of an appointment"), N_("Write it down"), OutcomeForm, _settle,
        start=_start, more=_more, template="eap/appointment.html",
        says=N_("Whether they came, and never why not."),
    ),
)  # fmt: skip
