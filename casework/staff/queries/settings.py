"""What /settings shows."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.lifecycle.kinds import KINDS
from casework.cases.queries.routing import route_parts
from casework.people import CASE_HOLDING, Role
from casework.people.models import Route, Site
from casework.people.standing import Standing, standing
from casework.vault import Unreadable


@dataclass(frozen=True, slots=True)
class Routed:
    """One line of the routing in words. `genuine`: as Casework wrote it; `able`: they can be sealed to."""

    id: int
    kind: str
    site: str
    person: str
    duty: str
    genuine: bool
    able: bool


def sites(db: Session) -> list[Site]:
    return list(db.scalars(select(Site).order_by(Site.closed_at.is_not(None), Site.name)))


def routing(db: Session) -> list[Routed]:
    people, places = standing(db), {site.id: site.name for site in sites(db)}
    rows = db.scalars(select(Route).order_by(Route.kind, Route.site_id, Route.duty))
    return [
        Routed(
            row.id,
            KINDS.get(row.kind, ""),
            places.get(row.site_id, ""),
            people[row.person_id].name if row.person_id in people else "",
            row.duty,
            _genuine(db, row),
            row.person_id in people and people[row.person_id].able,
        )
        for row in rows
    ]


def able(db: Session) -> list[Standing]:
    """Who can be put into the routing."""
    return [one for one in standing(db).values() if one.able and one.roles & CASE_HOLDING and not one.has(Role.OUTSIDE)]


def _genuine(db: Session, row: Route) -> bool:
    try:
        vault.rows.check(db, row.mac, "route", *route_parts(row))
    except Unreadable:
        return False
    return True
