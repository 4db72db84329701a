"""Step up: proving again who one is, before what decides who can read."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from casework.db import Database, utc_now
from casework.people import Actor, custody, sign_in
from casework.people.challenges import Use
from casework.settings import N_, Settings
from casework.staff.actions import door
from casework.staff.forms.door import StepUpDemoForm, StepUpForm
from casework.staff.queries import people
from casework.vault import Vault
from casework.web.forms import Form, Typed
from casework.web.page import page, see

from .door import next_page, refused, to_sign, with_cookie
from .showing import shown

Asked = Request[Any, Any, Any]
Typing = NamedDependency[FormMultiDict]
WRONG_PROOF = N_("Password or code do not fit, or the code was used already. Wait for the next code.")
WRONG_PASSKEY = N_("This passkey does not fit, or it took too long; or it takes your password too. Try once more.")


@get("/step-up", sync_to_thread=True, opt={"own": True})
def show_step_up(
    request: Asked,
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Response[str]:
    return _step_up(request, database, settings, actor, _step_up_form(database, settings, actor)())


@post("/step-up", sync_to_thread=True, status_code=200, opt={"own": True})
def step_up(
    request: Asked,
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    typed: Typing,
) -> Response[Any]:
    form = _step_up_form(database, settings, actor)(Typed(typed))
    if not form.validate():
        return _step_up(request, database, settings, actor, form, 422)
    entered = door.step_up(
        database,
        vault,
        actor,
        password=form["password"].data or "",
        shown=shown(form, settings),
        demo=settings.demo,
        now=utc_now(),
    )
    if not entered.cookie:
        status = 429 if entered.wait else 422
        said = WRONG_PASSKEY if "assertion" in form and form["assertion"].data else WRONG_PROOF
        return _step_up(request, database, settings, actor, refused(form, entered, said), status)
    return with_cookie(see(next_page(request) or "/desk"), settings, entered.cookie)


def _step_up(
    request: Asked, database: Database, settings: Settings, actor: Actor, form: Form, status: int = 200
) -> Response[str]:
    told = to_sign(database, settings, actor, Use.STEP_UP)
    alone = '"prf"' in told
    with database.reading() as db:
        kept, password = custody.kept(db, [actor.id]), sign_in.of_person(db, actor.id).credential is not None
    elsewhere = settings.provider.label if settings.provider is not None and kept else ""
    return page(
        request,
        "staff/step_up.html",
        status=status,
        form=form,
        told=told,
        alone=alone,
        provider=elsewhere,
        password=password,
        next=next_page(request),
    )


def _step_up_form(database: Database, settings: Settings, actor: Actor) -> type[Form]:
    return StepUpDemoForm if settings.demo and not people.has_second_factor(database, actor.id) else StepUpForm


HANDLERS = [show_step_up, step_up]
