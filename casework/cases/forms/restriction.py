"""Closing a case to all but named people, and opening it again."""

from collections.abc import Mapping

from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import InputRequired

from casework.settings import N_

from .fields import CaseForm, text


class RestrictionForm(CaseForm):
    """It is shown twice: the second time with the names of those who lose access, to be sent again."""

    people: tuple[int, ...] = ()
    agreed = HiddenField()
    stay = SelectMultipleField(N_("Who goes on reading it?"), [InputRequired()])
    why = text(N_("Why is it restricted?"), N_("Sealed in the file."), most=3000)

    def on_it(self, people: Mapping[int, str]) -> None:
        """Everybody who is on it now, by name."""
        self.people = tuple(people)
        self.stay.choices = [(str(id_), name) for id_, name in people.items()]

    @property
    def going(self) -> list[int]:
        stay = set(self.stay.data or [])
        return [id_ for id_ in self.people if str(id_) not in stay]

    @property
    def is_agreed(self) -> bool:
        return str(self.agreed.data or "") == self._going()

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - as WTForms calls it
        """Not before whoever sends it has seen the names."""
        fits = super().validate()
        seen, self.agreed.data = self.is_agreed, self._going() if fits else ""
        return fits and seen

    def _going(self) -> str:
        return " ".join(["lost", *map(str, self.going)])


class LiftForm(CaseForm):
    why = text(N_("Why is it open again?"), N_("Sealed in the file."), most=3000)
