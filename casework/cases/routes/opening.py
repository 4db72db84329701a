"""`/cases/new`: what came by phone, in person or by letter, written down for somebody, and theirs to confirm."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, relations
from casework.cases.actions import declarations, opening
from casework.cases.actions import direction as directing
from casework.cases.actions.newcomers import ANONYMOUS, NAMED, RESPONDENT, NewParty, NewReporter
from casework.cases.forms.fields import number_of, on, who
from casework.cases.forms.opening import OpeningForm
from casework.cases.queries import routing
from casework.db import Database, utc_now
from casework.people import Actor
from casework.people.models import Person, Site
from casework.vault import Vault
from casework.vault.receipts import Receipt
from casework.web import nonces, text
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _

from . import direction
from .doing import Answer

OPT = {"needs": Action.OPEN_CASE}
PARTICULARS = ("happened_on", "place", "people", "wants")


@dataclass(frozen=True, slots=True)
class Desk:
    """What one request to record a concern comes with."""

    request: Request[Any, Any, Any]
    database: Database
    actor: Actor


@get("/cases/new", sync_to_thread=True, opt=OPT)
def form(request: Request[Any, Any, Any], database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Answer:
    today = utc_now().astimezone(text.zone_of(actor.zone)).date()
    start = {"nonce": nonces.make(), "received_on": today, "channel": "phone", "mode": NAMED}
    chosen = {name: request.query_params[name] for name in ("kind", "site") if name in request.query_params}
    empty = OpeningForm(data={**start, **chosen})
    return _shown(Desk(request, database, actor), empty)


@post("/cases/new", sync_to_thread=True, status_code=200, opt=OPT)
def record(
    request: Request[Any, Any, Any],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    """The receipt is made before the transaction, and shown in the answer: once, or again to a second click."""
    desk, sent = Desk(request, database, actor), OpeningForm(Typed(typed))
    with database.reading() as db:
        _fill(db, sent)
    if not sent.validate():
        return _shown(desk, sent, 422)
    if _others_read(desk, sent):
        return _shown(desk, sent, 409, others=True)
    words, receipt = _receipt(vault, str(sent.nonce.data or nonces.make()))
    try:
        number, first = _opened(desk, sent, receipt)
    except opening.NobodyAble:
        return _shown(desk, sent, 409, nobody=True)
    if not number:
        return see("/cases")
    return page(request, "cases/receipt.html", number=number, receipt=words, fresh=True, first=first)


def _others_read(desk: Desk, sent: OpeningForm) -> bool:
    """Would somebody read it who was not on the line above the form? Then it is shown again, with the line as it is."""
    with desk.database.reading() as db:
        readers = _readers(db, sent)
    return not set(map(str, readers)) <= set(str(sent.shown.data or "").split())


def _readers(db: Session, sent: OpeningForm) -> tuple[int, ...]:
    return _routed(db, sent).file


def _routed(db: Session, sent: OpeningForm) -> routing.Readers:
    """Who gets what comes in, and the counsel who directs it."""
    routed = routing.readers_for(db, str(sent.kind.data or "grievance"), number_of(sent.site) or 0)
    able = {id_ for id_, _name in direction.counsel(db)}
    directs = tuple(id_ for id_ in (number_of(sent.counsel),) if id_ in able and id_ not in routed.file)
    return replace(routed, file=(*routed.file, *directs))


def _receipt(keys: Vault, number: str) -> tuple[str, Receipt]:
    words = vault.receipts.of_form(keys, number, "opening")
    return words, vault.receipts.derive(keys, words)


def _opened(desk: Desk, sent: OpeningForm, receipt: Receipt) -> tuple[str, bool]:
    """Its number, and whether it was made now. A form that was sent already finds the case that it made, through its
    receipt."""
    from casework.cases.models import Case, Party

    kind, site = str(sent.kind.data), number_of(sent.site) or 0
    with desk.database.transaction() as db:
        query = select(Case.number).join(Party, Party.case_id == Case.id).where(Party.receipt == receipt.lookup)
        made = db.scalar(query)
        if made is not None or not nonces.take(db, str(sent.nonce.data or "")):
            return made or "", False
        found = opening.open_case(
            db,
            kind=kind,
            channel=str(sent.channel.data),
            site_id=site,
            title=sent.title.data or "",
            narrative=str(sent.narrative.data),
            readers=_routed(db, sent),
            by=desk.actor,
            received_at=_received(sent, desk.actor.zone),
            particulars=_particulars(sent),
            reporter=_reporter(db, sent, receipt),
            parties=_respondents(sent),
        )
        declarations.with_opening(db, found.case, by=desk.actor)
        _direct(db, desk, sent, found)
        return found.case.number, True


def _direct(db: Session, desk: Desk, sent: OpeningForm, found: opening.Opened) -> None:
    if (counsel_id := number_of(sent.counsel)) is not None:
        today = utc_now().astimezone(text.zone_of(desk.actor.zone)).date()
        directing.at_opening(
            db, found.case, found.file, counsel_id=counsel_id, from_on=today, why=str(sent.directed.data), by=desk.actor
        )


def _received(sent: OpeningForm, zone: str) -> datetime:
    """The day in the writer's zone; today's are received now."""
    now, day = utc_now(), on(sent.received_on)
    if day >= now.astimezone(text.zone_of(zone)).date():
        return now
    return datetime.combine(day, time(12), text.zone_of(zone)).astimezone(UTC)


def _particulars(sent: OpeningForm) -> dict[str, str]:
    found = {name: str(sent[name].data or "") for name in PARTICULARS}
    if sent.consent.data:
        found["consent"] = _("They know that it is written down, and agree")
    return found


def _reporter(db: Session, sent: OpeningForm, receipt: Receipt) -> NewReporter:
    """Name and contact of somebody anonymous are dropped here: hiding them on the page would not be enough."""
    mode = str(sent.mode.data)
    if mode == ANONYMOUS:
        return NewReporter(mode, receipt=receipt)
    name, contact = sent.name.data or "", sent.contact.data or ""
    tag = relations.find(db, number=sent.employee.data or "", name=name) if mode == NAMED else None
    return NewReporter(mode, name, contact, receipt, employee_tag=tag)


def _respondents(sent: OpeningForm) -> list[NewParty]:
    name = sent.respondent.data or ""
    return [NewParty(RESPONDENT, name, number=sent.respondent_employee.data or "")] if name else []


def _fill(db: Session, sent: OpeningForm) -> None:
    sites = db.execute(select(Site.id, Site.name).where(Site.closed_at.is_(None)).order_by(Site.name)).all()
    who(sent.site, [(id_, name) for id_, name in sites])
    who(sent.counsel, direction.counsel(db))


def _shown(desk: Desk, sent: OpeningForm, status: int = 200, *, nobody: bool = False, others: bool = False) -> Answer:
    """The readers line says who will read it as things are typed so far; it is drawn again after an error."""
    if status != 200:
        sent.nonce.data = nonces.make()
    with desk.database.reading() as db:
        if status == 200 or not sent.site.choices or len(sent.site.choices) == 1:
            _refill(db, sent)
        readers = _readers(db, sent)
        names = {row.id: row.name for row in db.execute(select(Person.id, Person.name).where(Person.id.in_(readers)))}
    sent.shown.data = " ".join(map(str, readers))
    people = [name for id_, name in sorted(names.items(), key=lambda one: one[1]) if id_ != desk.actor.id]
    return page(desk.request, "cases/new.html", status=status, form=sent, people=people, nobody=nobody, others=others)


def _refill(db: Session, sent: OpeningForm) -> None:
    for field in (sent.site, sent.counsel):
        field.choices = list(field.choices or [])[:1]
    _fill(db, sent)


ROUTES: list[Any] = [form, record]
