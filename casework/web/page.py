"""Rendering happens in the handler's own thread, so that templates never hold up the event loop."""

import secrets
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from isal import isal_zlib
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from litestar import MediaType, Request, Response
from litestar.response import Redirect
from markupsafe import Markup

from casework.db import utc_now
from casework.people import VISITOR, Actor
from casework.settings import Said, shared

from . import text
from .assets import accepts_gzip, icon, static
from .escaping import Writer, escape_text

HEADERS = {"Cache-Control": "no-store", "Vary": "HX-Request, Accept-Encoding"}
LEAST = 600
"""Octets under which packing a page costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    path: str
    label: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around every page. `app.py` fills it, so that the toolkit names no feature."""

    organisation: Callable[[], str] = lambda: "Casework"
    menu: Callable[[Any], list[Entry]] = lambda _: []
    demo: bool = False


def page(
    request: Request[Any, Any, Any],
    name: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> Response[str]:
    """A whole page from a template. Wants nothing but what the template itself needs."""
    html = render(name, around(request), **context)
    return answer(request, html, status, headers)


def render(name: str, around: Mapping[str, Any], **context: Any) -> str:
    return environment().get_template(name).render({**around, **context})


def around(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """What each template may ask for without being given it."""
    near: Surroundings = request.app.state.get("surroundings") or Surroundings()
    user: Actor = request.scope.get("user") or VISITOR
    actor = None if user == VISITOR else user
    zone = user.zone or "UTC"
    return {
        "actor": actor,
        "organisation": near.organisation(),
        "menu": near.menu(actor) if actor is not None else [],
        "demo": near.demo,
        "path": request.scope["path"],
        "zone": zone,
        "today": utc_now().astimezone(text.zone_of(zone)).date(),
    }


def answer(
    request: Request[Any, Any, Any], html: str, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response[str]:
    """The page as it goes over the wire: never kept by a cache, packed where the browser takes it."""
    body: str | bytes = html
    sent = {**HEADERS, **(headers or {})}
    if len(html) > LEAST and accepts_gzip(request):
        body, sent["Content-Encoding"] = packed(html.encode()), "gzip"
    return Response(cast(str, body), media_type=MediaType.HTML, status_code=status, headers=sent)


def packed(plain: bytes) -> bytes:
    """gzip, level 1, with a file name of random length: what is on a page cannot be guessed from its size."""
    squeeze = isal_zlib.compressobj(1, isal_zlib.DEFLATED, -isal_zlib.MAX_WBITS)
    name = b"-" * secrets.randbelow(48)
    head = b"\x1f\x8b\x08\x08" + bytes(4) + b"\x04\xff" + name + b"\x00"
    tail = struct.pack("<II", isal_zlib.crc32(plain), len(plain) & 0xFFFFFFFF)
    return head + squeeze.compress(plain) + squeeze.flush() + tail


def is_here(path: str) -> bool:
    """Only a place on this site: an address taken from a form or a link leads nowhere else."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()


def see(path: str) -> Redirect:
    """After a change: look there (303), so that loading again sends nothing twice."""
    if not is_here(path):
        raise ValueError("a page of this site starts with one slash")
    return Redirect(path, status_code=303, headers={"Cache-Control": "no-store"})


@cache
def environment() -> Environment:
    """The templates. Escaping is on everywhere, and a name that is not there is an error."""
    env = Environment(
        loader=FileSystemLoader(shared("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.code_generator_class, env.escape_text = Writer, escape_text  # type: ignore[attr-defined]
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(text.gettext, text.plural, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(_=text._, ngettext=text.ngettext, icon=icon, static=static, listed=text.listed)
    env.filters.update(
        room=text.room,
        day=_day,
        weekday=_weekday,
        moment=_moment,
        due=_due,
        dated=_dated,
        timed=_timed,
        size=text.size,
        said=said,
    )
    return env


def said(sentence: str | Said) -> str:
    return text._(sentence)


def _zone(context: Context) -> str:
    return str(context.get("zone", "UTC"))


@pass_context
def _day(context: Context, value: date) -> str:
    return text.day(value, _zone(context))


@pass_context
def _weekday(context: Context, value: date) -> str:
    return text.weekday(value, _zone(context))


@pass_context
def _moment(context: Context, value: datetime) -> str:
    return text.moment(value, _zone(context))


@pass_context
def _due(context: Context, value: date) -> text.Due:
    zone = _zone(context)
    today = context.get("today") or utc_now().astimezone(text.zone_of(zone)).date()
    return text.due(value, today, zone)


@pass_context
def _dated(context: Context, value: date) -> Markup:
    """A day in a `<time>` of its own."""
    zone = _zone(context)
    iso = str(text.local(value, zone))[:10]
    return Markup('<time datetime="{}">{}</time>').format(iso, text.day(value, zone))


@pass_context
def _timed(context: Context, value: datetime) -> Markup:
    """A moment in a `<time>` of its own."""
    zone = _zone(context)
    iso = text.local(value, zone).strftime("%Y-%m-%dT%H:%M%z")
    return Markup('<time datetime="{}">{}</time>').format(iso, text.moment(value, zone))
