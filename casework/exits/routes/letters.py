"""`/exits/{number}/tasks/{item}/letter`: a letter to print, out of what is known; kept nowhere."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.access import Action
from casework.db import Database, utc_now
from casework.exits.checklists import BY_KIND
from casework.exits.models import Exit
from casework.exits.queries import checklist as tasks
from casework.people import Actor
from casework.web.page import page
from casework.web.text import _

from .checklist import opened_task
from .doing import Answer
from .entry import Entry


@get("/exits/{number:str}/tasks/{item:int}/letter", sync_to_thread=True, opt={"needs": Action.PLAN_EXIT})
def letter(
    request: Request[Any, Any, Any],
    entry: NamedDependency[Entry],
    item: FromPath[int],  # noqa: ARG001 - the address names it
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    with database.reading() as db:
        task = opened_task(db, request, entry, actor)
        if task.shown is None or not task.shown.letter:
            raise NotFoundException
        every = [one for one in tasks.of(db, task.exit, task.room) if not one.dropped and one.kind in _PAPERS]
        return page(
            request,
            "exits/letter.html",
            letter=task.shown.letter,
            number=entry.exit.number,
            leaver=task.room.open(Exit.name, task.exit.id, task.exit.name),
            ends_on=task.exit.ends_on,
            on=utc_now().date(),
            kinds=[_(BY_KIND[one.kind].what) for one in every],
        )


_PAPERS = ("final pay", "leave", "benefits", "continuation", "pension", "reference")
"""What the letter with the final papers lists, less what does not apply."""

ROUTES: list[Any] = [letter]
