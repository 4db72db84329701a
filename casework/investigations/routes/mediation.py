"""`/cases/{number}/mediation`: what was tried to settle it between them, and where each side stands."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency

from casework.access import Action
from casework.cases.lifecycle.kinds import GRAVE
from casework.cases.lifecycle.settling import MEDIATION, WAYS
from casework.cases.queries.record import Record
from casework.cases.routes.doing import Answer
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.words import called, name_of
from casework.db import Database
from casework.investigations.queries import mediation as queries
from casework.people import Actor
from casework.vault import Compartment
from casework.web.page import page

OPT = {"needs": Action.READ_CASE}


@get("/cases/{number:str}/mediation", sync_to_thread=True, opt=OPT)
def show(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        found = queries.of_case(db, shown.case.id, shown.rooms)
    return page(
        request, "investigations/mediation.html", shown=shown, found=found, states=MEDIATION, ways=WAYS,
        base=f"/cases/{shown.case.number}", grave=_grave(shown),
        names={one.id: called(one) for one in shown.parties},
        reaches={one.id for one in shown.parties if (Compartment.DIALOGUE, one.id) in shown.rooms},
        who={id_: name_of(shown, actor, id_) for id_ in shown.people},
        runs=any(not one.over for one in found),
    )  # fmt: skip


def _grave(shown: Record) -> bool:
    return any(one.issue in GRAVE and one.dropped_at is None for one in shown.allegations)


ROUTES: list[Any] = [show]
