"""`…/report/versions/{version}`: read as it stood, commented on, put to approval, compared, taken out as a file."""

from collections.abc import Iterator
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.cases.actions import reports as putting
from casework.cases.models import Case, ReportComment, ReportVersion
from casework.cases.queries.record import Record
from casework.cases.queries.record.opening import FILE
from casework.cases.routes.doing import Answer, Asked, Deed, Doing, a_row, nowhere
from casework.cases.routes.download import saved
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.handlers import routes
from casework.cases.routes.words import name_of
from casework.db import Database
from casework.investigations.actions import report_files
from casework.investigations.actions import reports as verbs
from casework.investigations.forms.report import CommentForm, PutForm, SettleForm
from casework.investigations.lifecycle.report import BUILDING, DRAFT, FORMS, SECTIONS, SHOWING, STATES
from casework.investigations.queries import report_files as files
from casework.investigations.queries import reports as queries
from casework.people import Actor
from casework.settings import N_
from casework.web.page import page, see
from casework.web.text import gettext

from . import report_changes, report_making

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
WHY = {
    "memory": N_("It takes more memory than a report may. Make it shorter, or leave the log out of it."),
    "time": N_("It took longer than a minute. Try again later."),
    "access": N_("Whoever asked may not read the case any more."),
    "work": N_("It could not be made. Begin again; if it happens once more, ask the administrator to look."),
}
READS = {"needs": Action.READ_CASE, "title": N_("A version of the report")}
FILED = {"needs": Action.READ_CASE, "title": N_("Make a file of the report")}


def _version(db: Session, shown: Record, number: int) -> tuple[ReportVersion, dict[str, Any]]:
    row = queries.version(db, shown.case.id, number) if number < 2**31 else None
    if row is None or FILE not in shown.rooms:
        raise NotFoundException
    return row, queries.content(db, shown.rooms[FILE], row)


