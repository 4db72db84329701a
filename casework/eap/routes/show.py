"""`/referrals/{number}`: the referral, to a coordinator who holds its key. The reading is on the trail first."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from casework import vault
from casework.access import Action
from casework.db import Database
from casework.eap.actions import looking, messages
from casework.eap.queries import confided, providers, record
from casework.eap.queries.record import Record
from casework.people import Actor
from casework.web.page import page

from . import confiding, entry, shown
from .doing import Answer


@get("/referrals/{number:str}", sync_to_thread=True, opt={"needs": Action.SEE_REFERRALS})
def show(
    request: Request[Any, Any, Any],
    number: FromPath[str],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    """Read in one view of the database; what is new in it counts as read once it is shown."""
    with database.reading() as db:
        found = entry.look(db, actor, number)
        seen = record.of(db, found, actor) if found is not None else None
        helps = {one.id: one for one in providers.every(db, ended=True)} if seen is not None else {}
        kept = confided.of(db, found, actor) if found is not None else None
    entry.there(database, actor, number, found)
    assert seen is not None
    assert kept is not None
    looking.read_once(database, actor, number)
    _read(database, actor, seen)
    return page(request, "eap/show.html", **shown.context(seen, actor, helps), **confiding.context(kept, actor, number))


def _read(database: Database, actor: Actor, seen: Record) -> None:
    """Messages that were new; in the same transaction first openings become the reader's own seals."""
    if not seen.unread or actor.holder is None:
        return
    with database.transaction() as db:
        messages.seen(db, seen.referral.id, by=actor)
        vault.rooms.enter_all(db, actor.holder, seen.referral.id)


ROUTES: list[Any] = [show]
