"""The life of a mail: it waits, is refused for now or for good, and is sent or given up."""

import random
from datetime import datetime, timedelta
from enum import StrEnum

FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=4)
SPREAD = 0.3
"""Waiting times differ by up to so much of themselves, so that what failed together does not come back together."""
EVERY, AWAY = 5, 300
"""Seconds between two looks into the outbox, and at most while the server is away."""
LEASE = timedelta(minutes=5)
"""For so long a mail is one sender's; longer than any sending can take."""


class Refusal(StrEnum):
    """Why the last try failed, in a word: what a server says may hold addresses, and is not kept."""

    NOW = "not now"
    NEVER = "not taken"
    NO_ADDRESS = "no such address"
    UNREADABLE = "unreadable"
    TOO_LATE = "too late"


def next_try(tries: int, now: datetime, expires_at: datetime, chance: random.Random) -> datetime | None:
    """When to try again after so many tries: twice as long each time. None when it would be too late by then."""
    doubled = FIRST * 2 ** min(tries - 1, 10)
    wait = min(doubled, LONGEST) * (1 + chance.uniform(-SPREAD, SPREAD))
    return now + wait if now + wait < expires_at else None


def pause(failures: int, chance: random.Random) -> float:
    """Seconds until a sender looks again; longer while the server is away."""
    return float(min(EVERY * 2 ** min(failures, 10), AWAY)) * (1 + chance.uniform(-SPREAD, SPREAD))


def is_for_good(code: int) -> bool:
    """A server's answer of 500 and more: the same again brings the same."""
    return code >= 500
