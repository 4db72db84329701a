"""Pages of figures: quarters that are over, and each one's tables as they were published. There is nothing to choose
but fixed views of what is stored: whoever could ask for other tables could ask for one about somebody."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.access import Action, policy
from casework.audit import Tag, trail
from casework.db import Database
from casework.figures import kept, quarters
from casework.figures.kept import Quarter
from casework.people import Actor

from . import shown_figures
from .page import page
from .text import _

ENDING = ".csv"
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for a formula at the beginning of a cell."""


@dataclass(frozen=True, slots=True)
class Place:
    """`subject` of the snapshots; `chain`: where taking them away is written down; `groups`: views beside that of
    everybody, with their words; `others`: pages beside it, each with what it needs and its words."""

    path: str
    subject: str
    needs: Action
    chain: int
    title: str
    about: str
    groups: Sequence[tuple[str, str]] = ()
    others: Sequence[tuple[str, Action, str]] = ()


def routes(place: Place) -> list[Any]:
    opt = {"needs": place.needs}

    @get(place.path, sync_to_thread=True, opt=opt)
    def every(
        request: Request[Any, Any, Any], database: NamedDependency[Database], actor: NamedDependency[Actor]
    ) -> Response[str]:
        with database.reading() as db:
            names = kept.listed(db, place.subject)
        beside = [(path, _(words)) for path, needs, words in place.others if policy.may_ever(actor, needs)]
        return page(request, "ui/quarters.html", place=place, others=beside, quarters=[(n, in_words(n)) for n in names])

    @get(f"{place.path}/{{quarter:str}}", sync_to_thread=True, opt=opt)
    def one(
        request: Request[Any, Any, Any],
        quarter: FromPath[str],
        database: NamedDependency[Database],
        actor: NamedDependency[Actor],
    ) -> Response[str]:
        if quarter.endswith(ENDING):
            return _sheet(place, quarter.removesuffix(ENDING), database, actor)
        return _tables(request, place, _found(place, database, quarter), "")

    @get(f"{place.path}/{{quarter:str}}/{{group:str}}", sync_to_thread=True, opt=opt)
    def by(
        request: Request[Any, Any, Any],
        quarter: FromPath[str],
        group: FromPath[str],
        database: NamedDependency[Database],
    ) -> Response[str]:
        if group not in dict(place.groups):
            raise NotFoundException
        return _tables(request, place, _found(place, database, quarter), group)

    return [every, one, *([by] if place.groups else [])]


def in_words(quarter: str) -> str:
    return _("%(year)s, quarter %(number)s", year=quarter[:4], number=quarter[5:])


def safe(cell: str) -> str:
    """Never the beginning of a formula, whatever somebody named a department."""
    return f"'{cell}" if cell.startswith(RISKY) else cell


def _found(place: Place, database: Database, quarter: str) -> Quarter:
    with database.reading() as db:
        found = kept.read(db, place.subject, quarter) if quarters.is_name(quarter) else None
    if found is None:
        raise NotFoundException
    return found


def _tables(request: Request[Any, Any, Any], place: Place, quarter: Quarter, group: str) -> Response[str]:
    first = quarters.first_day(quarter.name), quarters.last_day(quarter.name)
    return page(
        request, "ui/quarter.html", place=place, quarter=quarter, words=in_words(quarter.name), days=first, group=group,
        groups=[("", _("Everybody")), *((name, _(words)) for name, words in place.groups)] if place.groups else [],
        figures=list(shown_figures.figures(quarter, group)), left_out=shown_figures.left_out(quarter, group),
    )  # fmt: skip


def _sheet(place: Place, name: str, database: Database, actor: Actor) -> Response[str]:
    found = _found(place, database, name)
    with database.transaction() as db:
        trail.record(db, actor, Tag.FIGURES_TAKEN, place.chain, subject=place.subject, quarter=name)
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows([safe(cell) for cell in row] for row in shown_figures.sheet(found))
    headers = {
        "Content-Disposition": f'attachment; filename="{place.subject}-{name}.csv"',
        "Cache-Control": "no-store",
    }
    return Response(lines.getvalue(), media_type="text/csv", headers=headers)
