"""A paper: the file itself streams past the form, so that only its room is typed."""

from wtforms import RadioField
from wtforms.validators import InputRequired

from casework.settings import N_

from .fields import CaseForm


class PaperForm(CaseForm):
    readers = RadioField(N_("Who will be able to read it?"), [InputRequired()])

    @property
    def chosen(self) -> tuple[str, int]:
        """The room's name, and whose it is: `dialogue-12` is ("dialogue", 12)."""
        room, _, subject = str(self.readers.data or "").partition("-")
        return room, int(subject) if subject.isdecimal() else 0
