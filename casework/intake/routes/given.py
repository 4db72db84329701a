"""`/follow/given/{id}`: one thing that they were given, to read, and to answer if something is asked."""

from typing import Any

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.actions import given
from casework.cases.lifecycle import IllegalStep, giving
from casework.cases.models import Given
from casework.cases.queries.given import GivenShown
from casework.db import Database, utc_now
from casework.intake.actions.stays import Stay
from casework.intake.forms import form_of
from casework.vault import Compartment
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import see
from casework.web.patience import patiently

from .here import Browser, Data, Set, as_reporter, own_of, show_own
from .typed import with_path

PUBLIC = {"public": True}


def _of(database: Database, stay: Stay, id_: int) -> GivenShown:
    """Theirs, and not taken back; a page that is not there for anybody else."""
    found = own_of(database, stay).one_given(id_)
    if found is None:
        raise NotFoundException
    return found


@get("/follow/given/{id_:int}", sync_to_thread=True, opt=PUBLIC)
def read(request: Browser, id_: FromPath[int], database: Data, settings: Set) -> Response[Any]:
    """That they opened it is kept, the first time."""

    def show(stay: Stay) -> Response[Any]:
        one = _of(database, stay, id_)
        if one.opened_at is None:
            with database.transaction() as db:
                given.open_(db, db.get_one(Given, id_), stay.actor)
        return draw(request, database, stay, one)

    return as_reporter(request, database, settings, show)


@post("/follow/given/{id_:int}", status_code=200, sync_to_thread=True, opt=PUBLIC)
def answer(
    request: Browser, id_: FromPath[int], database: Data, settings: Set, typed: NamedDependency[FormMultiDict]
) -> Response[Any]:
    """Once. Typed too late, it comes back after the door as it was typed."""

    def say(stay: Stay) -> Response[Any]:
        one = _of(database, stay, id_)
        form = form_of(one, Typed(typed))
        if not one.is_open or not form.validate():
            return draw(request, database, stay, one, typed, 422 if one.is_open else 409)

        def store(db: Session) -> None:
            if nonces.take(db, f"given {id_} {typed.get('nonce', '')}"):
                _answer(db, stay, id_, form.said)

        try:
            patiently(database, store)
        except IllegalStep:  # it went on meanwhile: the page says how it is now
            return draw(request, database, stay, _of(database, stay, id_), typed, 409)
        return see(f"/follow/given/{id_}")

    return as_reporter(request, database, settings, say, with_path(typed, f"/follow/given/{id_}"))


def _answer(db: Session, stay: Stay, id_: int, said: dict[str, Any]) -> None:
    assert stay.actor.holder is not None
    room = vault.rooms.enter(db, stay.actor.holder, stay.case_id, Compartment.DIALOGUE, stay.party_id)
    given.answer(db, db.get_one(Given, id_), room, **said, actor=stay.actor, now=utc_now())


def draw(
    request: Browser, database: Database, stay: Stay, one: GivenShown, typed: FormMultiDict | None = None,
    status: int = 200,
) -> Response[Any]:  # fmt: skip
    """`typed`: what they typed, which stays on the page. With 422 what is wrong stands at its field."""
    form = form_of(one, Typed(typed) if typed is not None else None)
    if status == 422:
        form.validate()
    words = giving.CHOICES[one.asks]
    return show_own(
        request, database, stay, "given", status, one=one, form=form, words=words, nonce=nonces.make(),
        kept=typed is not None and status == 200, late=status == 409,
    )  # fmt: skip


ROUTES: list[Any] = [read, answer]
