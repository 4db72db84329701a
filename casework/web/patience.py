"""A person's report is never turned away because others write at the same time."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from casework.db import Busy, Database

TRIES = 5
"""Each waits for the other writers as long as a transaction may."""
Stored = TypeVar("Stored")


def patiently(database: Database, do: Callable[[Session], Stored]) -> Stored:
    """`do` in a transaction of its own, again when the database was busy. Nothing of a failed try is kept."""
    for left in reversed(range(TRIES)):
        try:
            with database.transaction() as db:
                return do(db)
        except (Busy, OperationalError):
            if not left:
                raise
    raise AssertionError
