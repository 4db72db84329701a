"""A paper of the case, opened for who holds the key of its room: to be saved, looked at, redacted, given or logged."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from litestar import Request
from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.models import Paper
from casework.cases.queries import clocks, direction
from casework.db import utc_now
from casework.files import Kind, Store
from casework.people import Actor
from casework.vault import Compartment, Vault
from casework.web.page import page
from casework.web.text import _

from . import download
from .doing import Answer
from .entry import Entry


@dataclass(frozen=True, slots=True)
class Opened:
    """The row, its file's key, and its name. `directed`: the case is under counsel's direction."""

    row: Paper
    key: bytes = field(repr=False)
    name: str
    directed: bool = False

    @property
    def kind(self) -> Kind:
        return Kind(self.row.type)

    def saved_as(self, name: str) -> str:
        """With the legend of counsel's direction, where the case has one."""
        return f"{_(direction.IN_NAMES)} - {name}" if self.directed else name

    def pieces(self, store: Store, keys: Vault) -> Iterator[bytes]:
        return download.opened(store, keys, self.row.file_id, self.key, self.row.size)


def unlocked(db: Session, actor: Actor, row: Paper | None) -> Opened | None:
    """For whoever holds the room; None as if it were not there."""
    if row is None or actor.holder is None:
        return None
    try:
        room = vault.rooms.enter(db, actor.holder, row.case_id, Compartment(row.room), row.subject)
    except vault.NoSeal:
        return None
    try:
        name = room.open(Paper.name, row.id, row.name)
    except vault.Unreadable:
        name = _("Paper %(position)s", position=row.position)
    try:
        return Opened(row, room.open_bytes(Paper.file_key, row.id, row.file_key), name)
    except vault.Unreadable:
        return Opened(row, bytes(32), name)


def of_case(db: Session, actor: Actor, entry: Entry, item: int) -> Opened:
    """The paper that the address names; else a page like any that is not there."""
    row = db.get(Paper, item)
    found = unlocked(db, actor, row) if row is not None and row.case_id == entry.case.id else None
    if found is None:
        raise NotFoundException
    return found


def to_save(db: Session, actor: Actor, entry: Entry, item: int) -> Opened:
    """The same, known to be under counsel's direction or not."""
    found = of_case(db, actor, entry, item)
    legend = direction.legend(db, entry.case.id, clocks.place(db, entry.case.site_id).day(utc_now()))
    return replace(found, directed=bool(legend))


def damaged(request: Request[Any, Any, Any], number: str, name: str) -> Answer:
    """What is stored is not what was put in: nothing of it is handed out, and the page says so."""
    return page(request, "cases/damaged.html", status=409, number=number, paper=name)
