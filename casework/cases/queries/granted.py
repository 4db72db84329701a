"""What handing cases to a colleague would give, and what stays shut, in numbers."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Beyond(NamedTuple):
    """Cases that the giver has no key to, and a colleague who has."""

    name: str
    cases: int


class Shut(NamedTuple):
    """A room that is not given, and in how many cases there is one."""

    room: str
    cases: int


@dataclass(slots=True)
class Preview:
    """`closed`: how many cases are restricted to named people, and left out; `restricted`, `walled`: numbers of others
    that are. `held`: those that the colleague reads already. In how many of the rest a room stays shut: `beside`
    (medical; of what is privileged nothing is said), `barred` (the server keeps their key)."""

    gives: int = 0
    held: int = 0
    closed: int = 0
    restricted: list[str] = field(default_factory=list)
    walled: list[str] = field(default_factory=list)
    beyond: list[Beyond] = field(default_factory=list)
    identities: int = 0
    beside: list[Shut] = field(default_factory=list)
    barred: list[Shut] = field(default_factory=list)
