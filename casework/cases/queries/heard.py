"""How many are heard on a case, and who is next: from rows that need no key."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from casework.cases.lifecycle.heard import CANCELLED, DECLINED, GIVEN, HEARD, TALKING, TO_COME


class Heard(NamedTuple):
    """`asked`: without those who declined or whose interview does not take place. `unsigned`: statements that are with
    somebody. `next_at`: when the next one begins, where a day is set."""

    asked: int = 0
    heard: int = 0
    talking: int = 0
    unsigned: int = 0
    next_at: datetime | None = None


NOBODY = Heard()


def of(rows: Sequence[Any]) -> Heard:
    days = [row.starts_at for row in rows if row.state in TO_COME and row.starts_at is not None]
    return Heard(
        sum(row.state not in (DECLINED, CANCELLED) for row in rows),
        sum(row.state in HEARD for row in rows),
        sum(row.state == TALKING for row in rows),
        sum(row.state == GIVEN for row in rows),
        min(days, default=None),
    )
