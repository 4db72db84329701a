"""What is privileged: why, and what counsel says to it."""

from casework.settings import N_

from .fields import CaseForm, person, text


class MarkForm(CaseForm):
    why = text(N_("Why is it privileged?"), N_("For counsel alone."), needed=False, most=2000)


class ConfirmForm(CaseForm):
    """Nothing to type: it stays where it is."""


class RefuseForm(CaseForm):
    reason = text(N_("Why is it not privileged?"), N_("It goes into the file, and this with it."), most=2000)


class AdmitForm(CaseForm):
    person = person(N_("Whom?"), N_("They read all that is privileged in this case, from the first day on."))
