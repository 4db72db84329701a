"""Walls: decided by a lead or alternate whom none keeps away, on cases they read and on those that nobody reads."""

from typing import Any

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.access import Action, policy, walls
from casework.access.models import Wall
from casework.cases.models import Case
from casework.cases.queries import matter, unattended
from casework.db import Database
from casework.people import Actor
from casework.settings import N_
from casework.web import nonces
from casework.web.page import page, see
from casework.web.text import _

from .doing import Answer
from .entry import Entry
from .words import kind

CAUSES = {
    walls.NAMED: N_("Named in the report"), walls.EXCLUDED: N_("Excluded by the reporter"),
    walls.KIN: N_("Kin or friend"), walls.DECLARED: N_("Declared it themselves"),
    "party": N_("A party to the case"), "line": N_("In a respondent’s line"),
}  # fmt: skip
OPT = {"needs": Action.DECIDE_WALL}


@get("/cases/unattended", sync_to_thread=True, opt={"needs": Action.SEE_UNATTENDED})
def listing(
    request: Request[Any, Any, Any], database: NamedDependency[Database], actor: NamedDependency[Actor]
) -> Answer:
    """Number and kind of cases without readers, and the walls that wait for a decision."""
    with database.reading() as db:
        lone = unattended.cases(db, actor)
        waiting = unattended.walls_to_decide(db, actor)
    rows = [(case.number, kind(case.kind), case.received_at) for case in lone]
    return page(request, "cases/unattended.html", rows=rows, walls=waiting, causes=_causes(), nonce=nonces.make())


@get("/cases/{number:str}/walls", sync_to_thread=True, opt=OPT)
def of_case(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    policy.require(actor, Action.DECIDE_WALL, opened.matter)
    with database.reading() as db:
        found = unattended.walls_of(db, opened.case)
    return page(
        request, "cases/walls.html", number=opened.case.number, walls=found, causes=_causes(), nonce=nonces.make()
    )


@post("/cases/walls/{wall_id:int}", sync_to_thread=True, status_code=200, opt={**OPT, "step_up": True})
def decide(
    wall_id: FromPath[int],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    """Confirm or lift. To whom the wall itself keeps away, it is not there."""
    with database.transaction() as db:
        wall = db.get(Wall, wall_id)
        case = db.get(Case, wall.case_id) if wall else None
        if wall is None or case is None:
            raise NotFoundException
        found = matter.of(db, case)
        if not policy.judge(actor, Action.DECIDE_WALL, found):
            raise NotFoundException
        if nonces.take(db, nonces.of(typed)):
            act = {"confirm": walls.confirm, "lift": walls.lift}.get(str(typed.get("decision")))
            if act is not None and wall.state != walls.LIFTED:
                act(db, found, wall, by=actor)
        reads = bool(policy.judge(actor, Action.READ_CASE, found))
    return see(f"/cases/{case.number}/walls" if reads else "/cases/unattended")


def _causes() -> dict[str, str]:
    return {cause: _(words) for cause, words in CAUSES.items()}


ROUTES: list[Any] = [listing, of_case, decide]
