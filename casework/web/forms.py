"""What people type: taken as typed, tidied at the edges, every error named at once and in words."""

from collections.abc import Iterator
from typing import Any

from litestar.datastructures import FormMultiDict, MultiDict
from wtforms import Form as WTForm
from wtforms import StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.meta import DefaultMeta
from wtforms.validators import Length

from casework.settings import N_

from .text import _, gettext

LINE, TEXT = 300, 30_000
"""Characters that a line and a text may have where the form says nothing else."""

SENTENCES = {
    "This field is required.": N_("This is missing."),
    "Not a valid choice.": N_("Choose one of the list."),
    "Not a valid choice": N_("Choose one of the list."),
    "'%(value)s' is not a valid choice for this field.": N_("Choose from the list."),
    "'%(value)s' are not valid choices for this field.": N_("Choose from the list."),
    "Invalid Choice: could not coerce.": N_("Choose one of the list."),
    "Invalid choice(s): one or more data inputs could not be coerced.": N_("Choose from the list."),
    "Not a valid date value.": N_("Write a date, such as 2026-11-03."),
    "Not a valid datetime value.": N_("Write a date and a time, such as 2026-11-03 09:30."),
    "Not a valid time value.": N_("Write a time, such as 09:30."),
    "Not a valid integer value.": N_("Write a whole number."),
    "Not a valid decimal value.": N_("Write a number."),
    "Not a valid float value.": N_("Write a number."),
    "Invalid email address.": N_("Write an e-mail address, such as name@example.org."),
    "Invalid URL.": N_("Write an address that starts with https://."),
    "Field must be at least %(min)d characters long.": N_("Write at least %(min)d characters."),
    "Field cannot be longer than %(max)d characters.": N_(
        "It is too long: at most %(max)d characters, and this has %(length)d."
    ),
    "Field must be between %(min)d and %(max)d characters long.": N_(
        "Write between %(min)d and %(max)d characters; this has %(length)d."
    ),
    "Invalid input.": N_("This cannot be used as it is. Look at it again."),
}
"""WTForms' own messages, in words that say what to do."""


class Typed:
    """WTForms asks for `getlist`; Litestar's multi-dict calls it `getall`."""

    def __init__(self, typed: FormMultiDict | MultiDict[Any]) -> None:
        self._typed = typed

    def __iter__(self) -> Iterator[str]:
        return iter(self._typed)

    def __len__(self) -> int:
        return len(self._typed)

    def __contains__(self, name: str) -> bool:
        return name in self._typed

    def getlist(self, name: str) -> list[Any]:
        return list(self._typed.getall(name, []))


class Sentences:
    """Stands where WTForms expects a translation: our sentences, in the reader's language."""

    def gettext(self, message: str) -> str:
        return gettext(SENTENCES.get(message, message))

    def ngettext(self, one: str, many: str, number: int) -> str:  # noqa: ARG002 - as WTForms calls it
        return gettext(SENTENCES.get(many, many))


def tidy(value: Any) -> Any:
    """One kind of line end, and nothing blank around what was typed."""
    return value.replace("\r\n", "\n").replace("\r", "\n").strip() if isinstance(value, str) else value


def unreadable(value: str) -> str:
    """Characters that no keyboard types: control characters, save tab and line end, and halves of pairs."""
    return "".join(c for c in value if (c < " " and c not in "\n\t") or c == "\x7f" or "\ud800" <= c <= "\udfff")


def _readable(_form: WTForm, field: Any) -> None:
    """Refused, and shown again without them: sending it once more is then enough."""
    if isinstance(field.data, str) and (wrong := unreadable(field.data)):
        field.data = field.data.translate(dict.fromkeys(map(ord, wrong)))
        raise ValidationError(_("There was a character in it that cannot be kept; it is taken out. Look at it again."))


def _fits(_form: WTForm, field: Any) -> None:
    """Nothing is endless. A field with a length of its own has said so already."""
    if any(isinstance(check, Length) and check.max != -1 for check in field.validators):
        return
    most = TEXT if isinstance(field, TextAreaField) else LINE
    if isinstance(field.data, str) and len(field.data) > most:
        raise ValidationError(
            _("It is too long: at most %(most)s characters, and this has %(has)s.", most=most, has=len(field.data))
        )


def _choices(given: Any) -> Any:
    """Pairs of value and label read well in a form, but WTForms 3.3 warns of them."""
    if callable(given):
        return given
    return [SelectChoice(*choice) if isinstance(choice, tuple) else choice for choice in given]


class Form(WTForm):
    """Every form of Casework. Text is tidied, unreadable characters and endless text are refused."""

    class Meta(DefaultMeta):
        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            if pairs := unbound_field.kwargs.get("choices"):
                options["choices"] = _choices(pairs)
            field = unbound_field.bind(form=form, **options)
            if isinstance(field, StringField):
                field.filters = (tidy, *field.filters)
            return field

        def get_translations(self, form: Any) -> Any:  # noqa: ARG002 - as WTForms calls it
            return Sentences()

    def validate(self, extra_validators: Any = None) -> bool:
        """Look at all of it; what is wrong stands in `errors`, first to last."""
        extra = {name: list(checks) for name, checks in (extra_validators or {}).items()}
        for name, field in self._fields.items():
            if isinstance(field, StringField):
                extra.setdefault(name, []).extend((_readable, _fits))
        return super().validate(extra)

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """Where, what it is called, and what is wrong with it: the list at the top."""
        found = [(field.id, str(field.label.text), str(error)) for field in self for error in field.errors]
        return found + [("main", "", str(error)) for error in self.form_errors]
