"""To the provider and back. Every sign-in begins here; an answer to one that did not is refused."""

import hmac
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from casework.db import Database, utc_now
from casework.people import VISITOR, Actor, links, sessions
from casework.settings import Provider, Settings
from casework.sso import actions, refusal, started
from casework.sso.actions import Browser
from casework.sso.refusal import ProviderDown, Refused
from casework.sso.started import Purpose, Started
from casework.staff.actions import claims
from casework.staff.address import address_of, device_of
from casework.web import cookies, nonces
from casework.web.page import is_here, page, see

if TYPE_CHECKING:  # authlib is loaded when somebody signs in so, and not before
    from casework.sso.protocol import Talk

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Set = NamedDependency[Settings]
COOKIE = "casework-sso"
CALLBACK = "/sso/callback"


@get("/sso/start", sync_to_thread=True, opt={"public": True})
def start(request: Asked, database: Data, settings: Set) -> Response[Any]:
    asked = request.query_params.get("next", "")
    return away(request, database, settings, started.begin(Purpose.SIGN_IN, utc_now(), after=_here(asked)))


@get("/enrol/{token:str}/sso", sync_to_thread=True, opt={"public": True})
def enrol(request: Asked, token: FromPath[str], database: Data, settings: Set) -> Response[Any]:
    """Looking uses nothing up: the link counts when the provider has answered."""
    now = utc_now()
    with database.reading() as db:
        if links.look(db, links.Purpose.ENROL, token, now) is None:
            return page(request, "staff/enrol_gone.html", status=404)
    return away(request, database, settings, started.begin(Purpose.ENROL, now, link=token))


@get("/sso/step-up", sync_to_thread=True, opt={"own": True})
def step_up(request: Asked, database: Data, settings: Set, actor: NamedDependency[Actor]) -> Response[Any]:
    after = _here(request.query_params.get("next", ""))
    begun = started.begin(Purpose.STEP_UP, utc_now(), after=after, session=actor.session_id)
    return away(request, database, settings, begun)


@get(CALLBACK, sync_to_thread=True, opt={"public": True})
def callback(request: Asked, database: Data, settings: Set) -> Response[Any]:
    """Where the provider sends the browser back to."""
    talk, now = talk_of(settings), utc_now()
    browser = _browser(request, database, settings)
    query = request.query_params
    answer = actions.Answer(query.get("state", ""), query.get("code", ""), query.get("iss", ""), query.get("error", ""))
    try:
        actions.allowed(database, browser, now)
        begun = _begun(request, database, settings, answer.state)
        proven = actions.prove(talk, begun, answer, settings.origin + CALLBACK, now)
        roles = claims.mapped(proven.words(talk.provider.claim), settings.roles)
        with database.transaction() as db:
            cookie = actions.finish(db, begun, actions.Came(talk.provider.issuer, proven, browser, roles, now))
    except Refused as refused:
        actions.refuse(database, browser, refused.why)
        return _without(_refused(request, refused.why), settings)
    except ProviderDown:
        return _without(down(request, settings), settings)
    done = _without(see(_after(begun)), settings)
    cookies.put(done, settings.origin, cookie)
    return done


def away(request: Asked, database: Database, settings: Settings, begun: Started) -> Response[Any]:
    """To the provider; the browser keeps what this was begun with."""
    try:
        address = address_at(settings, begun)
    except ProviderDown:
        return down(request, settings)
    gone = Redirect(address, status_code=303, headers={"Cache-Control": "no-store"})
    return keep(gone, database, settings, begun)


def address_at(settings: Settings, begun: Started) -> str:
    """Where at the provider. ProviderDown when it does not say."""
    again = begun.purpose in (Purpose.LINK, Purpose.STEP_UP)
    return talk_of(settings).address(begun.asked(settings.origin + CALLBACK), again=again)


def keep(answer: Response[Any], database: Database, settings: Settings, begun: Started) -> Response[Any]:
    with database.reading() as db:
        cookies.put(answer, settings.origin, started.written(db, begun), COOKIE)
    return answer


def talk_of(settings: Settings) -> "Talk":
    if settings.provider is None:
        raise NotFoundException
    return _talk(settings.provider)


@lru_cache(maxsize=8)
def _talk(provider: Provider) -> "Talk":
    from casework.sso.protocol import Talk

    return Talk(provider)


def _begun(request: Asked, database: Database, settings: Settings, state: str) -> Started:
    """What this browser began, once. Somebody else's answer, or an old one, fits nothing."""
    cookie, now = request.cookies.get(cookies.name(settings.origin, COOKIE), ""), utc_now()
    with database.reading() as db:
        begun = started.read(db, cookie, now)
    if begun is None or not hmac.compare_digest(begun.state.encode(), state.encode()):
        raise Refused(refusal.STATE)
    with database.transaction() as db:
        if not nonces.take(db, f"sso {begun.state}", now):
            raise Refused(refusal.REPLAYED)
    return begun


def _browser(request: Asked, database: Database, settings: Settings) -> Browser:
    cookie = request.cookies.get(cookies.name(settings.origin)) or None
    actor = sessions.find(database, cookie, utc_now()) if cookie else None
    return Browser(actor or VISITOR, address_of(request, settings), device_of(request), cookie)


def _after(begun: Started) -> str:
    if begun.purpose is Purpose.LINK:
        return "/me/key?saved=in"
    if begun.purpose is Purpose.STEP_UP:
        return begun.after or "/desk"
    return f"/signed-in?next={quote(begun.after)}" if begun.after else "/signed-in"


def _here(path: str) -> str:
    return path if is_here(path) and not path.startswith(("/sign-in", "/sso", "/second-factor", "/step-up")) else ""


def _refused(request: Asked, why: str) -> Response[str]:
    return page(request, "sso/refused.html", status=403, words=refusal.WORDS[why], own_key=why == refusal.OWN_KEY)


def down(request: Asked, settings: Settings) -> Response[str]:
    label = settings.provider.label if settings.provider else ""
    return page(request, "sso/down.html", status=503, headers={"Retry-After": "60"}, label=label)


def _without(answer: Response[Any], settings: Settings) -> Response[Any]:
    cookies.drop(answer, settings.origin, COOKIE)
    return answer


HANDLERS = [start, enrol, step_up, callback]
