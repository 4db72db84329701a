"""`/cases/{number}/evidence/new`: something enters the log, with a file of its own or one of the case, whose octets are
read once and their hash kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import anyio.to_thread
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, policy
from casework.cases.actions import members, papers
from casework.cases.forms.fields import NOTHING, number_of, said
from casework.cases.lifecycle import IllegalStep
from casework.cases.models import Allegation, Case, Paper
from casework.cases.queries.record import Record
from casework.cases.routes.doing import FILE, Answer, Key
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.opened import Opened, damaged, unlocked
from casework.cases.routes.readers import lines_of
from casework.db import Database
from casework.files import Kind, Store
from casework.investigations import octets
from casework.investigations.actions import evidence as verbs
from casework.investigations.actions.evidence import About
from casework.investigations.forms.evidence import NewForm
from casework.investigations.queries import evidence as queries
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Compartment, Room, Vault
from casework.web import nonces, text, uploads
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _
from casework.web.uploads import Received

from . import evidence_words as words
from .evidence import offer_parties

TITLE = N_("Enter something in the log")
OPT = {"needs": Action.WORK_CASE, "title": TITLE}
SORTS = {
    "photograph": {Kind.JPEG, Kind.PNG, Kind.GIF, Kind.WEBP, Kind.TIFF, Kind.HEIC},
    "message": {Kind.EML, Kind.MSG, Kind.CHAT},
    "recording": {Kind.MP3, Kind.M4A, Kind.WAV, Kind.OGG, Kind.OPUS, Kind.FLAC, Kind.MP4, Kind.MOV, Kind.WEBM},
}


APART = {Compartment.PRIVILEGED.value, Compartment.MEDICAL.value}
"""Rooms whose papers keep what is said of them to themselves."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What one request to enter something comes with."""

    request: Request[Any, Any, Any]
    entry: Entry
    database: Database
    keys: Vault
    store: Store
    actor: Actor


@get("/cases/{number:str}/evidence/new", sync_to_thread=True, opt=OPT)
def form(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    store: NamedDependency[Store],
    actor: NamedDependency[Actor],
) -> Answer:
    policy.require(actor, Action.WORK_CASE, opened.matter)
    return _shown(Desk(request, opened, database, vault, store, actor), None)


@post(
    "/cases/{number:str}/evidence/new", status_code=200, request_max_body_size=uploads.whole(1, uploads.PAPER), opt=OPT
)
async def enter(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    store: NamedDependency[Store],
    actor: NamedDependency[Actor],
) -> Answer:
    """A file that came along is on the disk, and its hash taken, before the transaction begins."""
    policy.require(actor, Action.WORK_CASE, opened.matter)
    received = await uploads.receive(request, vault=vault, store=store, max_files=1, max_size=uploads.PAPER)
    desk = Desk(request, opened, database, vault, store, actor)
    return await anyio.to_thread.run_sync(_settle, desk, received)


def _settle(desk: Desk, received: Received) -> Answer:
    try:
        received.finish(desk.store)
        return _entered(desk, received)
    finally:
        received.discard(desk.store)


def _entered(desk: Desk, received: Received) -> Answer:
    with desk.database.reading() as db:
        shown = shown_to(db, desk.actor, desk.entry.case.number)
        sent = NewForm(Typed(received.typed))
        _fill(shown, desk.actor, sent)
        row = db.get(Paper, number_of(sent.paper) or 0)
        opened = unlocked(db, desk.actor, row) if row is not None and row.case_id == shown.case.id else None
    wrong = [f"{one.name}: {_(one.why)}" for one in received.refused]
    if received.files and (sent.paper.data or sent.message.data):
        wrong.append(_("An entry is about one thing: choose a file, or a paper or a message of the case."))
    if not sent.validate() or wrong:
        return _again(desk, sent, received, wrong)
    try:
        digest = _digest(desk, received, opened)
    except octets.Damaged:
        return damaged(desk.request, shown.case.number, opened.name if opened else "")
    try:
        item = _written(desk, sent, received, digest)
    except IllegalStep as refused:
        return _shown(desk, sent, 409, refusals=refused.reasons)
    return see(f"{desk.entry.path}/evidence{f'/{item}' if item else ''}")


def _digest(desk: Desk, received: Received, opened: Opened | None) -> str:
    """Of the octets as they lie in the store now: what is shown later is compared with what was entered."""
    if received.files:
        [file] = received.files
        file_id, key = file.whole()
        return octets.digest(desk.store, desk.keys, file_id, key, file.size)
    if opened is not None:
        return octets.digest(desk.store, desk.keys, opened.row.file_id, opened.key, opened.row.size)
    return ""


