"""`/cases/{number}/interviews`: who is heard, and one interview whole."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.access import Action
from casework.cases.queries import clocks
from casework.cases.queries.direction import WARNING
from casework.cases.routes.doing import FILE, Answer
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.readers import lines_of
from casework.clocks import packs
from casework.clocks.packs.hearing import INTERVIEW, Companion
from casework.db import Database
from casework.investigations.forms.interviews import COMPANIONS
from casework.investigations.lifecycle import rights
from casework.investigations.queries import interviews as queries
from casework.investigations.queries import question_sets
from casework.people import Actor
from casework.settings import N_
from casework.web.page import page

from . import interview_words as words
from .interview_statements import pieces

OPT = {"needs": Action.WORK_CASE, "title": N_("Interviews")}
Asked = Request[Any, Any, Any]


@get("/cases/{number:str}/interviews", sync_to_thread=True, opt=OPT)
def show_all(
    request: Asked,
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        found = queries.of_case(db, shown)
        zone = clocks.place(db, shown.case.site_id).zone
    return page(
        request, "investigations/interviews.html", shown=shown, path=f"{opened.path}/interviews", words=words,
        found=[(one, words.who(shown, one)) for one in found], zone=zone,
    )  # fmt: skip


@get("/cases/{number:str}/interviews/{interview_id:int}", sync_to_thread=True, opt=OPT)
def show(
    request: Asked,
    interview_id: FromPath[int],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        one = queries.one(db, shown, interview_id)
        if one is None:
            raise NotFoundException
        place = clocks.place(db, shown.case.site_id)
        came_from = question_sets.named(db, one.row.question_set_id)
    return page(
        request, "investigations/interview.html", shown=shown, one=one, who=words.who(shown, one), words=words,
        path=f"{opened.path}/interviews/{one.row.id}", zone=place.zone, aloud=WARNING, companions=COMPANIONS,
        rights=rights.STATES, lines=lines_of(shown, actor, (FILE,)), came_from=came_from,
        may_bring=_may_bring(place.law), compared={each.id: pieces(each.text, each.theirs) for each in one.statements},
    )  # fmt: skip


def _may_bring(law: packs.Pack | None) -> list[Companion]:
    """Whom the law lets them bring; each is to be checked with counsel."""
    return [one for one in law.companions.values() if INTERVIEW in one.hearings] if law is not None else []


ROUTES: list[Any] = [show_all, show]
