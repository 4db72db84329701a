"""Who works the case, who learns an identity, and who is walled off."""

from wtforms import SelectMultipleField
from wtforms.validators import InputRequired

from casework.settings import N_

from .fields import CaseForm, day, line, one_of, person, text, tick


class MemberForm(CaseForm):
    person = person(N_("Whom?"), N_("Only people who are admitted and may hold cases, and whom no wall keeps away."))
    rooms = SelectMultipleField(N_("What will they be able to read?"), [InputRequired()])
    until = day(
        N_("Their last day"),
        N_("For somebody from outside, and needed there: at most a year from now. On the day after, their keys end."),
        needed=False,
    )


class ExtensionForm(CaseForm):
    until = day(N_("Their last day"), N_("At most a year from now. On the day after, their keys end."))


class RekeyForm(CaseForm):
    rooms = SelectMultipleField(N_("Which rooms get new keys?"), [InputRequired()])
    reseal = tick(
        N_("Seal what is in them anew"),
        N_("Then a key of before opens nothing here any more. Copies and backups of before stay as they were."),
    )


class RemovalForm(CaseForm):
    """Nothing to type: it says what ends and what stays read."""


class DisclosureForm(CaseForm):
    person = person(N_("To whom?"))
    why = text(N_("Why they need to know"), N_("It is kept with the identity, for those who know it."), most=2000)


class ReleaseForm(CaseForm):
    name = line(
        N_("Its name in the file"),
        N_("If its own name says too much. Empty: it keeps its name."),
        needed=False,
        most=120,
    )


class DeclarationForm(CaseForm):
    conflict = one_of(N_("Have you a conflict of interest?"), (N_("none"), N_("conflict")))
