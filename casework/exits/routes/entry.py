"""The door to one exit: by its number, if a key of it is there for this person; else the 404 of no such address."""

import re
from dataclasses import dataclass
from typing import Any

from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework import vault
from casework.audit import Tag, trail
from casework.db import Database
from casework.exits.models import Exit
from casework.exits.queries import opened
from casework.people import Actor
from casework.vault import Compartment

NUMBER = re.compile(r"EX-\d{2}-\d{6}")


@dataclass(frozen=True, slots=True)
class Entry:
    """An exit that the actor may know of, and the rooms that they hold."""

    exit: Exit
    rooms: frozenset[Compartment]

    @property
    def path(self) -> str:
        return f"/exits/{self.exit.number}"

    @property
    def hears(self) -> bool:
        return Compartment.INTERVIEW in self.rooms


def provide_entry(number: FromPath[str], database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Entry:
    """The trail says who asked for what, on the installation's chain, whether or not there is such an exit."""
    if not NUMBER.fullmatch(number):
        raise NotFoundException
    with database.reading() as db:
        known = opened.find(db, actor, number)
        known = opened.less_their_line(db, actor, known) if known is not None else None
    if known is None:
        with database.transaction() as db:
            trail.record(db, actor, Tag.EXIT_DENIED, asked=number)
        raise NotFoundException
    return Entry(known.exit, known.rooms)


ENTRY: dict[str, Any] = {"entry": Provide(provide_entry, sync_to_thread=True)}


def read(database: Database, actor: Actor, entry: Entry, *tags: Tag) -> None:
    """Before anything is shown: what is read goes on the exit's own chain, once in ten minutes, and first openings
    become the reader's own seals."""
    chain = entry.exit.id
    with database.reading() as db:
        due = [tag for tag in tags if not trail.was_read(db, actor, chain, tag)]
    if not due or actor.holder is None:
        return
    with database.transaction() as db:
        for tag in due:
            trail.record(db, actor, tag, chain)
        vault.rooms.enter_all(db, actor.holder, chain)
