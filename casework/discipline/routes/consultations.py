"""`/cases/{number}/consultations`: which bodies are informed, heard or have to consent, and what they said."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency

from casework.access import Action, policy
from casework.cases.forms.fields import on, said
from casework.cases.models import Consultation
from casework.cases.queries import clocks
from casework.cases.queries.deciding import SETTLES, asked_of
from casework.cases.routes.doing import Answer, Asked, Deed, Doing
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.handlers import routes
from casework.cases.routes.words import called
from casework.clocks.packs.hearing import CONSENT, HEARD, INFORMED
from casework.db import Database, utc_now
from casework.discipline.actions import consultations
from casework.discipline.forms.hearings import AnswerForm, InformForm, NotThereForm
from casework.discipline.queries import deciding as queries
from casework.people import Actor
from casework.settings import N_
from casework.web.page import page
from casework.web.text import _

BACK = "/consultations"
PREPARE = Action.PREPARE_DECISION
DUTIES = {INFORMED: N_("is informed"), HEARD: N_("is heard"), CONSENT: N_("has to consent")}


@get(
    "/cases/{number:str}/consultations", sync_to_thread=True,
    opt={"needs": PREPARE, "title": N_("Bodies that are asked")},
)  # fmt: skip
def show(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        policy.require(actor, PREPARE, shown.matter)
        where = clocks.place(db, shown.case.site_id)
        found, made = queries.consultations(db, shown), queries.decisions(db, shown)
    waiting = [one for one in made if one.is_open and asked_of(where, one.row)]
    known = {(one.row.decision_id, one.body.key) for one in found if one.body}
    return page(
        request, "discipline/consultations.html", shown=shown, path=opened.path, found=found, duties=DUTIES,
        states=consultations.STATES, settles=SETTLES, decisions={one.id: one for one in made}, waiting=waiting,
        more={one.id: [body for body in asked_of(where, one.row) if body.only and (one.id, body.key) not in known]
              for one in waiting},
        called={party.id: called(party) for party in shown.parties}, law=where.law,
        sentences=list(where.law.dismissal.values()) if where.law is not None else [],
    )  # fmt: skip


def _one(asked: Asked) -> dict[str, Any]:
    found: queries.ConsultationShown = asked.one(queries.consultations(asked.db, asked.shown))
    made = next(one for one in queries.decisions(asked.db, asked.shown) if one.id == found.row.decision_id)
    party = asked.shown.party(made.row.party_id)
    return {"one": found, "body": found.body, "whom": called(party) if party else _("The organisation")}


def _today(asked: Asked) -> dict[str, Any]:
    return {"on": clocks.place(asked.db, asked.shown.case.site_id).day(utc_now())}


def _inform(deed: Deed) -> str:
    form, row = deed.form, deed.one(Consultation)
    consultations.inform(deed.db, deed.case, deed.file, row, by=deed.by, on=on(form.on), told=form.told.data)
    return f"{BACK}#consultation-{row.id}"


def _answer(deed: Deed) -> str:
    form, row = deed.form, deed.one(Consultation)
    found = consultations.Answer(form.state.data, on(form.on), said(form.text))
    consultations.answer(deed.db, deed.case, deed.file, row, found, by=deed.by)
    return f"{BACK}#consultation-{row.id}"


def _not_there(deed: Deed) -> str:
    row = deed.one(Consultation)
    consultations.not_there(deed.db, deed.case, deed.file, row, by=deed.by, why=deed.form.why.data)
    return f"{BACK}#consultation-{row.id}"


ROUTES: list[Any] = [
    show,
    *routes(
        Doing(
            "/consultations/{item:int}/information", PREPARE, N_("A body was told"), N_("They were told"), InformForm,
            _inform, start=_today, more=_one, template="discipline/consultation_form.html",
        ),
        Doing(
            "/consultations/{item:int}/answer", PREPARE, N_("What a body said"), N_("Keep it"), AnswerForm, _answer,
            start=_today, more=_one, template="discipline/consultation_form.html",
        ),
        Doing(
            "/consultations/{item:int}/absence", PREPARE, N_("Nobody is asked here"), N_("Keep it"), NotThereForm,
            _not_there, more=_one, template="discipline/consultation_form.html",
            says=N_("Where the law makes a dismissal void without it, this has to be true: have counsel look at it."),
        ),
    ),
]  # fmt: skip
