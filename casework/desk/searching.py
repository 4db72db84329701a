"""`/requests/searches/{id}`: somebody searches what they hold for a person who asks, and hands over redacted copies."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.orm import Session

from casework.access import Action, Forbidden
from casework.cases.queries import searching as cases
from casework.cases.queries.searching import Matter, Text
from casework.db import Database
from casework.eap.queries import searched as referrals
from casework.exits.queries import searched as exits
from casework.legal.actions import searching as actions
from casework.legal.actions.searching import Cut, Found
from casework.legal.lifecycle.request import law_of
from casework.legal.models import SearchTask
from casework.legal.queries import requests
from casework.legal.queries.requests import Search
from casework.legal.redacting import holds, redacted
from casework.people import Actor
from casework.settings import N_
from casework.web import nonces, text
from casework.web.page import page, see
from casework.web.text import _, gettext

Asked = Request[Any, Any, Any]
Load = Callable[[Session, Actor, str], Matter]
KINDS: dict[str, tuple[Callable[[Session, Actor], list[str]], Load]] = {
    "case": (cases.numbers, cases.load),
    "referral": (referrals.numbers, referrals.load),
    "exit": (exits.numbers, exits.load),
}
"""What can be searched: whose numbers they hold, and how one is opened."""
TOGETHER = 20
"""Matters that one page looks through."""
ROWS = 3
"""Empty lines for words to be taken out, beside those that are proposed."""
NONE_CHOSEN = N_("Tick what is about them, or say that there is nothing more.")
OPT = {"needs": Action.SEARCH_OWN, "title": N_("Search what you hold")}


class Hit(NamedTuple):
    """One text with what it is called; `ref` names it for the next step."""

    ref: str
    label: str
    number: str
    on: str
    text: str


class Row(NamedTuple):
    words: str
    why: str


@get("/requests/searches", sync_to_thread=True, opt={"needs": Action.SEARCH_OWN})
def every(request: Asked, database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Response[str]:
    with database.reading() as db:
        found = requests.searches(db, actor)
    return page(request, "desk/searches.html", searches=found, answers=actions.ANSWERS)


@get("/requests/searches/{item:int}", sync_to_thread=True, opt=OPT)
def one(
    request: Asked, item: FromPath[int], database: NamedDependency[Database], actor: NamedDependency[Actor]
) -> Response[Any]:
    return _list(request, database, actor, item)


@post("/requests/searches/{item:int}", sync_to_thread=True, status_code=200, opt=OPT)
def send(
    request: Asked, item: FromPath[int], database: NamedDependency[Database], actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Response[Any]:  # fmt: skip
    """Ticked, looked at as it will be read, handed over: each a page, and nothing goes before the last."""
    then, refs = typed.get("then"), [str(ref) for name, ref in typed.multi_items() if name.partition("-")[0] == "hit"]
    if then == "done":
        return _finish(request, database, actor, item, nonces.of(typed))
    with database.reading() as db:
        asked = _asked(db, actor, item)
        hits, names = _again(db, actor, refs)
    if not hits:
        return _list(request, database, actor, item, 422, gettext(NONE_CHOSEN))
    rows = _rows(typed) if then in ("look", "hand") else [Row(name, "") for name in _others(asked, names)]
    if then == "hand":
        return _hand(request, database, actor, asked, hits, rows, nonces.of(typed))
    return _hits(request, asked, hits, rows, look=then == "look")


def _asked(db: Session, actor: Actor, item: int) -> Search:
    found = requests.search(db, actor, item)
    if found is None:
        raise NotFoundException
    return found


def _list(
    request: Asked, database: Database, actor: Actor, item: int, status: int = 200, wrong: str = ""
) -> Response[Any]:  # fmt: skip
    at = str(request.query_params.get("at", ""))
    start = int(at) if at.isascii() and at.isdecimal() and len(at) < 9 else 0
    with database.reading() as db:
        asked = _asked(db, actor, item)
        held = [(kind, number) for kind, (numbers, _load) in KINDS.items() for number in numbers(db, actor)]
        part = held[start : start + TOGETHER] if not asked.over else []
        hits = [hit for kind, number in part for hit in _matching(db, actor, kind, number, asked.terms)]
    looked = min(start + TOGETHER, len(held))
    return page(
        request, "desk/search.html", status=status, one=asked, hits=hits, looked=looked, every=len(held), wrong=wrong,
        at=start, more=looked if looked < len(held) else 0, nonce=nonces.make(), waits=asked.task.answered_at is None,
    )  # fmt: skip


def _matching(db: Session, actor: Actor, kind: str, number: str, terms: Sequence[str]) -> list[Hit]:
    matter = KINDS[kind][1](db, actor, number)
    return [_hit(kind, number, one) for one in matter.texts if holds(one.text, terms)]


def _hit(kind: str, number: str, one: Text) -> Hit:
    day = text.day(one.on, "UTC") if one.on else ""
    return Hit(f"{kind}.{number}.{one.ref}", gettext(one.label), number, day, one.text)


def _again(db: Session, actor: Actor, refs: Iterable[str]) -> tuple[list[Hit], list[str]]:
    """What was ticked, opened anew with the searcher's own keys, and who else is named there."""
    wanted: dict[tuple[str, str], set[str]] = {}
    held = {kind: set(numbers(db, actor)) for kind, (numbers, _load) in KINDS.items()}
    for ref in list(refs)[:200]:
        kind, _dot, rest = ref.partition(".")
        number, _dot, inner = rest.partition(".")
        if number in held.get(kind, ()):
            wanted.setdefault((kind, number), set()).add(inner)
    hits: list[Hit] = []
    names: list[str] = []
    for (kind, number), chosen in wanted.items():
        matter = KINDS[kind][1](db, actor, number)
        hits += [_hit(kind, number, one) for one in matter.texts if one.ref in chosen]
        names += matter.names
    return hits, list(dict.fromkeys(names))


