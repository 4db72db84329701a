"""A paper: the file itself streams past the form, so that only its room is typed."""

from wtforms import RadioField
from wtforms.validators import InputRequired

from casework.settings import N_

from .fields import CaseForm


class PaperForm(CaseForm):
    readers = RadioField(N_("Who will be able to read it?"), [InputRequired()])
