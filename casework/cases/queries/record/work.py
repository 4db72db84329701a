"""What is done on the case, from the plan to aftercare, as its page says it: read while the case is, line by line."""

from dataclasses import dataclass

from casework.db import Base

from .opening import Opening

MODELS: tuple[type[Base], ...] = ()
"""Tables in which most cases have nothing: whether they have is seen in the one statement that all such share."""


@dataclass(frozen=True, slots=True)
class WorkShown:
    """A field a feature. Everything is made of `opening.rows.of(Model)`, which costs nothing where a table of MODELS is
    empty; where there can be many they are counted, not opened."""


def of(_opening: Opening) -> WorkShown:
    return WorkShown()
