"""/referrals/trail: what was done with referrals, by whom and when. Coordinators alone read it; that too is on it."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from casework.access import Action
from casework.audit import HouseTag, trail
from casework.db import Database
from casework.eap.kinds import EMPLOYEE, REFERRER
from casework.eap.queries import trail as queries
from casework.people import Actor
from casework.settings import N_
from casework.web.page import page

from .entry import NUMBER

ROLES = {EMPLOYEE: N_("The employee"), REFERRER: N_("Who suggested it"), "": N_("Casework")}


@get("/referrals/trail", sync_to_thread=True, opt={"needs": Action.READ_EAP_TRAIL})
def show(
    request: Request[Any, Any, Any], database: NamedDependency[Database], actor: NamedDependency[Actor]
) -> Response[str]:
    """`?number=`: of one referral; `?before=`: as the page before gave it."""
    trail.read_once(database, actor, trail.EAP, HouseTag.TRAIL_READ)
    query = request.query_params
    number, before = query.get("number", ""), query.get("before", "")
    number = number if NUMBER.fullmatch(number) else ""
    with database.reading() as db:
        place = int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else 0
        found = queries.page(db, actor.id, place, number)
    path = f"/referrals/trail?number={number}&" if number else "/referrals/trail?"
    return page(
        request, "eap/trail.html", sentences=found.sentences, roles=ROLES, number=number,
        next=f"{path}before={found.before}" if found.before else None, first=path[:-1] if place else None,
    )  # fmt: skip


ROUTES: list[Any] = [show]
