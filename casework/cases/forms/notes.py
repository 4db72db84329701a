"""Notes: who will be able to read one is chosen, not a class."""

from wtforms import RadioField
from wtforms.validators import InputRequired

from casework.settings import N_

from .fields import CaseForm, line, text


class NoteForm(CaseForm):
    readers = RadioField(N_("Who will be able to read it?"), [InputRequired()])
    heading = line(N_("In a few words"), needed=False)
    text = text(N_("Note"), N_("A note is never edited away. You can correct or retract it later, with a reason."))

    @property
    def chosen(self) -> tuple[str, int]:
        """The class, and with whom it is shared: `shared-12` is ("shared", 12)."""
        class_, _, subject = str(self.readers.data or "internal").partition("-")
        return class_, int(subject) if subject.isdecimal() else 0


class CorrectionForm(CaseForm):
    text = text(N_("The note as it should read"), N_("The earlier text stays readable below it."))
    reason = line(N_("Why is it corrected?"), most=1000)


class RetractionForm(CaseForm):
    reason = line(N_("Why is it retracted?"), N_("The text stays readable, marked as retracted."), most=1000)
