"""Which matter ends where, and how long ago it began: every state that is built, most of them long closed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from casework.cases.lifecycle.kinds import GRAVE

from .composing import composed
from .texts import Matter, whole

Fits = Callable[[Matter], bool]


@dataclass(frozen=True, slots=True)
class End:
    """How far a case has come. `days`: how long ago it was received, at least and at most; `turn`: what else was."""

    state: str
    count: int
    days: tuple[int, int]
    turn: str = ""
    fits: Fits = lambda _: True


def _reported(matter: Matter) -> bool:
    """Somebody can be written to."""
    return matter.channel == "form"


def _gentle(matter: Matter) -> bool:
    return not _grave(matter) and len(matter.notes) < 5


def _grave(matter: Matter) -> bool:
    return any(claim.issue in GRAVE for claim in matter.claims)


def _simple(matter: Matter) -> bool:
    return matter.kind == "grievance" and not matter.respondents


def _accused(matter: Matter) -> bool:
    return bool(matter.respondents)


def _dismissed(matter: Matter) -> bool:
    return matter.decision == "termination"


def _before_a_council(matter: Matter) -> bool:
    """Where a works council is heard before anybody is dismissed."""
    return _dismissed(matter) and matter.site == "Bremen"


def _cleared(matter: Matter) -> bool:
    return matter.decision == "no action"


COMPLAINTS = (
    End("under investigation", 20, (14, 62), fits=_accused),
    End("received", 12, (0, 4)),
    End("in triage", 12, (1, 5)),
    End("in action", 9, (50, 130)),
    End("findings in review", 8, (35, 75), fits=_accused),
    End("awaiting decision", 6, (40, 80)),
    End("informal resolution", 8, (10, 45), fits=_gentle),
    End("aftercare", 10, (90, 230)),
    End("planned", 8, (6, 25)),
    End("closed", 14, (100, 545)),
    End("appealed", 4, (70, 130), fits=_accused),
    End("in action", 2, (80, 140), "appeal varied", _accused),
    End("in action", 1, (80, 140), "appeal upheld", _accused),
    End("in action", 1, (80, 140), "appeal dismissed", _accused),
    End("advice given", 4, (5, 30), fits=_simple),
    End("under investigation", 1, (30, 120), "paused for the police", _grave),
    End("under investigation", 3, (30, 120), "paused"),
    End("retained", 16, (260, 545)),
    End("under investigation", 2, (20, 60), "withdrawing", _reported),
    End("referred elsewhere", 3, (5, 30), fits=_simple),
    End("closed", 6, (40, 500), "withdrawn", _reported),
    End("under investigation", 2, (30, 80), "goes on", _reported),
    End("findings in review", 2, (200, 400), "reopened"),
    End("closed", 10, (60, 540), "advice given", _simple),
    End("closed", 5, (60, 540), "referred elsewhere", _simple),
    End("closed", 9, (60, 540), "informal resolution", _gentle),
)
DISCIPLINE = (
    End("hearing", 1, (24, 50), fits=_before_a_council),
    End("appeal window", 1, (36, 50), fits=_dismissed),
    End("fact finding", 6, (4, 30)),
    End("hearing", 3, (20, 50), fits=_accused),
    End("reported", 3, (0, 4)),
    End("decided", 3, (28, 60), fits=_accused),
    End("appeal window", 3, (36, 50), fits=_accused),
    End("closed", 7, (90, 540), fits=_accused),
    End("notice given", 3, (15, 40), fits=_accused),
    End("no case", 3, (15, 60), fits=_cleared),
    End("appealed", 2, (50, 80), fits=_accused),
    End("retained", 6, (220, 545), fits=_accused),
    End("closed", 4, (60, 540), "no case", _cleared),
)


@dataclass(frozen=True, slots=True)
class Planned:
    """One case to tell: the matter, its end, and how many days ago it was received."""

    matter: Matter
    end: End
    age: float

    @property
    def avoid(self) -> tuple[str, ...]:
        """Now and then somebody would rather that the lead did not read it: the alternate does."""
        early = self.end.state in ("received", "in triage")
        return ("lead",) if early and self.matter.kind == "harassment" and len(self.matter.title) % 3 == 0 else ()


def plan(count: int, now: datetime) -> list[Planned]:
    """The first few dozen have one case of every end; from 220 on everything has been told. Oldest first."""
    rng = Random("Northfield")
    matters = [*whole(), *composed(min(count, 220))]
    found = []
    for discipline, end in list(_in_turn(COMPLAINTS, DISCIPLINE))[:count]:
        matter, ages = _take(matters, end, discipline, now)
        likely = ages[len(ages) // 2 :] if matter.months else ages
        found.append(Planned(matter, end, min(rng.choice(likely) + rng.random(), end.days[1])))
    return sorted(found, key=lambda case: -case.age)


def _in_turn(complaints: tuple[End, ...], discipline: tuple[End, ...]) -> Iterator[tuple[bool, End]]:
    """One of each end, then the second of each, and so on. With each comes whether it is disciplinary."""
    for number in range(max(end.count for end in complaints)):
        for is_discipline, ends in ((False, complaints), (True, discipline)):
            yield from ((is_discipline, end) for end in ends if number < end.count)


def _take(matters: list[Matter], end: End, discipline: bool, now: datetime) -> tuple[Matter, list[int]]:
    """The first that fits, in kind, in what it says and in when it says that it was; with the ages that it can have."""
    right = [matter for matter in matters if (matter.kind == "disciplinary") is discipline]
    for wanted in (end.fits, lambda _: True):
        for matter in filter(wanted, right):
            if ages := _ages(matter, end, now):
                matters.remove(matter)
                return matter, ages
    raise LookupError(f"no matter is left for {end.state}")


def _ages(matter: Matter, end: End, now: datetime) -> list[int]:
    days = range(end.days[0], max(end.days[0] + 1, end.days[1]))
    return [age for age in days if not matter.months or (now - timedelta(days=age)).month in matter.months]
