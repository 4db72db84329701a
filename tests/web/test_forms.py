"""Whatever is typed: tidied, bounded, and every error in words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.datastructures import FormMultiDict
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms import TextAreaField as Text
from wtforms.validators import DataRequired, Length, Optional

from casework.web.forms import LINE, TEXT, Form, Typed, tidy, unreadable
from casework.web.page import environment

ODD = [chr(code) for code in range(32) if chr(code) not in "\n\t\r"] + ["\x7f", "\ud800"]


class Story(Form):
    what = Text("What happened?", [DataRequired()], description="Your own words.")
    who = StringField("Who?")
    short = StringField("In short", [Optional(), Length(min=2, max=5)])
    kind = SelectField("Kind", choices=[("a", "A & a"), ("b", "B")])
    mode = RadioField("Mode", choices=[("x", "X"), ("y", "Y")])
    avoid = SelectMultipleField("Avoid", choices=[("1", "One"), ("2", "Two")])
    on = DateField("When", [Optional()])
    count = IntegerField("How many", [Optional()])
    ok = BooleanField("Yes")


def typed(*items: tuple[str, str], **fields: str) -> Typed:
    right = {"what": "x", "kind": "a", "mode": "x", **fields}
    return Typed(FormMultiDict([*right.items(), *items]))


def test_what_is_right_is_right() -> None:
    form = Story(typed(("avoid", "1"), ("avoid", "2"), what="  a\r\nb\r ", on="2026-11-03", ok="1"))
    assert form.validate()
    assert (form.what.data, form.avoid.data, str(form.on.data), form.ok.data) == (
        "a\nb",
        ["1", "2"],
        "2026-11-03",
        True,
    )


def test_every_error_at_once_in_our_words() -> None:
    form = Story(typed(("avoid", "9"), what=" \n ", kind="z", mode="z", on="31.2.2026", count="many", short="x"))
    assert not form.validate()
    assert form.faults == [
        ("what", "What happened?", "This is missing."),
        ("short", "In short", "Write between 2 and 5 characters; this has 1."),
        ("kind", "Kind", "Choose one of the list."),
        ("mode", "Mode", "Choose one of the list."),
        ("avoid", "Avoid", "Choose from the list."),
        ("on", "When", "Write a date, such as 2026-11-03."),
        ("count", "How many", "Write a whole number."),
    ]


def test_nothing_typed_at_all() -> None:
    form = Story(Typed(FormMultiDict([])))
    assert not form.validate()
    assert form.faults[0] == ("what", "What happened?", "This is missing.")


@pytest.mark.parametrize(("field", "most"), [("who", LINE), ("what", TEXT)])
def test_nothing_is_endless(field: str, most: int) -> None:
    assert Story(typed(**{field: "é" * most})).validate()
    form = Story(typed(**{field: "é" * (most + 1)}))
    assert not form.validate()
    assert form.errors == {field: [f"It is too long: at most {most} characters, and this has {most + 1}."]}


@given(st.sampled_from(ODD), st.text(max_size=30), st.text(max_size=30))
def test_odd_characters_are_refused_once(odd: str, before: str, after: str) -> None:
    """Sending what is shown again is enough: they are taken out."""
    form = Story(typed(who=f"a{before}{odd}{after}b"))
    assert not form.validate()
    assert list(form.errors) == ["who"]
    assert not unreadable(form.who.data or "")
    assert Story(typed(who=form.who.data or "")).validate()


@given(st.text())
def test_tidy_is_done_once(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert "\r" not in once


@given(st.dictionaries(st.sampled_from(["what", "who", "short", "kind", "mode", "on", "count", "avoid"]), st.text()))
def test_nothing_that_is_typed_breaks_a_form_or_its_page(fields: dict[str, str]) -> None:
    form = Story(Typed(FormMultiDict(list(fields.items()))))
    assert form.validate() == (not form.errors)
    assert bool(form.faults) == bool(form.errors)
    html = _page(form)
    assert html.count("<textarea") == 1
    assert html.count("<script") == 0


def _page(form: Any) -> str:
    source = """{% from "ui/forms.html" import field, choices, tick, files, submit %}
    {% include "ui/_errors.html" %}
    {% for of in (form.what, form.who, form.short, form.kind, form.on, form.count) %}{{ field(of) }}{% endfor %}
    {{ choices(form.mode, hint="h") }}{{ choices(form.avoid) }}{{ tick(form.ok) }}{{ files("Papers") }}
    {{ submit("Send") }}"""
    return environment().from_string(source).render(form=form)


def test_an_error_is_linked_and_stands_beside_its_field() -> None:
    form = Story(typed(what="", who="<script>"))
    form.validate()
    html = _page(form)
    assert '<a href="#what">What happened: This is missing.</a>' in html
    assert 'aria-describedby="what-hint what-wrong" aria-invalid="true"' in html
    assert '<p class="wrong" id="what-wrong">' in html
    assert 'value="&lt;script&gt;"' in html
    assert '<option value="a" selected>A &amp; a</option>' in html


def test_without_errors_nothing_is_said_of_errors() -> None:
    html = _page(Story())
    assert 'id="errors"' not in html
    assert "aria-invalid" not in html
