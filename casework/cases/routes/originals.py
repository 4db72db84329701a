"""`…/originals`: papers as reporters sent them, until a lead has looked and lets the file's readers see them."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from casework.access import Action, policy
from casework.cases.actions import papers
from casework.cases.forms.members import ReleaseForm
from casework.cases.models import Paper
from casework.db import Database
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment
from casework.web.page import page

from . import aside
from .doing import Answer, Asked, Deed, Doing
from .entry import Entry, shown_to
from .handlers import routes


@get("/cases/{number:str}/originals", sync_to_thread=True, opt={"needs": Action.RELEASE_PAPER})
def show(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    policy.require(actor, Action.RELEASE_PAPER, opened.matter)
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
    lines = zip(aside.papers(shown, actor, releases=True), shown.papers, strict=True)
    waiting = [line for line, paper in lines if paper.is_original and not paper.released_at and line.path]
    return page(request, "cases/originals.html", number=opened.case.number, papers=waiting)


def _release(deed: Deed) -> str:
    paper = deed.one(Paper)
    if paper.room != Compartment.IDENTITY.value:
        raise NotFoundException
    identity = deed.room(Compartment.IDENTITY, paper.subject)
    papers.release(deed.db, deed.case, deed.file, identity, paper, by=deed.by, name=deed.form.name.data or "")
    return "#papers"


def _about(asked: Asked) -> dict[str, Any]:
    paper = asked.one(asked.shown.papers)
    return {"paper": paper.name or "", "path": f"/cases/{asked.shown.case.number}/papers/{paper.id}"}


ROUTES = [
    show,
    *routes(
        Doing(
            "/papers/{item:int}/release", Action.RELEASE_PAPER, N_("Release an original"), N_("Release it to the file"),
            ReleaseForm, _release, more=_about, template="cases/release.html", step_up=True,
        ),
    ),
]  # fmt: skip
