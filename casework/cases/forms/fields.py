"""The fields that the forms of a case are made of."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.validators import Optional as Blank

from casework.web.forms import Form
from casework.web.text import _, gettext

Words = Mapping[str, str] | Iterable[str]


class CaseForm(Form):
    """A form on a case: against sending twice, and against a case that has changed since it was shown."""

    nonce = HiddenField()
    version = HiddenField()

    @property
    def seen(self) -> int:
        """The version of the case that its writer had on screen; 0 when the form does not say."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdecimal() else 0


def sentence(word: str) -> str:
    """A word of the field, as it begins a line."""
    said = gettext(word)
    return said[:1].upper() + said[1:]


def options(words: Words) -> list[tuple[str, str]]:
    """(value, label): from a mapping of both, or from words that are their own label."""
    if isinstance(words, Mapping):
        return [(word, gettext(label)) for word, label in words.items()]
    return [(word, sentence(word)) for word in words]


def text(label: str, hint: str = "", *, needed: bool = True, most: int = 30_000) -> Any:
    checks = [DataRequired()] if needed else [Blank()]
    return TextAreaField(_(label), [*checks, Length(max=most)], description=_(hint))


def line(label: str, hint: str = "", *, needed: bool = True, most: int = 200) -> Any:
    checks = [DataRequired()] if needed else [Blank()]
    return StringField(_(label), [*checks, Length(max=most)], description=_(hint))


def day(label: str, hint: str = "", *, needed: bool = True) -> Any:
    return DateField(_(label), [InputRequired() if needed else Blank()], description=_(hint))


def one_of(label: str, words: Words, hint: str = "") -> Any:
    """Radio buttons: few choices, all in sight."""
    return RadioField(_(label), [InputRequired()], choices=options(words), description=_(hint))


NOTHING = ("", "–")


def pick(
    label: str, words: Words = (), hint: str = "", *, needed: bool | None = True, deliberate: bool = False
) -> Any:  # fmt: skip
    """A list to choose from. What is not needed begins with an empty line, and so does what nobody may decide by not
    looking (`deliberate`); None: the words have one of their own."""
    listed = [NOTHING, *options(words)] if deliberate or needed is False else options(words)
    checks, start = ([InputRequired()], None) if needed else ([], "")
    return SelectField(_(label), checks, choices=listed, default=start, description=_(hint))


def tick(label: str, hint: str = "") -> Any:
    return BooleanField(_(label), description=_(hint))


def person(label: str, hint: str = "", *, needed: bool = True) -> Any:
    """Somebody of the case; `who` fills in whom. Nobody is chosen by not looking."""
    if needed:
        return SelectField(_(label), [InputRequired()], choices=[NOTHING], description=_(hint))
    return SelectField(_(label), choices=[("", _("nobody in particular"))], default="", description=_(hint))


def who(field: Any, people: Iterable[tuple[int, str]]) -> None:
    """Whom a form may name, as (id, name), after what the field begins with."""
    field.choices = [*(field.choices or []), *((str(id_), name) for id_, name in people)]


def number_of(field: Any) -> int | None:
    """The id that was chosen, or None for nobody."""
    data = str(field.data or "")
    return int(data) if data.isascii() and data.isdecimal() else None


def on(field: Any) -> date:
    """The day typed into a field that was needed."""
    if field.data is None:
        raise ValueError("a form is validated before it is used")
    found: date = field.data
    return found


def said(field: Any) -> str:
    return str(field.data or "")
