"""`/follow/papers/{id}`: a paper that they were given, out of their own dialogue."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.audit import Tag, trail
from casework.cases.models import Paper
from casework.cases.routes import download
from casework.cases.routes.papers import unlocked
from casework.files import Store
from casework.intake.actions.stays import Stay
from casework.vault import Vault

from .here import Browser, Data, Set, as_reporter, own_of, show_own


@get("/follow/papers/{id_:int}", sync_to_thread=True, opt={"public": True})
def fetch(
    request: Browser,
    id_: FromPath[int],
    database: Data,
    settings: Set,
    vault: NamedDependency[Vault],
    store: NamedDependency[Store],
) -> Response[Any]:
    """What lies there and was given to nobody yet is not there."""

    def send(stay: Stay) -> Response[Any]:
        if id_ not in {one.paper_id for one in own_of(database, stay).given}:
            raise NotFoundException
        with database.reading() as db:
            row = db.get_one(Paper, id_)
            key_and_name = unlocked(db, stay.actor, row)
        if key_and_name is None:
            raise NotFoundException
        key, name = key_and_name
        try:
            pieces = download.opened(store, vault, row.file_id, key, row.size)
        except download.DamagedFile:
            return show_own(request, database, stay, "damaged", 409)
        with database.transaction() as db:
            trail.record(db, stay.actor, Tag.PAPER_READ, stay.case_id, paper=row.id)
        return download.stream(pieces, name, row.type, row.size)

    return as_reporter(request, database, settings, send)
