"""Pages: escaped, never kept by a cache, packed for who takes it, and leading nowhere else."""

import gzip
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import ChoiceLoader, DictLoader, UndefinedError
from litestar import Request, Response, get
from markupsafe import Markup

from casework.settings import Said
from casework.web.page import environment, is_here, packed, page, see

from .conftest import Start

SHOWN = "<p>{{ words }}</p>" + "<p>A page of some length.</p>" * 40


@get("/shown", opt={"public": True}, sync_to_thread=True)
def shown(request: Request[Any, Any, Any]) -> Response[str]:
    return page(request, "shown.html", words="<b>&")


@get("/staffed", opt={"own": True}, sync_to_thread=True)
def staffed(request: Request[Any, Any, Any]) -> Response[str]:
    return page(request, "staffed.html")


@pytest.fixture(autouse=True)
def _templates(monkeypatch: pytest.MonkeyPatch) -> None:
    made = {"shown.html": SHOWN, "staffed.html": '{% extends "layouts/staff.html" %}{% block heading %}X{% endblock %}'}
    loader = environment().loader
    assert loader is not None
    monkeypatch.setattr(environment(), "loader", ChoiceLoader([DictLoader(made), loader]))


def said(source: str, **context: Any) -> str:
    return environment().from_string(source).render(**context)


def test_a_page_is_never_kept(start: Start) -> None:
    answer = start(shown).get("/shown")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["vary"] == "HX-Request, Accept-Encoding"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_page_is_packed_for_who_takes_it(start: Start) -> None:
    client = start(shown)
    small, plain = client.get("/shown"), client.get("/shown", headers={"Accept-Encoding": "identity"})
    assert small.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert small.text == plain.text
    assert int(small.headers["content-length"]) < len(plain.content) / 3


def test_the_size_of_a_page_is_not_its_own() -> None:
    """Somebody who sees only lengths learns nothing exact from them."""
    assert len({len(packed(b"the same page" * 99)) for _ in range(60)}) > 10


@given(st.binary(max_size=5000))
def test_packed_is_gzip(plain: bytes) -> None:
    assert gzip.decompress(packed(plain)) == plain


def test_what_was_typed_is_escaped(start: Start) -> None:
    assert "<p>&lt;b&gt;&amp;</p>" in start(shown).get("/shown").text


def test_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        said("{{ nobody_gave_this }}")


def test_a_sentence_is_never_markup() -> None:
    assert said("{{ _(x) }}", x="<i>") == "&lt;i&gt;"
    assert said("{{ _('By %(who)s', who=x) }}", x="<i>") == "By &lt;i&gt;"
    assert said("{{ x | said }}", x=Said("By %(who)s", {"who": "<i>"})) == "By &lt;i&gt;"
    assert said("{{ _('A & %(who)s', who=x) }}", x=Markup("<i>")) == "A &amp; <i>"
    assert said("{% trans who=x %}By {{ who }}, 100%{% endtrans %}", x="<i>") == "By &lt;i&gt;, 100%"


def test_dates_are_in_the_readers_zone() -> None:
    at = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert said("{{ at | day }}", at=at) == "21 Nov 2026"
    assert said("{{ at | day }}", at=at, zone="Europe/Oslo") == "22 Nov 2026"
    assert said("{{ at | moment }}", at=at, zone="America/New_York") == "21 Nov 2026, 18:30"
    assert said("{{ at | dated }}", at=at, zone="Europe/Oslo") == '<time datetime="2026-11-22">22 Nov 2026</time>'
    assert said("{{ at | timed }}", at=at) == '<time datetime="2026-11-21T23:30+0000">21 Nov 2026, 23:30</time>'
    due = '<time class="late" datetime="2026-11-19" title="19 Nov 2026">2 days overdue</time>'
    assert said("{{ d | due }}", d=date(2026, 11, 19), today=date(2026, 11, 21)) == due


def test_an_icon_that_is_not_there_is_an_error() -> None:
    assert said("{{ icon('lock-file') }}").startswith('<svg class="icon" aria-hidden="true"><use href="/static/icons.')
    with pytest.raises(LookupError):
        said("{{ icon('nothing') }}")


@pytest.mark.parametrize("path", ["/", "/cases?sort=due", "/cases/ER-2026-000042#notes"])
def test_here(path: str) -> None:
    assert is_here(path)
    assert (see(path).url, see(path).status_code) == (path, 303)


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "https://evil.example", "", "cases", "/a\r\nSet-Cookie: x", "/a\x00"]
)
def test_elsewhere(path: str) -> None:
    assert not is_here(path)
    with pytest.raises(ValueError, match="one slash"):
        see(path)


def test_the_bar_names_who_is_signed_in(start: Start) -> None:
    html = start(staffed, who="specialist").get("/staffed").text
    assert "Mara Lindqvist" in html
    assert "Sign out" in html
    assert "Demonstration" not in html


def test_the_demonstration_says_so(start: Start) -> None:
    assert "Demonstration" in start(staffed, who="specialist", demo=True).get("/staffed").text


def test_what_is_written_is_escaped_whatever_it_is() -> None:
    """Text, markup, numbers and objects that show themselves: through outputs, loops, blocks that are kept, macros."""
    template = environment().from_string(
        "{% macro m(x) %}<i>{{ x }}</i>{% endmacro %}{% set kept %}<b>{{ text }}</b>{% endset %}"
        "{{ text }}|{{ html }}|{{ number }}|{{ kept }}|{{ m(text) }}|{% for x in [text, html] %}{{ x }}{% endfor %}|"
        '{{ text if number else "" }}|{{ html ~ text }}|{{ kind }}'
    )

    class Said(str):
        __slots__ = ()

    found = template.render(text="<&'\"", html=Markup("<hr>"), number=3, kind=Said("<k>"))
    text = "&lt;&amp;&#39;&#34;"
    said = [text, "<hr>", "3", f"<b>{text}</b>", f"<i>{text}</i>", f"{text}<hr>", text, f"<hr>{text}", "&lt;k&gt;"]
    assert found == "|".join(said)
