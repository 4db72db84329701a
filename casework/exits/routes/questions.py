"""The questions: one page, saved as often as somebody likes, sent once."""

from typing import Any

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath

from casework.db import Database, utc_now
from casework.exits.actions import answers
from casework.exits.actions.answers import Said
from casework.exits.lifecycle import INVITED
from casework.exits.queries import leaver
from casework.exits.queries.concern import leave_to_report
from casework.exits.questionnaires import Use, coded
from casework.settings import Settings
from casework.web.page import see
from casework.web.patience import patiently

from .asking import SEND, Asking, asking_of, fields_of, keep, languages_of, seen_in, sent_already, typed_in, written
from .door import code_field, gone
from .visit import Asked, Visit, show, visit

PUBLIC = {"public": True}
TYPING = "typing"
Typing = NamedDependency[FormMultiDict]
Data = NamedDependency[Database]
Set = NamedDependency[Settings]


@get("/exit/questions", sync_to_thread=True, opt=PUBLIC)
def ask(request: Asked, database: Data, settings: Set) -> Response[str]:
    found = visit(request, database, settings, "")
    return code_field(request, database) if found is None else _ask(request, database, found)


@get("/exit/{token:str}/questions", sync_to_thread=True, opt=PUBLIC)
def ask_by_link(request: Asked, database: Data, settings: Set, token: FromPath[str]) -> Response[str]:
    found = visit(request, database, settings, token)
    return gone(request, database) if found is None else _ask(request, database, found)


@post("/exit/questions", sync_to_thread=True, status_code=200, opt=PUBLIC)
def answer(request: Asked, database: Data, settings: Set, typed: Typing) -> Response[Any]:
    if found := visit(request, database, settings, ""):
        return _answer(request, database, found, typed)
    return _unheard(typed) or code_field(request, database, typed)


@post("/exit/{token:str}/questions", sync_to_thread=True, status_code=200, opt=PUBLIC)
def answer_by_link(request: Asked, database: Data, settings: Set, typed: Typing, token: FromPath[str]) -> Response[Any]:
    if found := visit(request, database, settings, token):
        return _answer(request, database, found, typed)
    return _unheard(typed) or gone(request, database, written(fields_of(typed)))


def _ask(request: Asked, database: Database, found: Visit) -> Response[str]:
    if found.exit.state != INVITED:
        return sent_already(request, database, found)
    return _form(request, database, found, asking_of(request, database, found))


def _unheard(typed: FormMultiDict) -> Response[Any] | None:
    """To the page's own script: what is typed is not kept."""
    return Response("", status_code=409) if typed.get("then") == TYPING else None


def _answer(request: Asked, database: Database, found: Visit, typed: FormMultiDict) -> Response[Any]:
    """Saved, or sent: only when every question that the answers lead to was there to be seen. Whatever keeps it from
    being sent, what was typed stays."""
    then = str(typed.get("then", ""))
    asking = typed_in(request, database, found, typed)
    more = then == SEND and not asking.asked <= seen_in(typed)
    if then == SEND and not asking.errors and not more:
        return _sent(request, database, found, asking)
    kept = patiently(database, lambda db: keep(db, found, asking))
    if then == TYPING:
        return Response("", status_code=204 if kept else 409)
    if not kept:
        return sent_already(request, database, found)
    if asking.errors:
        return _form(request, database, found, asking, status=422)
    return see(f"{found.questions}?{'more' if more else 'saved'}=1{f'#q-{asking.next}' if asking.next else ''}")


def _form(request: Asked, database: Database, found: Visit, asking: Asking, *, status: int = 200) -> Response[str]:
    with database.reading() as db:
        around = leaver.around(db, found.exit)
    return show(
        request,
        "questions",
        asking.language,
        status=status,
        visit=found,
        asking=asking,
        asks=asking.version.asks,
        here=around.here,
        readers=around.readers,
        languages=languages_of(asking),
        saved="saved" in request.query_params,
        more="more" in request.query_params,
    )


def _sent(request: Asked, database: Database, found: Visit, asking: Asking) -> Response[str]:
    """Once: a second click is shown the same page, for a browser shows only the second answer."""
    asks = asking.version.asks
    said = Said(
        asking.version.id, asks.name, asking.version.number, asking.answers, coded(asks, asking.answers), complete=True
    )
    first = patiently(database, lambda db: answers.send(db, found.guest, said, by=found.actor, now=utc_now()))
    concern, account = asks.with_use(Use.CONCERN), asks.with_use(Use.ACCOUNT)
    with database.reading() as db:
        around, leave = leaver.around(db, found.exit), leave_to_report(db, utc_now())
    return show(
        request,
        "sent",
        asking.language,
        asking=asking,
        asks=asks,
        here=around.here,
        readers=around.readers,
        first=first,
        to_report=bool(concern and asking.answers.get(concern.id) == ("yes",)),
        account=" ".join(asking.answers.get(account.id, ())) if account else "",
        leave=leave,
    )


HANDLERS = [ask, ask_by_link, answer, answer_by_link]
