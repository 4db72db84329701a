"""`/exits/new`: somebody's leaving, out of the directory, out of what a case decided, or as typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Forbidden, relations
from casework.cases.forms.fields import number_of, on, said, who
from casework.cases.lifecycle import IllegalStep
from casework.cases.queries import departures
from casework.db import Database, utc_now
from casework.exits.actions import plan
from casework.exits.actions.plan import Leaving, PlannedAlready
from casework.exits.forms.planning import ComingForm, PlanForm
from casework.exits.queries import directory, interviewers, opened
from casework.exits.queries.directory import Line
from casework.exits.queries.interviewers import Leaver
from casework.people import Actor
from casework.people.models import Site
from casework.settings import N_, Said
from casework.vault import Compartment
from casework.web import nonces, text
from casework.web.forms import Typed
from casework.web.page import page, see

from . import readers
from .doing import Answer

OPT = {"needs": Action.PLAN_EXIT, "title": N_("Plan somebody’s leaving")}
Asked = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    request: Asked
    database: Database
    actor: Actor


@get("/exits/new", sync_to_thread=True, opt=OPT)
def form(request: Asked, database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Answer:
    desk, query = Desk(request, database, actor), request.query_params
    empty = PlanForm(data={"nonce": nonces.make(), **_start(desk, query.get("line", ""), query.get("departure", ""))})
    with database.reading() as db:
        _fill(db, empty)
    return _shown(desk, empty, 200)


@post("/exits/new", sync_to_thread=True, status_code=200, opt=OPT)
def record(
    request: Asked,
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    desk, sent = Desk(request, database, actor), PlanForm(Typed(typed))
    with database.reading() as db:
        _fill(db, sent)
    if not sent.validate():
        return _shown(desk, sent, 422)
    try:
        number = _planned(desk, sent, nonces.of(typed))
    except PlannedAlready as already:
        return _shown(desk, sent, 409, [already.said])
    except IllegalStep as refused:
        return _shown(desk, sent, 409, refused.reasons)
    except Forbidden as refused:
        return _shown(desk, sent, 409, [refused.args[0]])
    return see(f"/exits/{number}" if number else "/exits")


@post("/exits/coming", sync_to_thread=True, status_code=200, opt=OPT)
def coming(
    database: NamedDependency[Database], actor: NamedDependency[Actor], typed: NamedDependency[FormMultiDict]
) -> Answer:
    """All whom the directory says leave, in one go; how each of them leaves can be set right afterwards."""
    sent = ComingForm(Typed(typed))
    if sent.validate():
        with database.transaction() as db:
            first = nonces.take(db, nonces.of(typed))
        if first:
            plan.plan_coming(database, by=actor, way=said(sent.way), today=_today(actor))
    return see("/exits")


def _planned(desk: Desk, sent: PlanForm, number: str) -> str:
    """Its number; none where this form was sent before."""
    with desk.database.transaction() as db:
        if not nonces.take(db, number):
            return ""
        expected = departures.find(db, desk.actor, _id(sent.departure)) if sent.departure.data else None
        if sent.departure.data and expected is None:
            raise NotFoundException
        leaving = _leaving(db, desk, sent, expected.employee_tag if expected else None)
        departure = expected.row if expected else None
        return plan.plan(db, leaving, by=desk.actor, now=utc_now(), departure=departure).number


def _leaving(db: Session, desk: Desk, sent: PlanForm, tag: bytes | None) -> Leaving:
    """What was typed; the directory adds what it knows of them, and says whose line they are in."""
    line = (directory.of_tag(db, tag) if tag else None) or _line(db, desk, sent)
    return Leaving(
        name=said(sent.name),
        way=said(sent.way),
        ends_on=on(sent.ends_on),
        contact=said(sent.contact),
        tag=line.tag if line else tag or _tag(db, sent),
        department=said(sent.department) or (line.department if line else ""),
        site_id=number_of(sent.site) or (line.site_id if line else 0),
        starts_on=line.starts_on if line else None,
    )


def _line(db: Session, desk: Desk, sent: PlanForm) -> Line | None:
    if sent.listed.data and (line := directory.one(db, desk.actor.id, _today(desk.actor), _id(sent.listed))):
        return line
    return directory.find(db, number=said(sent.number), name=said(sent.name))


def _tag(db: Session, sent: PlanForm) -> bytes | None:
    """A number that the directory does not have yet counts once it does."""
    return relations.employee_tag(db, said(sent.number)) if sent.number.data else None


def _start(desk: Desk, line_id: str, departure_id: str) -> dict[str, Any]:
    with desk.database.reading() as db:
        if departure_id.isascii() and departure_id.isdecimal():
            expected = departures.find(db, desk.actor, int(departure_id))
            if expected is None:
                raise NotFoundException
            found = {"departure": departure_id, "name": expected.name, "way": "involuntary"}
            return {**found, "department": expected.department, "site": str(expected.site_id or "")}
        if line_id.isascii() and line_id.isdecimal():
            line = directory.one(db, desk.actor.id, _today(desk.actor), int(line_id))
            if line is not None:
                place = {"department": line.department, "site": str(line.site_id or "")}
                return {"listed": line_id, "name": line.name, "ends_on": line.ends_on, **place}
    return {}


def _shown(desk: Desk, sent: PlanForm, status: int, refusals: Sequence[str | Said] = ()) -> Answer:
    """The readers line names who will read it as far as the leaver is known."""
    if status != 200:
        sent.nonce.data = nonces.make()
    with desk.database.reading() as db:
        expected = departures.find(db, desk.actor, _id(sent.departure)) if sent.departure.data else None
        line = None if expected and expected.employee_tag else _line(db, desk, sent)
        tag = line.tag if line else expected.employee_tag if expected else None
        found = interviewers.readers_for(db, Leaver(tag, said(sent.name)), planner=desk.actor.id)
        names = opened.names(db, found.leaving | found.interview)
    rooms = ((Compartment.LEAVING, found.leaving), (Compartment.INTERVIEW, found.interview))
    lines = [readers.line(room, people, names, desk.actor) for room, people in rooms]
    return page(
        desk.request, "exits/new.html", status=status, form=sent, lines=lines, refusals=refusals,
        known=tag is not None,
    )  # fmt: skip


def _fill(db: Session, sent: PlanForm) -> None:
    sites = db.execute(select(Site.id, Site.name).where(Site.closed_at.is_(None)).order_by(Site.name)).all()
    who(sent.site, [(id_, name) for id_, name in sites])


def _today(actor: Actor) -> Any:
    return utc_now().astimezone(text.zone_of(actor.zone)).date()


def _id(field: Any) -> int:
    data = str(field.data or "")
    return int(data) if data.isascii() and data.isdecimal() and len(data) < 20 else 0


HANDLERS: list[Any] = [form, record, coming]
