"""`/cases/{number}/chronology`: its lines, by hand or taken from the case, and the document made of them."""

from collections.abc import Iterator
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import HTTPException

from casework.access import Action, policy
from casework.audit import Tag, trail
from casework.cases.queries import record
from casework.cases.queries.record import Record
from casework.cases.routes.doing import Answer, Asked, Deed, Doing, nowhere
from casework.cases.routes.download import saved
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.handlers import routes
from casework.cases.routes.words import PARTICULARS, label
from casework.db import Database, utc_now
from casework.legal.actions import chronology as verbs
from casework.legal.forms.chronology import DocumentForm, LineForm, RemoveForm, TakeForm
from casework.legal.models import ChronologyRow
from casework.legal.queries import chronology as queries
from casework.legal.queries.chronology import Shown, Source
from casework.people import Actor
from casework.press import apart
from casework.press import document as documents
from casework.press.document import Document
from casework.settings import N_
from casework.web import nonces, text
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _, gettext

from .gathered import LEGEND, is_counsels

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
WIDTHS = (12, 34, 0, 38)
"""Millimetres of the document's columns; the third takes what is left."""
MOST = 160
"""Characters of a source that its line begins with."""


def when(row: Shown) -> str:
    if row.since == row.until:
        return text.day(row.since)
    return _("%(since)s to %(until)s", since=text.day(row.since), until=text.day(row.until))


def _lines(asked: Asked) -> dict[str, Any]:
    shown = asked.shown
    rows = [(row, when(row), row.event or _("This line is damaged and cannot be opened.")) for row in
            queries.of(asked.db, shown)]  # fmt: skip
    may = bool(policy.judge(asked.actor, Action.EXPORT_CASE, shown.matter))
    return {"rows": rows, "may_take": may, "base": f"/cases/{shown.case.number}/chronology"}


def _back(deed: Deed) -> Answer:
    return see(f"/cases/{deed.case.number}/chronology")


def _add(deed: Deed) -> Answer:
    verbs.add(deed.db, deed.case, deed.file, by=deed.by, **deed.form.values())
    return _back(deed)


def _of(asked: Asked) -> Shown:
    found: Shown = asked.one(queries.of(asked.db, asked.shown))
    return found


def _as_it_is(asked: Asked) -> dict[str, Any]:
    row = _of(asked)
    until = None if row.until == row.since else row.until
    place = str(row.position) if row.position else ""
    return {"since": row.since, "until": until, "event": row.event or "", "source": row.source, "position": place,
            "version": row.version}  # fmt: skip


def _change(deed: Deed) -> Answer:
    row = deed.one(ChronologyRow)
    verbs.change(deed.db, deed.case, deed.file, row, by=deed.by, version=deed.form.seen, **deed.form.values())
    return _back(deed)


def _remove(deed: Deed) -> Answer:
    verbs.remove(deed.db, deed.case, deed.one(ChronologyRow), by=deed.by)
    return _back(deed)


def _about(asked: Asked) -> dict[str, Any]:
    row = _of(asked)
    return {"says": f"{when(row)}: {row.event or ''}"}


def value_of(source: Source) -> str:
    return f"{source.kind}-{source.id}"


def words_of(source: Source) -> str:
    if source.kind == queries.STEP:
        return _("The case became “%(state)s”.", state=gettext(source.words))
    return f"{label(PARTICULARS, source.name)}: {source.words}" if source.name else source.words


NAMED = {
    queries.STEP: N_("Step of the case"), queries.NOTE: N_("Note"), queries.PAPER: N_("Paper"),
    queries.PARTICULAR: N_("The report"),
}  # fmt: skip


def _offer(asked: Asked, form: Any) -> None:
    every = queries.sources(asked.db, _whole(asked.db, asked.actor, asked.shown))
    form.items.choices = [
        (value_of(one), f"{text.day(one.at, asked.actor.zone)}, {gettext(NAMED[one.kind])}: {words_of(one)[:MOST]}")
        for one in every
    ]


def _take(deed: Deed) -> Answer:
    shown = shown_to(deed.db, deed.by, deed.case.number, limit=100_000)
    wanted = set(deed.form.items.data or [])
    for one in queries.sources(deed.db, shown):
        if value_of(one) in wanted:
            on = one.at.astimezone(text.zone_of(deed.by.zone)).date()
            source = f"{gettext(NAMED[one.kind])}, {text.moment(one.at, deed.by.zone)}"
            verbs.add(
                deed.db, deed.case, deed.file, since=on, until=None, event=words_of(one), source=source, by=deed.by,
                taken_from=one.kind, source_id=one.id,
            )  # fmt: skip
    return _back(deed)


