"""`/follow/papers/{id}`: a paper that they were given, out of their own dialogue."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.audit import Tag, trail
from casework.cases.models import Paper
from casework.cases.routes import download
from casework.cases.routes.opened import unlocked
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
            paper = unlocked(db, stay.actor, db.get_one(Paper, id_))
        if paper is None:
            raise NotFoundException
        try:
            pieces = paper.pieces(store, vault)
        except download.DamagedFile:
            return show_own(request, database, stay, "damaged", 409)
        with database.transaction() as db:
            trail.record(db, stay.actor, Tag.PAPER_READ, stay.case_id, paper=id_)
        return download.stream(pieces, paper.name, paper.row.type, paper.row.size)

    return as_reporter(request, database, settings, send)
