"""Until when what is kept: the organisation's own months by kind, and what the law says where a site is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.lifecycle.kinds import KINDS
from casework.clocks import Pack, PackError, packs, retention
from casework.clocks.retention import LEAST, MOST, Fact, Facts
from casework.clocks.rules import Roll, Rule, Unit
from casework.people import organisation
from casework.people.models import Setting, Site
from casework.people.organisation import POLICY
from casework.settings import N_

SETTING = "retention"
CASE, EXIT, REFERRAL = "case", "exit", "referral"
LINES = {**KINDS, EXIT: N_("Leaving"), REFERRAL: N_("Referral")}
"""What has months of its own: each kind of case, and what is no case."""
SAYS = N_("schedule of the organisation")
A_DAY = date(2001, 1, 1)
"""A day to compare lengths from."""


@dataclass(frozen=True, slots=True)
class Own:
    """What the organisation says of one kind of matter, in months. `source`: on what ground, in its words."""

    least: int
    most: int
    source: str = SAYS
    owner: str = "HR"
    dated: date = date(2026, 11, 1)

    @property
    def facts(self) -> Facts:
        return Facts((self._fact(N_("Keep at least"), self.least),), (self._fact(N_("Keep at most"), self.most),))

    def _fact(self, name: str, months: int) -> Fact:
        amount, unit = (months, Unit.MONTHS) if months % 12 else (months // 12, Unit.YEARS)
        return Fact(Rule(name, amount, unit, Roll.STAYS, self.source, self.dated, self.owner))


@dataclass(frozen=True, slots=True)
class Place:
    """A site, or 0 for what names none: its country's code, its law, and which further facts of it were chosen."""

    id: int
    name: str
    code: str
    law: Pack | None
    chosen: frozenset[str]


@dataclass(frozen=True, slots=True)
class Schedule:
    own: Mapping[str, Own]
    places: Mapping[int, Place]
    known: dict[tuple[str, int], Facts] = field(default_factory=dict)

    def facts(self, line: str, site_id: int) -> Facts:
        """`line`: one of `LINES`. What the law says of reports it says of cases; files of staff it says of leaving too;
        nothing of it is about referrals."""
        key = line, site_id
        if key not in self.known:
            self.known[key] = self._facts(line, site_id)
        return self.known[key]

    def _facts(self, line: str, site_id: int) -> Facts:
        own, place = self.own[line].facts, self.places.get(site_id) or self.places[0]
        if place.law is None or line == REFERRAL:
            return own
        law = retention.of_law(place.law, place.chosen)
        return Facts((*law.least, *own.least), own.most if line == EXIT else (*law.most, *own.most))

    @property
    def shortest(self) -> int:
        """Days after which something may be due at the soonest, of any kind and anywhere: what came later is not."""
        least = [self.facts(line, site).least for line in self.own for site in self.places]
        return min((retention.term(A_DAY, Facts(facts, facts)).least.on - A_DAY).days for facts in least)


def read(db: Session) -> Schedule:
    """Once a session: three statements."""
    known: Schedule | None = db.info.get("schedule")
    if known is None:
        known = db.info["schedule"] = _read(db)
    return known


def stored(db: Session) -> dict[str, Any]:
    """As it was written: `own` by line, `law` for what names no site, `chosen` by site."""
    value = db.scalar(select(Setting.value).where(Setting.name == SETTING))
    return {"own": {}, "law": "", "chosen": {}, **(json.loads(value) if value else {})}


def _read(db: Session) -> Schedule:
    said, policy = stored(db), organisation.policy(db)
    usual = Own(policy.retention_min_years * 12, policy.retention_max_years * 12, SAYS, policy.owner, policy.edited)
    own = {line: _own(said["own"].get(line), usual) for line in LINES}
    sites = [(0, "", said["law"]), *db.execute(select(Site.id, Site.name, Site.country).order_by(Site.name)).all()]
    places = {
        id_: Place(id_, name, code, law_of(code), frozenset(said["chosen"].get(str(id_), ())))
        for id_, name, code in sites
    }
    return Schedule(own, places)


def _own(said: Mapping[str, Any] | None, usual: Own) -> Own:
    return Own(**{**said, "dated": date.fromisoformat(said["dated"])}) if said else usual


def law_of(country: str) -> Pack | None:
    """Of a site's country, whatever region follows it; None where there is no pack for it."""
    try:
        return packs.load(country.partition("-")[0]) if country else None
    except PackError:
        return None


__all__ = [
    "CASE", "EXIT", "LEAST", "LINES", "MOST", "POLICY", "REFERRAL", "SETTING", "Own", "Place", "Schedule", "law_of",
    "read", "stored",
]  # fmt: skip
