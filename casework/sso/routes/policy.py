"""/settings/keys: whose keys the server keeps, and the rooms that are sealed to none of them. For leads."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from wtforms import HiddenField, SelectMultipleField

from casework.access import Action
from casework.cases.actions import barring as barring_keys
from casework.cases.queries import barring
from casework.db import Database
from casework.people import Actor
from casework.settings import N_
from casework.sso import keys
from casework.vault import Compartment, custody
from casework.web.afterwards import afterwards
from casework.web.forms import Form, Typed
from casework.web.page import page, see
from casework.web.text import room

Asked = Request[Any, Any, Any]
NEEDS = {"needs": Action.BAR_KEYS}


class BarForm(Form):
    rooms = SelectMultipleField(N_("Sealed to no key that the server keeps"))
    seen = HiddenField()


@get("/settings/keys", sync_to_thread=True, opt=NEEDS)
def show(request: Asked, database: NamedDependency[Database]) -> Response[str]:
    with database.reading() as db:
        form = _form(None, custody.barred(db))
    return _show(request, database, form)


@post("/settings/keys", sync_to_thread=True, status_code=200, opt={**NEEDS, "step_up": True})
def save(
    request: Asked,
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Response[Any]:
    """Where somebody loses a key by it, that is shown first; it counts for what was shown and no other."""
    form = _form(Typed(typed), frozenset())
    if not form.validate():
        return _show(request, database, form, 422)
    rooms = frozenset(Compartment(name) for name in form.rooms.data or ())
    with database.reading() as db:
        new = rooms - custody.barred(db)
        touched = [one for one in barring.touched(db, new) if one.ends or one.rests]
    shown = " ".join(f"{one.id}:{one.ends}:{one.rests}" for one in touched)
    if touched and form.seen.data != shown:
        form.seen.data = shown
        return page(request, "sso/barring.html", form=form, touched=touched, rooms=sorted(rooms), new=sorted(new))
    with database.transaction() as db:
        keys.bar(db, rooms, by=actor)
    return afterwards(see("/settings/keys?saved=1"), barring_keys.end_keys, database)


def _form(typed: Typed | None, barred: frozenset[Compartment]) -> BarForm:
    form = BarForm(typed, data={"rooms": [one.value for one in barred]})
    form.rooms.choices = [(one.value, room(one.value)) for one in Compartment]
    return form


def _show(request: Asked, database: Database, form: BarForm, status: int = 200) -> Response[str]:
    with database.reading() as db:
        kept = barring.touched(db, custody.barred(db))
    saved = "saved" in request.query_params
    return page(request, "sso/policy.html", status=status, form=form, kept=kept, saved=saved)


HANDLERS = [show, save]
