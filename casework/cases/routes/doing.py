"""One thing that can be done on a case, as data: its address, its form, its verb, and whose rooms it writes in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action
from casework.cases.forms.fields import CaseForm
from casework.cases.models import Case
from casework.cases.queries.changes import Change
from casework.cases.queries.record import Record
from casework.people import Actor
from casework.vault import Compartment, Room

Answer = Response[Any]
Key = tuple[Compartment, int]
"""A room: compartment, and whose it is."""
FILE: Key = (Compartment.FILE, 0)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form is drawn from: the case as the actor reads it, and which item of it the address names."""

    shown: Record
    actor: Actor
    item: int
    db: Session
    query: Mapping[str, str]
    typed: Mapping[str, Any]
    """What the address asks for after its question mark, and what was sent: empty when the form is first shown."""

    def one(self, items: Sequence[Any]) -> Any:
        """The item that the address names, or the 404 of every address that is not there."""
        found = next((item for item in items if item.id == self.item), None)
        if found is None:
            raise NotFoundException
        return found

    def row(self, model: Any) -> Any:
        """As `Deed.one`, for what is shown before it is done."""
        return _row(self.db, model, self.item, self.shown.case.id)


@dataclass(frozen=True, slots=True)
class Deed:
    """What a verb is called with, inside its transaction."""

    db: Session
    case: Case
    form: Any
    by: Actor
    item: int
    rooms: Mapping[Key, Room]
    now: datetime
    request: Request[Any, Any, Any]

    @property
    def file(self) -> Room:
        return self.room(Compartment.FILE)

    def room(self, compartment: Compartment, subject: int = 0) -> Room:
        """A room that the actor has the key to; NoSeal otherwise."""
        if (compartment, subject) not in self.rooms:
            raise vault.NoSeal(f"no seal for {compartment}")
        return self.rooms[compartment, subject]

    def one(self, model: Any) -> Any:
        """The row that the address names, if it is this case's; else the same 404 as for none."""
        return _row(self.db, model, self.item, self.case.id)


def _row(db: Session, model: Any, item: int, case_id: int) -> Any:
    row = db.get(model, item)
    if row is None or getattr(row, "case_id", None) != case_id:
        raise NotFoundException
    return row


def a_party(asked: Asked) -> dict[str, Any]:
    """The address names a party of the case; their form begins empty."""
    asked.one(asked.shown.parties)
    return {}


def a_row(model: Any) -> Callable[[Asked], dict[str, Any]]:
    """The address names a row of the case; its form begins empty."""

    def start(asked: Asked) -> dict[str, Any]:
        asked.row(model)
        return {}

    return start


def _nothing(_: Asked) -> dict[str, Any]:
    return {}


def _as_it_is(_asked: Asked, _form: Any) -> None:
    """The form needs no choices of this case."""


def in_file(_: Asked) -> Sequence[Key]:
    return (FILE,)


def nowhere(_: Asked) -> Sequence[Key]:
    """Nothing that is typed here is sealed."""
    return ()


@dataclass(frozen=True, slots=True)
class Doing:
    """`do` returns where on the case's page to look, or a whole answer. `start`: values of an empty form; `fill`: its
    choices; `before`: what the form's fields said before some changes (none: as they are now), for who was second."""

    path: str
    needs: Action
    title: str
    button: str
    form: type[CaseForm]
    do: Callable[[Deed], str | Answer]
    start: Callable[[Asked], dict[str, Any]] = _nothing
    fill: Callable[[Asked, Any], None] = _as_it_is
    rooms: Callable[[Asked], Sequence[Key]] = in_file
    more: Callable[[Asked], dict[str, Any]] = _nothing
    before: Callable[[Asked, Sequence[Change]], Mapping[str, str]] | None = None
    template: str = "cases/form.html"
    says: str = ""
    step_up: bool = False
