"""The days before a hearing: how long somebody has to prepare, and until when they may propose another time."""

from datetime import date

from casework.cases.lifecycle.clock import Place
from casework.clocks import Deadline, Unit, due
from casework.clocks.packs.hearing import Companion, another_time
from casework.settings import N_

NOTICE = N_("Time to prepare for a hearing")
RULE = "hearing_notice"


def earliest(called: date, where: Place) -> Deadline:
    """The first day for a hearing that was called on a day: by the country's pack, else by policy."""
    law = where.law.rule(RULE) if where.law is not None else None
    return due(called, law or where.policy.rule(NOTICE, where.policy.answer_days, Unit.BUSINESS_DAYS), where.calendar)


def companions(where: Place, kind: str) -> list[Companion]:
    """Whom the law lets them bring to such a hearing."""
    return [one for one in where.law.companions.values() if kind in one.hearings] if where.law is not None else []


def other_time(proposed: date, kind: str, where: Place) -> Deadline | None:
    """Until which day the worker may propose another time; none where the law sets none."""
    for one in companions(where, kind):
        rule = where.law.rule(one.moves) if where.law is not None and one.moves else None
        if rule is not None:
            return another_time(proposed, rule, where.calendar)
    return None
