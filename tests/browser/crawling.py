"""Walking through the whole of a small demo as each of its people: every page that a link leads to, and every form as
it answers when nothing was filled in."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

IDS = re.compile(r"(ER-\d{4}-\d{6}|E[XAS][A-Z]*-[\d-]+|\d{4}Q\d|\d{5,}|[A-Za-z0-9_-]{22})")
NOT = ("/leave", "/static/", "/sign-out", "/sso/", "/step-up")
SEEN_BEFORE = {"GET": 2, "POST": 1}
"""How many of a kind are looked at; of a case's own page one for each state and more."""
MANY = 14


@dataclass(frozen=True)
class Seen:
    """A page as it was sent: out of which template, who saw it where, with what status, under what policy."""

    template: str
    who: str
    what: str
    status: int
    html: str = field(repr=False)
    policy: str = field(repr=False)


@dataclass
class _Form:
    action: str
    fields: dict[str, str]
    asks: bool = False


class _Reader(HTMLParser):
    """Links and forms of a page."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.links, self.forms = path, list[str](), list[_Form]()
        self._open: _Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and found.get("href", "").startswith("/"):
            self.links.append(found["href"])
        elif tag == "form" and found.get("method", "get") == "post":
            self._open = _Form(found.get("action") or self.path, {})
            self.forms.append(self._open)
        elif self._open is not None and tag == "input" and found.get("type") == "hidden":
            self._open.fields[found.get("name", "")] = found.get("value", "")
        elif self._open is not None and tag in ("input", "textarea", "select"):
            self._open.asks = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def pattern(address: str) -> str:
    """What an address is a case of: numbers and ids off, names of what is asked for kept."""
    parts = urlsplit(address)
    asked = ",".join(sorted(pair.partition("=")[0] for pair in parts.query.split("&") if pair))
    return IDS.sub("{}", parts.path) + (f"?{asked}" if asked else "")


def _seen(answer: Response, template: str, who: str, what: str) -> Seen:
    policy = answer.headers.get("content-security-policy", "")
    return Seen(template, who, what, answer.status_code, answer.text, policy)


def walk(
    who: str, client: TestClient[Litestar], starts: list[str], counted: Counter[str], rendered: list[str]
) -> Iterator[Seen]:  # fmt: skip
    """`counted`: what others have seen already; of such kinds one more is opened, for what only this one is led to
    from there. `rendered`: the templates, the last one last."""
    waiting, known, own, forms = deque(starts), set(starts), set[str](), list[_Form]()
    while waiting:
        path = waiting.popleft()
        kind = f"GET {pattern(path)}"
        most = MANY if pattern(path) in ("/cases/{}", "/exits/{}", "/referrals/{}") else SEEN_BEFORE["GET"]
        counted[kind] += 1
        if counted[kind] > most and kind in own:
            continue
        own.add(kind)
        answer = client.get(path)
        if not answer.headers.get("content-type", "").startswith("text/html") or answer.is_redirect:
            continue
        yield _seen(answer, rendered[-1], who, kind)
        read = _Reader(path)
        read.feed(answer.text)
        forms += [form for form in read.forms if form.asks]
        for link in read.links:
            address = link.partition("#")[0]
            if address and address not in known and not address.startswith(NOT):
                known.add(address)
                waiting.append(address)
    yield from _sent_empty(who, client, forms, counted, rendered)


def _sent_empty(
    who: str, client: TestClient[Litestar], forms: list[_Form], counted: Counter[str], rendered: list[str]
) -> Iterator[Seen]:  # fmt: skip
    for form in forms:
        kind = f"POST {pattern(form.action)}"
        counted[kind] += 1
        if counted[kind] > SEEN_BEFORE["POST"] or form.action.startswith(NOT):
            continue
        answer = client.post(form.action, data=form.fields)
        if answer.headers.get("content-type", "").startswith("text/html") and not answer.is_redirect:
            yield _seen(answer, rendered[-1], who, kind)
