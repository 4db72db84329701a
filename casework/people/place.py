"""What the organisation says of itself on public pages: numbers, hours, sites, and names or functions."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from . import organisation
from .models import Site

DANGER = "112"
"""Where `/settings` names no number: works in the European Union, Great Britain and from most mobile telephones."""

_OPEN = (
    select(Site.id, Site.name, Site.zone, Site.country, Site.danger, Site.support)
    .where(Site.closed_at.is_(None))
    .order_by(Site.name)
)


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
    return [SitePlace(*row) for row in db.connection().execute(_OPEN)]


def of(db: Session, site_id: int = 0) -> Place:
    """Of one site; of the organisation where none is named, with what its sites have in common."""
    said, days, known = organisation.read(db), organisation.policy(db), sites(db)
    here = [site for site in known if site.id == site_id] or known
    lines = [line.strip() for text in (*(site.support for site in here), said.support) for line in text.splitlines()]
    return Place(
        danger=", ".join(dict.fromkeys(site.danger for site in here if site.danger)) or said.danger or DANGER,
        hours=said.hours,
        phone=said.phone,
        support=tuple(dict.fromkeys(line for line in lines if line)),
        acknowledge_days=days.acknowledge_days,
        feedback_months=days.feedback_months,
        zone=here[0].zone if here else said.zone,
        country=here[0].country if here else "EU",
    )


def shows_functions(db: Session) -> bool:
    return organisation.read(db).shows_functions
