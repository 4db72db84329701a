"""A case at counsel's direction."""

from casework.settings import N_

from .fields import CaseForm, day, person, text


class DirectionForm(CaseForm):
    counsel = person(N_("Which counsel?"), N_("They read the file from its first day on."))
    from_on = day(N_("From"))
    until_on = day(N_("Until"), N_("Empty: until it is ended."), needed=False)
    why = text(N_("Why does counsel direct it?"), N_("Sealed in the file: the advice that is sought."), most=3000)


class EndForm(CaseForm):
    """Nothing to type."""
