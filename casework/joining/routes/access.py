"""/people/{id}/access: a lead chooses what a colleague is to be given, sees what that is, and begins."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Forbidden
from casework.cases.actions import granting, members
from casework.cases.models import Handover
from casework.cases.queries import granting as queries
from casework.cases.queries.granting import LIKE, Wish
from casework.db import Database, utc_now
from casework.joining.forms import AccessForm
from casework.people import CASE_HOLDING, Actor, Role
from casework.people.standing import Standing, standing
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
Typing = NamedDependency[FormMultiDict]
OPT = {"needs": Action.HAND_ON, "step_up": True}
PATH = "/people/{person_id:int}/access"


@get(PATH, sync_to_thread=True, opt=OPT)
def choose(request: Asked, person_id: FromPath[int], database: Data, actor: Who) -> Response[str]:
    """`?like=`: whose cases, for the link of a hand-over."""
    like = request.query_params.get("like", "")
    start = {"how": LIKE, "source": like} if like else {}
    with database.reading() as db:
        person = receiver(db, person_id, actor)
        form = AccessForm(data=start).fill(_sources(db, actor, person))
    return _chosen(request, person, actor, form)


@post(f"{PATH}/preview", sync_to_thread=True, status_code=200, opt=OPT)
def preview(request: Asked, person_id: FromPath[int], database: Data, actor: Who, typed: Typing) -> Response[str]:
    """What would be given, what not and why. Nothing is written."""
    with database.reading() as db:
        person, form, wish = _wished(db, person_id, actor, typed)
        if wish is None:
            return _chosen(request, person, actor, form, 422)
        found = queries.preview(db, actor, person.id, person.generation, wish)
    form.nonce.data = nonces.make()
    return page(
        request, "joining/preview.html", person=person, form=form, wish=wish, found=found, most=queries.SHOWN,
        like=form.names.get(str(wish.source_id), ""),
    )  # fmt: skip


@post(PATH, sync_to_thread=True, status_code=200, opt=OPT)
def begin(request: Asked, person_id: FromPath[int], database: Data, actor: Who, typed: Typing) -> Response[Any]:
    """Written down, and the first of it done."""
    with database.reading() as db:
        person, form, wish = _wished(db, person_id, actor, typed)
    if wish is None:
        return _chosen(request, person, actor, form, 422)
    try:
        return begun(database, person_id, wish, actor, nonces.of(typed))
    except Forbidden as refused:
        form.form_errors.append(_(refused.args[0]))
        return _chosen(request, person, actor, form, 409)


def _wished(
    db: Session, person_id: int, actor: Actor, typed: FormMultiDict
) -> tuple[Standing, AccessForm, Wish | None]:
    """Who it is for, the form as sent, and what it asks for; None where the form says what is wrong."""
    person = receiver(db, person_id, actor)
    form = AccessForm(Typed(typed)).fill(_sources(db, actor, person))
    return person, form, form.wish(queries.numbers(db, actor, set(form.typed_numbers)))


def begun(database: Database, person_id: int, wish: Wish, actor: Actor, nonce: str) -> Response[Any]:
    """Sent twice it is begun once: the second click is shown the list."""
    with database.transaction() as db:
        grant = granting.begin(db, person_id, wish, by=actor, now=utc_now()) if nonces.take(db, nonce) else None
    if grant is None:
        return see("/access")
    granting.go_on(database, grant.id, by=actor)
    return see(f"/access/{grant.id}")


def receiver(db: Session, person_id: int, actor: Actor) -> Standing:
    """Somebody to whom cases can be given; 404 for anybody else."""
    person = members.able(db, [person_id]).get(person_id)
    if person is None or person_id == actor.id or not person.roles & CASE_HOLDING or person.has(Role.OUTSIDE):
        raise NotFoundException
    return person


def _sources(db: Session, actor: Actor, person: Standing) -> list[tuple[int, str]]:
    """Whose cases can be taken over: of whoever works cases, of whoever left; one's own too, for who came back."""
    left = set(db.scalars(select(Handover.person_id)))
    return [
        (one.id, one.name)
        for one in standing(db).values()
        if one.id != actor.id and (one.id in left or (one.roles & CASE_HOLDING and one.id != person.id))
    ]


def _chosen(request: Asked, person: Standing, actor: Actor, form: AccessForm, status: int = 200) -> Response[str]:
    identities = actor.has(*granting.KNOWING) and person.has(*granting.KNOWING)
    return page(request, "joining/access.html", status=status, person=person, form=form, identities=identities)


HANDLERS = [choose, preview, begin]
