"""One thing that can be done with a matter found by its number: a page with its form, and the POST that calls its verb.
What kind of matter it is stands in one value, so that each kind says only what is its own."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.orm import Session

from casework.access import Action, Forbidden
from casework.audit import Tag, trail
from casework.cases.forms.fields import CaseForm
from casework.cases.lifecycle import IllegalStep
from casework.cases.models import Hold
from casework.db import Database
from casework.legal.models import SubjectRequest
from casework.people import Actor
from casework.settings import Said
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see

Answer = Response[Any]
Asked = Request[Any, Any, Any]
Refusals = Sequence[str | Said]
Row = TypeVar("Row", Hold, SubjectRequest)
"""What has a number, a version and a page of its own."""
Shown = TypeVar("Shown")


class Unknown(Exception):
    """What was named cannot be found: the sentence says so, and what was typed stays."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = Said(said)


@contextmanager
def refused() -> Iterator[list[str | Said]]:
    """What a verb refuses, gathered as sentences for the page of the form; nothing was written then."""
    found: list[str | Said] = []
    try:
        yield found
    except IllegalStep as wrong:
        found.extend(wrong.reasons)
    except Unknown as wrong:
        found.append(wrong.said)
    except Forbidden as wrong:
        found.append(wrong.args[0])


@dataclass(frozen=True, slots=True)
class Kind(Generic[Row, Shown]):
    """`letters`: how a number begins; `longest`: where it ends. `denied`: what the trail says of who asked for one that
    is not there for them. `changed`: what a verb raises for who was second; `second`: what they are told. `readers`:
    the names above the form; `room`: where the form writes, if it does not say otherwise."""

    prefix: str
    letters: str
    longest: int
    find: Callable[[Session, Actor, str], Row | None]
    opened: Callable[[Session, Row, Actor], Shown]
    denied: Tag
    changed: type[Exception]
    second: str
    readers: Callable[[Shown], Sequence[str]]
    room: str
    template: str

    def provided(self) -> dict[str, Any]:
        """For the router: `row`, which the address names."""
        return {"row": Provide(_provider(self), sync_to_thread=True)}


@dataclass(frozen=True, slots=True)
class Deed(Generic[Row]):
    """What a verb is called with, inside its transaction. `item`: what of the matter the address names."""

    db: Session
    row: Row
    form: Any
    by: Actor
    item: int


def _nothing(_shown: Any, _item: int) -> dict[str, Any]:
    return {}


def _as_it_is(_db: Session, _shown: Any, _form: Any, _item: int) -> None:
    """The form needs no choices."""


@dataclass(frozen=True, slots=True)
class Doing(Generic[Row, Shown]):
    """`start`: values of an empty form; `fill`: its choices. `room`: where it writes, if not in the matter's own;
    `sealed`: whether anything that is typed is sealed, for the line above the form."""

    path: str
    needs: Action
    title: str
    button: str
    form: type[CaseForm]
    do: Callable[[Deed[Row]], None]
    start: Callable[[Shown, int], dict[str, Any]] = _nothing
    fill: Callable[[Session, Shown, Any, int], None] = _as_it_is
    says: str = ""
    room: str = ""
    sealed: bool = True
    step_up: bool = False

    @property
    def opt(self) -> dict[str, Any]:
        """What is asked for at the door; proving again who they are comes before the form, so that no text is lost."""
        return {"needs": self.needs, "title": self.title, **({"step_up": True} if self.step_up else {})}


@dataclass(frozen=True, slots=True)
class Desk(Generic[Row, Shown]):
    """What one request to do one thing comes with."""

    request: Asked
    kind: Kind[Row, Shown]
    doing: Doing[Row, Shown]
    row: Row
    database: Database
    actor: Actor

    @property
    def item(self) -> int:
        return int(self.request.path_params.get("item", 0))


def routes(kind: Kind[Row, Shown], *doings: Doing[Row, Shown]) -> list[Any]:
    return [handler for doing in doings for handler in (_page_of(kind, doing), _post_of(kind, doing))]


def _provider(kind: Kind[Row, Shown]) -> Callable[..., Any]:
    def provide(number: FromPath[str], database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Any:
        """The matter, if its key is there for this person; else the 404 of no such address, and the trail says who."""
        with database.reading() as db:
            row = kind.find(db, actor, number[: kind.longest]) if number.startswith(kind.letters) else None
        if row is None:
            with database.transaction() as db:
                trail.record(db, actor, kind.denied, asked=number[: kind.longest])
            raise NotFoundException
        return row

    return provide


def _page_of(kind: Kind[Row, Shown], doing: Doing[Row, Shown]) -> Any:
    @get(f"{kind.prefix}/{{number:str}}{doing.path}", sync_to_thread=True, opt=doing.opt)
    def show(
        request: Asked, row: NamedDependency[Any], database: NamedDependency[Database], actor: NamedDependency[Actor]
    ) -> Answer:
        desk = Desk(request, kind, doing, row, database, actor)
        shown, form = _made(desk)
        return _shown(desk, shown, form, 200)

    return show


def _post_of(kind: Kind[Row, Shown], doing: Doing[Row, Shown]) -> Any:
    @post(f"{kind.prefix}/{{number:str}}{doing.path}", sync_to_thread=True, status_code=200, opt=doing.opt)
    def send(
        request: Asked,
        row: NamedDependency[Any],
        database: NamedDependency[Database],
        actor: NamedDependency[Actor],
        typed: NamedDependency[FormMultiDict],
    ) -> Answer:
        desk = Desk(request, kind, doing, row, database, actor)
        shown, form = _made(desk, typed)
        if form.validate():
            return _done(desk, shown, form, typed)
        return see(f"{kind.prefix}/{row.number}") if nonces.done(database, typed) else _shown(desk, shown, form, 422)

    return send


def _made(desk: Desk[Row, Shown], typed: FormMultiDict | None = None) -> tuple[Shown, CaseForm]:
    """The matter as the actor reads it, and the form: empty, or as it was sent."""
    doing, row = desk.doing, desk.row
    with desk.database.reading() as db:
        shown = desk.kind.opened(db, row, desk.actor)
        if typed is None:
            start = doing.start(shown, desk.item)
            form = doing.form(data={"nonce": nonces.make(), "version": str(row.version), **start})
        else:
            form = doing.form(Typed(typed))
        doing.fill(db, shown, form, desk.item)
    return shown, form


def _done(desk: Desk[Row, Shown], shown: Shown, form: CaseForm, typed: FormMultiDict) -> Answer:
    """The verb alone is in the transaction. A form that was sent already does nothing a second time."""
    kind, number = desk.kind, desk.row.number
    try:
        with refused() as wrong, desk.database.transaction() as db:
            row = kind.find(db, desk.actor, number)
            if row is not None and nonces.take(db, nonces.of(typed)):
                desk.doing.do(Deed(db, row, form, desk.actor, desk.item))
    except kind.changed:
        with desk.database.reading() as db:
            form.version.data = str(db.get_one(type(desk.row), desk.row.id).version)
        wrong = [Said(kind.second)]
    return _shown(desk, shown, form, 409, wrong) if wrong else see(f"{kind.prefix}/{number}")


def _shown(desk: Desk[Row, Shown], shown: Shown, form: CaseForm, status: int, refusals: Refusals = ()) -> Answer:
    if status != 200:
        form.nonce.data = nonces.make()
    kind, doing = desk.kind, desk.doing
    return page(
        desk.request, kind.template, status=status, doing=doing, shown=shown, form=form, refusals=refusals,
        readers=kind.readers(shown), room=doing.room or kind.room,
    )  # fmt: skip
