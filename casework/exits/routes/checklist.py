"""`/exits/{number}/tasks`: the lines of the checklist, one at a time, and the letters that go with them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden
from casework.cases.actions import members
from casework.cases.forms.fields import CaseForm, number_of, said, who
from casework.db import Database
from casework.exits.actions import checklist
from casework.exits.forms.checklist import DropForm, TaskForm, TemplateTaskForm, TickForm
from casework.exits.models import Exit, LeavingTask
from casework.exits.queries import checklist as tasks
from casework.exits.queries.checklist import TaskShown
from casework.people import SEES_LEAVING, Actor
from casework.settings import N_
from casework.vault import Compartment, NoSeal, Room
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _

from .checklist_lines import readers_of, words_of
from .doing import CHANGED, Answer
from .entry import Entry

Browser = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """A line as the reader sees it, with the open room; `shown` is none for one that is to be added."""

    db: Session
    exit: Exit
    room: Room
    actor: Actor
    shown: TaskShown | None

    @property
    def row(self) -> LeavingTask:
        assert self.shown is not None
        return self.db.get_one(LeavingTask, self.shown.id)


@dataclass(frozen=True, slots=True)
class Doing:
    """`start`: what the form begins with. `do`: the verb, inside its transaction."""

    path: str
    needs: Action
    title: Callable[[TaskShown | None], str]
    button: str
    form: Callable[[TaskShown | None], type[CaseForm]]
    start: Callable[[TaskShown], dict[str, Any]]
    do: Callable[[Task, Any], None]
    says: Callable[[TaskShown | None], str] = lambda _: ""


def routes(*doings: Doing) -> list[Any]:
    return [handler for doing in doings for handler in (_page_of(doing), _post_of(doing))]


def _page_of(doing: Doing) -> Any:
    @get(f"/exits/{{number:str}}{doing.path}", sync_to_thread=True, opt={"needs": doing.needs})
    def show(
        request: Browser,
        entry: NamedDependency[Entry],
        database: NamedDependency[Database],
        actor: NamedDependency[Actor],
    ) -> Answer:
        with database.reading() as db:
            task = opened_task(db, request, entry, actor)
            start = doing.start(task.shown) if task.shown else {}
            version = task.shown.version if task.shown else 0
            form = doing.form(task.shown)(data={**start, "version": version, "nonce": nonces.make()})
            return _shown(request, doing, entry, task, form)

    return show


def _post_of(doing: Doing) -> Any:
    opt = {"needs": doing.needs}

    @post(f"/exits/{{number:str}}{doing.path}", sync_to_thread=True, status_code=200, opt=opt)
    def send(
        request: Browser,
        entry: NamedDependency[Entry],
        database: NamedDependency[Database],
        actor: NamedDependency[Actor],
        typed: NamedDependency[FormMultiDict],
    ) -> Answer:
        with database.reading() as db:
            task = opened_task(db, request, entry, actor)
            form = doing.form(task.shown)(Typed(typed))
            _choices(db, form)
            if not form.validate():
                return _shown(request, doing, entry, task, form, 422)
        try:
            with database.transaction() as db:
                if nonces.take(db, nonces.of(typed)):
                    doing.do(opened_task(db, request, entry, actor), form)
        except (checklist.Outdated, Forbidden) as refused:
            why = CHANGED if isinstance(refused, checklist.Outdated) else refused.args[0]
            with database.reading() as db:
                task = opened_task(db, request, entry, actor)
                form.nonce.data, form.version.data = nonces.make(), str(task.shown.version if task.shown else 0)
                return _shown(request, doing, entry, task, form, 409, [_(why)])
        return see(f"{entry.path}#checklist")

    return send


def opened_task(db: Session, request: Browser, entry: Entry, actor: Actor) -> Task:
    """With the key that they hold now; the 404 of every address where they hold none."""
    exit_ = db.get_one(Exit, entry.exit.id)
    try:
        room = vault.rooms.enter(db, members.holder_of(actor), exit_.id, Compartment.LEAVING)
    except NoSeal:
        raise NotFoundException from None
    item = request.path_params.get("item")
    if item is None:
        return Task(db, exit_, room, actor, None)
    found = next((one for one in tasks.of(db, exit_, room) if one.id == item), None)
    if found is None:
        raise NotFoundException
    return Task(db, exit_, room, actor, found)


def _shown(
    request: Browser, doing: Doing, entry: Entry, task: Task, form: CaseForm, status: int = 200,
    refusals: list[str] | None = None,
) -> Answer:  # fmt: skip
    if status == 200:
        _choices(task.db, form)
    return page(
        request,
        "exits/task.html",
        status=status,
        number=entry.exit.number,
        leaver=task.room.open(Exit.name, task.exit.id, task.exit.name),
        title=doing.title(task.shown),
        says=doing.says(task.shown),
        button=_(doing.button),
        form=form,
        action=request.scope["path"],
        law=task.shown.duty if task.shown else None,
        readers=readers_of(task.db, task.exit, task.actor),
        refusals=refusals or [],
    )


def _choices(db: Session, form: CaseForm) -> None:
    """Those to whom it can be sealed: everybody who may hold a case, by name."""
    if isinstance(form, TaskForm):
        people = [(id_, one.name) for id_, one in members.able(db).items() if one.roles & SEES_LEAVING]
        who(form.owner_id, people)


def _add(task: Task, form: Any) -> None:
    checklist.add(
        task.db, task.exit, task.room, by=task.actor, what=said(form.what), due_on=form.due_on.data,
        owner_id=number_of(form.owner_id), owner=said(form.owner), note=said(form.note),
    )  # fmt: skip


def _change(task: Task, form: Any) -> None:
    checklist.change(
        task.db, task.exit, task.room, task.row, by=task.actor, version=form.seen, due_on=form.due_on.data,
        owner_id=number_of(form.owner_id), owner=said(form.owner), note=said(form.note), what=said(form.what),
    )  # fmt: skip


def _as_it_is(shown: TaskShown) -> dict[str, Any]:
    mine = shown.owner_id is not None
    return {
        "what": shown.what if shown.own_words else "",
        "owner_id": str(shown.owner_id or ""),
        "owner": "" if mine else shown.owner,
        "due_on": shown.due_on,
        "note": shown.note,
    }


def _finish(task: Task, form: Any) -> None:
    done = said(form.done) != "no"
    checklist.finish(task.db, task.exit, task.row, by=task.actor, version=form.seen, done=done)


def _drop(task: Task, form: Any) -> None:
    assert task.shown is not None
    checklist.drop(
        task.db, task.exit, task.room, task.row, by=task.actor, version=form.seen, why=said(form.why),
        dropped=not task.shown.dropped,
    )  # fmt: skip


ROUTES: list[Any] = [
    *routes(
        Doing(
            "/tasks", Action.PLAN_EXIT, lambda _shown: _("Add something to be done"), N_("Add it"),
            lambda _shown: TaskForm, lambda _shown: {}, _add,
        ),
        Doing(
            "/tasks/{item:int}", Action.PLAN_EXIT, words_of, N_("Change it"),
            lambda shown: TaskForm if shown and shown.own_words else TemplateTaskForm, _as_it_is, _change,
            lambda shown: _(shown.about) if shown and shown.about else "",
        ),
        Doing(
            "/tasks/{item:int}/done", Action.SEE_EXITS, words_of, N_("Write it down"),
            lambda _shown: TickForm, lambda shown: {"done": "no" if shown.done_at else "yes"}, _finish,
            lambda shown: _("It was marked as done. Mark it as still to be done?") if shown and shown.done_at
            else _("It is done?"),
        ),
        Doing(
            "/tasks/{item:int}/dropped", Action.PLAN_EXIT, words_of, N_("Write it down"),
            lambda _shown: DropForm, lambda _shown: {}, _drop,
            lambda shown: _("It was marked as not applying. Let it count again?") if shown and shown.dropped
            else _("It does not apply to this leaving? It stays on the list, marked so."),
        ),
    ),
]  # fmt: skip