def _others(asked: Search, names: Iterable[str]) -> list[str]:
    """Names that are not those searched for."""
    return [name for name in names if not holds(name, asked.terms)]


def _rows(typed: FormMultiDict) -> list[Row]:
    """As they are numbered in the form: `words-1` goes for `why-1`."""
    found = []
    for name, said in typed.multi_items():
        kind, _dash, number = name.partition("-")
        if kind == "words" and (words := " ".join(str(said).split())):
            found.append(Row(words, str(typed.get(f"why-{number}", ""))))
    return found[:200]


def _hits(request: Asked, asked: Search, hits: list[Hit], rows: list[Row], *, look: bool) -> Response[Any]:
    exemptions = law_of(asked.country).exemptions
    known = [Row(words, why if why in exemptions else "others") for words, why in rows]
    cut = [words for words, _why in known]
    shown = [hit._replace(text=redacted(hit.text, cut)) for hit in hits] if look else hits
    return page(
        request, "desk/search_hits.html", one=asked, hits=shown, rows=[*known, *[Row("", "others")] * ROWS], look=look,
        exemptions=exemptions, nonce=nonces.make(),
    )  # fmt: skip


def _hand(
    request: Asked, database: Database, actor: Actor, asked: Search, hits: list[Hit], rows: list[Row], nonce: str
) -> Response[Any]:  # fmt: skip
    exemptions = law_of(asked.country).exemptions
    cuts = [Cut(words, why if why in exemptions else "others") for words, why in rows]
    found = [Found(", ".join(filter(None, (hit.label, hit.on))), hit.text) for hit in hits]
    try:
        with database.transaction() as db:
            if nonces.take(db, nonce):
                actions.hand_over(db, db.get_one(SearchTask, asked.task.id), found, cuts, by=actor)
    except Forbidden as refused:
        return _list(request, database, actor, asked.task.id, 409, _(refused.args[0]))
    return see(f"/requests/searches/{asked.task.id}")


def _finish(request: Asked, database: Database, actor: Actor, item: int, nonce: str) -> Response[Any]:
    with database.reading() as db:
        asked = _asked(db, actor, item)
    try:
        with database.transaction() as db:
            if nonces.take(db, nonce):
                actions.finish(db, db.get_one(SearchTask, asked.task.id), by=actor)
    except Forbidden as refused:
        return _list(request, database, actor, item, 409, _(refused.args[0]))
    return see("/requests/searches")


ROUTES: list[Any] = [every, one, send]
