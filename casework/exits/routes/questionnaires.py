"""/exits/questionnaires: what leavers are asked by, its earlier versions, and another one."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import anyio.to_thread
from litestar import Response, get, post
from litestar.datastructures import FormMultiDict, MultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action
from casework.db import Database, utc_now
from casework.exits.actions import questionnaires as actions
from casework.exits.actions.questionnaires import Unchanged
from casework.exits.forms.questionnaires import LARGEST, PublishForm
from casework.exits.queries import questionnaires as queries
from casework.exits.queries.questionnaires import INVOLUNTARY, VOLUNTARILY, Version
from casework.exits.questionnaires import Change, Faulty, Kind, Question, changed, dump
from casework.exits.spoken import name_of
from casework.people import Actor
from casework.people.models import Person
from casework.settings import N_
from casework.web import nonces
from casework.web.chosen_file import chosen
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _, gettext, listed

from .visit import Asked

OPT = {"needs": Action.KEEP_QUESTIONNAIRES, "title": N_("Publish a questionnaire")}
PATH = "/exits/questionnaires"
Data = NamedDependency[Database]
Who = NamedDependency[Actor]

AUDIENCES = {
    "voluntary": N_("who chose to go"),
    "involuntary": N_("who did not choose it"),
    "both": N_("everybody who leaves"),
}
KINDS = {
    Kind.SCALE: N_("scale"),
    Kind.CHOICE: N_("one choice"),
    Kind.CHOICES: N_("several choices"),
    Kind.YES_NO: N_("yes or no"),
    Kind.TEXT: N_("in their own words"),
}
HOW = {
    "added": N_("is new"),
    "removed": N_("is gone"),
    "changed": N_("is not as it was: %(what)s"),
    "moved": N_("stands elsewhere"),
}
PARTS = {
    "kind": N_("kind"), "text": N_("words"), "hint": N_("hint"), "required": N_("whether it needs an answer"),
    "choices": N_("choices"), "points": N_("points"), "low": N_("lower end"), "high": N_("upper end"),
    "asked_if": N_("when it is asked"), "use": N_("use"),
}  # fmt: skip
SAME = N_("Version %(version)s of this name asks the same, word by word: there is nothing to publish.")
NO_TEXT = N_("The file is no text in UTF-8.")


class Line(NamedTuple):
    """A version in words. `by`: empty for what came with Casework."""

    version: Version
    audience: str
    by: str
    now: bool


@get(PATH, sync_to_thread=True, opt=OPT)
def show(request: Asked, database: Data) -> Response[str]:
    return _list(request, database, PublishForm(data={"nonce": nonces.make()}))


@get(f"{PATH}/{{version_id:int}}", sync_to_thread=True, opt=OPT)
def one(request: Asked, version_id: FromPath[int], database: Data) -> Response[str]:
    """`?speak=`: in which language."""
    with database.reading() as db:
        found, every = queries.of(db, version_id), queries.every(db)
        if found is None:
            raise NotFoundException
        lines = {line.version.id: line for line in _lines(db, every)}
    earlier = queries.before(every, found)
    asks = found.asks
    return page(
        request,
        "exits/questionnaire.html",
        line=lines[found.id],
        asks=asks,
        language=asks.language(request.query_params.get("speak", "")),
        languages=[(tag, name_of(tag)) for tag in asks.languages],
        earlier=earlier,
        changes=[_said(change) for change in changed(earlier.asks, asks)] if earlier else [],
        kinds=KINDS,
        when={question.id: _when(question) for question in asks.questions},
        form=PublishForm(data={"nonce": nonces.make(), "body": dump(asks)}),
        faults=(),
    )


@post(PATH, status_code=200, opt=OPT)
async def publish(request: Asked, database: Data, actor: Who) -> Response[Any]:
    """As typed, or the file that was chosen. With faults the page comes back with all of them, and the text."""
    typed, data = await chosen(request, 4 * LARGEST)
    return await anyio.to_thread.run_sync(_publish, request, database, actor, typed, data)


def _publish(request: Asked, database: Database, actor: Actor, typed: FormMultiDict, data: bytes) -> Response[Any]:
    fields: MultiDict[Any] = MultiDict(typed)
    faults = list[Any]()
    if data.strip():
        try:
            fields["body"] = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            faults.append(_(NO_TEXT))
    form = PublishForm(Typed(fields))
    if not form.validate() or faults:
        form.nonce.data = nonces.make()
        return _list(request, database, form, faults, status=422)
    try:
        with database.transaction() as db:
            if nonces.take(db, nonces.of(typed, data)):
                actions.publish(db, form.body.data or "", by=actor, now=utc_now())
    except Faulty as wrong:
        faults = [_(fault) for fault in wrong.faults]
    except Unchanged as same:
        faults = [_(SAME, version=same.version)]
    if not faults:
        return see(PATH)
    form.nonce.data = nonces.make()
    return _list(request, database, form, faults, status=422)


def _list(
    request: Asked, database: Database, form: PublishForm, faults: list[Any] | None = None, *, status: int = 200
) -> Response[str]:
    for way in (VOLUNTARILY, INVOLUNTARY):
        actions.for_way(database, way)
    with database.reading() as db:
        lines = _lines(db, queries.every(db))
    return page(
        request, "exits/questionnaires.html", status=status, lines=lines, form=form, faults=faults or (), most=LARGEST
    )


def _lines(db: Session, versions: list[Version]) -> list[Line]:
    current = {found.id for audience in (VOLUNTARILY, INVOLUNTARY) if (found := queries.current(db, audience))}
    people = {version.by for version in versions}
    names: Mapping[int, str] = {
        row.id: row.name for row in db.execute(select(Person.id, Person.name).where(Person.id.in_(people)))
    }
    return [
        Line(version, gettext(AUDIENCES[version.asks.audience]), names.get(version.by, ""), version.id in current)
        for version in versions
    ]


def _said(change: Change) -> tuple[str, str]:
    """The question's id, and what became of it."""
    return change.id, _(HOW[change.how], what=listed([gettext(PARTS[part]) for part in change.what]))


def _when(question: Question) -> str:
    """After which answers it is asked; empty for what everybody is asked."""
    return "; ".join(f"{of}: {', '.join(values)}" for of, values in question.asked_if.items())


HANDLERS = [show, one, publish]
