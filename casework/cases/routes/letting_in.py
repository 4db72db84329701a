"""`…/parties/{party}/way-in`: a link, and a code to be given in person, shown this once; and their end."""

from typing import Any

from litestar import Request, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.cases.actions import letting_in
from casework.cases.actions.letting_in import Ticket
from casework.cases.forms.giving import EndWayForm, WayInForm
from casework.cases.models import Case, Party, PartyGuest
from casework.cases.queries import record
from casework.db import Database, utc_now
from casework.mail import outbox
from casework.people import Actor
from casework.settings import N_, Settings
from casework.vault import Vault
from casework.web import nonces, qr
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _

from .doing import Answer, Asked, Deed, Doing, a_party, nowhere
from .entry import Entry
from .giving import their_dialogue, whom
from .handlers import Desk, again, page_of, routes
from .words import called


def _never(_deed: Deed) -> str:
    """Made by a handler of its own: a code is stretched outside the transaction."""
    raise NotFoundException


def _mail(asked: Asked, form: WayInForm) -> None:
    """Where no mail goes out there is nowhere to mail it to."""
    if outbox.office_of(asked.db) is None:
        del form.address


def _start(asked: Asked) -> dict[str, Any]:
    contact = asked.one(asked.shown.parties).contact or ""
    return {"days": str(letting_in.USUAL), "address": contact if "@" in contact and " " not in contact else ""}


WAY = Doing(
    "/parties/{item:int}/way-in",
    Action.WORK_CASE,
    N_("Let them in by link and code"),
    N_("Make a link and a code"),
    WayInForm,
    _never,
    start=_start,
    fill=_mail,
    rooms=their_dialogue,
    more=whom,
    template="cases/way_in.html",
)


@post(
    "/cases/{number:str}/parties/{item:int}/way-in",
    sync_to_thread=True,
    status_code=200,
    opt={"needs": Action.WORK_CASE, "title": WAY.title},
)
def make(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    item: FromPath[int],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    """Shown once, in the answer itself. A second click shows the same; ten minutes later nothing does."""
    policy.require(actor, Action.WORK_CASE, opened.matter)
    sent = WayInForm(Typed(typed))
    nonce = str(sent.nonce.data or "")
    if not nonce:
        return see(f"{opened.path}/parties/{item}/way-in")
    with database.reading() as db:
        if outbox.office_of(db) is None:
            del sent.address
    if not sent.validate():
        return again(Desk(request, WAY, opened, database, actor), sent)
    ticket = letting_in.prepare(vault, f"{nonce}-{item}")
    address = str(sent["address"].data or "") if "address" in sent else ""
    with database.transaction() as db:
        first, changed = nonces.take_once(db, nonce, typed)
        row = _made(db, opened.case.id, item, ticket, first, int(sent.days.data), address, actor)
    if row is None:
        return see(f"{opened.path}/parties/{item}/given")
    with database.reading() as db:
        shown = record.load(db, actor, opened.case.number)
    whose = called(shown.party(item)) if shown is not None else ""
    return _sheets(Desk(request, WAY, opened, database, actor), ticket, row, settings.origin, whose, address, changed)


def _sheets(
    desk: Desk, ticket: Ticket, row: PartyGuest, origin: str, person: str, mailed: str, changed: bool
) -> Answer:  # fmt: skip
    link = f"{origin}{ticket.path}"
    picture = qr.drawn(link, _("The link, for the camera of a telephone"))
    return page(
        desk.request, "cases/way_in_made.html", number=desk.entry.case.number, item=desk.item, until=row.ends_at,
        code=ticket.code, link=link, picture=picture, person=person, mailed="" if changed else mailed, changed=changed,
    )  # fmt: skip


def _made(
    db: Session, case_id: int, party_id: int, ticket: Ticket, first: bool, days: int, address: str, by: Actor
) -> PartyGuest | None:  # fmt: skip
    case, party = db.get_one(Case, case_id), db.get(Party, party_id)
    if party is None or party.case_id != case.id:
        raise NotFoundException
    if first:
        return letting_in.let_in(db, case, party, ticket, by=by, days=days, address=address)
    return letting_in.made_just_now(db, party.id, ticket, utc_now())


def _end(deed: Deed) -> str:
    letting_in.shut(deed.db, deed.case, deed.one(Party), by=deed.by)
    return f"/parties/{deed.item}/given"


ROUTES: list[Any] = [
    page_of(WAY),
    make,
    *routes(
        Doing(
            "/parties/{item:int}/way-in/end",
            Action.WORK_CASE,
            N_("End their link and code"),
            N_("End them now"),
            EndWayForm,
            _end,
            rooms=nowhere,
            start=a_party,
            says=N_("Whoever is in by them is out at once. A receipt of theirs is not touched."),
        )
    ),
]
