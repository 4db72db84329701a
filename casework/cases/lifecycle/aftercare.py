"""Retaliation checks: when each is due, what is asked, and where one stands.

ahead → due → asked → (to remind → reminded) → answered | no answer; or written down after a talk; or given up. Whoever
does not answer is asked once more and then left in peace.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

from casework.clocks import case as clocks
from casework.clocks import due
from casework.clocks.rules import Unit
from casework.settings import N_

from .clock import Place

AHEAD, DUE, ASKED, TO_REMIND, REMINDED = "ahead", "due", "asked", "to remind", "reminded"
ANSWERED, TALKED, NO_ANSWER, GIVEN_UP = "answered", "phone", "no answer", "given up"
STATES = {
    AHEAD: N_("to come"),
    DUE: N_("due"),
    ASKED: N_("asked"),
    TO_REMIND: N_("not answered: ask once more"),
    REMINDED: N_("asked once more"),
    ANSWERED: N_("answered"),
    TALKED: N_("written down after a talk"),
    NO_ANSWER: N_("no answer"),
    GIVEN_UP: N_("given up"),
}
DONE = frozenset({ANSWERED, TALKED, NO_ANSWER, GIVEN_UP})
NOW = frozenset({DUE, TO_REMIND})
"""Where somebody of staff has something to do."""
QUESTIONS = (
    N_("Has your pay changed since you reported or were heard, or what you are paid for?"),
    N_("Have your shifts, your hours, your place of work or your tasks changed?"),
    N_("Have you been reviewed, or passed over for something? What was said?"),
    N_("Have you been warned or disciplined in any way?"),
    N_("How do others treat you, your manager and the colleagues concerned?"),
    N_("All in all: is it better than before, the same, or worse?"),
)
ANSWER = N_("Answer of a check-in")


class Planned(NamedTuple):
    """One check: so many days after the end, and the day on which it is due."""

    day: int
    on: date


class Check(Protocol):
    """A row, as an entity or as a line."""

    how: str
    due_on: date
    given_id: int | None
    asked_at: Any
    reminded_at: Any
    ended_at: Any


class Answerable(Protocol):
    answered_at: Any


def schedule(closed: date, today: date, place: Place) -> tuple[Planned, ...]:
    """All that are still to come; of those whose day has passed the last alone, which is due at once: nobody is asked
    twice in a week what happened since."""
    days = place.policy.aftercare_days
    found = [Planned(day, at.on) for day, at in zip(days, clocks.aftercare(closed, place.policy, place.calendar),
                                                    strict=True)]  # fmt: skip
    past = [one for one in found if one.on < today]
    return (*past[-1:], *(one for one in found if one.on >= today))


def answer_until(asked: date, place: Place) -> date:
    """The last day for an answer, from the day on which they were asked."""
    rule = place.policy.rule(ANSWER, place.policy.answer_days, Unit.BUSINESS_DAYS)
    return due(asked, rule, place.calendar).on


def state_of(row: Check, given: Answerable | None, today: date, place: Place) -> str:
    """`given`: what they were asked by, if they were."""
    if row.how in (TALKED, GIVEN_UP, NO_ANSWER):
        return str(row.how)
    if given is not None and given.answered_at is not None:
        return ANSWERED
    if row.asked_at is None:
        return AHEAD if today < row.due_on else DUE
    if row.reminded_at is None:
        return ASKED if today <= answer_until(place.day(row.asked_at), place) else TO_REMIND
    return REMINDED if today <= answer_until(place.day(row.reminded_at), place) else NO_ANSWER


def next_days(rows: Iterable[Check], answered: Sequence[int], place: Place) -> tuple[date, ...]:
    """For the clock, of each that is not done: when it is to be asked, and when an answer is due. `answered`: ids of
    what they answered."""
    found = []
    for row in rows:
        if row.how in (TALKED, GIVEN_UP, NO_ANSWER) or row.given_id in answered:
            continue
        asked = row.reminded_at or row.asked_at
        found.append(answer_until(place.day(asked), place) if asked else row.due_on)
    return tuple(found)
