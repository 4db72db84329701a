"""A paper as it is looked at: who may, and what goes with its octets to a browser."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.exceptions import NotFoundException

from casework.audit import Tag, trail
from casework.cases.routes import download
from casework.cases.routes.entry import Entry
from casework.cases.routes.opened import Opened, to_save
from casework.db import Database
from casework.files import Store, safe_name
from casework.people import Actor
from casework.vault import Vault

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


def unlock(desk: Desk) -> Opened:
    """For who holds the key of its room; else a page like any that is not there."""
    with desk.database.reading() as db:
        found = to_save(db, desk.actor, desk.entry, desk.item)
    if found.row.type not in download.KINDS:
        raise NotFoundException
    return found


def note(desk: Desk) -> None:
    """That it was read is on the trail before anything of it leaves; once for all its pages and pieces."""
    trail.read_one_once(desk.database, desk.actor, desk.entry.case.id, Tag.PAPER_READ, paper=desk.item)


def plain(paper: Opened) -> str:
    """A name that no file system and no header reads as something else."""
    return safe_name(paper.saved_as(paper.name), paper.kind)


def picture(data: bytes, pages: int) -> Response[Any]:
    return Response(data, media_type="image/png", headers={**SAFE, "X-Pages": str(pages)})


def shown_as(plain: str) -> dict[str, str]:
    return {**SAFE, "Content-Disposition": f"inline; filename*=UTF-8''{quote(plain, safe='')}"}
