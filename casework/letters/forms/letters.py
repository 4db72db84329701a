"""What is typed for a letter: its line above, what stands in its places, its words, and what lets a check pass."""

from collections.abc import Collection
from datetime import date
from typing import Any

from wtforms import HiddenField, ValidationError

from casework.cases.forms import fields
from casework.cases.forms.fields import CaseForm
from casework.letters import lifecycle
from casework.letters.queries.letters import Written
from casework.letters.writing import template
from casework.letters.writing.places import DAY, PLACES, TEXT
from casework.settings import N_
from casework.web.text import _, gettext, listed

BEFORE = "place_"
"""Begins the name of each field that fills a place."""
PLACE_LONG, LONG = 6000, 30_000


class LetterForm(CaseForm):
    """`letter`: a draft that is there; else kind, party and what it is about say which begins. `version`: of the
    draft."""

    letter = HiddenField()
    kind = HiddenField()
    party = HiddenField()
    about = HiddenField()
    replaces = HiddenField()
    subject = fields.line(N_("Line above the letter"), needed=True)
    text = fields.text(N_("Words of the letter"), most=LONG)
    secret_why = fields.line(
        N_("Reason for asking them to keep it to themselves"), N_("Only where this case needs it."), needed=False
    )
    secret_until = fields.day(N_("Until"), N_("After that day nothing is asked of them."), needed=False)
    passed = fields.text(N_("Why what was found may stand"), N_("It stays on the record."), needed=False, most=2000)

    def narrow(self, allowed: Collection[str]) -> None:
        """Only the places that this letter to this reader may have."""
        self.allowed = frozenset(allowed)
        for name in PLACES:
            if f"{BEFORE}{name}" in self and name not in allowed:
                del self[f"{BEFORE}{name}"]

    def validate_text(self, field: Any) -> None:
        _known(field, self.allowed)

    def validate_subject(self, field: Any) -> None:
        _known(field, self.allowed)

    def validate_secret_why(self, _field: Any) -> None:
        self._both()

    def validate_secret_until(self, _field: Any) -> None:
        self._both()

    def _both(self) -> None:
        if not self.secret_why.data or not self.secret_until.raw_data or not self.secret_until.raw_data[0]:
            raise ValidationError(_("Give both: a reason, and the day on which it ends."))

    @property
    def places(self) -> list[Any]:
        """The fields of places, in their order."""
        return [self[f"{BEFORE}{name}"] for name in PLACES if f"{BEFORE}{name}" in self]

    @property
    def asked(self) -> list[tuple[Any, bool]]:
        """Of the places that its words have now, in their order: the field, and whether it has to be filled. One that
        is written into the words is asked for when the letter is looked at again."""
        words = f"{self.subject.data or ''}\n\n{self.text.data or ''}"
        needed = set(template.wanted(words))
        found = [name for name in template.names(words) if f"{BEFORE}{name}" in self]
        return [(self[f"{BEFORE}{name}"], name in needed) for name in found]

    def written(self, kind: str, reader: str) -> Written:
        """As it is kept, whether or not it is right."""
        said = {of.name.removeprefix(BEFORE): _plain(of.data) for of in self.places}
        return Written(
            kind=kind, reader=reader, subject=self.subject.data or "", text=self.text.data or "",
            places={name: words for name, words in said.items() if words},
            secret_why=self.secret_why.data or "", secret_until=_plain(self.secret_until.data),
            passed=self.passed.data or "",
        )  # fmt: skip


def _plain(data: Any) -> str:
    return data.isoformat() if isinstance(data, date) else str(data or "")


def _known(field: Any, allowed: Collection[str]) -> None:
    """Only places of this kind and reader; the sentence names those that there are."""
    if wrong := template.unknown(field.data or "", allowed):
        raise ValidationError(
            _(
                "There is no place %(wrong)s in this letter. Its places are: %(known)s.",
                wrong=listed([f"“{one}”" for one in wrong]),
                known=", ".join(f"{{{{{name}}}}}" for name in PLACES if name in allowed),
            )
        )


def data_of(written: Written) -> dict[str, Any]:
    """What the form begins with."""
    typed = {f"{BEFORE}{name}": _typed(name, words) for name, words in written.places.items()}
    until = date.fromisoformat(written.secret_until) if written.secret_until else None
    return {
        "subject": written.subject, "text": written.text, "secret_why": written.secret_why, "secret_until": until,
        "passed": written.passed, **typed,
    }  # fmt: skip


def _typed(name: str, words: str) -> Any:
    return date.fromisoformat(words) if PLACES[name].form == DAY and words else words


for _name, _place in PLACES.items():
    if _place.known:
        continue
    if _place.form == DAY:
        _field = fields.day(_place.title, _place.hint, needed=False)
    elif _place.form == TEXT:
        _field = fields.text(_place.title, _place.hint, needed=False, most=PLACE_LONG)
    else:
        _field = fields.line(_place.title, _place.hint, needed=False, most=300)
    setattr(LetterForm, f"{BEFORE}{_name}", _field)


class HandForm(CaseForm):
    """It reached them on paper, or by a way of your own."""

    how = fields.one_of(N_("How did it reach them?"), lifecycle.HOW)
    on = fields.day(N_("On which day?"))

    def validate_on(self, field: Any) -> None:
        if field.data and field.data > self.today:
            raise ValidationError(_("That day is still to come."))

    today = date.max


class GiveForm(CaseForm):
    """Into their own dialogue: there is nothing to fill in."""


class WithdrawForm(CaseForm):
    why = fields.text(N_("Why is it taken back?"), most=2000)


def places_of(allowed: Collection[str]) -> list[tuple[str, str]]:
    """Each place, and what it stands for."""
    return [(f"{{{{{name}}}}}", gettext(place.title)) for name, place in PLACES.items() if name in allowed]
