"""`/retention/schedule`: how long each kind is kept, by law and by the organisation, each with who says so."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from sqlalchemy.orm import Session

from casework.access import Action, may_ever
from casework.cases.actions import retention as actions
from casework.cases.queries import schedule
from casework.cases.queries.schedule import LINES, Schedule
from casework.cases.routes.kept import words
from casework.clocks import retention
from casework.db import Database, utc_now
from casework.legal.forms.schedule import ScheduleForm, fill, rows_of, start, written
from casework.people import Actor
from casework.settings import N_
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _, day, gettext

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
PATH = "/retention/schedule"


@get(PATH, sync_to_thread=True, opt={"needs": Action.SEE_RETENTION})
def show(request: Asked, database: Data, actor: Who) -> Response[str]:
    return _shown(request, database, actor)


@post(
    PATH,
    sync_to_thread=True,
    status_code=200,
    opt={"needs": Action.EDIT_SCHEDULE, "step_up": True, "title": N_("Change the schedule")},
)
def save(request: Asked, database: Data, actor: Who, typed: NamedDependency[FormMultiDict]) -> Response[Any]:
    form: Any = ScheduleForm(Typed(typed))
    with database.reading() as db:
        fill(form, schedule.read(db))
    if not form.validate():
        return _shown(request, database, actor, form=form, status=422)
    today = utc_now().date().isoformat()
    with database.transaction() as db:
        if nonces.take(db, nonces.of(typed)):
            said = written(form, schedule.read(db), owner=actor.name, today=today)
            actions.keep_schedule(db, said, by=actor)
    return see(f"{PATH}?saved=1")


def _shown(request: Asked, database: Database, actor: Actor, *, form: Any = None, status: int = 200) -> Response[str]:
    with database.reading() as db:
        plan, known = schedule.read(db), _started(db, form)
    known.nonce.data = nonces.make()
    return page(
        request,
        "legal/schedule.html",
        status=status,
        places=[_place(plan, id_) for id_ in plan.places],
        own=[_own(plan, line) for line in LINES],
        form=known,
        rows=list(rows_of(known)),
        edits=bool(may_ever(actor, Action.EDIT_SCHEDULE)),
        saved="saved" in request.query_params,
    )


def _started(db: Session, form: Any) -> Any:
    plan = schedule.read(db)
    made = form if form is not None else ScheduleForm(data=start(plan, schedule.stored(db)))
    fill(made, plan)
    return made


def _own(plan: Schedule, line: str) -> tuple[str, str, str]:
    """The kind, what the organisation says of it, and who answers for it since when."""
    own = plan.own[line]
    [least], [most] = own.facts.least, own.facts.most
    said = f"{words.rule(least, N_('at least'))}; {words.rule(most, N_('at most'))}"
    return gettext(LINES[line]), said, _("%(who)s, %(day)s", who=own.owner, day=day(own.dated))


def _place(plan: Schedule, site_id: int) -> dict[str, Any]:
    """A site, its law with every fact that there is, which of them hold here, and what comes of it by kind."""
    place = plan.places[site_id]
    law = place.law
    facts = [] if law is None else [*retention.of_law(law, ()).least, *retention.of_law(law, ()).most]
    more = {} if law is None else retention.variants(law)
    return {
        "name": place.name or _("Where no site is named"),
        "law": gettext(law.name) if law else "",
        "facts": [(fact.rule, True) for fact in facts] + [(rule, key in place.chosen) for key, rule in more.items()],
        "lines": [(gettext(label), *_comes(plan, line, site_id)) for line, label in LINES.items()],
    }


def _comes(plan: Schedule, line: str, site_id: int) -> tuple[str, str]:
    """The longest of what keeps it and the shortest of what ends it, counted from a day in a year without a leap."""
    found = retention.term(schedule.A_DAY, plan.facts(line, site_id))
    same = found.most is found.least
    return words.limit(found.least, N_("at least")), words.limit(found.most, N_("at least") if same else N_("at most"))


HANDLERS = [show, save]
