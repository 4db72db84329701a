"""`/cases/{number}/hearing`: who is heard, when, with whom beside them, and what was said."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency

from casework.access import Action, policy
from casework.cases.forms.fields import number_of, said, who
from casework.cases.lifecycle.kinds import DISCIPLINARY
from casework.cases.models import Hearing
from casework.cases.queries import clocks
from casework.cases.routes.course import parties_in
from casework.cases.routes.doing import Answer, Asked, Deed, Doing
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.handlers import routes
from casework.cases.routes.words import called
from casework.clocks.packs.hearing import DISCIPLINARY as DISCIPLINE
from casework.clocks.packs.hearing import GRIEVANCE
from casework.db import Database, utc_now
from casework.discipline.actions import hearings
from casework.discipline.forms.hearings import COMPANIONS, CallForm, CompanionForm, EndForm, MoveForm, moment
from casework.discipline.notice import companions, earliest
from casework.discipline.queries import deciding as queries
from casework.people import Actor
from casework.settings import N_
from casework.web.page import page

BACK = "/hearing"
PREPARE = Action.PREPARE_DECISION
STATES = {
    "called": N_("called"),
    "held": N_("held"),
    "waived": N_("waived in writing"),
    "in absence": N_("went on in their absence"),
    "cancelled": N_("cancelled"),
}


@get("/cases/{number:str}/hearing", sync_to_thread=True, opt={"needs": PREPARE, "title": N_("Hearings")})
def show(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        policy.require(actor, PREPARE, shown.matter)
        found, where = queries.hearings(db, shown), clocks.place(db, shown.case.site_id)
    return page(
        request, "discipline/hearings.html", shown=shown, path=opened.path, found=found, states=STATES,
        kinds=hearings.KINDS, companions=COMPANIONS, asked_by=hearings.ASKED_BY, zone=where.zone,
        called={party.id: called(party) for party in shown.parties}, law=companions(where, _kind(shown.case.kind)),
        notified=[party.id for party in shown.parties if party.role == "respondent" and not party.ended_at],
        now=utc_now(),
    )  # fmt: skip


def _kind(kind: str) -> str:
    return DISCIPLINE if kind == DISCIPLINARY else GRIEVANCE


def _start(asked: Asked) -> dict[str, Any]:
    """On the first day that leaves them time to prepare."""
    where = clocks.place(asked.db, asked.shown.case.site_id)
    people = [party.id for party in asked.shown.parties if party.role == "respondent" and not party.ended_at]
    return {
        "on": earliest(where.day(utc_now()), where).on, "kind": _kind(asked.shown.case.kind),
        "party": str(people[0]) if len(people) == 1 else "",
    }  # fmt: skip


def _law(asked: Asked) -> dict[str, Any]:
    where = clocks.place(asked.db, asked.shown.case.site_id)
    return {"law": companions(where, _kind(asked.shown.case.kind)), "soonest": earliest(where.day(utc_now()), where)}


def _call(deed: Deed) -> str:
    form, zone = deed.form, clocks.place(deed.db, deed.case.site_id).zone
    new = hearings.Call(
        number_of(form.party) or 0, moment(form, zone), form.place.data, form.kind.data,
        companion=said(form.companion), companion_is=said(form.companion_is), short_because=said(form.short_because),
    )  # fmt: skip
    row = hearings.call(deed.db, deed.case, deed.file, new, by=deed.by)
    return f"{BACK}#hearing-{row.id}"


def _one(asked: Asked) -> dict[str, Any]:
    found: queries.HearingShown = asked.one(queries.hearings(asked.db, asked.shown))
    party = asked.shown.party(found.row.party_id)
    return {
        "one": found, "whom": called(party) if party else "",
        "zone": clocks.place(asked.db, asked.shown.case.site_id).zone,
    }  # fmt: skip


def _start_companion(asked: Asked) -> dict[str, Any]:
    one = _one(asked)["one"]
    return {"companion": one.companion or "", "companion_is": one.row.companion_is}


def _bring(deed: Deed) -> str:
    form, row = deed.form, deed.one(Hearing)
    hearings.bring(
        deed.db, deed.case, deed.file, row, by=deed.by, companion=said(form.companion),
        companion_is=said(form.companion_is),
    )  # fmt: skip
    return f"{BACK}#hearing-{row.id}"


def _move(deed: Deed) -> str:
    form, row = deed.form, deed.one(Hearing)
    to = moment(form, clocks.place(deed.db, deed.case.site_id).zone)
    hearings.move(deed.db, deed.case, deed.file, row, by=deed.by, to=to, asked_by=form.asked_by.data, why=form.why.data)
    return f"{BACK}#hearing-{row.id}"


def _end(deed: Deed) -> str:
    form, row = deed.form, deed.one(Hearing)
    hearings.end(
        deed.db, deed.case, deed.file, row, by=deed.by, how=form.how.data, present=said(form.present),
        minutes=said(form.minutes), reason=said(form.reason),
    )  # fmt: skip
    return f"{BACK}#hearing-{row.id}"


def _whom(asked: Asked, form: Any) -> None:
    who(form.party, parties_in(asked))


ROUTES: list[Any] = [
    show,
    *routes(
        Doing(
            "/hearing/new", PREPARE, N_("Call a hearing"), N_("Call it"), CallForm, _call, start=_start, fill=_whom,
            more=_law, template="discipline/call.html",
        ),
        Doing(
            "/hearing/{item:int}/time", PREPARE, N_("Another time for a hearing"), N_("Move it"), MoveForm, _move,
            more=_one, template="discipline/hearing_form.html",
        ),
        Doing(
            "/hearing/{item:int}/companion", PREPARE, N_("Whom they bring to a hearing"), N_("Keep it"), CompanionForm,
            _bring, start=_start_companion, more=_one, template="discipline/hearing_form.html",
        ),
        Doing(
            "/hearing/{item:int}/end", PREPARE, N_("What came of a hearing"), N_("Keep it"), EndForm, _end, more=_one,
            template="discipline/hearing_form.html",
        ),
    ),
]  # fmt: skip
