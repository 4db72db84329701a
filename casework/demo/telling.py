"""One case as it is told: through the verbs that everybody uses, each at the moment when it would have been done."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from casework.cases.actions import declarations
from casework.cases.models import Allegation, Case, Measure, Party, Task
from casework.cases.queries import matter as matters
from casework.db import as_of
from casework.people import Actor, ActorKind
from casework.vault.room import Room

from .organisation import READERS, Northfield
from .plan import Planned
from .texts import Matter

SPARE = timedelta(minutes=25)
"""Nothing is told of the last minutes: they belong to whoever looks at the demo."""


@dataclass
class Told:
    """A case in the telling: where it stands, who is on it, and what time it is there."""

    db: Session
    place: Northfield
    planned: Planned
    now: datetime
    rng: Random
    moment: datetime
    case: Case
    file: Room
    dialogue: Room | None
    reporter: Actor | None
    party: Party | None
    pace: float = 1.0
    said: int = 0
    noted: int = 0
    allegations: list[Allegation] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    parties: dict[str, Party] = field(default_factory=dict)

    @property
    def matter(self) -> Matter:
        return self.planned.matter

    @property
    def specialist(self) -> Actor:
        keys = READERS[self.matter.site]
        return self.place.staff[keys[len(self.matter.title) % len(keys)]]

    @property
    def lead(self) -> Actor:
        return self.place.staff["lead"]

    @property
    def today(self) -> date:
        return self.moment.astimezone(ZoneInfo(self.place.zone(self.matter.site))).date()

    @contextmanager
    def at(self, days: float = 0.0, by: Actor | None = None) -> Iterator[Actor]:
        """So many days later, in working hours; whoever acts has seen the names and declared."""
        self.moment = later(
            self.moment, days * self.pace, self.now - SPARE, self.place.zone(self.matter.site), self.rng
        )
        actor = by or self.specialist
        with as_of(self.moment):
            if actor.kind is ActorKind.PERSON:
                self._declare(actor)
            yield actor

    def _declare(self, actor: Actor) -> None:
        if actor.id not in matters.of(self.db, self.case).declared:
            declarations.declare(self.db, self.case, by=actor, conflict=False)


def later(moment: datetime, days: float, limit: datetime, zone: str, rng: Random) -> datetime:
    """`days` on, on a working day between half past eight and five; never at or after `limit`."""
    if days <= 0:
        return min(moment + timedelta(minutes=rng.randint(2, 9)), max(moment, limit))
    local = (moment + timedelta(days=days)).astimezone(ZoneInfo(zone))
    local += timedelta(days=max(0, 7 - local.weekday()) if local.weekday() >= 5 else 0)
    found = datetime.combine(local, time(8 + rng.randint(0, 8), rng.randint(0, 59)), local.tzinfo)
    if found <= moment:
        found = moment + timedelta(minutes=rng.randint(10, 90))
    return found if found < limit else moment + (limit - moment) * rng.uniform(0.1, 0.4)
