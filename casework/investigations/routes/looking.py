"""A paper as it is looked at: who may, what it is called, its octets, and what goes with them to a browser."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.exceptions import NotFoundException

from casework.audit import Tag, trail
from casework.cases.models import Paper
from casework.cases.queries import clocks, direction
from casework.cases.routes import download
from casework.cases.routes.entry import Entry
from casework.cases.routes.papers import unlocked
from casework.db import Database, utc_now
from casework.files import Kind, Store, safe_name
from casework.people import Actor
from casework.vault import Vault
from casework.web.text import _

SAFE = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Opened by itself it is nobody's page: it runs nothing, loads nothing, and belongs to no origin."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What one request to look at a paper comes with."""

    request: Request[Any, Any, Any]
    entry: Entry
    item: int
    database: Database
    keys: Vault
    store: Store
    actor: Actor


@dataclass(frozen=True, slots=True)
class Opened:
    """A paper that the reader has the key to."""

    row: Paper
    key: bytes
    name: str
    directed: bool

    @property
    def kind(self) -> Kind:
        return Kind(self.row.type)

    @property
    def plain(self) -> str:
        """A name that no file system and no header reads as something else."""
        return self.saved_as(self.name, self.kind)

    def saved_as(self, name: str, kind: Kind) -> str:
        """With the legend of counsel's direction, where the case has one."""
        return safe_name(f"{_(direction.IN_NAMES)} - {name}" if self.directed else name, kind)

    def pieces(self, desk: Desk) -> Iterator[bytes]:
        return download.opened(desk.store, desk.keys, self.row.file_id, self.key, self.row.size)


def unlock(desk: Desk) -> Opened:
    """For who holds the key of its room; else a page like any that is not there."""
    with desk.database.reading() as db:
        row = db.get(Paper, desk.item)
        found = unlocked(db, desk.actor, row) if row is not None and row.case_id == desk.entry.case.id else None
        legend = direction.legend(db, desk.entry.case.id, clocks.place(db, desk.entry.case.site_id).day(utc_now()))
    if row is None or found is None or row.type not in download.KINDS:
        raise NotFoundException
    return Opened(row, *found, directed=bool(legend))


def note(desk: Desk) -> None:
    """That it was read is on the trail before anything of it leaves; once for all its pages and pieces."""
    trail.read_one_once(desk.database, desk.actor, desk.entry.case.id, Tag.PAPER_READ, paper=desk.item)


def picture(data: bytes, pages: int) -> Response[Any]:
    return Response(data, media_type="image/png", headers={**SAFE, "X-Pages": str(pages)})


def shown_as(plain: str) -> dict[str, str]:
    return {**SAFE, "Content-Disposition": f"inline; filename*=UTF-8''{quote(plain, safe='')}"}
