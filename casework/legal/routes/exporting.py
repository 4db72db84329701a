"""`/cases/{number}/export`: choosing what of a case is handed out; the rest goes on without a page to wait at."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.cases.forms.fields import options
from casework.cases.models import Redaction
from casework.cases.queries import record, redactions
from casework.cases.queries.record import Record
from casework.cases.queries.record.opening import Key
from casework.cases.queries.rows import Rows
from casework.cases.routes.doing import Answer
from casework.cases.routes.entry import Entry, shown_to
from casework.db import Database
from casework.files import Store
from casework.legal.actions import building, exports
from casework.legal.forms.exports import CLASSES, USUAL, ExportForm
from casework.legal.handing.plan import Lock, Plan
from casework.legal.queries import exports as queries
from casework.people import Actor
from casework.settings import N_, Settings
from casework.vault import Compartment
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _, day

from . import gathered
from .near import room_words

OPT = {"needs": Action.EXPORT_CASE, "title": N_("Hand out a case file"), "step_up": True}
OF_ROOM = {"notes_privileged": Compartment.PRIVILEGED, "notes_medical": Compartment.MEDICAL}
"""What is there to be chosen only for who holds its room."""
KEPT_BACK = frozenset({Compartment.REVIEW})
"""What counsel was asked is no part of a case file."""


@get("/cases/{number:str}/export", sync_to_thread=True, opt=OPT)
def form(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    policy.require(actor, Action.EXPORT_CASE, opened.matter)
    empty = ExportForm(data={"copies": "redacted", "form": exports.BOTH, "nonce": nonces.make()})
    with database.reading() as db:
        shown = _shown(db, actor, opened)
        _fill(db, empty, shown)
        empty.rooms.data = [value_of(key) for key in shown.rooms if key == (Compartment.FILE, 0)]
        empty.classes.data = list(USUAL)
        return _page(request, shown, empty)


@post("/cases/{number:str}/export", sync_to_thread=True, status_code=200, opt=OPT)
def send(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    """What is read is opened here, with the reader's keys; the papers are opened by who builds."""
    policy.require(actor, Action.EXPORT_CASE, opened.matter)
    sent = ExportForm(Typed(typed))
    with database.reading() as db:
        shown = _shown(db, actor, opened)
        rooms = _fill(db, sent, shown)
        if not sent.validate():
            sent.nonce.data = nonces.make()
            return _page(request, shown, sent, 422)
        choice = sent.choice(frozenset(rooms[value] for value in sent.rooms.data or []))
        known = record.entry(db, actor, opened.case.number)
        if known is None:
            raise NotFoundException
        lock: Lock = sent.opens_by()  # type: ignore[assignment]  # one of both
        plan = gathered.plan_of(db, actor, known, choice, lock, str(settings.files))
    _begin(database, settings, actor, opened, choice, plan, nonces.of(typed))
    return see("/exports")


def _begin(
    database: Database, settings: Settings, actor: Actor, opened: Entry, choice: exports.Choice, plan: Plan, nonce: str
) -> None:
    """Sent twice, it is built once."""
    lock = exports.KEY if "recipient" in plan["lock"] else exports.PASSPHRASE
    octets = sum(paper["size"] for paper in plan["papers"] if paper["key"])
    total = len(plan["papers"]) + 1 + (choice.form == exports.BOTH)
    with database.transaction() as db:
        if not nonces.take(db, nonce):
            return
        row = exports.ask(db, opened.case, choice, lock=lock, total=total, octets=octets, by=actor)
    folder = Store(settings.exports)
    building.begin(building.Job(row.id, row.file_id, actor.session_id, database, folder, plan))


def value_of(key: Key) -> str:
    return f"{key[0].value}-{key[1]}"


def _shown(db: Session, actor: Actor, opened: Entry) -> Record:
    found = shown_to(db, actor, opened.case.number, limit=1)
    shut = {(Compartment.IDENTITY, party) for party in queries.shut(db, found.case.id, found.parties)}
    kept = {key: room for key, room in found.rooms.items() if key[0] not in KEPT_BACK and key not in shut}
    return replace(found, rooms=kept)


def _fill(db: Session, form: ExportForm, shown: Record) -> Mapping[str, Key]:
    """Rooms that the reader holds, and what there is a redacted copy of."""
    order = list(Compartment)
    keys = sorted(shown.rooms, key=lambda key: (order.index(key[0]), key[1]))
    form.rooms.choices = [(value_of(key), room_words(shown, key)) for key in keys]
    held = {name for name, _subject in keys}
    form.classes.choices = [
        (word, said) for word, said in options(CLASSES) if OF_ROOM.get(word, Compartment.FILE) in held
    ]
    copies = _copies(db, shown)
    if copies:
        form.originals.choices = copies
    else:
        del form.originals
    return {value_of(key): key for key in keys}


def _copies(db: Session, shown: Record) -> Sequence[tuple[str, str]]:
    papers, notes = redactions.newest(Rows(db, shown.case.id).of(Redaction))
    known = {paper.id: paper for paper in shown.papers if not paper.sealed_away}
    found = [
        (str(id_), _("Paper %(position)s, “%(name)s”", position=known[id_].position, name=known[id_].name or ""))
        for id_ in papers
        if id_ in known
    ]
    return found + [
        (str(id_), _("Note, redacted on %(day)s", day=day(row.at)))
        for id_, row in notes.items()
        if (Compartment(row.room), row.subject if row.room == "dialogue" else 0) in shown.rooms
    ]


def _page(request: Request[Any, Any, Any], shown: Record, form: ExportForm, status: int = 200) -> Answer:
    privileged = (Compartment.PRIVILEGED, 0) in shown.rooms
    action = request.scope["path"]
    return page(
        request,
        "legal/export.html",
        status=status,
        shown=shown,
        form=form,
        action=action,
        privileged=privileged,
        kept_apart=any(party.mode != "named" for party in shown.parties),
    )


ROUTES: list[Any] = [form, send]
