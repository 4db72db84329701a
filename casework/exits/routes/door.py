"""Coming in: the code is typed here, the link leads here. Looking uses nothing up; and saying no is one click."""

from typing import Any

import anyio.to_thread
from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath
from wtforms import StringField

from casework.db import Database, utc_now
from casework.exits.actions import steps
from casework.exits.lifecycle import INVITED
from casework.exits.queries import guests, leaver
from casework.exits.questionnaires.questions import ENGLISH
from casework.exits.spoken import speaker
from casework.people import guests as stays
from casework.people import place
from casework.settings import N_, Settings
from casework.vault import Vault, receipts
from casework.vault.receipts import Malformed
from casework.web.forms import Form, Typed
from casework.web.guesses import address_of
from casework.web.page import see
from casework.web.patience import patiently

from . import visit as visits
from .asking import AROUND, FIELD, asking_of, fields_of, keep, languages_of, sent_already, typed_in
from .visit import DOOR, Asked, Visit, show, visit

PUBLIC = {"public": True}
Data = NamedDependency[Database]
Set = NamedDependency[Settings]
Typing = NamedDependency[FormMultiDict]
UNKNOWN = N_("We know no questions with this code. Check each letter; or it has run out, or they were answered.")


class CodeForm(Form):
    receipt = StringField(N_("Code"))


@get("/exit", sync_to_thread=True, opt=PUBLIC)
def come(request: Asked, database: Data, settings: Set) -> Response[str]:
    """The field for the code; for who is in, what it is about."""
    found = visit(request, database, settings, "")
    return code_field(request, database) if found is None else begin(request, database, found)


@get("/exit/{token:str}", sync_to_thread=True, opt=PUBLIC)
def come_by_link(request: Asked, database: Data, settings: Set, token: FromPath[str]) -> Response[str]:
    """What it is about, before anything is asked."""
    found = visit(request, database, settings, token)
    return gone(request, database) if found is None else begin(request, database, found)


@post("/exit", status_code=200, opt=PUBLIC)
async def type_code(
    request: Asked, database: Data, settings: Set, vault: NamedDependency[Vault], typed: Typing
) -> Response[Any]:
    """Right or wrong, the same work; wrong ones from one place take longer and longer, and the page says so."""
    wait = await visits.guesses.slow(address_of(request))
    return await anyio.to_thread.run_sync(_open, request, database, settings, vault, typed, wait)


@post("/exit/decline", sync_to_thread=True, status_code=200, opt=PUBLIC)
def decline(request: Asked, database: Data, settings: Set) -> Response[Any]:
    return _decline(request, database, visit(request, database, settings, ""))


@post("/exit/{token:str}/decline", sync_to_thread=True, status_code=200, opt=PUBLIC)
def decline_by_link(request: Asked, database: Data, settings: Set, token: FromPath[str]) -> Response[Any]:
    return _decline(request, database, visit(request, database, settings, token))


def _decline(request: Asked, database: Database, found: Visit | None) -> Response[Any]:
    """Twice is once."""
    if found is None:
        return gone(request, database)
    if found.exit.state == INVITED:
        patiently(database, lambda db: steps.decline(db, found.guest, by=found.actor, now=utc_now()))
    return show(request, "declined", _language(request))


def begin(request: Asked, database: Database, found: Visit) -> Response[str]:
    if found.exit.state != INVITED:
        return sent_already(request, database, found)
    asking = asking_of(request, database, found)
    with database.reading() as db:
        around = leaver.around(db, found.exit)
    return show(
        request,
        "begin",
        asking.language,
        visit=found,
        asking=asking,
        here=around.here,
        readers=around.readers,
        zone=around.here.zone,
        languages=languages_of(asking),
    )


def code_field(
    request: Asked, database: Database, typed: FormMultiDict | None = None, wrong: str = "", wait: float = 0.0
) -> Response[str]:
    """Where a code is typed. `wrong`: a sentence. What was written until the half hour was over is kept beside it."""
    form = CodeForm(Typed(typed) if typed is not None else None)
    if wrong:
        form.receipt.errors = [speaker(_language(request))(wrong)]
    items = typed.multi_items() if typed is not None else ()
    carried = [(name, str(value)) for name, value in items if name.startswith(FIELD) or name in AROUND]
    with database.reading() as db:
        here = place.of(db)
    status = 422 if wrong else 200
    return show(request, "code", _language(request), status=status, form=form, here=here, wait=wait, carried=carried)


def gone(request: Asked, database: Database, written: list[str] | None = None) -> Response[str]:
    """`written`: what they typed, to take along."""
    with database.reading() as db:
        here = place.of(db)
    return show(request, "gone", _language(request), status=404, here=here, written=written or [])


def _open(
    request: Asked, database: Database, settings: Settings, vault: Vault, typed: FormMultiDict, wait: float
) -> Response[Any]:
    try:
        code = receipts.derive(vault, str(typed.get("receipt", "")))
    except Malformed as error:
        return code_field(request, database, typed, error.said.message, wait)
    with database.reading() as db:
        found = guests.by_code(db, code, utc_now())
    if found is None:
        visits.guesses.wrong(address_of(request))
        return code_field(request, database, typed, UNKNOWN, wait)
    visits.guesses.right(address_of(request))
    with database.transaction() as db:
        cookie = stays.begin(db, found.guest.id, DOOR.use, found.private, utc_now())
        actor = stays.actor_of(db, found.guest.id, found.private)
    entered = Visit("/exit", found.guest, found.exit, actor)
    answer: Response[Any] = see(_next(request, database, entered, typed))
    DOOR.let_in(answer, settings, cookie)
    return answer


def _next(request: Asked, database: Database, found: Visit, typed: FormMultiDict) -> str:
    """On, with what was typed while the half hour ran out."""
    if not fields_of(typed) or found.exit.state != INVITED:
        return "/exit"
    asking = typed_in(request, database, found, typed)
    patiently(database, lambda db: keep(db, found, asking))
    return "/exit/questions?saved=1"


def _language(request: Asked) -> str:
    return next(iter(visits.wanted(request)), ENGLISH)


HANDLERS = [come, come_by_link, type_code, decline, decline_by_link]
