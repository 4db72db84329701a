"""`/settings/letters`: the organisation's own words, kind by kind, in versions, and the head above every letter."""

from collections.abc import Mapping
from typing import Any

import anyio.to_thread
from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy import select

from casework.access import Action, policy
from casework.db import Database
from casework.files import Kind, Refused, clean, recognise
from casework.letters.actions import templates as verbs
from casework.letters.forms.letters import places_of
from casework.letters.forms.templates import HeadForm, TemplateForm
from casework.letters.queries import templates
from casework.letters.queries.templates import Head
from casework.letters.writing import checks, places, shipped, template
from casework.letters.writing.kinds import KINDS
from casework.letters.writing.places import PLACES
from casework.letters.writing.shipped import Words
from casework.people import Actor
from casework.people.models import Person
from casework.settings import N_
from casework.web import nonces
from casework.web.chosen_file import chosen
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.parts import TooMuch
from casework.web.text import _, gettext

from .composed import everywhere

PATH = "/settings/letters"
OPT: dict[str, Any] = {"needs": Action.KEEP_TEMPLATES, "title": N_("Letters in your own words")}
LARGEST = 300_000
PICTURES = {Kind.PNG: "png", Kind.JPEG: "jpg"}
NO_PICTURE = N_("The picture has to be a PNG or a JPEG of at most 300 kB.")
Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]


@get(PATH, sync_to_thread=True, opt=OPT)
def show(request: Asked, database: Data) -> Response[str]:
    with database.reading() as db:
        now, head = templates.head(db), templates.every(db)
    rows = [
        (f"{PATH}/{number}", gettext(KINDS[kind].title), found) for number, (kind, found) in enumerate(head.items())
    ]
    return page(request, "letters/templates.html", rows=rows, head=now, names=_names(database), base=PATH)


@get(f"{PATH}/{{at:int}}", sync_to_thread=True, opt=OPT)
def one(request: Asked, at: FromPath[int], database: Data) -> Response[str]:
    """`?version=`: an earlier one, to be written again."""
    kind = _kind(at)
    with database.reading() as db:
        versions = templates.versions(db, kind)
    asked = str(request.query_params.get("version", ""))
    found = next((version for version in versions if str(version.number) == asked), versions[0])
    form = TemplateForm(data={"subject": found.words.subject, "text": found.words.text})
    return _form(request, database, at, form)


@post(f"{PATH}/{{at:int}}", sync_to_thread=True, status_code=200, opt=OPT)
def change(
    request: Asked, at: FromPath[int], database: Data, actor: Who, typed: NamedDependency[FormMultiDict]
) -> Response[Any]:
    """`then=look`: how it would read, and what stands against it; nothing is kept."""
    kind, form = _kind(at), TemplateForm(Typed(typed))
    form.kind = kind
    policy.require(actor, Action.KEEP_TEMPLATES)
    if not form.validate():
        return _form(request, database, at, form, status=422)
    words = Words(form.subject.data or "", form.text.data or "")
    against = [_(hit.says) for hit in _hits(words)]
    look = typed.get("then") == "look"
    if look or (against and not form.passed.data):
        return _form(request, database, at, form, status=200 if look else 422, against=against)
    with database.transaction() as db:
        if nonces.take(db, nonces.of(typed)):
            verbs.change(db, kind, words, by=actor, passed=form.passed.data or "" if against else "")
    return see(PATH)


@get(f"{PATH}/head", sync_to_thread=True, opt=OPT)
def head_form(request: Asked, database: Data) -> Response[str]:
    with database.reading() as db:
        now = templates.head(db)
    data = {"name": now.name, "lines": now.lines, "foot": now.foot, "lang": now.lang}
    return _head(request, database, HeadForm(data=data))


@post(f"{PATH}/head", status_code=200, opt=OPT)
async def head(request: Asked, database: Data, actor: Who) -> Response[Any]:
    try:
        typed, data = await chosen(request, LARGEST)
    except TooMuch:
        typed, data = FormMultiDict([]), b"too much"
    return await anyio.to_thread.run_sync(_change_head, request, database, actor, typed, data)


def _change_head(
    request: Asked, database: Database, actor: Actor, typed: FormMultiDict, data: bytes
) -> Response[Any]:  # fmt: skip
    policy.require(actor, Action.KEEP_TEMPLATES)
    form = HeadForm(Typed(typed))
    picture, kind = _picture(data)
    wrong = [_(NO_PICTURE)] if data and picture is None else []
    if not form.validate() or wrong:
        return _head(request, database, form, wrong, status=422)
    with database.transaction() as db:
        now = templates.head(db)
        if picture is None and not form.without.data:
            picture, kind = now.picture, now.picture_kind
        wanted = Head(
            0, form.name.data or "", form.lines.data or "", form.foot.data or "", form.lang.data or "en", picture, kind
        )
        if nonces.take(db, nonces.of(typed, data)):
            verbs.change_head(db, wanted, by=actor)
    return see(PATH)


def _picture(data: bytes) -> tuple[bytes | None, str]:
    """Cleaned of who made it and where; None where it is none that a letter can have."""
    if not data or len(data) > LARGEST:
        return None, ""
    try:
        kind = recognise("picture", data)
    except Refused:
        return None, ""
    return (clean(kind, data).data, PICTURES[kind]) if kind in PICTURES else (None, "")


def _hits(words: Words) -> list[checks.Hit]:
    """With every place filled by nothing that could be found."""
    blank = dict.fromkeys(PLACES, "–")
    said = template.plain(template.fill(words.text, blank).blocks)
    return checks.gags(f"{template.line(words.subject, blank)[0]}\n\n{said}", everywhere())


def _kind(at: int) -> str:
    known = list(KINDS)
    if not 0 <= at < len(known):
        raise NotFoundException
    return known[at]


def _form(
    request: Asked, database: Database, at: int, form: TemplateForm, *, status: int = 200,
    against: list[str] | None = None,
) -> Response[str]:  # fmt: skip
    kind = _kind(at)
    form.nonce.data = nonces.make()
    with database.reading() as db:
        versions = templates.versions(db, kind)
    examples = {name: f"[{gettext(place.title)}]" for name, place in PLACES.items()}
    return page(
        request, "letters/template.html", status=status, form=form, title=gettext(KINDS[kind].title), at=at,
        versions=versions, names=_names(database), known=places_of(places.of_kind(kind)), against=against or [],
        shipped=shipped.words(kind), base=PATH, subject=template.line(form.subject.data or "", examples)[0],
        blocks=template.fill(form.text.data or "", examples).blocks,
    )  # fmt: skip


def _head(
    request: Asked, database: Database, form: HeadForm, wrong: list[str] | None = None, *, status: int = 200
) -> Response[str]:  # fmt: skip
    form.nonce.data = nonces.make()
    with database.reading() as db:
        now = templates.head(db)
    return page(
        request,
        "letters/head.html",
        status=status,
        form=form,
        wrong=wrong or [],
        has=now.picture is not None,
        base=PATH,
    )


def _names(database: Database) -> Mapping[int, str]:
    with database.reading() as db:
        return {row.id: row.name for row in db.execute(select(Person.id, Person.name))}


ROUTES: list[Any] = [show, one, change, head_form, head]
