"""What is to be taken out of a copy: for each reason the words, and the areas of its pages."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from wtforms import StringField, TextAreaField, ValidationError
from wtforms.validators import Length
from wtforms.validators import Optional as Blank

from casework.cases.actions.redacting import REASONS, Mark
from casework.cases.forms.fields import CaseForm, sentence
from casework.files.redacting import Area
from casework.files.redacting.marks import MOST
from casework.files.redacting.words import fits
from casework.web.text import _

SUCH = "2: 10 20 50 30"
TENTHS = 10
"""Areas are typed in hundredths of a page, and kept in thousandths."""
_AREA = re.compile(r"\s*(\d{1,4})\s*[:;]\s*(\d{1,3})\D+(\d{1,3})\D+(\d{1,3})\D+(\d{1,3})\s*")


class RedactionForm(CaseForm):
    """Fields by reason: `words_…`, `areas_…`, `remark_…`."""

    def marks(self) -> list[Mark]:
        """Once it has been validated."""
        return [mark for reason in REASONS for mark in self._of(reason)]

    def groups(self) -> list[tuple[str, str, list[Any]]]:
        """Reason, label and fields, those that have something in them first."""
        found = [(reason, sentence(label), self._fields_of(reason)) for reason, label in REASONS.items()]
        return sorted(found, key=lambda group: not any(field.data for field in group[2]))

    def _fields_of(self, reason: str) -> list[Any]:
        names = (f"{name}_{slug(reason)}" for name in ("words", "areas", "remark"))
        return [self[name] for name in names if name in self]

    def _of(self, reason: str) -> Iterator[Mark]:
        end = slug(reason)
        remark = self[f"remark_{end}"].data or ""
        for word in lines(self[f"words_{end}"].data):
            yield Mark(reason, word=word, remark=remark)
        if f"areas_{end}" in self:
            for line in lines(self[f"areas_{end}"].data):
                yield Mark(reason, area=area(line), remark=remark)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        count = len(self.marks())
        if not count:
            self.form_errors.append(_("Nothing is marked yet: write a word, or an area, under its reason."))
        elif count > MOST:
            said = _("At most %(most)s words and areas, and these are %(count)s.", most=MOST, count=count)
            self.form_errors.append(said)
        return not self.form_errors


def slug(reason: str) -> str:
    return reason.replace(" ", "_")


def lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def area(line: str) -> Area:
    """From “2: 10 20 50 30”: page, then left, top, right and bottom in hundredths. ValueError otherwise."""
    if (found := _AREA.fullmatch(line)) is None:
        raise ValueError("no area")
    page, *sides = map(int, found.groups())
    return Area(page, *(side * TENTHS for side in sides))


def said(mark: Area) -> str:
    """As it is typed."""
    return f"{mark.page}: {mark.left // TENTHS} {mark.top // TENTHS} {mark.right // TENTHS} {mark.bottom // TENTHS}"


def _words_fit(_form: Any, field: Any) -> None:
    if short := [word for word in lines(field.data) if not fits(word)]:
        raise ValidationError(_("Too short to be looked for: %(words)s", words=", ".join(short[:5])))


def _areas_fit(_form: Any, field: Any) -> None:
    for line in lines(field.data):
        try:
            area(line)
        except ValueError:
            said = _(
                "“%(line)s” is no area. Write page: left top right bottom, such as %(such)s.", line=line, such=SUCH
            )
            raise ValidationError(said) from None


def _made(name: str, *, areas: bool) -> type[RedactionForm]:
    fields: dict[str, Any] = {}
    for reason in REASONS:
        end = slug(reason)
        fields[f"words_{end}"] = TextAreaField(
            _("Words"), [Blank(), Length(max=10_000), _words_fit], description=_("One a line, wherever they stand.")
        )
        if areas:
            fields[f"areas_{end}"] = TextAreaField(
                _("Areas"),
                [Blank(), Length(max=10_000), _areas_fit],
                description=_(
                    "One a line, in hundredths of the page: page: left top right bottom, such as %(such)s.", such=SUCH
                ),
            )
        fields[f"remark_{end}"] = StringField(_("Remark, such as the article of a law"), [Blank(), Length(max=200)])
    return type(name, (RedactionForm,), fields)


OfPaper = _made("OfPaper", areas=True)
OfNote = _made("OfNote", areas=False)


def start(marks: Iterable[Mark]) -> dict[str, str]:
    """The form as the last version left it."""
    found: dict[str, list[str]] = {}
    remarks: dict[str, str] = {}
    for mark in marks:
        end = slug(mark.reason)
        name, text = (f"areas_{end}", said(mark.area)) if mark.area else (f"words_{end}", mark.word)
        found.setdefault(name, []).append(text)
        remarks[f"remark_{end}"] = mark.remark
    return {**{name: "\n".join(texts) for name, texts in found.items()}, **remarks}


def counted(marks: Sequence[Mark]) -> int:
    return sum(mark.found for mark in marks)
