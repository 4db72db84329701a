"""What the organisation says of itself on public pages: numbers, hours, sites, and names or functions."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.people.models import Setting, Site

SAFE = {
    "danger": "112",
    "hours": "",
    "phone": "",
    "support": "",
    "shows_functions": False,
    "acknowledge_days": 7,
    "feedback_months": 3,
}
"""Where `/settings` says nothing yet."""


@dataclass(frozen=True, slots=True)
class SitePlace:
    id: int
    name: str
    zone: str
    country: str
    danger: str
    support: str


@dataclass(frozen=True, slots=True)
class Place:
    """`danger`: whom to call. `hours`, `phone`: when and where to speak with somebody. `support`: lines of text."""

    danger: str
    hours: str
    phone: str
    support: tuple[str, ...]
    acknowledge_days: int
    feedback_months: int
    zone: str
    country: str


def sites(db: Session) -> list[SitePlace]:
    rows = db.scalars(select(Site).where(Site.closed_at.is_(None)).order_by(Site.name))
    return [SitePlace(s.id, s.name, s.zone, s.country, s.danger, s.support) for s in rows]


def of(db: Session, site_id: int = 0) -> Place:
    """Of one site; of the organisation where none is named, with what its sites have in common."""
    said, known = _settings(db), sites(db)
    here = [site for site in known if site.id == site_id] or known
    own_support = [line for site in here for line in site.support.splitlines()]
    lines = [line.strip() for line in (*own_support, *str(said["support"]).splitlines())]
    return Place(
        danger=", ".join(dict.fromkeys(site.danger for site in here if site.danger)) or str(said["danger"]),
        hours=str(said["hours"]),
        phone=str(said["phone"]),
        support=tuple(dict.fromkeys(line for line in lines if line)),
        acknowledge_days=int(said["acknowledge_days"]),
        feedback_months=int(said["feedback_months"]),
        zone=here[0].zone if here else "UTC",
        country=here[0].country if here else "EU",
    )


def shows_functions(db: Session) -> bool:
    return bool(_settings(db)["shows_functions"])


def _settings(db: Session) -> dict[str, Any]:
    rows = db.execute(select(Setting.name, Setting.value).where(Setting.name.in_(SAFE)))
    return {**SAFE, **{row.name: json.loads(row.value) for row in rows}}
