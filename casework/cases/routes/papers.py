"""`…/papers`: files into a room of the case as they stream, and out again."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import anyio.to_thread
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, policy
from casework.audit import Tag, trail
from casework.cases.actions import box, members, papers
from casework.cases.forms.papers import PaperForm
from casework.cases.queries.record import PartyShown, Record
from casework.db import Database
from casework.files import Store, StoreFull, Unfinished
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment, Room, Vault
from casework.web import nonces, uploads
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _
from casework.web.uploads import Received

from . import download
from .doing import FILE, Answer, Key
from .entry import Entry, shown_to
from .notes import FOR_COUNSEL, said_of
from .opened import damaged, to_save
from .readers import lines_of
from .words import called

TAKEN_IN = {Compartment.FILE, Compartment.MEDICAL, Compartment.PRIVILEGED, Compartment.DIALOGUE}
"""Rooms that papers are put into: who a reporter is has pages of its own."""
APART: Key = (Compartment.PRIVILEGED, 0)


@dataclass(frozen=True, slots=True)
class Desk:
    """What one request about papers comes with."""

    request: Request[Any, Any, Any]
    entry: Entry
    database: Database
    store: Store
    actor: Actor


@get("/cases/{number:str}/papers", sync_to_thread=True, opt={"needs": Action.WORK_CASE})
def form(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    store: NamedDependency[Store],
    actor: NamedDependency[Actor],
) -> Answer:
    desk = Desk(request, opened, database, store, actor)
    return _shown(desk, PaperForm(data={"readers": "file", "nonce": nonces.make()}))


@post(
    "/cases/{number:str}/papers",
    status_code=200,
    request_max_body_size=uploads.whole(uploads.FILES, uploads.PAPER),
    opt={"needs": Action.WORK_CASE},
)
async def add(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    store: NamedDependency[Store],
    actor: NamedDependency[Actor],
) -> Answer:
    """Each file is sealed while it comes in; it belongs to the case once its key lies in the room."""
    policy.require(actor, Action.WORK_CASE, opened.matter)
    received = await uploads.receive(request, vault=vault, store=store, max_files=uploads.FILES, max_size=uploads.PAPER)
    desk = Desk(request, opened, database, store, actor)
    return await anyio.to_thread.run_sync(_settle, desk, received)


def _settle(desk: Desk, received: Received) -> Answer:
    try:
        try:
            return _entered(desk, received)
        except (StoreFull, Unfinished):  # nothing of it was kept: those that the disk took go in without the others
            received.finish(desk.store)
            return _entered(desk, received)
    finally:
        received.discard(desk.store)


def _entered(desk: Desk, received: Received) -> Answer:
    added, sent = [file.name for file in received.files], PaperForm(Typed(received.typed))
    with desk.database.transaction() as db:
        entered = vault.rooms.enter_all(db, members.holder_of(desk.actor), desk.entry.case.id)
        rooms = {_value(key): room for key, room in entered.items() if key[0] in TAKEN_IN}
        sent.readers.choices = [(value, "") for value in (*rooms, *({_value(APART)} - rooms.keys()))]
        fits = sent.validate()
        kept = fits and _keep(db, desk, rooms.get(sent.readers.data), received)
    if kept:  # they are no longer the form's to discard
        received.files.clear()
    if not fits or received.refused or not added:
        return _again(desk, sent, received, added if fits else [])
    return see(f"{desk.entry.path}#papers")


def _keep(db: Session, desk: Desk, room: Room | None, received: Received) -> bool:
    """Whether this transaction takes the files: what was sent twice is taken once. `room`: none is counsel's, through
    its drop box."""
    if not received.files or not nonces.take(db, received.number):
        return False
    case = db.merge(desk.entry.case, load=False)  # each paper begins with reading and locking the row
    place = room or box.into(db, case, desk.actor, *APART)
    for file in received.files:
        file_id, key = file.kept(db)
        papers.add(
            db, case, place, file_id=file_id, key=key, name=file.name,
            type=file.kind.value, size=file.size, by=desk.actor,
        )  # fmt: skip
    return True


def _again(desk: Desk, sent: PaperForm, received: Received, added: list[str]) -> Answer:
    """What was refused, and why; what was fine is on the case already."""
    sent.nonce.data = nonces.make()
    wrong = [f"{refusal.name}: {_(refusal.why)}" for refusal in received.refused]
    if not added and not wrong:
        wrong = [_("Choose a file.")] if not received.files else [_("Nothing was saved: choose the files again.")]
    return _shown(desk, sent, 422, wrong, added)


def _shown(
    desk: Desk, sent: PaperForm, status: int = 200, wrong: Sequence[str] = (), added: Sequence[str] = ()
) -> Answer:
    with desk.database.reading() as db:
        shown = shown_to(db, desk.actor, desk.entry.case.number)
    offered = _offered(shown.rooms, shown.parties)
    sent.readers.choices = [(value, words) for value, words, _room in offered]
    return page(
        desk.request,
        "cases/paper.html",
        status=status,
        shown=shown,
        form=sent,
        wrong=wrong,
        added=added,
        smalls={value: _readable(shown, desk.actor, room) for value, _words, room in offered},
        icons={value: f"lock-{room[0].value}" for value, _words, room in offered},
    )


def _offered(rooms: Collection[Key], parties: Iterable[PartyShown]) -> list[tuple[str, str, Key]]:
    """Rooms that the reader has a key to, and counsel's, which takes what its giver cannot read back."""
    named = {Compartment.FILE: _("File"), Compartment.MEDICAL: _("Medical"), Compartment.PRIVILEGED: _("Privileged")}
    found = [(_value(room), words, room) for room in rooms if (words := named.get(room[0]))]
    shared = [
        (_value(room), _("Shared with %(who)s", who=called(party)), room)
        for party in parties
        if (room := (Compartment.DIALOGUE, party.id)) in rooms
    ]
    if APART not in rooms:
        found.append((_value(APART), _("Privileged"), APART))
    return sorted(found, key=lambda one: one[2] != FILE) + shared


def _value(room: Key) -> str:
    """What the form calls a room."""
    name, subject = room
    return f"{name.value}-{subject}" if name is Compartment.DIALOGUE else name.value


def _readable(shown: Record, actor: Actor, room: Key) -> str:
    if room == APART and room not in shown.rooms:
        return _(FOR_COUNSEL)
    return said_of(lines_of(shown, actor, (room,))[0])


@get("/cases/{number:str}/papers/{item:int}", sync_to_thread=True, opt={"needs": Action.SEE_CASE})
def fetch(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    item: FromPath[int],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    store: NamedDependency[Store],
    actor: NamedDependency[Actor],
) -> Answer:
    """The opening is on the trail before the first byte leaves."""
    with database.reading() as db:
        paper = to_save(db, actor, opened, item)
    try:
        pieces = paper.pieces(store, vault)
    except download.DamagedFile:
        return damaged(request, opened.case.number, paper.name)
    with database.transaction() as db:
        trail.record(db, actor, Tag.PAPER_READ, opened.case.id, paper=item)
    return download.stream(pieces, paper.saved_as(paper.name), paper.row.type, paper.row.size)


ROUTES: list[Any] = [form, add, fetch]
TITLE = N_("Add a paper")
