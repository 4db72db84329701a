"""The section “The work” beside a case: what is being done on it, line by line, and what the reader may do next."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from casework.cases.queries.record import Record
from casework.people import Actor

from .legal import Line, Link

Lines = Callable[[Record, Actor, date], Iterator[Line]]
Links = Callable[[Record, Actor], Iterator[Link]]


def context(shown: Record, actor: Actor, today: date) -> dict[str, Any]:
    """For `cases/_work.html`; nothing of it is drawn where both are empty."""
    return {
        "work_lines": [line for lines in LINES for line in lines(shown, actor, today)],
        "work_links": [link for links in LINKS for link in links(shown, actor)],
    }


LINES: tuple[Lines, ...] = ()
LINKS: tuple[Links, ...] = ()
"""In the order of the work: plan, mediation, interviews, evidence, report, decision, letters, aftercare."""