@get("/cases/{number:str}/report/versions/{version:int}", sync_to_thread=True, opt=READS)
def show(
    request: Request[Any, Any, Any],
    version: FromPath[int],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    policy.require(actor, Action.READ_CASE, opened.matter)
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        row, content = _version(db, shown, version)
        made = files.of_version(db, row)
        said = queries.comments(db, shown, row.id)
        others = [one.number for one in queries.versions(db, shown.case.id) if one.number != row.number]
    writes = bool(policy.judge(actor, Action.WORK_CASE, shown.matter))
    return page(
        request, "investigations/report_version.html", shown=shown, row=row, content=content, writes=writes,
        state=gettext(STATES[row.state]), naming=gettext(SHOWING[row.names]), mark=report_making.mark_of(row),
        base=f"{opened.path}/report", by=name_of(shown, actor, row.by), others=others,
        files=[_file(form, made.get(form)) for form in FORMS],
        busy=any(one.state == BUILDING for one in made.values()),
        comments=[(one, name_of(shown, actor, one.by), gettext(SECTIONS[one.section])) for one in said],
        is_draft=row.state == DRAFT,
    )  # fmt: skip


def _file(form: str, row: files.Made | None) -> dict[str, Any]:
    lost = row is not None and row.state == BUILDING and not row.is_alive
    state = "failed" if lost else (row.state if row else "")
    why = (row.why or "work") if row and state == "failed" else ""
    return {
        "form": form, "words": gettext(FORMS[form]), "state": state, "done": row.done if row else 0,
        "total": row.total if row else 0, "size": row.size if row else 0, "why": gettext(WHY[why]) if why else "",
    }  # fmt: skip


@get("/cases/{number:str}/report/versions/{version:int}/changes", sync_to_thread=True, opt=READS)
def changes(
    request: Request[Any, Any, Any],
    version: FromPath[int],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    """Against an earlier version, or a later one: `since` is its number, the one before where none is named."""
    policy.require(actor, Action.READ_CASE, opened.matter)
    since = request.query_params.get("since", "")
    other = int(since) if since.isascii() and since.isdecimal() else version - 1
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        _row, after = _version(db, shown, version)
        _other, before = _version(db, shown, other)
    return page(
        request, "investigations/report_changes.html", shown=shown, base=f"{opened.path}/report", version=version,
        other=other, sections=report_changes.between(before, after),
    )  # fmt: skip


@post(
    "/cases/{number:str}/report/versions/{version:int}/files/{form:str}", sync_to_thread=True, status_code=200,
    opt=FILED,
)  # fmt: skip
def make(
    version: FromPath[int],
    form: FromPath[str],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    """Begins, and answers at once: the version's page says how far it is."""
    policy.require(actor, Action.READ_CASE, opened.matter)
    if form not in FORMS:
        raise NotFoundException
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        row, content = _version(db, shown, version)
    with database.transaction() as db:
        begun = report_files.ask(db, db.get_one(Case, opened.case.id), row, form, by=actor)
    if begun is not None:
        document = report_making.document(row, content)
        report_making.begin(report_making.Job(begun.id, form, database, actor, document))  # type: ignore[arg-type]
    return see(f"{opened.path}/report/versions/{version}#files")


@get("/cases/{number:str}/report/versions/{version:int}/files/{form:str}", sync_to_thread=True, opt=FILED)
def fetch(
    version: FromPath[int],
    form: FromPath[str],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Any:
    policy.require(actor, Action.READ_CASE, opened.matter)
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        row, _content = _version(db, shown, version)
        data = files.data(db, shown.rooms[FILE], row, form) if form in FORMS else None
    if data is None:
        raise NotFoundException
    with database.transaction() as db:
        report_files.take(db, db.get_one(Case, opened.case.id), row, form, by=actor)
    return saved(_pieces(data), report_making.name_of(opened.case.number, row, form), MEDIA[form], len(data))


def _pieces(data: bytes) -> Iterator[bytes]:
    yield data


def _there(asked: Asked) -> dict[str, Any]:
    _version(asked.db, asked.shown, asked.item)
    return {}


def _of(deed: Deed) -> ReportVersion:
    row = queries.version(deed.db, deed.case.id, deed.item) if deed.item < 2**31 else None
    if row is None:
        raise NotFoundException
    return row


def _put(deed: Deed) -> Answer:
    row = _of(deed)
    putting.put(deed.db, deed.case, row, by=deed.by)
    return see(f"/cases/{deed.case.number}/report/versions/{row.number}")


def _comment(deed: Deed) -> Answer:
    row, form = _of(deed), deed.form
    verbs.comment(
        deed.db, deed.case, deed.file, row, section=form.section.data, text=form.text.data, by=deed.by
    )  # fmt: skip
    return see(f"/cases/{deed.case.number}/report/versions/{row.number}#comments")


def _settle(deed: Deed) -> Answer:
    row: ReportComment = deed.one(ReportComment)
    verbs.settle(deed.db, deed.case, row, by=deed.by)
    number = deed.db.get_one(ReportVersion, row.version_id).number
    return see(f"/cases/{deed.case.number}/report/versions/{number}#comments")


ROUTES: list[Any] = [
    show, changes, make, fetch,
    *routes(
        Doing(
            "/report/versions/{item:int}/approval", Action.WORK_CASE, N_("Put the report to approval"), N_("Put it"),
            PutForm, _put, start=_there, rooms=nowhere,
            says=N_("Whoever approves the findings reads this version. What is found after it needs a new one."),
        ),
        Doing(
            "/report/versions/{item:int}/comments", Action.WORK_CASE, N_("Comment on the report"), N_("Say it"),
            CommentForm, _comment, start=_there,
        ),
        Doing(
            "/report/comments/{item:int}/end", Action.WORK_CASE, N_("A comment is seen to"), N_("It is seen to"),
            SettleForm, _settle, start=a_row(ReportComment), rooms=nowhere,
            says=N_("It stays where it is, with that said."),
        ),
    ),
]  # fmt: skip