def _written(desk: Desk, sent: NewForm, received: Received, digest: str) -> int | None:
    """The entry's id; None where this very form was sent before."""
    with desk.database.transaction() as db:
        if not nonces.take(db, received.number):
            return None
        case = db.get_one(Case, desk.entry.case.id)
        rooms = vault.rooms.enter_all(db, members.holder_of(desk.actor), case.id)
        paper = _file(db, desk, case, rooms, received) if received.files else db.get(Paper, number_of(sent.paper) or 0)
        about = About(paper.id if paper else None, number_of(sent.message), number_of(sent.statement), digest)
        place = (Compartment(paper.room), 0) if paper is not None and paper.room in APART else FILE
        if place not in rooms:
            raise NotFoundException
        row = verbs.enter(db, case, rooms[place], sent.entry(), about, by=desk.actor)
        if allegation := number_of(sent.allegation):
            verbs.point(
                db, case, rooms[place], row, db.get_one(Allegation, allegation), direction=said(sent.direction),
                why=said(sent.why), by=desk.actor,
            )  # fmt: skip
    received.files.clear()  # they are no longer the form's to discard
    return row.id


def _file(db: Session, desk: Desk, case: Case, rooms: Mapping[Key, Room], received: Received) -> Paper:
    """What came along becomes a paper of the file."""
    [file] = received.files
    file_id, key = file.kept(db)
    return papers.add(
        db, case, rooms[FILE], file_id=file_id, key=key, name=file.name, type=file.kind.value, size=file.size,
        by=desk.actor,
    )  # fmt: skip


def _again(desk: Desk, sent: NewForm, received: Received, wrong: Sequence[str]) -> Answer:
    """A file that was fine is not sent twice: it is a paper of the case now, and chosen."""
    if received.files and not wrong:
        with desk.database.transaction() as db:
            if nonces.take(db, f"file {received.number}"):
                case = db.get_one(Case, desk.entry.case.id)
                rooms = vault.rooms.enter_all(db, members.holder_of(desk.actor), case.id)
                sent.paper.data = str(_file(db, desk, case, rooms, received).id)
        received.files.clear()
    return _shown(desk, sent, 422, wrong)


def _shown(
    desk: Desk, sent: NewForm | None, status: int = 200, wrong: Sequence[str] = (), refusals: Sequence[str | Said] = ()
) -> Answer:
    with desk.database.reading() as db:
        shown = shown_to(db, desk.actor, desk.entry.case.number)
        sent = sent or NewForm(data=_start(desk, shown))
        heard = queries.interview_of(db, shown.case.id, number_of(sent.statement))
    _fill(shown, desk.actor, sent)
    sent.nonce.data = nonces.make()
    return page(
        desk.request, "investigations/evidence_new.html", status=status, shown=shown, form=sent, wrong=wrong,
        refusals=refusals, lines=lines_of(shown, desk.actor, (FILE,)), title=_(TITLE), heard=heard,
        chosen=bool(status == 422 and sent.paper.data and not wrong),
    )  # fmt: skip


def _fill(shown: Record, actor: Actor, sent: NewForm) -> None:
    offer_parties(shown, sent.from_party)
    for field, offered in (
        (sent.paper, words.papers(shown)),
        (sent.message, words.messages(shown, actor)),
        (sent.allegation, words.allegations(shown).items()),
    ):
        field.choices = [NOTHING, *((str(id_), name) for id_, name in offered)]


def _start(desk: Desk, shown: Record) -> dict[str, Any]:
    """What the address names is chosen already: `?paper=`, `?message=`, `?statement=`, `?allegation=`."""
    query = desk.request.query_params
    names = ("paper", "message", "statement", "allegation")
    chosen: dict[str, Any] = {name: str(query.get(name, "")) for name in names}
    paper = next((one for one in shown.papers if str(one.id) == chosen["paper"]), None)
    if paper is not None:
        sort = next((sort for sort, kinds in SORTS.items() if paper.type in kinds), "paper")
        day = paper.at.astimezone(text.zone_of(desk.actor.zone)).date()
        return {**chosen, "kind": sort, "what": paper.name or "", "from_party": str(paper.from_party or ""),
                "obtained_on": day}  # fmt: skip
    line = next((one for one in shown.timeline if str(one.id) == chosen["message"]), None)
    if line is not None:
        day = line.at.astimezone(text.zone_of(desk.actor.zone)).date()
        return {**chosen, "kind": "message", "from_party": str(line.subject) if line.from_party else "",
                "arose_on": day, "obtained_on": day}  # fmt: skip
    return {**chosen, "kind": "statement" if chosen["statement"] else ""}


ROUTES: list[Any] = [form, enter]
