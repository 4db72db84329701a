"""`/follow/disclosures/{id}`: may somebody know who you are? Asked in full, answered with the receipt alone."""

from typing import Any

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.cases.actions import disclosing
from casework.cases.lifecycle import IllegalStep
from casework.cases.models import Case, IdentityDisclosure
from casework.cases.queries.disclosing import Question
from casework.intake.actions.stays import Stay
from casework.settings import N_
from casework.web.page import see

from .here import Browser, Data, Set, as_reporter, own_of, show_own

PUBLIC = {"public": True}
WHO = {
    "staff": N_("somebody who works here"),
    "authority": N_("an authority"),
    "court": N_("a court"),
    "lawyer": N_("a lawyer"),
    "other": N_("somebody outside"),
}
SHOWS = {
    "name": N_("your name"),
    "contact": N_("how to reach you"),
    "papers": N_("your photos and papers as you sent them"),
}


def _of(database: Data, stay: Stay, id_: int) -> Question:
    """Of theirs alone; a page that is not there for any other."""
    found = next((one for one in own_of(database, stay).questions if one.id == id_), None)
    if found is None:
        raise NotFoundException
    return found


@get("/follow/disclosures/{id_:int}", sync_to_thread=True, opt=PUBLIC)
def question(request: Browser, id_: FromPath[int], database: Data, settings: Set) -> Response[Any]:
    def show(stay: Stay) -> Response[Any]:
        return _shown(request, database, stay, _of(database, stay, id_))

    return as_reporter(request, database, settings, show)


@post("/follow/disclosures/{id_:int}", status_code=200, sync_to_thread=True, opt=PUBLIC)
def answer(
    request: Browser, id_: FromPath[int], database: Data, settings: Set, typed: NamedDependency[FormMultiDict]
) -> Response[Any]:
    """Yes or no; nothing at all is neither."""

    def say(stay: Stay) -> Response[Any]:
        one = _of(database, stay, id_)
        if typed.get("answer") not in ("yes", "no"):
            return _shown(request, database, stay, one, 422)
        try:
            with database.transaction() as db:
                row, case = db.get_one(IdentityDisclosure, id_), db.get_one(Case, stay.case_id)
                disclosing.answer(db, case, row, agree=typed["answer"] == "yes", by=stay.actor)
        except IllegalStep:  # it went on meanwhile: the page says how it is now
            return _shown(request, database, stay, _of(database, stay, id_), 409)
        return see("/follow")

    return as_reporter(request, database, settings, say)


def _shown(request: Browser, database: Data, stay: Stay, one: Question, status: int = 200) -> Response[Any]:
    return show_own(request, database, stay, "disclosure", status, one=one, who=WHO, shows=SHOWS)


ROUTES: list[Any] = [question, answer]
