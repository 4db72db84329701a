"""What is compared, and what is kept of it."""

from wtforms import HiddenField

from casework.cases.forms.fields import CaseForm


class KeepForm(CaseForm):
    """What stands on the page, as it was asked for: nothing to type."""

    party = HiddenField()
    issue = HiddenField()


class SingleForm(CaseForm):
    """One decision of those that were compared: the next after this number."""

    party = HiddenField()
    issue = HiddenField()
    after = HiddenField()


class MoveForm(CaseForm):
    """Counsel keeps it with what is privileged."""
