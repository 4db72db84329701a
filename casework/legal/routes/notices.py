"""`…/notices`: whether each person whose data came from others was told that it is processed."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from casework.access import Action
from casework.cases.actions import processing as actions
from casework.cases.forms.fields import on, said
from casework.cases.models import Party
from casework.cases.queries import clocks, processing
from casework.cases.queries.processing import HOW
from casework.cases.routes.doing import Answer, Asked, Deed, Doing
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.handlers import routes
from casework.cases.routes.words import called, name_of
from casework.clocks.packs import or_europe
from casework.db import Database, utc_now
from casework.legal.forms.notices import DelayForm, ToldForm
from casework.people import Actor
from casework.settings import N_
from casework.web.page import page


@get("/cases/{number:str}/notices", sync_to_thread=True, opt={"needs": Action.WORK_CASE})
def every(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        found = processing.of(db, shown)
        law = clocks.place(db, opened.case.site_id).law
    delays = or_europe(law).delays
    lines = [(one, called(one.party), name_of(shown, actor, one.by), delays.get(one.ground)) for one in found]
    return page(request, "legal/notices.html", shown=shown, lines=lines, how=HOW, asks=clocks.asks_notices(law))


def _of_others(asked: Asked) -> None:
    """Nobody who reported, and nobody of another case."""
    party = asked.shown.party(asked.item)
    if party is None or party.is_reporter or party.ended_at is not None:
        raise NotFoundException


def _there(asked: Asked, _form: Any) -> None:
    _of_others(asked)


def _fill(asked: Asked, form: Any) -> None:
    _of_others(asked)
    law = or_europe(clocks.place(asked.db, asked.shown.case.site_id).law)
    form.ground.choices = [*form.ground.choices, *((k, f"{one.name} ({one.source})") for k, one in law.delays.items())]


def _whom(asked: Asked) -> dict[str, Any]:
    return {
        "about": [(N_("Whom"), called(asked.shown.party(asked.item)))],
        "back": f"/cases/{asked.shown.case.number}/notices",
    }


def _today(_asked: Asked) -> dict[str, Any]:
    return {"on": utc_now().date()}


def _told(deed: Deed) -> str:
    form = deed.form
    actions.told(deed.db, deed.case, deed.file, deed.one(Party), on(form.on), said(form.how), by=deed.by)
    return "/notices"


def _delay(deed: Deed) -> str:
    form, party = deed.form, deed.one(Party)
    ground, why = said(form.ground), said(form.why)
    actions.delayed(deed.db, deed.case, deed.file, party, ground, why, on(form.review_on), by=deed.by)
    return "/notices"


ROUTES: list[Any] = [
    every,
    *routes(
        Doing(
            "/notices/{item:int}/told", Action.WORK_CASE, N_("They were told that their data is processed"),
            N_("Write it down"), ToldForm, _told, start=_today, fill=_there, more=_whom,
            template="legal/notice_form.html",
        ),
        Doing(
            "/notices/{item:int}/delay", Action.WORK_CASE, N_("They are told later"), N_("Write it down"), DelayForm,
            _delay, fill=_fill, more=_whom, template="legal/notice_form.html",
            says=N_("Only for a reason that the law knows, and no longer than it lasts. It is looked at again."),
        ),
    ),
]  # fmt: skip
