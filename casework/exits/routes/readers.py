"""The readers lines of an exit: who can read each of its two rooms, from the seals themselves."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from casework.exits.queries.opened import Shown
from casework.people import Actor
from casework.vault import Compartment
from casework.web.text import _


class Line(NamedTuple):
    """As `ui/readers.html` wants it: whose names, who else in words, and what is to be added."""

    compartment: str
    people: list[str]
    also: str
    after: str


def lines(shown: Shown, actor: Actor) -> list[Line]:
    """Both rooms, as they are."""
    rooms = [room for room in (Compartment.LEAVING, Compartment.INTERVIEW) if room in shown.readers]
    return of_room(shown, actor, rooms)


def line(room: Compartment, people: Collection[int], names: Mapping[int, str], actor: Actor, after: str = "") -> Line:
    """One room, from whose seals there are or from whose there will be."""
    others = sorted(names.get(id_, "") for id_ in people if id_ != actor.id)
    mine = actor.id in people
    if room is Compartment.INTERVIEW and not mine and not after:
        after = _("You cannot read it.")
    return Line(room.value, others, _("you") if mine else "", after)


def of_room(shown: Shown, actor: Actor, rooms: Sequence[Compartment]) -> list[Line]:
    """Before what is typed is sealed there."""
    return [line(room, shown.readers.get(room, ()), shown.people, actor) for room in rooms]
