"""A section of lines beside a case: what holds of it now, and what the reader may do about it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from casework.cases.queries.record import Record
from casework.people import Actor

Link = tuple[str, str]
"""Address and words."""


class Line(NamedTuple):
    """Something that holds of this case; `link`: where more of it is said, and in which words. `folded`: what is shown
    to who unfolds it, under the words `unfolds`."""

    words: str
    more: str = ""
    link: Link | None = None
    folded: tuple[str, ...] = ()
    unfolds: str = ""


Lines = Callable[[Record, Actor, date], Iterator[Line]]
Links = Callable[[Record, Actor], Iterator[Link]]


class Section(NamedTuple):
    """For `cases/_lines.html`; nothing of it is drawn where both are empty."""

    title: str
    lines: list[Line]
    links: list[Link]


def section(
    title: str, every: Sequence[Lines], all_links: Sequence[Links], shown: Record, actor: Actor, today: date
) -> Section:  # fmt: skip
    return Section(
        title,
        [line for lines in every for line in lines(shown, actor, today)],
        [link for links in all_links for link in links(shown, actor)],
    )
