"""What is due next on a case, and when: the soonest of its clocks, its actions and its measures."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from casework.clocks import Calendar, Pack, Pause, Policy
from casework.clocks import case as clocks
from casework.settings import N_

AFTERCARE_SOURCE = N_("policy of the organisation")
NEVER = date(9999, 12, 31)
"""Sorts behind every day; a list's rows need one."""
ACTION, REVIEW, PROCEEDING = N_("Action"), N_("Review of a measure"), N_("Day of a charge or claim")
NOTICE = N_("Tell them that their data is processed")
NOTICE_AGAIN = N_("Look again whether somebody can be told")


@dataclass(frozen=True, slots=True)
class Due:
    """One clock of a case. `what` is a message id, `source` says who says so. `stopped`: it stands still while the
    case is paused, which statutory ones never do."""

    what: str
    on: date
    source: str = ""
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """What the clocks look at; days are those of the site. `spoken`: when somebody was last told anything. `deadlines`:
    of charges and claims, which run whatever becomes of the case here; `asked`: of bodies that are asked before a
    dismissal, and of the dismissal itself. `checks`: days of aftercare, none where they were not planned one by one."""

    state: str
    received: date
    acknowledged: date | None = None
    fed_back: date | None = None
    planned: date | None = None
    closed: date | None = None
    told_outcome: date | None = None
    spoken: date | None = None
    has_reporter: bool = True
    tasks: tuple[date, ...] = ()
    reviews: tuple[date, ...] = ()
    pauses: tuple[Pause, ...] = ()
    deadlines: tuple[Due, ...] = ()
    notices: tuple[Due, ...] = ()
    checks: tuple[date, ...] | None = None
    asked: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """The site's days and law, the organisation's promises."""

    zone: str = "UTC"
    policy: Policy = field(default_factory=Policy)
    calendar: Calendar = field(default_factory=Calendar)
    law: Pack | None = None
    name: str = ""

    def day(self, moment: datetime) -> date:
        return clocks.day_of(moment, self.zone)


OVER = frozenset({"closed", "aftercare", "retained"})
"""The matter itself has ended."""


def all_due(course: Course, place: Place) -> list[Due]:
    """Every clock, soonest first; those that stand still come last."""
    found = [*_to_reporter(course, place), *_own(course, place)]
    found += [*course.deadlines, *(Due(ACTION, day) for day in course.tasks)]
    if course.state not in OVER:
        found += [Due(REVIEW, day) for day in course.reviews]
        found += [*course.notices, *course.asked]
    return sorted(found, key=lambda due: (due.stopped, due.on))


def next_due(course: Course, place: Place) -> Due | None:
    """The soonest that runs."""
    return next((due for due in all_due(course, place) if not due.stopped), None)


def promised(received: date, acknowledged: date | None, place: Place) -> tuple[date, date]:
    """What the reporter is told: the last days for a word that it was read, and for what was done about it. The same
    clocks as staff see, so that who keeps to the one keeps the other."""
    first = clocks.acknowledge(received, place.policy, place.calendar, place.law)
    back = clocks.feedback(received, acknowledged, place.policy, place.calendar, place.law)
    return first.on, back.on


def _to_reporter(course: Course, place: Place) -> Iterable[Due]:
    if not course.has_reporter or course.state in OVER:
        return
    stopped = course.pauses
    if course.acknowledged is None:
        first = clocks.acknowledge(course.received, place.policy, place.calendar, place.law, stopped=stopped)
        yield Due(clocks.ACKNOWLEDGE, first.on, first.source, first.stopped)
    if course.fed_back is None:
        back = clocks.feedback(
            course.received, course.acknowledged, place.policy, place.calendar, place.law, stopped=stopped
        )
        yield Due(clocks.FEEDBACK, back.on, back.source, back.stopped)


def _own(course: Course, place: Place) -> Iterable[Due]:
    policy, calendar, stopped = place.policy, place.calendar, course.pauses
    if course.state in ("received", "in triage", "reported"):
        triage = clocks.triage(course.received, policy, calendar, stopped=stopped)
        yield Due(clocks.TRIAGE, triage.on, triage.source, triage.stopped)
    if course.state in ("planned", "under investigation", "fact finding") and course.planned:
        findings = clocks.findings(course.planned, policy, calendar, stopped=stopped)
        yield Due(clocks.FINDINGS, findings.on, findings.source, findings.stopped)
    if course.state == "appeal window" and course.told_outcome:
        last = clocks.appeal(course.told_outcome, policy, calendar)
        yield Due(clocks.APPEAL, last.on, last.source)
    if course.state == "aftercare" and course.checks is not None:
        yield from (Due(clocks.AFTERCARE, day, AFTERCARE_SOURCE) for day in course.checks)
    elif course.state == "aftercare" and course.closed:
        for talk in clocks.aftercare(course.closed, policy, calendar):
            if course.spoken is None or talk.on > course.spoken:
                yield Due(clocks.AFTERCARE, talk.on, talk.source)
