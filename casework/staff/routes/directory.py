"""/people/directory: a file is read, shown with what it would change, and confirmed; or two ids become one person."""

from typing import Any

import anyio.to_thread
from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.access import Action
from casework.cases.actions import leaving
from casework.db import Database, utc_now
from casework.people import Actor
from casework.people.directory import importing, reading
from casework.settings import N_
from casework.staff.actions import directory as actions
from casework.staff.actions.people import Refused
from casework.staff.forms.directory import JoinForm
from casework.staff.queries import directory as queries
from casework.web.afterwards import afterwards
from casework.web.chosen_file import chosen
from casework.web.forms import Form, Typed
from casework.web.page import page, see
from casework.web.text import _

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
NEEDS = {"needs": Action.IMPORT_DIRECTORY}
CHANGES = {**NEEDS, "step_up": True}
"""It raises walls, lets others fall and shuts accounts."""
NO_FILE = N_("Choose the file first.")
OUTDATED = N_("The directory changed since this file was read. Nothing was imported: choose the file again.")
PATH = "/people/directory"


@get(PATH, sync_to_thread=True, opt=NEEDS)
def show(request: Asked, database: Data) -> Response[str]:
    return _show(request, database)


@post(f"{PATH}/imports", status_code=200, opt=NEEDS, request_max_body_size=reading.LARGEST + 64 * 1024)
async def upload(request: Asked, database: Data, actor: Who) -> Response[str]:
    typed, data = await chosen(request, reading.LARGEST)
    return await anyio.to_thread.run_sync(_read, request, database, actor, typed, data)


@post(f"{PATH}/imports/{{import_id:int}}", sync_to_thread=True, status_code=200, opt=CHANGES)
def confirm(request: Asked, import_id: FromPath[int], database: Data, actor: Who) -> Response[Any]:
    try:
        with database.transaction() as db:
            row = importing.find(db, import_id, by=actor.id, now=utc_now())
            if row is None:
                raise NotFoundException
            actions.confirm(db, row, by=actor, now=utc_now())
    except importing.Outdated:
        return _show(request, database, _saying(OUTDATED), status=409)
    return afterwards(see(f"{PATH}?imported=1"), leaving.end_keys, database)


@post(f"{PATH}/joined", sync_to_thread=True, status_code=200, opt=CHANGES)
def join(request: Asked, database: Data, actor: Who, typed: NamedDependency[FormMultiDict]) -> Response[Any]:
    form = JoinForm(Typed(typed))
    if not form.validate():
        return _show(request, database, form, status=422)
    try:
        with database.transaction() as db:
            actions.join(db, form.first.data or "", form.second.data or "", by=actor)
    except Refused as refused:
        form.form_errors.append(_(refused.why))
        return _show(request, database, form, status=409)
    return see(f"{PATH}?joined=1")


def _read(request: Asked, database: Database, actor: Actor, typed: FormMultiDict, data: bytes) -> Response[str]:
    """What the file would change. Nothing of it counts before it is confirmed."""
    if not data.strip():
        return _show(request, database, _saying(NO_FILE), status=422)
    try:
        found = reading.read(data)
    except reading.NotADirectory as wrong:
        return _show(request, database, _saying(wrong.said), status=422)
    now, leavers = utc_now(), bool(typed.get("leavers"))
    with database.transaction() as db:
        import_id = actions.keep(db, found.lines, leavers=leavers, by=actor, now=now)
        row = importing.find(db, import_id, by=actor.id, now=now)
        assert row is not None
        preview = queries.preview(db, row, actor, now)
    return page(
        request,
        "staff/import.html",
        reading=found,
        found=preview.found,
        walled=preview.walled,
        leaving=preview.leaving,
        import_id=import_id,
        most=queries.SHOWN,
    )


def _show(request: Asked, database: Database, form: Form | None = None, *, status: int = 200) -> Response[str]:
    with database.reading() as db:
        known = queries.directory(db, utc_now())
    done = next((name for name in ("imported", "joined") if name in request.query_params), "")
    joins = form if isinstance(form, JoinForm) else JoinForm()
    return page(
        request, "staff/directory.html", status=status, known=known, form=form or Form(), joins=joins, done=done
    )


def _saying(what: Any) -> Form:
    form = Form()
    form.form_errors.append(_(what))
    return form


HANDLERS = [show, upload, confirm, join]
