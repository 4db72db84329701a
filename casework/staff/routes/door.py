"""Sign in, second factor, sign out."""

from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from casework import vault
from casework.access import Action, may_ever
from casework.db import Database, utc_now
from casework.people import Actor, drafts
from casework.people.challenges import Use
from casework.people.passkeys import place_of
from casework.settings import N_, Said, Settings
from casework.staff.actions import door
from casework.staff.actions.factors import session_of
from casework.staff.address import address_of, device_of
from casework.staff.forms.door import CodeForm, SignInForm
from casework.staff.queries import demo, factors
from casework.vault import Vault
from casework.web import cookies
from casework.web.afterwards import afterwards
from casework.web.forms import Form, Typed
from casework.web.page import is_here, page, see
from casework.web.text import _

from .showing import shown

Asked = Request[Any, Any, Any]
Typing = NamedDependency[FormMultiDict]
WRONG = N_("E-mail and password do not fit together, or the account cannot sign in.")
WRONG_CODE = N_("This code does not fit, or was used already. Wait for the next one.")
WRONG_PASSKEY = N_("This passkey does not fit, or it took too long. Try once more, or type a code.")


@get("/sign-in", sync_to_thread=True, opt={"public": True})
def show_sign_in(
    request: Asked, database: NamedDependency[Database], settings: NamedDependency[Settings]
) -> Response[str]:
    return _sign_in(request, database, settings, SignInForm())


@post("/sign-in", sync_to_thread=True, status_code=200, opt={"public": True})
def sign_in(
    request: Asked,
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    settings: NamedDependency[Settings],
    typed: Typing,
) -> Response[Any]:
    form = SignInForm(Typed(typed))
    if not form.validate():
        return _sign_in(request, database, settings, form, 422)
    entered = door.enter(
        database,
        vault,
        email=form.email.data or "",
        password=form.password.data or "",
        address=address_of(request, settings),
        device=device_of(request),
        old_cookie=request.cookies.get(cookies.name(settings.origin)),
        demo=settings.demo,
        now=utc_now(),
    )
    if not entered.cookie:
        return _sign_in(
            request, database, settings, refused(form, entered, WRONG), 429 if entered.wait else 422, entered.wait
        )
    after = "/signed-in" if entered.complete else "/second-factor"
    return with_cookie(see(f"{after}?next={quote(next_page(request))}"), settings, entered.cookie)


@get("/second-factor", sync_to_thread=True, opt={"pending": True})
def show_second_factor(
    request: Asked,
    database: NamedDependency[Database],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
) -> Response[str]:
    return _second_factor(request, database, settings, actor, CodeForm())


@post("/second-factor", sync_to_thread=True, status_code=200, opt={"pending": True})
def second_factor(
    request: Asked,
    database: NamedDependency[Database],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    typed: Typing,
) -> Response[Any]:
    form = CodeForm(Typed(typed))
    if form.validate():
        cookie = request.cookies[cookies.name(settings.origin)]
        entered = door.complete(database, actor, cookie, shown(form, settings), utc_now())
        if entered.cookie:
            after = "/me?saved=few" if entered.few else next_page(request)
            return with_cookie(see(f"/signed-in?next={quote(after)}"), settings, entered.cookie)
        if entered.wait:
            return see("/sign-in?wait=1")
        refused(form, entered, WRONG_PASSKEY if form.assertion.data else WRONG_CODE)
    return _second_factor(request, database, settings, actor, form, 422)


@get("/signed-in", sync_to_thread=True, opt={"own": True})
def signed_in(request: Asked, database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Response[Any]:
    """Where to from here: what is kept of an earlier session first, then where they were going."""
    assert actor.holder is not None
    with database.reading() as db:
        kept = drafts.of(db, actor.holder, utc_now())
    if not actor.admitted:
        return see("/waiting")
    after = next_page(request) or home(actor)
    answer = see("/kept") if kept and "later" not in request.query_params else see(after)
    return afterwards(answer, vault.rekeying.follow_recovery, database, actor.holder)


@post("/sign-out", sync_to_thread=True, status_code=303, opt={"own": True})
def sign_out(
    database: NamedDependency[Database], settings: NamedDependency[Settings], actor: NamedDependency[Actor]
) -> Response[Any]:
    door.leave(database, actor)
    answer = see("/sign-in?out=1")
    cookies.drop(answer, settings.origin)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@post("/presence", sync_to_thread=False, status_code=204, opt={"own": True})
def presence() -> None:
    """Typing counts as being there: finding the session has touched it."""


def home(actor: Actor) -> str:
    """The first page for whom the menu has no desk."""
    firsts = ((Action.LIST_CASES, "/desk"), (Action.SEE_PEOPLE, "/people"), (Action.READ_TRAIL, "/audit"))
    return next((path for action, path in firsts if may_ever(actor, action)), "/me")


def _sign_in(
    request: Asked, database: Database, settings: Settings, form: SignInForm, status: int = 200, wait: int = 0
) -> Response[str]:
    listed = demo.listed(database) if settings.demo else None
    headers = {"Retry-After": str(wait)} if wait else {}
    query = request.query_params
    return page(
        request,
        "staff/sign_in.html",
        status=status,
        headers=headers,
        form=form,
        next=next_page(request),
        kept=query.get("kept", ""),
        out="out" in query,
        wait="wait" in query,
        recovered="recovered" in query,
        provider=settings.provider.label if settings.provider else "",
        demo_accounts=listed,
    )


def _second_factor(
    request: Asked, database: Database, settings: Settings, actor: Actor, form: Form, status: int = 200
) -> Response[str]:
    told = to_sign(database, settings, actor, Use.SECOND_FACTOR)
    return page(request, "staff/second_factor.html", status=status, form=form, told=told, next=next_page(request))


def to_sign(database: Database, settings: Settings, actor: Actor, use: Use) -> str:
    return factors.to_sign(database, actor, place_of(settings.origin), use, session_of(actor), utc_now())


def refused(form: Any, entered: door.Entered, sentence: str) -> Any:
    minutes = -(-entered.wait // 60)
    late = Said(
        N_("Too many tries. Wait %(minutes)s minutes, then try again; nothing is locked."), {"minutes": minutes}
    )
    form.form_errors.append(_(late) if entered.wait else _(sentence))
    return form


def with_cookie(answer: Response[Any], settings: Settings, cookie: str) -> Response[Any]:
    cookies.put(answer, settings.origin, cookie)
    return answer


def next_page(request: Asked) -> str:
    """Where they were going, when it is a page of this site."""
    asked = request.query_params.get("next", "")
    return asked if is_here(asked) and not asked.startswith(("/sign-in", "/second-factor", "/step-up")) else ""


HANDLERS = [
    show_sign_in,
    sign_in,
    show_second_factor,
    second_factor,
    signed_in,
    sign_out,
    presence,
]
