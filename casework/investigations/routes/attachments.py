"""`/cases/{number}/papers/{item}/attachments/{at}`: what hangs on a mail, saved or made a paper of its own in the room
in which the mail lies. Of what kind it is, its octets say; kinds that are taken nowhere are not handed out here."""

from typing import Any

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.access import Action, policy
from casework.cases.actions import members, papers
from casework.cases.models import Case
from casework.cases.queries.record.opening import key_of
from casework.cases.routes import download
from casework.cases.routes.doing import Answer
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.opened import Opened
from casework.db import Database
from casework.files import Kind, Refused, Store, recognise, safe_name
from casework.files.keeping import keep
from casework.files.viewing import showing
from casework.files.viewing.unseen import Unseen
from casework.people import Actor
from casework.settings import N_
from casework.vault import Unreadable, Vault, rooms
from casework.web import nonces
from casework.web.page import page, see
from casework.web.text import _

from .looking import Desk, note, unlock

PATH = "/cases/{number:str}/papers/{item:int}/attachments/{at:int}"


@get(PATH, sync_to_thread=True, opt={"needs": Action.SEE_CASE})
def fetch(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    item: FromPath[int],
    at: FromPath[int],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    store: NamedDependency[Store],
    actor: NamedDependency[Actor],
) -> Answer:
    desk = Desk(request, opened, item, database, vault, store, actor)
    paper = unlock(desk)
    try:
        name, data, kind = _taken(desk, paper, at)
    except Refused as refused:
        return _refused(desk, refused)
    note(desk)
    return download.stream(iter((data,)), paper.saved_as(name), kind.value, len(data))


@post(
    PATH, sync_to_thread=True, status_code=200,
    opt={"needs": Action.WORK_CASE, "title": N_("Make an attachment a paper of its own")},
)  # fmt: skip
def add(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    item: FromPath[int],
    at: FromPath[int],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    store: NamedDependency[Store],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    """The mail stays as it is; whose it was, its attachment is too."""
    policy.require(actor, Action.WORK_CASE, opened.matter)
    desk = Desk(request, opened, item, database, vault, store, actor)
    paper = unlock(desk)
    try:
        name, data, kind = _taken(desk, paper, at)
    except Refused as refused:
        return _refused(desk, refused)
    file_id, key = keep(vault, store, data)
    with database.transaction() as db:
        if nonces.take(db, nonces.of(typed)):
            held = rooms.enter_all(db, members.holder_of(actor), opened.case.id)
            papers.add(
                db, db.get_one(Case, opened.case.id), held[key_of(paper.row.room, paper.row.subject)],
                file_id=file_id, key=key, name=name, type=kind.value, size=len(data),
                from_party=paper.row.from_party, by=actor,
            )  # fmt: skip
    return see(f"{opened.path}#papers")


def _taken(desk: Desk, paper: Opened, at: int) -> tuple[str, bytes, Kind]:
    """Its name, octets and kind; Refused for one that is taken nowhere."""
    if paper.kind not in showing.MAILS:
        raise NotFoundException
    try:
        name, data = showing.attachment(paper.kind, paper.pieces(desk.store, desk.keys), at)
    except (Unseen, Unreadable, download.DamagedFile):
        raise NotFoundException from None
    kind = recognise(name, [data])
    return safe_name(name, kind), data, kind


def _refused(desk: Desk, refused: Refused) -> Answer:
    with desk.database.reading() as db:
        shown = shown_to(db, desk.actor, desk.entry.case.number, limit=1)
    return page(
        desk.request, "investigations/not_taken.html", status=409, shown=shown, why=_(refused.said),
        base=f"{desk.entry.path}/papers/{desk.item}",
    )  # fmt: skip


ROUTES: list[Any] = [fetch, add]
