"""One thing that can be done with a hold, as data: a page with its form, and the POST that calls its verb."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.orm import Session

from casework.access import Action, Forbidden
from casework.audit import Tag, trail
from casework.cases.forms.fields import CaseForm
from casework.cases.models import Hold
from casework.db import Database
from casework.legal.actions.holds import Changed
from casework.legal.queries import hold_opened, holds
from casework.legal.queries.hold_opened import Shown
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Compartment
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see

Answer = Response[Any]
Asked = Request[Any, Any, Any]
CHANGED = N_("Somebody changed the hold after you opened the page. Look at it again; sending this once more counts.")
NUMBER_LENGTH = 13


class Unknown(Exception):
    """What was named cannot be found: the sentence says so, and what was typed stays."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = Said(said)


@dataclass(frozen=True, slots=True)
class Deed:
    """What a verb is called with, inside its transaction."""

    db: Session
    row: Hold
    form: Any
    by: Actor
    item: int


def _as_it_is(_db: Session, _shown: Shown, _form: Any) -> None:
    """The form needs no choices."""


@dataclass(frozen=True, slots=True)
class Doing:
    """`readers`: which room the form writes in, for the line above it; none where nothing typed is sealed."""

    path: str
    needs: Action
    title: str
    button: str
    form: type[CaseForm]
    do: Callable[[Deed], None]
    fill: Callable[[Session, Shown, Any], None] = _as_it_is
    says: str = ""
    sealed: bool = True
    step_up: bool = False

    @property
    def opt(self) -> dict[str, Any]:
        """What is asked for at the door; proving again who they are comes before the form, so that no text is lost."""
        return {"needs": self.needs, "title": self.title, **({"step_up": True} if self.step_up else {})}


def provide_hold(number: FromPath[str], database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Hold:
    """The hold, if its key is there for this person; else the 404 of no such address, and the trail says who asked."""
    with database.reading() as db:
        row = holds.find(db, actor, number[:NUMBER_LENGTH]) if number.startswith("H-") else None
    if row is None:
        with database.transaction() as db:
            trail.record(db, actor, Tag.HOLD_DENIED, asked=number[:NUMBER_LENGTH])
        raise NotFoundException
    return row


HOLD: dict[str, Any] = {"hold": Provide(provide_hold, sync_to_thread=True)}


def routes(*doings: Doing) -> list[Any]:
    return [handler for doing in doings for handler in (_page_of(doing), _post_of(doing))]


def _page_of(doing: Doing) -> Any:
    @get(f"/holds/{{number:str}}{doing.path}", sync_to_thread=True, opt=doing.opt)
    def show(
        request: Asked, hold: NamedDependency[Hold], database: NamedDependency[Database], actor: NamedDependency[Actor]
    ) -> Answer:
        with database.reading() as db:
            shown = hold_opened.of(db, hold, actor)
            form = doing.form(data={"nonce": nonces.make(), "version": str(hold.version)})
            doing.fill(db, shown, form)
        return _shown(request, doing, shown, form, 200)

    return show


def _post_of(doing: Doing) -> Any:
    @post(f"/holds/{{number:str}}{doing.path}", sync_to_thread=True, status_code=200, opt=doing.opt)
    def send(
        request: Asked,
        hold: NamedDependency[Hold],
        database: NamedDependency[Database],
        actor: NamedDependency[Actor],
        typed: NamedDependency[FormMultiDict],
    ) -> Answer:
        with database.reading() as db:
            shown = hold_opened.of(db, hold, actor)
            form = doing.form(Typed(typed))
            doing.fill(db, shown, form)
        if not form.validate():
            return _shown(request, doing, shown, form, 422)
        return _done(request, doing, shown, form, database, actor)

    return send


def _done(request: Asked, doing: Doing, shown: Shown, form: CaseForm, database: Database, actor: Actor) -> Answer:
    """The verb alone is in the transaction. A form that was sent already does nothing a second time."""
    item = int(request.path_params.get("item", 0))
    try:
        with database.transaction() as db:
            row = holds.find(db, actor, shown.row.number)
            if row is not None and nonces.take(db, str(form.nonce.data or "")):
                doing.do(Deed(db, row, form, actor, item))
    except Changed:
        return _shown(request, doing, shown, form, 409, [Said(CHANGED)], database)
    except Unknown as unknown:
        return _shown(request, doing, shown, form, 409, [unknown.said])
    except Forbidden as refused:
        return _shown(request, doing, shown, form, 409, [refused.args[0]])
    return see(f"/holds/{shown.row.number}")


def _shown(
    request: Asked, doing: Doing, shown: Shown, form: CaseForm, status: int, refusals: Sequence[str | Said] = (),
    database: Database | None = None,
) -> Answer:  # fmt: skip
    if status != 200:
        form.nonce.data = nonces.make()
    if database is not None:
        with database.reading() as db:
            form.version.data = str(db.get_one(Hold, shown.row.id).version)
    return page(
        request, "legal/hold_form.html", status=status, doing=doing, shown=shown, form=form, refusals=refusals,
        readers=sorted(shown.people.get(id_, "") for id_ in shown.readers), compartment=Compartment.HOLD.value,
    )  # fmt: skip
