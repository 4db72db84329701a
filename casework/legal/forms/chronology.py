"""Lines of a chronology, and the document that is made of them."""

from typing import Any

from wtforms import SelectMultipleField, ValidationError
from wtforms.validators import InputRequired

from casework.cases.forms.fields import CaseForm, day, line, on, one_of, text
from casework.settings import N_
from casework.web.text import _

from .exports import LOCKS, LockForm

OPEN, PDF, WORD = "open", "pdf", "docx"
KINDS = {PDF: N_("PDF"), WORD: N_("Word")}


class LineForm(CaseForm):
    since = day(N_("When?"))
    until = day(N_("Until"), N_("Where it was more than one day."), needed=False)
    event = text(N_("What happened?"), N_("One event, as it would be proved: who did what, where."), most=4000)
    source = line(N_("Known from"), N_("A note, a paper, a person."), needed=False, most=300)
    position = line(
        N_("Its place among those of the same day"), N_("A number; the lowest comes first."), needed=False, most=4
    )

    def validate_until(self, field: Any) -> None:
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(_("It ends before it begins."))

    def validate_position(self, field: Any) -> None:
        if field.data and not (field.data.isascii() and field.data.isdecimal()):
            raise ValidationError(_("Write a whole number."))

    def values(self) -> dict[str, Any]:
        """As the verbs take them."""
        place = int(self.position.data) if self.position.data else 0
        return {
            "since": on(self.since), "until": self.until.data, "event": self.event.data,
            "source": self.source.data or "", "position": place,
        }  # fmt: skip


class TakeForm(CaseForm):
    items = SelectMultipleField(
        N_("What becomes a line?"), [InputRequired()],
        description=N_("Of the file alone. Each becomes a line with its day and source; you can change what it says."),
    )  # fmt: skip


class RemoveForm(CaseForm):
    """Nothing to type: it says what goes and what stays."""


class DocumentForm(LockForm):
    kind = one_of(N_("As what?"), KINDS)
    lock = one_of(N_("What opens it?"), {**LOCKS, OPEN: N_("nothing: it lies open wherever it is kept")})
