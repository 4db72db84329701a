"""Two people at once: the second sees what changed, keeps the text, and chooses what becomes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from wtforms import HiddenField, StringField

from casework.cases.forms.fields import CaseForm, sentence
from casework.cases.queries.changes import Change
from casework.cases.queries.record import Record
from casework.settings import N_
from casework.web.page import page
from casework.web.text import _

from .readers import Line

KEEP, AGAIN, DROP = "keep", "again", "drop"
CHOICES = (
    (KEEP, N_("Leave it as it is now"), N_("Your text goes to the timeline as an internal note.")),
    (AGAIN, N_("Record yours as well"), N_("What is there stays, as the earlier one; everyone on the case sees both.")),
    (DROP, N_("Drop my text"), N_("Nothing of it is kept.")),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing as it was when the page was opened, as it is now, and as the second one wrote it."""

    label: str
    then: str
    now: str
    yours: str


def show(
    request: Request[Any, Any, Any],
    title: str,
    shown: Record,
    form: CaseForm,
    changes: Sequence[Change],
    before: tuple[Mapping[str, str], Mapping[str, str]] | None,
    lines: Sequence[Line],
) -> Response[str]:
    """409. `before`: the values of the form's fields then and now, where the page can tell."""
    return page(
        request,
        "cases/changed.html",
        status=409,
        title=title,
        shown=shown,
        form=form,
        changes=changes,
        rows=_rows(form, *before) if before else [],
        choices=CHOICES,
        lines=lines,
        hidden=[field for field in form if not isinstance(field, StringField) or isinstance(field, HiddenField)],
        texts=[field for field in form if isinstance(field, StringField) and not isinstance(field, HiddenField)],
        action=request.scope["path"],
    )


def kept(form: CaseForm) -> str:
    """What was typed, as one note."""
    return "\n\n".join(f"{label}: {value}" for label, value in _yours(form).values() if value)


def _yours(form: CaseForm) -> dict[str, tuple[str, str]]:
    return {
        field.name: (str(field.label.text), _said(field.data))
        for field in form
        if not isinstance(field, HiddenField) and field.data
    }


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(sentence(str(item)) for item in value)
    return sentence(str(value))


def _rows(form: CaseForm, then: Mapping[str, str], now: Mapping[str, str]) -> list[Row]:
    yours = _yours(form)
    nothing = _("None")
    return [
        Row(label, then.get(name) or nothing, now.get(name) or nothing, value) for name, (label, value) in yours.items()
    ]
