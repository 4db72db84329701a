"""/settings/questions: what people are asked in interviews, by role and kind of case, in versions."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy import select

from casework.access import Action
from casework.cases.actions.case import Changed
from casework.cases.lifecycle.heard import ROLES
from casework.cases.lifecycle.kinds import KINDS
from casework.db import Database
from casework.investigations import questions
from casework.investigations.actions import question_sets as actions
from casework.investigations.forms.questions import SetForm
from casework.investigations.queries import question_sets as queries
from casework.investigations.queries.question_sets import Version
from casework.people import Actor
from casework.people.models import Person
from casework.settings import N_
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _, gettext

PATH = "/settings/questions"
OPT = {"needs": Action.KEEP_TEMPLATES, "title": N_("What people are asked in interviews")}
AT = f"{PATH}/{{role:str}}/{{kind:str}}"
ANY = "any"
"""In an address; no kind of case is called so."""
Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
Typing = NamedDependency[FormMultiDict]


@get(PATH, sync_to_thread=True, opt=OPT)
def show_all(request: Asked, database: Data) -> Response[str]:
    with database.reading() as db:
        own, names = queries.every(db), _names(database)
    ready = questions.ready()
    sets = [
        (role, kind or ANY, _called(kind), own.get((role, kind)), len(ready.get((role, kind), ())))
        for role in ROLES for kind in (questions.ANY, *KINDS)
    ]  # fmt: skip
    roles = {role: gettext(words) for role, words in ROLES.items()}
    return page(request, "investigations/question_sets.html", sets=sets, roles=roles, names=names, path=PATH)


@get(AT, sync_to_thread=True, opt=OPT)
def show(request: Asked, role: FromPath[str], kind: FromPath[str], database: Data) -> Response[str]:
    return _page(request, database, role, _kind(role, kind))


@post(AT, sync_to_thread=True, status_code=200, opt=OPT)
def write(
    request: Asked, role: FromPath[str], kind: FromPath[str], database: Data, actor: Who, typed: Typing
) -> Response[Any]:  # fmt: skip
    """`then=end`: what came with Casework is asked again."""
    of, form = _kind(role, kind), SetForm(Typed(typed))
    if typed.get("then") != "end" and not form.validate():
        return _page(request, database, role, of, form, 422)
    try:
        with database.transaction() as db:
            if not nonces.take(db, nonces.of(typed)):
                return see(PATH)
            if typed.get("then") == "end":
                actions.end(db, role, of, version=form.seen, by=actor)
            else:
                actions.write(db, role, of, form.asked, version=form.seen, by=actor)
    except Changed:
        return _page(request, database, role, of, form, 409)
    return see(PATH)


def _kind(role: str, kind: str) -> str:
    if role not in ROLES or kind not in (ANY, *KINDS):
        raise NotFoundException
    return questions.ANY if kind == ANY else kind


def _called(kind: str) -> str:
    return gettext(KINDS[kind]) if kind else _("Any kind of case")


def _page(
    request: Asked, database: Database, role: str, kind: str, form: SetForm | None = None, status: int = 200
) -> Response[str]:  # fmt: skip
    with database.reading() as db:
        now, versions = queries.current(db, role, kind), queries.versions(db, role, kind)
    latest = versions[0].number if versions else 0
    if form is None:
        form = SetForm(data={"body": "\n".join(now.asked)})
    form.nonce.data, form.version.data = nonces.make(), str(latest)
    return page(
        request, "investigations/question_set.html", status=status, form=form, role=gettext(ROLES[role]),
        kind=_called(kind), versions=versions, ready=questions.ready().get((role, kind), ()),
        other=now if status == 409 else None, mine=_mine(versions), names=_names(database), path=PATH,
        action=f"{PATH}/{role}/{kind or ANY}",
    )  # fmt: skip


def _mine(versions: list[Version]) -> bool:
    """Is what the organisation wrote asked now?"""
    return any(version.ended_at is None for version in versions)


def _names(database: Database) -> dict[int, str]:
    with database.reading() as db:
        return {row.id: row.name for row in db.execute(select(Person.id, Person.name))}


ROUTES: list[Any] = [show_all, show, write]
