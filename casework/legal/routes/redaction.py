"""`…/papers/{item}/redaction`, `…/notes/{item}/redaction`: copies to hand out, and pages to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.access import Action, policy
from casework.audit import Tag, trail
from casework.cases.actions import redacting
from casework.cases.actions.notes import ROOMS
from casework.cases.actions.redacting import Mark
from casework.cases.models import Case, Note, Paper
from casework.cases.queries import redactions
from casework.cases.queries.redactions import Version
from casework.cases.routes import download
from casework.cases.routes.doing import Answer, Asked, Deed, Doing
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.handlers import routes
from casework.cases.routes.opened import Opened, damaged, of_case
from casework.cases.routes.readers import lines_of
from casework.db import Database
from casework.files import Kind, Store
from casework.files.keeping import keep
from casework.files.redacting import copies
from casework.files.redacting.report import Undoable
from casework.legal.forms.redaction import OfNote, OfPaper, RedactionForm, start
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment, Vault
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import gettext

TITLE = N_("Redacted copies")
WHY_NOT = {
    "damaged": N_("It could not be drawn: it is damaged, or has a password. Print it to PDF and add that."),
    "pages": N_("It is too long or too large: at most 200 pages and 50 MB. Add it in parts."),
    "page": N_("There is no such page."),
    "left": N_("A word could still be read in the copy, so it was not kept. Mark where it stands as an area."),
    "kind": N_("PDF and pictures can be redacted. Print it to PDF and add that."),
    "busy": N_("Other copies are being made just now. Send it again in a minute: everything you typed is still here."),
}


@dataclass(frozen=True, slots=True)
class Desk:
    """What one request about the copies of one paper comes with."""

    request: Request[Any, Any, Any]
    entry: Entry
    item: int
    database: Database
    actor: Actor

    @property
    def path(self) -> str:
        return f"{self.entry.path}/papers/{self.item}"


@get("/cases/{number:str}/papers/{item:int}/redaction", sync_to_thread=True, opt={"needs": Action.REDACT})
def show(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    item: FromPath[int],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    desk = Desk(request, opened, item, database, actor)
    _open(desk)
    return _shown(desk, None)


@post(
    "/cases/{number:str}/papers/{item:int}/redaction",
    sync_to_thread=True,
    status_code=200,
    opt={"needs": Action.REDACT, "title": TITLE},
)
def make(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    item: FromPath[int],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    store: NamedDependency[Store],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    """The copy is made outside of any transaction; one that comes to nothing is found by the sweep."""
    desk = Desk(request, opened, item, database, actor)
    paper, form = _open(desk), OfPaper(Typed(typed))
    if not form.validate():
        return _shown(desk, form, 422)
    marks = form.marks()
    try:
        copy = _copied(paper, marks, store, vault)
    except Undoable as undone:
        return _shown(desk, form, 409, [gettext(WHY_NOT[undone.why])])
    except download.DamagedFile:
        return damaged(request, opened.case.number, paper.name)
    with database.transaction() as db:
        if nonces.take(db, nonces.of(typed)):
            case = db.get_one(Case, opened.case.id)
            redacting.of_paper(db, case, db.get_one(Paper, item), copy, marks, by=actor)
    return see(f"{desk.path}/redaction#versions")


@get("/cases/{number:str}/papers/{item:int}/pages/{at:int}", sync_to_thread=True, opt={"needs": Action.REDACT})
def draw(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    item: FromPath[int],
    at: FromPath[int],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    store: NamedDependency[Store],
    actor: NamedDependency[Actor],
) -> Answer:
    """One page as a picture. The opening is on the trail before it leaves."""
    paper = _open(Desk(request, opened, item, database, actor))
    try:
        picture, done = copies.page(paper.kind, paper.pieces(store, vault), at)
    except (Undoable, download.DamagedFile):
        raise NotFoundException from None
    with database.transaction() as db:
        trail.record(db, actor, Tag.PAPER_READ, opened.case.id, paper=item)
    return Response(picture, media_type="image/png", headers={"Cache-Control": "no-store", "X-Pages": str(done.pages)})


def _open(desk: Desk) -> Opened:
    """For who may, and holds the key; else a page like any that is not there."""
    policy.require(desk.actor, Action.REDACT, desk.entry.matter)
    with desk.database.reading() as db:
        return of_case(db, desk.actor, desk.entry, desk.item)


def _copied(paper: Opened, marks: Sequence[Mark], store: Store, keys: Vault) -> redacting.Copy:
    if paper.kind not in copies.DRAWN:
        raise Undoable("kind")
    data, done = copies.redact(paper.kind, paper.pieces(store, keys), redacting.marks_of(marks))
    file_id, key = keep(keys, store, data)
    return redacting.Copy(file_id, key, len(data), copies.becomes(paper.kind), done)


def _shown(desk: Desk, form: RedactionForm | None, status: int = 200, refusals: Sequence[str] = ()) -> Answer:
    with desk.database.reading() as db:
        shown = shown_to(db, desk.actor, desk.entry.case.number)
        versions = redactions.of_paper(db, desk.entry.case.id, desk.item, shown.rooms)
    paper = next((one for one in shown.papers if one.id == desk.item), None)
    if paper is None or paper.name is None:
        raise NotFoundException
    form = form or OfPaper(data=start(_marks(versions)))
    form.nonce.data = nonces.make()
    asked = str(desk.request.query_params.get("page", "1"))
    return page(
        desk.request,
        "legal/redaction.html",
        status=status,
        shown=shown,
        paper=paper,
        form=form,
        refusals=refusals,
        versions=versions,
        reasons=redacting.REASONS,
        lines=lines_of(shown, desk.actor, ((Compartment(paper.room), paper.subject),)),
        drawn=Kind(paper.type) in copies.DRAWN,
        at=int(asked) if asked.isascii() and asked.isdecimal() and 0 < int(asked) < 1000 else 1,
        why_not=gettext(WHY_NOT["kind"]),
    )


def _marks(versions: Sequence[Version]) -> list[Mark]:
    """Of the newest, as they were typed: another version begins where it ended."""
    return [_mark(mark.sort, mark.what, mark.reason, mark.remark) for mark in versions[0].marks] if versions else []


def _mark(sort: str, what: str, reason: str, remark: str) -> Mark:
    if sort == redacting.AREA:
        return Mark(reason, area=redacting.area_of(what), remark=remark)
    return Mark(reason, word=what, remark=remark)


def _note_room(asked: Asked) -> tuple[tuple[Compartment, int], ...]:
    line = asked.one([line for line in asked.shown.timeline if line.kind == "note"])
    return ((ROOMS[line.class_], line.subject),)


def _of_note(asked: Asked) -> dict[str, Any]:
    [(compartment, subject)] = _note_room(asked)
    if (compartment, subject) not in asked.shown.rooms:
        raise NotFoundException
    versions = redactions.of_note(asked.db, asked.shown.case.id, asked.item, asked.shown.rooms)
    return {"versions": versions, "reasons": redacting.REASONS}


def _start(asked: Asked) -> dict[str, Any]:
    return dict(start(_marks(_of_note(asked)["versions"])))


def _redact_note(deed: Deed) -> str:
    redacting.of_note(deed.db, deed.case, deed.one(Note), deed.form.marks(), by=deed.by)
    return f"/notes/{deed.item}/redaction#versions"


ROUTES: list[Any] = [
    show,
    make,
    draw,
    *routes(
        Doing(
            "/notes/{item:int}/redaction", Action.REDACT, TITLE, N_("Make a redacted copy"), OfNote, _redact_note,
            start=_start, rooms=_note_room, more=_of_note, template="legal/redaction_note.html",
        ),
    ),
]  # fmt: skip
