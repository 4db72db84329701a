"""`…/identity/{party}`: who somebody is, to whoever holds that key; each look is on the trail before it is shown."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.access import Action, policy
from casework.audit import Tag, trail
from casework.db import Database
from casework.people import Actor
from casework.vault import Compartment
from casework.web.page import page

from .aside import papers
from .doing import Answer
from .entry import Entry, shown_to
from .readers import lines_of
from .words import kind


@get("/cases/{number:str}/identity/{item:int}", sync_to_thread=True, opt={"needs": Action.READ_IDENTITY})
def show(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    item: FromPath[int],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    """For a key of the identity room; without one there is nothing here."""
    policy.require(actor, Action.READ_IDENTITY, opened.matter)
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        party = shown.party(item)
        key = (Compartment.IDENTITY, item)
        if party is None or key not in shown.rooms:
            raise NotFoundException
    with database.transaction() as db:
        trail.record(db, actor, Tag.IDENTITY_READ, opened.case.id, party=item)
    originals = [
        paper
        for paper, row in zip(papers(shown, actor, releases=False), shown.papers, strict=True)
        if row.room == "identity" and row.subject == item
    ]
    return page(
        request,
        "cases/identity.html",
        case=opened.case,
        kind=kind(opened.case.kind),
        party=party,
        lines=lines_of(shown, actor, (key,)),
        shown=shown,
        originals=originals,
        discloses=bool(policy.judge(actor, Action.DISCLOSE_IDENTITY, opened.matter)),
    )


ROUTES: list[Any] = [show]
