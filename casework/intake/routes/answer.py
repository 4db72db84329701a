"""`/answer/{token}`: a link, and beside it the code that was given in person. Looking uses nothing up, and says the
same of every link; after the door come the pages of `/follow`."""

from typing import Any

import anyio.to_thread
from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath

from casework.audit import Tag, trail
from casework.cases.queries import ways_in
from casework.db import Database, utc_now
from casework.intake.actions import stays
from casework.intake.actions.stays import Stay
from casework.people import guests, limits
from casework.settings import N_, Settings
from casework.vault import Vault, receipts
from casework.vault.receipts import Malformed, Receipt
from casework.web.guesses import address_of
from casework.web.page import see
from casework.web.text import _

from . import returning, staying
from .fields import code_field
from .here import Browser, Data, Set

PUBLIC = {"public": True}
LONGEST = 100
"""No link of ours is as long."""
UNKNOWN = N_(
    "This link and this code do not belong together, or the way in has ended. Check each letter. After many wrong "
    "codes a link rests for a quarter of an hour, for the right one too."
)


@get("/answer/{token:str}", sync_to_thread=True, opt=PUBLIC)
def door(request: Browser, database: Data, settings: Set, token: FromPath[str]) -> Response[Any]:
    """The field for the code; for who is in by this link already, their pages."""
    stay = staying.staying(request, database, settings)
    if stay is not None and stay.by_link and staying.link(request, settings) == token:
        return see("/follow")
    return code_field(request, database, token[:LONGEST])


@post("/answer/{token:str}", status_code=200, opt=PUBLIC)
async def come_in(
    request: Browser,
    database: Data,
    vault: NamedDependency[Vault],
    settings: Set,
    typed: NamedDependency[FormMultiDict],
    token: FromPath[str],
) -> Response[Any]:
    """Right or wrong, known link or none, the same work; wrong ones from one place take longer and longer."""
    wait = await staying.guesses.slow(address_of(request))
    return await anyio.to_thread.run_sync(_open, request, database, vault, settings, typed, token[:LONGEST], wait)


def _open(
    request: Browser, database: Database, vault: Vault, settings: Settings, typed: FormMultiDict, token: str,
    wait: float,
) -> Response[Any]:  # fmt: skip
    try:
        both = receipts.derive_both(vault, token, str(typed.get("receipt", "")))
    except Malformed as error:
        return code_field(request, database, token, typed, _(error.said), wait)
    came = _come(database, token, both)
    if came is None:
        staying.guesses.wrong(address_of(request))
        return code_field(request, database, token, typed, _(UNKNOWN), wait)
    staying.guesses.right(address_of(request))
    stay, cookie = came
    trail.read_once(database, stay.actor, stay.case_id, Tag.WAY_IN_USED)
    answer = returning.back(request, database, stay, typed)
    staying.DOOR.let_in(answer, settings, cookie)
    staying.keep_link(answer, settings, token)
    return answer


def _come(database: Database, token: str, both: Receipt) -> tuple[Stay, str] | None:
    """Who it is, and the cookie of their stay. A link that had many wrong codes rests, known or not."""
    now = utc_now()
    with database.transaction() as db:
        counted = limits.enter(db, now, link=token)
        way = ways_in.by_both(db, both, now)
        if way is None or counted.wait:
            return None
        limits.forgive(db, counted, link=token)
        cookie = stays.begin_by_link(db, way, both.private, now)
        actor = stays.of_way(way, guests.actor_of(db, way.id, both.private))
        return Stay(way.party_id, way.case_id, actor, by_link=True), cookie


ROUTES: list[Any] = [door, come_in]
