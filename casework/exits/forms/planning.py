"""Somebody's leaving as it is planned and set right."""

from datetime import date

from wtforms import EmailField, HiddenField
from wtforms.validators import Length, Regexp
from wtforms.validators import Optional as Blank

from casework.cases.forms.fields import CaseForm, day, line, person, pick
from casework.exits.lifecycle import WAYS
from casework.settings import N_
from casework.web.text import _


class PlanForm(CaseForm):
    """`listed` and `departure`: out of the directory, or out of what a case decided; then the name is known."""

    listed = HiddenField()
    departure = HiddenField()
    name = line(N_("Their name"))
    number = line(
        N_("Their number in the directory"),
        N_("With it their line is known, and nobody of it hears what they say. Without one it is found by the name."),
        needed=False,
        most=60,
    )
    way = pick(N_("How do they leave?"), WAYS, deliberate=True)
    ends_on = day(N_("Their last day"))
    department = line(N_("Department"), needed=False, most=120)
    site = pick(N_("Site"), needed=False)
    contact = line(
        N_("An address of their own"),
        N_("Private, so that it works when their account does not. Who reads this exit reads it."),
        needed=False,
    )

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - as WTForms calls it
        fine = super().validate()
        if isinstance(self.ends_on.data, date) and self.ends_on.data.year < 2000:
            self.ends_on.errors = [*self.ends_on.errors, _("Write a day of these years.")]
            return False
        return fine


class ComingForm(CaseForm):
    """Everybody whom the directory says leaves."""

    way = pick(N_("How do they leave?"), WAYS, deliberate=True)


class DetailsForm(CaseForm):
    way = pick(N_("How do they leave?"), WAYS)
    ends_on = day(N_("Their last day"))
    department = line(N_("Department"), needed=False, most=120)
    site = pick(N_("Site"), needed=False)
    contact = line(N_("An address of their own"), needed=False)


class InterviewerForm(CaseForm):
    interviewer = person(N_("Who speaks with them?"), needed=False)


class InvitationForm(CaseForm):
    address = EmailField(
        N_("Mail the link to"),
        [
            Blank(),
            Length(max=254),
            Regexp(r"[^@\s]+@[^@\s]+\.[^@\s]+$", message=N_("Write an e-mail address, such as name@example.org.")),
        ],
        description=N_("A private one outlives their account. The mail says no more than that there is a link."),
    )
