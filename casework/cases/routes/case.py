"""`/cases/{number}`: the case, to whoever has said that there is no conflict; the question, to whoever has not."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath

from casework.access import Action, policy
from casework.cases.actions import declarations
from casework.cases.forms.members import DeclarationForm
from casework.cases.models import Case
from casework.cases.queries import record
from casework.cases.queries.record import Record
from casework.db import Database, utc_now
from casework.people import Actor
from casework.web import nonces, text
from casework.web.forms import Typed
from casework.web.page import page, see

from . import shown as shown_page
from .entry import NOTHING, Entry, enter, look, owed, there
from .words import called

PARTS = ("all", "notes", "dialogue", "steps")
OLDER = 50


@get("/cases/{number:str}", sync_to_thread=True, opt={"needs": Action.SEE_CASE})
def show(
    request: Request[Any, Any, Any],
    number: FromPath[str],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Response[str]:
    """Judged and read in one view of the database; the reading is on the trail before anything of it is shown."""
    part, before = _part(request)
    found, due = None, NOTHING
    with database.reading() as db:
        entry = look(db, actor, number)
        if entry is not None:
            declared = actor.id in entry.matter.declared
            due = owed(db, actor, entry.case, seen=declared)
            found = record.of(db, actor, entry.known, part=part, before=before) if declared else None
    entry = there(database, actor, number, entry)
    enter(database, actor, entry.case, due)
    if found is None:
        return _ask(request, database, actor, entry, DeclarationForm(data={"nonce": nonces.make()}))
    today = utc_now().astimezone(text.zone_of(actor.zone)).date()
    name = "cases/show.html" if entry.reads(actor) else "cases/partly.html"
    return page(request, name, **shown_page.context(found, actor, today, part))


@post("/cases/{number:str}/declaration", sync_to_thread=True, status_code=200, opt={"needs": Action.DECLARE})
def declare(
    request: Request[Any, Any, Any],
    entry: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Any:
    """No conflict opens it. A conflict is a wall at once, and the page says that this was the last of it."""
    form = DeclarationForm(Typed(typed))
    if not form.validate():
        return _ask(request, database, actor, entry, form, 422)
    conflict = form.conflict.data == "conflict"
    with database.transaction() as db:
        if nonces.take(db, nonces.of(typed)):
            declarations.declare(db, db.get_one(Case, entry.case.id), by=actor, conflict=conflict)
    if conflict:
        return page(request, "cases/walled.html", number=entry.case.number)
    return see("/kept" if request.query_params.get("then") == "kept" else entry.path)


def _ask(
    request: Request[Any, Any, Any],
    database: Database,
    actor: Actor,
    entry: Entry,
    form: DeclarationForm,
    status: int = 200,
) -> Response[str]:
    with database.reading() as db:
        parties = record.names_of_parties(db, actor, entry.case)
    again = bool(status == 200 and not parties)
    names = [(called(party), party.role) for party in parties]
    query = request.query_params
    became = query.get("kept", "") or ("1" if query.get("then") == "kept" else "")
    return page(
        request, "cases/declare.html", status=status, entry=entry, names=names, form=form, again=again, became=became
    )


def _part(request: Request[Any, Any, Any]) -> tuple[str, datetime | None]:
    part = request.query_params.get("part", "all")
    try:
        before = datetime.fromisoformat(request.query_params.get("before", ""))
    except ValueError:
        before = None
    if before is not None and before.tzinfo is None:
        before = None
    return (part if part in PARTS else "all"), before


def may(actor: Actor, action: Action, found: Record) -> bool:
    return bool(policy.judge(actor, action, found.matter))


ROUTES: list[Any] = [show, declare]
