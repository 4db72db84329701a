"""/support/follow/releases: the employee signs a release, sees what is told under it, and takes it back at any time."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from casework.access import Forbidden, Hidden
from casework.db import Database, utc_now
from casework.eap.actions import releases, writing
from casework.eap.kinds import EMPLOYEE
from casework.eap.queries import own
from casework.people import Actor
from casework.vault import Unreadable
from casework.web import nonces
from casework.web.page import see
from casework.web.text import _

from . import signing, staying
from .follow import receipt_field, shut
from .staying import PUBLIC, Browser, Data, Set, Typing

BACK = "/support/follow#releases"


@get("/support/follow/releases", sync_to_thread=True, opt=PUBLIC)
def ask(request: Browser, database: Data, settings: Set) -> Response[Any]:
    """What it does in plain words, before anything is signed."""
    guest = staying.guest(request, database, settings)
    if guest is None:
        return receipt_field(request, database)
    if not _is_employee(database, guest):
        return see("/support/follow")
    try:
        with database.reading() as db:
            found = signing.around(db, guest)
    except Unreadable:
        return shut(request)
    return signing.show(request, found, signing.blank(found))


@post("/support/follow/releases", sync_to_thread=True, status_code=200, opt=PUBLIC)
def sign(request: Browser, database: Data, settings: Set, typed: Typing) -> Response[Any]:
    """422 with what was typed; whoever was away for too long finds it again behind the receipt."""
    guest = staying.guest(request, database, settings)
    if guest is None:
        return receipt_field(request, database, typed)
    if not _is_employee(database, guest):
        return see("/support/follow")
    try:
        with database.reading() as db:
            found = signing.around(db, guest)
    except Unreadable:
        return shut(request)
    form = signing.typed_in(found, typed)
    if not form.validate():
        return signing.show(request, found, form, 422)
    try:
        with database.transaction() as db:
            if nonces.take(db, f"release {guest.id} {nonces.of(typed)}", utc_now()):
                releases.sign(db, signing.terms(form, found), by=guest)
    except Forbidden as wrong:
        form.ends.errors = [_(wrong.args[0])]
        return signing.show(request, found, form, 422)
    return see(BACK)


@post("/support/follow/releases/{item:int}/revocation", sync_to_thread=True, status_code=200, opt=PUBLIC)
def revoke(request: Browser, item: FromPath[int], database: Data, settings: Set) -> Response[Any]:
    """One click, and it counts at once; twice is the same as once."""
    guest = staying.guest(request, database, settings)
    if guest is None:
        return receipt_field(request, database)
    try:
        if _is_employee(database, guest):
            with database.transaction() as db:
                _, referral = writing.own_employee(db, guest)
                releases.revoke(db, referral, item, by=guest)
    except (Unreadable, Hidden):
        return shut(request)
    except releases.NotThere:
        pass
    return see(BACK)


def _is_employee(database: Database, guest: Actor) -> bool:
    with database.reading() as db:
        return own.role(db, guest.id) == EMPLOYEE


ROUTES: list[Any] = [ask, sign, revoke]
