"""One thing that can be done on a referral, as data: its address, its form, its verb, and whose rooms it writes in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from casework.access import Action
from casework.cases.forms.fields import CaseForm
from casework.eap.models import Referral
from casework.eap.queries.record import Record
from casework.people import Actor
from casework.vault import Compartment

Answer = Response[Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form is drawn from: the referral as the coordinator reads it, and which item of it the address names."""

    shown: Record
    actor: Actor
    item: int
    db: Session
    query: Mapping[str, str]

    def one(self, items: Sequence[Any]) -> Any:
        """The item that the address names, or the 404 of every address that is not there."""
        found = next((item for item in items if item.id == self.item), None)
        if found is None:
            raise NotFoundException
        return found


@dataclass(frozen=True, slots=True)
class Deed:
    """What a verb is called with, inside its transaction."""

    db: Session
    referral: Referral
    form: Any
    by: Actor
    item: int
    request: Request[Any, Any, Any]


def _nothing(_: Asked) -> dict[str, Any]:
    return {}


def _as_it_is(_asked: Asked, _form: Any) -> None:
    """The form needs nothing of this referral."""


@dataclass(frozen=True, slots=True)
class Doing:
    """`do` returns where on the referral's page to look. `start`: values of an empty form; `fill`: its choices; `more`:
    what its template wants besides; `rooms`: whose readers line stands before the first field."""

    path: str
    title: str
    button: str
    form: type[CaseForm]
    do: Callable[[Deed], str]
    start: Callable[[Asked], dict[str, Any]] = _nothing
    fill: Callable[[Asked, Any], None] = _as_it_is
    more: Callable[[Asked], dict[str, Any]] = _nothing
    rooms: tuple[Compartment, ...] = ()
    template: str = "eap/form.html"
    says: str = ""
    needs: Action = Action.WORK_REFERRAL
    step_up: bool = False
