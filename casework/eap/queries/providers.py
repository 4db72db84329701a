"""The directory of providers, as its pages and the public ones show it."""

import json
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework import vault
from casework.eap import kinds
from casework.eap.models import Placement, Provider


@dataclass(frozen=True, slots=True)
class Listed:
    """`areas`, `languages`, `ways`: codes of `needs`; `places`: ids of sites, none: everywhere. `capacity`: referrals
    at a time, None: no limit. `cost`: what it costs the employee, empty: nothing."""

    id: int
    name: str
    areas: tuple[str, ...]
    languages: tuple[str, ...]
    places: tuple[int, ...]
    ways: tuple[str, ...]
    cost: str
    contact: str
    about: str
    capacity: int | None
    line: bool
    public: bool
    version: int
    ended: bool


def every(db: Session, *, ended: bool = False) -> list[Listed]:
    """Lines that answer day and night first, then by name. `ended`: those who help no more as well."""
    query = _BY_NAME if ended else _BY_NAME.where(Provider.ended_at.is_(None))
    return [listed(row) for row in db.scalars(query)]


def public(db: Session, need: str = "") -> list[Listed]:
    """What anybody may see; of one need, and what is for all of them."""
    query = _BY_NAME.where(Provider.ended_at.is_(None), Provider.public)
    found = [listed(row) for row in db.scalars(query)]
    return [one for one in found if not need or not one.areas or need in one.areas]


def listed(row: Provider) -> Listed:
    return Listed(
        id=row.id,
        name=row.name,
        areas=_codes(row.areas),
        languages=_codes(row.languages),
        places=tuple(map(int, json.loads(row.places))),
        ways=_codes(row.ways),
        cost=row.cost,
        contact=row.contact,
        about=row.about,
        capacity=row.capacity,
        line=row.line,
        public=row.public,
        version=row.version,
        ended=row.ended_at is not None,
    )


def helping(db: Session) -> Counter[int]:
    """How many referrals each provider was asked for or helps with now. Which ones is the server's to know alone."""
    query = select(Placement.id, Placement.referral_id, Placement.provider, Placement.answer)
    rows = db.execute(query.where(Placement.ended_at.is_(None))).all()
    vault.secrets.of_cases(db, {row.referral_id for row in rows})
    found: Counter[int] = Counter()
    for row in rows:
        if vault.field.open_(db, Placement.answer, row.id, row.answer, case=row.referral_id) != kinds.NO:
            found[int(vault.field.open_(db, Placement.provider, row.id, row.provider, case=row.referral_id))] += 1
    return found


def _codes(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


_BY_NAME: Select[Provider] = select(Provider).order_by(Provider.line.desc(), Provider.name, Provider.id)
