"""A new version of a questionnaire, as data."""

from casework.cases.forms.fields import CaseForm, text
from casework.settings import N_

LARGEST = 200_000
"""Characters: some sixty questions in ten languages."""


class PublishForm(CaseForm):
    """`body`: JSON. A file that was chosen comes in its place."""

    body = text(N_("The questionnaire as data"), N_("JSON. The version below is a good start."), most=LARGEST)