def _whole(db: Any, actor: Actor, shown: Record) -> Record:
    return record.load(db, actor, shown.case.number, limit=100_000) or shown


@get(
    "/cases/{number:str}/chronology/document", sync_to_thread=True,
    opt={"needs": Action.EXPORT_CASE, "title": N_("Chronology as a document"), "step_up": True},
)  # fmt: skip
def document_form(
    request: Request[Any, Any, Any], opened: NamedDependency[Entry], actor: NamedDependency[Actor]
) -> Answer:
    policy.require(actor, Action.EXPORT_CASE, opened.matter)
    return _document_page(request, opened, DocumentForm(data={"kind": "pdf"}))


@post(
    "/cases/{number:str}/chronology/document", sync_to_thread=True, status_code=200,
    opt={"needs": Action.EXPORT_CASE, "title": N_("Chronology as a document"), "step_up": True},
)  # fmt: skip
def document(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Any:
    """Made at once, in a process of its own; on the trail before a byte of it leaves."""
    policy.require(actor, Action.EXPORT_CASE, opened.matter)
    form = DocumentForm(Typed(typed))
    if not form.validate():
        return _document_page(request, opened, form, 422)
    kind, lock = str(form.kind.data), form.opens_by() if form.lock.data != "open" else {}
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number, limit=1)
        said = _said(shown, queries.of(db, shown))
    data = _made(kind, said, lock)
    with database.transaction() as db:
        trail.record(db, actor, Tag.CHRONOLOGY_TAKEN, opened.case.id, form=kind, lock=str(form.lock.data))
    name, media = f"chronology.{kind}", MEDIA[kind]
    if lock:
        name, media = f"{name}.age", "application/octet-stream"
    return saved(_pieces(data), name, media, len(data))


def _said(shown: Record, rows: list[Shown]) -> Document:
    number = shown.case.number
    said = documents.begun(
        title=_("Chronology, %(number)s", number=number), number=number, made=utc_now(),
        legend=_(LEGEND) if is_counsels(shown) else "",
    )  # fmt: skip
    heads = [_("No."), _("When"), _("What happened"), _("Known from")]
    lines = [
        [str(n), when(row), row.event or _("damaged, cannot be opened"), row.source] for n, row in enumerate(rows, 1)
    ]
    nothing = _("Nothing is in this chronology yet.")
    said["blocks"].append(documents.table(heads, lines, WIDTHS) if lines else documents.text(nothing))
    return said


def _made(kind: str, said: Document, lock: dict[str, str]) -> bytes:
    try:
        return apart.run("casework.legal.handing.table", {"form": kind, "sheet": "", "data": said, "lock": lock})
    except apart.NotMade as wrong:
        raise HTTPException(status_code=500) from wrong


def _pieces(data: bytes) -> Iterator[bytes]:
    yield data


def _document_page(request: Request[Any, Any, Any], opened: Entry, form: DocumentForm, status: int = 200) -> Answer:
    form.nonce.data = nonces.make()
    return page(request, "legal/chronology_document.html", status=status, form=form, number=opened.case.number)


ROUTES: list[Any] = [
    *routes(
        Doing(
            "/chronology", Action.WORK_CASE, N_("Chronology"), N_("Add the line"), LineForm, _add, more=_lines,
            template="legal/chronology.html",
            says=N_("Dates, events and where each is known from, for a position statement. It is sealed in the file."),
        ),
        Doing(
            "/chronology/taking", Action.WORK_CASE, N_("Take lines from the case"), N_("Take them"), TakeForm, _take,
            fill=_offer, says=N_("What was noted, handed in and done, as far as it lies in the file."),
        ),
        Doing(
            "/chronology/{item:int}", Action.WORK_CASE, N_("Change a line"), N_("Save it"), LineForm, _change,
            start=_as_it_is,
        ),
        Doing(
            "/chronology/{item:int}/removal", Action.WORK_CASE, N_("Take a line out"), N_("Take it out"), RemoveForm,
            _remove, rooms=nowhere, more=_about, template="legal/chronology_removal.html",
        ),
    ),
    document_form,
    document,
]  # fmt: skip
