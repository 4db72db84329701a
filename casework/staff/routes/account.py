"""/people/{id}: one account; admission, roles, suspension, another link."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.access import Action, may_ever
from casework.cases.actions import leaving
from casework.db import Database, utc_now
from casework.mail import office_of
from casework.people import CASE_HOLDING, Actor, Role
from casework.people.models import Person, RoleGrant
from casework.settings import Settings
from casework.staff.actions import claims
from casework.staff.actions import people as actions
from casework.staff.forms.people import AdmitForm, DescribeForm, LinkForm, RoleForm
from casework.staff.queries import people as queries
from casework.web.afterwards import afterwards
from casework.web.forms import Form, Typed
from casework.web.page import page, see
from casework.web.text import _

from .people import handed_over

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
Typing = NamedDependency[FormMultiDict]
SEE = Action.SEE_PEOPLE
ONE = "/people/{person_id:int}"


@get(ONE, sync_to_thread=True, opt={"needs": SEE})
def show(request: Asked, person_id: FromPath[int], database: Data, actor: Who) -> Response[str]:
    return _show(request, database, actor, person_id)


@post(
    "/people/{person_id:int}/admission",
    sync_to_thread=True,
    status_code=200,
    opt={"needs": Action.ADMIT, "step_up": True},
)
def admit(request: Asked, person_id: FromPath[int], database: Data, actor: Who, typed: Typing) -> Response[Any]:
    form = AdmitForm(Typed(typed))
    if not form.validate():
        return _show(request, database, actor, person_id, form, 422)
    try:
        with database.transaction() as db:
            generation = int(form.generation.data or 0)
            actions.admit(db, _person(db.get(Person, person_id)), by=actor, generation=generation, now=utc_now())
    except actions.Refused as refused:
        return _refused(request, database, actor, person_id, refused)
    return see(f"/people/{person_id}")


@post(ONE + "/roles", sync_to_thread=True, status_code=200, opt={"needs": SEE, "step_up": True})
def give_role(request: Asked, person_id: FromPath[int], database: Data, actor: Who, typed: Typing) -> Response[Any]:
    form = RoleForm.for_giver(True, True, frozenset(), Typed(typed))
    if not form.validate():
        return _show(request, database, actor, person_id, form, 422)
    try:
        with database.transaction() as db:
            actions.give_role(db, _person(db.get(Person, person_id)), Role(form.role.data), by=actor, now=utc_now())
    except actions.Refused as refused:
        return _refused(request, database, actor, person_id, refused)
    return see(f"/people/{person_id}")


@post(
    "/people/{person_id:int}/roles/declined",
    sync_to_thread=True,
    status_code=200,
    opt={"needs": Action.GIVE_CASE_ROLES, "step_up": True},
)
def decline_role(person_id: FromPath[int], database: Data, actor: Who, typed: Typing) -> Response[Any]:
    role = str(typed.get("role", ""))
    if role not in set(Role):
        raise NotFoundException
    with database.transaction() as db:
        claims.decline(db, person_id, Role(role), by=actor, now=utc_now())
    return see(f"/people/{person_id}")


@post(
    ONE + "/roles/{grant_id:int}/end",
    sync_to_thread=True,
    status_code=200,
    opt={"needs": SEE, "step_up": True},
)
def end_role(
    request: Asked, person_id: FromPath[int], grant_id: FromPath[int], database: Data, actor: Who
) -> Response[Any]:
    try:
        with database.transaction() as db:
            grant = db.get(RoleGrant, grant_id)
            if grant is None or grant.person_id != person_id:
                raise NotFoundException
            if grant.ended_at is None:  # the second click of two finds it done
                actions.end_role(db, grant, by=actor, now=utc_now())
    except actions.Refused as refused:
        return _refused(request, database, actor, person_id, refused)
    return see(f"/people/{person_id}")


@post(ONE + "/suspension", sync_to_thread=True, status_code=200, opt={"needs": SEE, "step_up": True})
def suspend(request: Asked, person_id: FromPath[int], database: Data, actor: Who) -> Response[Any]:
    return _out(request, database, actor, person_id, leaving.SUSPENDED)


@post(ONE + "/leaving", sync_to_thread=True, status_code=200, opt={"needs": SEE, "step_up": True})
def leave(request: Asked, person_id: FromPath[int], database: Data, actor: Who) -> Response[Any]:
    return _out(request, database, actor, person_id, leaving.LEFT)


@post(
    "/people/{person_id:int}/suspension/end",
    sync_to_thread=True,
    status_code=200,
    opt={"needs": Action.SUSPEND, "step_up": True},
)
def restore(person_id: FromPath[int], database: Data, actor: Who) -> Response[Any]:
    with database.transaction() as db:
        actions.restore(db, _person(db.get(Person, person_id)), by=actor)
    return see(f"/people/{person_id}")


@post(ONE, sync_to_thread=True, status_code=200, opt={"needs": Action.MAKE_ACCOUNTS, "step_up": True})
def describe(request: Asked, person_id: FromPath[int], database: Data, actor: Who, typed: Typing) -> Response[Any]:
    form = DescribeForm(Typed(typed))
    if not form.validate():
        return _show(request, database, actor, person_id, form, 422)
    told = {name: form[name].data or "" for name in ("name", "duty", "number")}
    with database.transaction() as db:
        actions.describe(db, _person(db.get(Person, person_id)), by=actor, **told)
    return see(f"/people/{person_id}")


@post(
    "/people/{person_id:int}/link",
    sync_to_thread=True,
    status_code=200,
    opt={"needs": Action.MAKE_ACCOUNTS, "step_up": True},
)
def new_link(
    request: Asked,
    person_id: FromPath[int],
    database: Data,
    actor: Who,
    settings: NamedDependency[Settings],
    typed: Typing,
) -> Response[str]:
    form = LinkForm(Typed(typed))
    try:
        with database.transaction() as db:
            person = _person(db.get(Person, person_id))
            link = actions.new_link(db, person, by=actor, now=utc_now(), mailed=bool(form.mailed.data))
    except actions.Refused as refused:
        return _refused(request, database, actor, person_id, refused)
    return handed_over(request, settings, link, person.name)


def _show(
    request: Asked, database: Database, actor: Actor, person_id: int, form: Form | None = None, status: int = 200
) -> Response[str]:
    with database.reading() as db:
        account = queries.account(db, person_id, utc_now())
        others, mails = queries.leads(db, actor), office_of(db) is not None
    if account is None:
        raise NotFoundException
    person = account.person
    may = {action.name: bool(may_ever(actor, action)) for action in Action if action.value.startswith("people:")}
    may["SUSPEND"] = bool(may_ever(actor, account.suspending))
    roles = RoleForm.for_giver(may["GIVE_CASE_ROLES"], may["GIVE_ROLES"], account.standing.roles)
    return page(
        request,
        "staff/account.html",
        status=status,
        account=account,
        others=others,
        link=LinkForm(data={"mailed": True}) if mails and not person.generation else None,
        may=may,
        hands_on=bool(may_ever(actor, Action.HAND_ON))
        and account.standing.able
        and bool(account.standing.roles & CASE_HOLDING)
        and person.id != actor.id,
        form=form or Form(),
        admit=form if isinstance(form, AdmitForm) else AdmitForm(data={"generation": str(person.generation)}),
        roles=roles,
        endable={
            grant.id
            for grant in account.grants
            if may["GIVE_CASE_ROLES" if grant.role in CASE_HOLDING else "GIVE_ROLES"]
        },
        describe=form
        if isinstance(form, DescribeForm)
        else DescribeForm(data={"name": person.name, "duty": person.duty, "number": ""}),
    )


def _out(request: Asked, database: Database, actor: Actor, person_id: int, cause: str) -> Response[Any]:
    """Out before the answer; their keys end when it has left."""
    try:
        with database.transaction() as db:
            actions.suspend(db, _person(db.get(Person, person_id)), by=actor, cause=cause)
    except actions.Refused as refused:
        return _refused(request, database, actor, person_id, refused)
    return afterwards(see(f"/people/{person_id}"), leaving.end_keys, database)


def _refused(
    request: Asked, database: Database, actor: Actor, person_id: int, refused: actions.Refused
) -> Response[str]:
    form = Form()
    form.form_errors.append(_(refused.why))
    return _show(request, database, actor, person_id, form, 409)


def _person(found: Person | None) -> Person:
    if found is None:
        raise NotFoundException
    return found


HANDLERS = [show, admit, give_role, decline_role, end_role, suspend, leave, restore, describe, new_link]
