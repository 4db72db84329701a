"""One thing that can be done on an exit, as data: its address, its form, its verb, and whose rooms it writes in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from casework.access import Action, Forbidden
from casework.cases.forms.fields import CaseForm
from casework.cases.lifecycle import IllegalStep
from casework.db import Database, utc_now
from casework.exits.models import Exit
from casework.exits.queries import opened
from casework.exits.queries.opened import Shown
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Compartment
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see

from . import readers
from .entry import Entry

Answer = Response[Any]
CHANGED = N_("Somebody else changed it meanwhile. Look at what it says now, then send yours again.")
LEAVING, INTERVIEW = Compartment.LEAVING, Compartment.INTERVIEW


@dataclass(frozen=True, slots=True)
class Deed:
    """What a verb is called with, inside its transaction."""

    db: Session
    exit: Exit
    form: Any
    by: Actor
    now: datetime


def _nothing(_: Shown) -> dict[str, Any]:
    return {}


def _as_it_is(_db: Session, _shown: Shown, _form: Any) -> None:
    """The form needs no choices."""


@dataclass(frozen=True, slots=True)
class Doing:
    """`step`: offered only where the table allows it. `room`: where what is typed is sealed; whoever lacks its key
    finds no such page. `guarded`: refused when somebody changed the exit since the form was shown."""

    path: str
    needs: Action
    title: str
    button: str
    form: type[CaseForm]
    do: Callable[[Deed], str]
    room: Compartment = LEAVING
    start: Callable[[Shown], dict[str, Any]] = _nothing
    fill: Callable[[Session, Shown, Any], None] = _as_it_is
    says: str = ""
    guarded: bool = True


@dataclass(frozen=True, slots=True)
class Desk:
    """What one request to do one thing comes with."""

    request: Request[Any, Any, Any]
    doing: Doing
    entry: Entry
    database: Database
    actor: Actor


def routes(*doings: Doing) -> list[Any]:
    return [handler for doing in doings for handler in (_page_of(doing), _post_of(doing))]


def _page_of(doing: Doing) -> Any:
    @get(f"/exits/{{number:str}}{doing.path}", sync_to_thread=True, opt={"needs": doing.needs, "title": doing.title})
    def show(
        request: Request[Any, Any, Any],
        entry: NamedDependency[Entry],
        database: NamedDependency[Database],
        actor: NamedDependency[Actor],
    ) -> Answer:
        desk = Desk(request, doing, entry, database, actor)
        shown, form = _made(desk)
        return _page(desk, shown, form, 200)

    return show


def _post_of(doing: Doing) -> Any:
    opt = {"needs": doing.needs, "title": doing.title}

    @post(f"/exits/{{number:str}}{doing.path}", sync_to_thread=True, status_code=200, opt=opt)
    def send(
        request: Request[Any, Any, Any],
        entry: NamedDependency[Entry],
        database: NamedDependency[Database],
        actor: NamedDependency[Actor],
        typed: NamedDependency[FormMultiDict],
    ) -> Answer:
        desk = Desk(request, doing, entry, database, actor)
        shown, form = _made(desk, typed)
        if form.validate():
            return _done(desk, shown, form, typed)
        return see(entry.path) if nonces.done(database, typed) else _page(desk, shown, form, 422)

    return send


def _made(desk: Desk, typed: FormMultiDict | None = None) -> tuple[Shown, CaseForm]:
    with desk.database.reading() as db:
        shown = there(db, desk)
        if typed is None:
            start = {"version": shown.exit.version, **desk.doing.start(shown), "nonce": nonces.make()}
            form = desk.doing.form(data=start)
        else:
            form = desk.doing.form(Typed(typed))
        desk.doing.fill(db, shown, form)
    return shown, form


def there(db: Session, desk: Desk) -> Shown:
    """The exit as the reader sees it, where they hold the key that this needs."""
    shown = opened.load(db, desk.actor, desk.entry.exit.number, utc_now(), only=desk.entry.rooms)
    if shown is None or desk.doing.room not in shown.rooms:
        raise NotFoundException
    return shown


def _done(desk: Desk, shown: Shown, form: CaseForm, typed: FormMultiDict) -> Answer:
    """The verb alone is in the transaction. A form that was sent already does nothing a second time."""
    try:
        with desk.database.transaction() as db:
            if not nonces.take(db, nonces.of(typed)):
                return see(desk.entry.path)
            where = desk.doing.do(_deed(desk, db, form))
    except IllegalStep as refused:
        return _page(desk, shown, form, 409, refused.reasons)
    except Forbidden as refused:
        return _page(desk, shown, form, 409, [refused.args[0]])
    return see(f"{desk.entry.path}{where}")


def _deed(desk: Desk, db: Session, form: CaseForm) -> Deed:
    exit_ = db.get_one(Exit, desk.entry.exit.id, with_for_update=True)
    if desk.doing.guarded and form.seen != exit_.version:
        raise Forbidden(CHANGED)
    return Deed(db, exit_, form, desk.actor, utc_now())


def _page(desk: Desk, shown: Shown, form: CaseForm, status: int, refusals: Sequence[str | Said] = ()) -> Answer:
    """With a number of its own, so that sending it once more counts; after a refusal with what is there now."""
    if status != 200:
        form.nonce.data = nonces.make()
    if refusals:
        with desk.database.reading() as db:
            form.version.data = str(there(db, desk).exit.version)
    return page(
        desk.request,
        "exits/form.html",
        status=status,
        doing=desk.doing,
        entry=desk.entry,
        whom=shown.name,
        form=form,
        lines=readers.of_room(shown, desk.actor, (desk.doing.room,)),
        refusals=refusals,
    )
