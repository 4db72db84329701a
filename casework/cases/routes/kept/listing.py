"""What comes due, what stays and why; and what is left of what was destroyed."""

from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.access import may_ever
from casework.cases.queries import destructions
from casework.cases.queries.destructions import PAGE
from casework.cases.queries.keeping import Coming
from casework.clocks.retention import EARLY
from casework.db import Database
from casework.people import Actor
from casework.settings import N_
from casework.web.page import page
from casework.web.text import gettext

from . import shelf as shelves
from . import words
from .shelf import Asking, Data, Shelf, Who

SHOWN = {
    "": N_("all that comes due"),
    "free": N_("may go"),
    "past": N_("past its day"),
    "stays": N_("stays longer"),
}


def routes(shelf: Shelf) -> list[Any]:
    sees = {"needs": shelf.matters.see}

    @get(shelf.path, sync_to_thread=True, opt=sees)
    def listing(request: Asking, database: Data, actor: Who) -> Response[str]:
        return _list(request, database, actor, shelf)

    @get(f"{shelf.path}/certificates", sync_to_thread=True, opt=sees)
    def certificates(request: Asking, database: Data, actor: Who) -> Response[str]:
        return _left(request, database, actor, shelf)

    @get(f"{shelf.path}/certificates/{{destruction_id:int}}", sync_to_thread=True, opt=sees)
    def certificate(
        request: Asking, destruction_id: FromPath[int], database: Data, actor: Who
    ) -> Response[str]:  # fmt: skip
        return _certificate(request, database, actor, shelf, destruction_id)

    return [listing, certificates, certificate]


def _list(request: Asking, database: Database, actor: Actor, shelf: Shelf) -> Response[str]:
    matters, today = shelf.matters, shelves.today(actor)
    shown, skip = request.query_params.get("show", ""), _number(request.query_params.get("skip", ""))
    with database.reading() as db:
        every = [one for one in shelves.coming(db, actor, matters, today) if _fits(one, shown)]
        lines = shelves.lines(db, actor, shelf, every[skip : skip + PAGE])
        waiting = destructions.waiting(db, matters, actor)
    query = f"{shelf.path}?show={shown if shown in SHOWN else ''}"
    return page(
        request,
        "cases/kept.html",
        shelf=shelf,
        title=gettext(words.TITLES[matters.of]),
        lines=lines,
        waiting=[(one, words.counted(matters.of, one.number)) for one in waiting],
        shown=shown if shown in SHOWN else "",
        chips=[(value, gettext(label)) for value, label in SHOWN.items()],
        links=[(path, gettext(label)) for path, needs, label in shelf.links if may_ever(actor, needs)],
        asks=bool(may_ever(actor, matters.destroy)) and any(one.free for one in lines),
        free=sum(1 for one in every if not one.stays and not one.asked_for),
        next=f"{query}&skip={skip + PAGE}" if len(every) > skip + PAGE else None,
        first=query if skip else None,
    )


def _fits(one: Coming, shown: str) -> bool:
    match shown:
        case "free":
            return not one.stays
        case "past":
            return one.past
        case "stays":
            return bool(one.stays) and set(one.stays) != {EARLY}
    return True


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 0


def _left(request: Asking, database: Database, actor: Actor, shelf: Shelf) -> Response[str]:
    number, skip = request.query_params.get("number", ""), _number(request.query_params.get("skip", ""))
    with database.reading() as db:
        rows, more = destructions.left(db, shelf.matters.of, actor, number, skip)
        final = {row.id: destructions.is_final(db, row) for row in rows}
    return page(
        request,
        "cases/kept_certificates.html",
        shelf=shelf,
        number=number,
        rows=[(row, words.kind(row), words.outcome(row), final[row.id]) for row in rows],
        next=f"{shelf.path}/certificates?skip={skip + PAGE}" if more else None,
        first=f"{shelf.path}/certificates" if skip else None,
    )


def _certificate(
    request: Asking, database: Database, actor: Actor, shelf: Shelf, destruction_id: int
) -> Response[str]:  # fmt: skip
    with database.reading() as db:
        found = destructions.certificate(db, shelf.matters.of, actor, destruction_id)
    if found is None:
        raise NotFoundException
    return page(
        request,
        "cases/kept_certificate.html",
        shelf=shelf,
        found=found,
        counted=words.counted(shelf.matters.of, len(found.gone)),
        rows=[(row, words.kind(row), words.outcome(row), words.rule_then(row)) for row in found.gone],
        keys=sorted({row.kek for row in found.gone}),
    )
