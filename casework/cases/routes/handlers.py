"""For each thing that can be done: a page with its form, and the POST that calls its verb. Works without scripts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Forbidden
from casework.cases.actions import notes
from casework.cases.actions.case import Changed
from casework.cases.forms.fields import CaseForm
from casework.cases.lifecycle import IllegalStep
from casework.cases.models import Case
from casework.db import Database, utc_now
from casework.people import Actor
from casework.settings import Said
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see

from . import conflict
from .doing import Answer, Asked, Deed, Doing
from .entry import Entry, shown_to
from .readers import lines_of


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that one request to do one thing comes with."""

    request: Request[Any, Any, Any]
    doing: Doing
    entry: Entry
    database: Database
    actor: Actor

    @property
    def item(self) -> int:
        return int(self.request.path_params.get("item", 0))


def routes(*doings: Doing) -> list[Any]:
    return [handler for doing in doings for handler in (page_of(doing), post_of(doing))]


def _opt(doing: Doing) -> dict[str, Any]:
    """What is asked for at the door; proving again who they are comes before the form, so that no text is lost."""
    return {"needs": doing.needs, "title": doing.title, **({"step_up": True} if doing.step_up else {})}


def page_of(doing: Doing) -> Any:
    @get(f"/cases/{{number:str}}{doing.path}", sync_to_thread=True, opt=_opt(doing))
    def show(
        request: Request[Any, Any, Any],
        opened: NamedDependency[Entry],
        database: NamedDependency[Database],
        actor: NamedDependency[Actor],
    ) -> Answer:
        desk = Desk(request, doing, opened, database, actor)
        with database.reading() as db:
            asked = _asked(desk, db)
            form = doing.form(data={"version": opened.case.version, **doing.start(asked), "nonce": nonces.make()})
            doing.fill(asked, form)
            return _shown(desk, asked, form)

    return show


def post_of(doing: Doing) -> Any:
    @post(f"/cases/{{number:str}}{doing.path}", sync_to_thread=True, status_code=200, opt=_opt(doing))
    def send(
        request: Request[Any, Any, Any],
        opened: NamedDependency[Entry],
        database: NamedDependency[Database],
        actor: NamedDependency[Actor],
        typed: NamedDependency[FormMultiDict],
    ) -> Answer:
        return answer(Desk(request, doing, opened, database, actor), typed)

    return send


def answer(desk: Desk, typed: FormMultiDict) -> Answer:
    """422 with every error, 409 with what changed, 403 with why not, each with what was typed; else 303 to the case."""
    try:
        given = _answer(desk, typed)
    except NotFoundException:
        if nonces.done(desk.database, typed):
            return see(desk.entry.path)
        raise
    refused = given.status_code in (403, 409, 422) and nonces.done(desk.database, typed)
    return see(desk.entry.path) if refused else given


def _answer(desk: Desk, typed: FormMultiDict) -> Answer:
    with desk.database.reading() as db:
        asked = _asked(desk, db, typed)
        form = desk.doing.form(Typed(typed))
        desk.doing.fill(asked, form)
    then = typed.get("then")
    if then == conflict.DROP:
        return see(desk.entry.path)
    if then == conflict.KEEP:
        return _kept(desk, form, typed)
    if not form.validate():
        return _again(desk, asked, form, 422)
    try:
        found = _done(desk, form, typed)
    except IllegalStep as refused:
        return _again(desk, asked, form, 409, refused.reasons)
    except Forbidden as refused:
        return _again(desk, asked, form, 403, refused.args[:1])
    except Changed as changed:
        return _conflict(desk, form, changed, typed)
    return see(f"{desk.entry.path}{found}") if isinstance(found, str) else found


def _done(desk: Desk, form: CaseForm, typed: FormMultiDict) -> str | Answer:
    """The verb alone is in the transaction. A form that was sent already does nothing a second time."""
    with desk.database.transaction() as db:
        if not nonces.take(db, nonces.of(typed)):
            return ""
        return desk.doing.do(deed(desk, db, form))


def deed(desk: Desk, db: Session, form: CaseForm) -> Deed:
    if desk.actor.holder is None:
        raise NotFoundException
    case = db.get_one(Case, desk.entry.case.id)
    rooms = vault.rooms.enter_all(db, desk.actor.holder, case.id)
    return Deed(db, case, form, desk.actor, desk.item, rooms, utc_now(), desk.request)


def _kept(desk: Desk, form: CaseForm, typed: FormMultiDict) -> Answer:
    """Somebody else was quicker, and that is fine: what was typed stays as a note."""
    with desk.database.transaction() as db:
        if nonces.take(db, nonces.of(typed)) and (text := conflict.kept(form)):
            found = deed(desk, db, form)
            notes.add(db, found.case, class_=notes.INTERNAL, text=text, by=desk.actor)
    return see(f"{desk.entry.path}#timeline")


def _asked(desk: Desk, db: Session, typed: Mapping[str, Any] | None = None) -> Asked:
    shown = shown_to(db, desk.actor, desk.entry.case.number)
    query = dict(desk.request.query_params)
    return Asked(shown, desk.actor, desk.item, db, query, typed or {})


def _again(desk: Desk, asked: Asked, form: CaseForm, status: int, refusals: Sequence[str | Said] = ()) -> Answer:
    """The form as it was sent, with a nonce of its own: sending it once more counts."""
    form.nonce.data = nonces.make()
    with desk.database.reading() as db:
        return _shown(desk, replace(asked, db=db), form, status, refusals)


def again(desk: Desk, form: CaseForm, refused: IllegalStep | None = None) -> Answer:
    """For a handler of its own that did not take the form as it was sent, or whose verb refused."""
    with desk.database.reading() as db:
        asked = _asked(desk, db)
    return _again(desk, asked, form, 409 if refused else 422, refused.reasons if refused else ())


def _shown(desk: Desk, asked: Asked, form: CaseForm, status: int = 200, refusals: Sequence[str | Said] = ()) -> Answer:
    doing = desk.doing
    return page(
        desk.request,
        doing.template,
        status=status,
        doing=doing,
        shown=asked.shown,
        form=form,
        lines=lines_of(asked.shown, desk.actor, doing.rooms(asked)),
        refusals=refusals,
        action=desk.request.scope["path"],
        **doing.more(asked),
    )


def _conflict(desk: Desk, form: CaseForm, changed: Changed, typed: Mapping[str, Any]) -> Answer:
    """The case is read again: the page says how it is now."""
    with desk.database.reading() as db:
        asked, before = _asked(desk, db, typed), desk.doing.before
        pair = (before(asked, changed.changes), before(asked, ())) if before else None
        lines = lines_of(asked.shown, desk.actor, desk.doing.rooms(asked))
        form.nonce.data = nonces.make()
        form.version.data = desk.doing.start(asked).get("version", asked.shown.case.version)
        return conflict.show(desk.request, desk.doing.title, asked.shown, form, changed.changes, pair, lines)
