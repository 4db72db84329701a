"""`…/invitation`: a code and a link for the leaver, mailed or on a sheet, shown this once."""

from collections.abc import Sequence
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from casework.access import Action, Forbidden
from casework.cases.forms.fields import said
from casework.cases.lifecycle import IllegalStep
from casework.db import Database, utc_now
from casework.exits.actions import invite
from casework.exits.forms.planning import InvitationForm
from casework.exits.models import Exit
from casework.exits.queries.opened import Shown
from casework.mail import outbox
from casework.people import Actor
from casework.settings import N_, Said, Settings
from casework.vault import Compartment, Vault
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see

from . import readers
from .doing import LEAVING, Answer, Desk, Doing, there
from .entry import Entry

OPT = {"needs": Action.PLAN_EXIT, "title": N_("Invite them to answer")}
PATH = "/exits/{number:str}/invitation"
DOING = Doing(
    "/invitation", Action.PLAN_EXIT, N_("Invite them to answer"), N_("Make a link and a code"), InvitationForm,
    lambda _: "",
)  # fmt: skip
Asked = Request[Any, Any, Any]


@get(PATH, sync_to_thread=True, opt=OPT)
def form(
    request: Asked,
    entry: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    desk = Desk(request, DOING, entry, database, actor)
    with database.reading() as db:
        shown = there(db, desk)
    return _page(desk, shown, InvitationForm(data={"nonce": nonces.make(), "address": _address(shown)}), 200)


@post(PATH, sync_to_thread=True, status_code=200, opt=OPT)
def send(
    request: Asked,
    entry: NamedDependency[Entry],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    """Both are made before the transaction, out of the form's own number: a second click shows the same again,
    and ten minutes later nothing does."""
    desk, sent = Desk(request, DOING, entry, database, actor), InvitationForm(Typed(typed))
    with database.reading() as db:
        shown, mails = there(db, desk), outbox.office_of(db) is not None
    if not sent.validate():
        return _page(desk, shown, sent, 422)
    address = said(sent.address) if mails else ""
    ticket = invite.prepare(vault, said(sent.nonce) or nonces.make())
    try:
        with database.transaction() as db:
            first, changed = nonces.take_once(db, said(sent.nonce), typed)
            if first:
                exit_ = db.get_one(Exit, entry.exit.id)
                invite.invite(db, exit_, ticket, by=actor, now=utc_now(), address=address)
            elif not invite.made_just_now(db, entry.exit.id, ticket, utc_now()):
                return see(entry.path)
    except IllegalStep as refused:
        return _page(desk, shown, sent, 409, refused.reasons)
    except Forbidden as refused:
        return _page(desk, shown, sent, 409, [refused.args[0]])
    with database.reading() as db:
        shown = there(db, desk)
    return page(
        request, "exits/sheet.html", entry=entry, whom=shown.name, code=ticket.code,
        changed=changed, mailed="" if changed else address,
        link=f"{settings.origin}{ticket.path}", door=f"{settings.origin}/exit", until=shown.exit.expires_at,
    )  # fmt: skip


def _page(
    desk: Desk, shown: Shown, sent: InvitationForm, status: int, refusals: Sequence[str | Said] = ()
) -> Answer:  # fmt: skip
    if status != 200:
        sent.nonce.data = nonces.make()
    with desk.database.reading() as db:
        mails = outbox.office_of(db) is not None
    room = Compartment.INTERVIEW
    lines = [readers.line(room, shown.can_hear or shown.hearing, shown.people, desk.actor)]
    return page(
        desk.request, "exits/invitation.html", status=status, entry=desk.entry, whom=shown.name, form=sent,
        lines=[*readers.of_room(shown, desk.actor, (LEAVING,)), *lines], mails=mails, refusals=refusals,
        way_in=shown.way_in, heard=bool(shown.can_hear),
    )  # fmt: skip


def _address(shown: Shown) -> str:
    return shown.contact if shown.contact and "@" in shown.contact and " " not in shown.contact else ""


HANDLERS: list[Any] = [form, send]
