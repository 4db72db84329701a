"""The clocks of a case: from what happened to what is due. Law where it reaches the report, else policy."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from casework.clocks.calendar import Calendar
from casework.clocks.deadlines import Deadline, Pause, due
from casework.clocks.packs import Pack
from casework.clocks.policy import Policy
from casework.clocks.rules import Roll, Rule, Unit
from casework.settings import N_

ACKNOWLEDGE, FEEDBACK = N_("Acknowledge the report"), N_("Give feedback")
TRIAGE, FINDINGS = N_("Triage"), N_("Findings")
APPEAL, AFTERCARE = N_("Appeal window"), N_("Check in")


def day_of(moment: datetime, zone: str) -> date:
    """The calendar day of an aware moment, where the site is."""
    return moment.astimezone(ZoneInfo(zone)).date()


def acknowledge(
    received: date, policy: Policy, calendar: Calendar, law: Pack | None = None, *, stopped: Iterable[Pause] = ()
) -> Deadline:
    """When the reporter is told that it arrived. `law`: the pack, for a report within its scope."""
    own = policy.rule(ACKNOWLEDGE, policy.acknowledge_days, Unit.DAYS)
    return _sooner(received, own, _of(law, "acknowledge"), calendar, stopped)


def feedback(
    received: date,
    acknowledged: date | None,
    policy: Policy,
    calendar: Calendar,
    law: Pack | None = None,
    *,
    stopped: Iterable[Pause] = (),
) -> Deadline:
    """When the reporter is told what was done: from the acknowledgement, or from the day it was due."""
    pauses = tuple(stopped)
    # Where none was sent in time the law counts from the end of its days, rolled to no business day.
    limit = _of(law, "acknowledge") or policy.rule(ACKNOWLEDGE, policy.acknowledge_days, Unit.DAYS)
    latest = due(received, replace(limit, rolls=Roll.STAYS), calendar).on
    start = min(acknowledged, latest) if acknowledged else latest
    own = policy.rule(FEEDBACK, policy.feedback_months, Unit.MONTHS)
    return _sooner(start, own, _of(law, "feedback"), calendar, pauses)


def triage(received: date, policy: Policy, calendar: Calendar, *, stopped: Iterable[Pause] = ()) -> Deadline:
    """When somebody has decided which way it goes."""
    return due(received, policy.rule(TRIAGE, policy.triage_days, Unit.BUSINESS_DAYS), calendar, stopped=stopped)


def findings(planned: date, policy: Policy, calendar: Calendar, *, stopped: Iterable[Pause] = ()) -> Deadline:
    """The day the plan aims at."""
    return due(planned, policy.rule(FINDINGS, policy.findings_days, Unit.DAYS), calendar, stopped=stopped)


def appeal(told: date, policy: Policy, calendar: Calendar) -> Deadline:
    """The last day for an appeal, from the outcome letter."""
    return due(told, policy.rule(APPEAL, policy.appeal_days, Unit.BUSINESS_DAYS), calendar)


def aftercare(closed: date, policy: Policy, calendar: Calendar) -> tuple[Deadline, ...]:
    """When the people on it are asked how they are."""
    return tuple(due(closed, policy.rule(AFTERCARE, days, Unit.DAYS), calendar) for days in policy.aftercare_days)


def _of(law: Pack | None, key: str) -> Rule | None:
    return law.rule(key) if law else None


def _sooner(start: date, own: Rule, law: Rule | None, calendar: Calendar, stopped: Iterable[Pause]) -> Deadline:
    """A promise shorter than the law holds; a longer one, or one that stood still, never outlasts it."""
    pauses = tuple(stopped)
    ours = due(start, own, calendar, stopped=pauses)
    if law is None:
        return ours
    theirs = due(start, law, calendar, stopped=pauses)
    return ours if ours.on < theirs.on and not ours.stopped else theirs
