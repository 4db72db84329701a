"""Many stories told side by side, each thing at its own moment and in the order in which it was done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from casework.db import as_of

from .telling import SPARE

Do = Callable[[], object]
OPENS, OPEN = time(8, 40), timedelta(hours=9)
"""When people are at work, and for how long."""


@dataclass
class Story:
    """What happens, in its order; `day` counts from the beginning, its fraction is the time of day."""

    begun: datetime
    now: datetime
    zone: str
    told: list[tuple[datetime, Do]] = field(default_factory=list)
    beside: list[tuple[datetime, Do]] = field(default_factory=list)

    def add(self, day: float, do: Do, *, at_work: bool = True) -> None:
        last = self.told[-1][0] if self.told else self.begun - timedelta(minutes=1)
        moment = self.moment(day) if at_work else self.begun + timedelta(days=day)
        moment = max(moment, last + timedelta(minutes=4))
        limit = self.now - SPARE
        self.told.append((moment if moment < limit else last + (limit - last) * 0.3, do))

    def add_beside(self, day: float, do: Do) -> None:
        """After the first deed, whatever else happens before it or after it."""
        moment = max(self.moment(day), self.told[0][0] + timedelta(minutes=9))
        self.beside.append((min(moment, self.now - SPARE), do))

    def moment(self, day: float) -> datetime:
        """That day, or the Monday after it, while people are at work."""
        local = self.begun.astimezone(ZoneInfo(self.zone)) + timedelta(days=int(day))
        local += timedelta(days=7 - local.weekday() if local.weekday() >= 5 else 0)
        return datetime.combine(local.date(), OPENS, local.tzinfo) + OPEN * (day - int(day))


def tell(stories: Sequence[Story]) -> None:
    """All of them, the oldest deed first."""
    deeds = [(moment, at, deed) for at, story in enumerate(stories) for moment, deed in (*story.told, *story.beside)]
    for moment, _, deed in sorted(deeds, key=lambda one: one[:2]):
        with as_of(moment):
            deed()
