"""`/holds/notices`: what a custodian is told to keep. `/holds/tasks`: what an administrator is asked to keep from being
deleted. Nothing else of a hold is on either page."""

from typing import Any

from litestar import get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.access import Action, Forbidden
from casework.audit import Tag, trail
from casework.cases.forms.fields import said
from casework.db import Database
from casework.legal.actions import custodians, preservation
from casework.legal.forms.holds import AnswerForm
from casework.legal.models import PreservationTask
from casework.legal.queries import hold_opened, holds
from casework.legal.systems import SYSTEMS
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see

from .hold_doing import NUMBER_LENGTH
from .matter_doing import Answer, Asked

TOLD = {"needs": Action.ACKNOWLEDGE_HOLD, "title": N_("What you are asked to keep")}
TASKS = {"needs": Action.PRESERVE, "title": N_("Systems to be kept from deleting")}
ANSWER = {"needs": Action.PRESERVE, "title": N_("Say whether it is done")}


@get("/holds/notices", sync_to_thread=True, opt=TOLD)
def notices(request: Asked, database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Answer:
    with database.reading() as db:
        found = holds.notices(db, actor)
    return page(request, "legal/hold_notices.html", notices=found, nonce=nonces.make())


@post("/holds/notices/{number:str}", sync_to_thread=True, status_code=200, opt=TOLD)
def acknowledge(
    number: FromPath[str], database: NamedDependency[Database], actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:  # fmt: skip
    with database.transaction() as db:
        row = holds.find(db, actor, number[:NUMBER_LENGTH], Compartment.NOTICE)
        if row is None:
            trail.record(db, actor, Tag.HOLD_DENIED, asked=number[:NUMBER_LENGTH])
        elif nonces.take(db, nonces.of(typed)):
            custodians.acknowledge(db, row, by=actor)
    if row is None:
        raise NotFoundException
    return see("/holds/notices")


@get("/holds/tasks", sync_to_thread=True, opt=TASKS)
def tasks(request: Asked, database: NamedDependency[Database]) -> Answer:
    with database.reading() as db:
        found = hold_opened.tasks(db)
    return page(request, "legal/hold_tasks.html", tasks=found, systems=SYSTEMS)


@get("/holds/tasks/{item:int}", sync_to_thread=True, opt=ANSWER)
def task(request: Asked, item: FromPath[int], database: NamedDependency[Database]) -> Answer:
    return _task(request, database, item, AnswerForm(data={"nonce": nonces.make()}), 200)


@post("/holds/tasks/{item:int}", sync_to_thread=True, status_code=200, opt=ANSWER)
def answer(
    request: Asked, item: FromPath[int], database: NamedDependency[Database], actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:  # fmt: skip
    form = AnswerForm(Typed(typed))
    if not form.validate():
        return _task(request, database, item, form, 422)
    try:
        with database.transaction() as db:
            row = db.get(PreservationTask, item)
            if row is None:
                raise NotFoundException
            if nonces.take(db, nonces.of(typed)):
                preservation.answer(db, row, said(form.state), said(form.words), by=actor)
    except Forbidden as refused:
        return _task(request, database, item, form, 409, [refused.args[0]])
    return see("/holds/tasks")


def _task(
    request: Asked, database: Database, item: int, form: AnswerForm, status: int, refusals: list[str] | None = None
) -> Answer:
    """Of one that was answered or lifted there is the page of all of them."""
    if status != 200:
        form.nonce.data = nonces.make()
    with database.reading() as db:
        one = next((one for one in hold_opened.tasks(db) if one.id == item), None)
    if one is None:
        raise NotFoundException
    return page(
        request, "legal/hold_task.html", status=status, one=one, form=form, refusals=refusals or [], systems=SYSTEMS
    )


HANDLERS: list[Any] = [notices, acknowledge, tasks, task, answer]
