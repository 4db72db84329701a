"""A charge or a claim as it is entered, moved along, answered, determined and settled."""

from datetime import date

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from casework.cases.forms.fields import CaseForm, day, line, one_of, options, pick, text, tick
from casework.cases.lifecycle import kinds
from casework.cases.lifecycle.charges import KINDS
from casework.db import utc_now
from casework.legal.actions.days import ENDS
from casework.legal.lifecycle.proceeding import RESULTS
from casework.settings import N_
from casework.web.text import _

OTHER = "other"
LAWS = {
    "US": N_("United States"), "UK": N_("United Kingdom"), "DE": N_("Germany"), "NL": N_("Netherlands"),
    "NO": N_("Norway"), "EU": N_("European Union"),
}  # fmt: skip


class KindForm(CaseForm):
    kind = pick(N_("What is it?"), KINDS, deliberate=True)


class DetailsForm(CaseForm):
    """`version`: of the proceeding."""

    law = pick(N_("Under whose law?"), LAWS, N_("Its clocks are proposed; check each with counsel."), needed=False)
    agency = SelectField(N_("Before whom?"), [InputRequired()], choices=[])
    agency_other = StringField(
        _("Before whom, in words"), [Length(max=120)], description=_(N_("Where none of the list fits."))
    )
    number = line(N_("Its number there"), needed=False)
    parties = text(N_("Who against whom"), N_("As the paper says it."), needed=False, most=2_000)
    bases = SelectMultipleField(N_("On which bases?"), choices=options(kinds.BASES))
    filed_on = day(N_("Filed on"), needed=False)
    noticed_on = day(N_("Date of the notice, or of the letter that it came with"), needed=False)
    received_on = day(N_("Received on"))

    def validate_filed_on(self, field: object) -> None:
        _not_to_come(field)

    def validate_noticed_on(self, field: object) -> None:
        _not_to_come(field)

    def validate_received_on(self, field: object) -> None:
        _not_to_come(field)

    def validate_agency_other(self, field: object) -> None:
        if self.agency.data == OTHER and not str(getattr(field, "data", "") or "").strip():
            raise ValidationError(_("Write before whom it is."))


class NewForm(KindForm, DetailsForm):
    another = tick(N_("Place a hold of its own, beside what holds the case already"))


class StepForm(CaseForm):
    """A step that needs no more than its day; `step`: which."""

    step = HiddenField()
    on = day(N_("On which day?"))
    reason = text(N_("Why, or what is to be known of it"), needed=False, most=5_000)

    def validate_on(self, field: object) -> None:
        _not_to_come(field)


class StatementForm(CaseForm):
    text = text(
        N_("The statement"), N_("Each time that you send it a version is kept; none is ever changed."), most=100_000
    )


class SubmissionForm(CaseForm):
    statement = SelectField(N_("Which version?"), [InputRequired()], choices=[])
    on = day(N_("Submitted on"))
    how = line(N_("How?"), N_("Such as: through the agency’s portal."), most=500)
    paper = SelectField(N_("As which paper of the file?"), choices=[])

    def validate_on(self, field: object) -> None:
        _not_to_come(field)


class DeterminationForm(CaseForm):
    result = pick(N_("What did it come to?"), RESULTS, deliberate=True)
    on = day(N_("On which day?"))
    text = text(N_("What is to be known of it"), needed=False, most=10_000)
    paper = SelectField(N_("Which paper of the file is it?"), choices=[])

    def validate_on(self, field: object) -> None:
        _not_to_come(field)


class SettlementForm(CaseForm):
    on = day(N_("Settled on"))
    terms = text(N_("The terms"), N_("Amounts too, here and nowhere else."), most=20_000)

    def validate_on(self, field: object) -> None:
        _not_to_come(field)


class DayForm(CaseForm):
    """By a clock of the law, from a day; or as an order or a letter says it."""

    rule = SelectField(N_("Which?"), choices=[])
    start = day(N_("From which day does that clock run?"), needed=False)
    what = line(N_("What is due, in words"), N_("Where you type the day yourself."), needed=False, most=200)
    on = day(N_("On which day?"), needed=False)
    source = line(N_("Who says so?"), N_("The order, the letter, or counsel."), needed=False, most=200)

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - as WTForms calls it
        fine = super().validate()
        if fine and self.rule.data and not self.start.data:
            self.start.errors = [_("Write the day on which the clock began.")]
            fine = False
        if fine and not self.rule.data:
            for field in (self.what, self.on):
                if not field.data:
                    field.errors = [_("Choose a clock above, or write what is due and on which day.")]
                    fine = False
        return fine


class MoveForm(CaseForm):
    on = day(N_("The new day"))
    reason = text(N_("Why, and who granted it?"), most=3_000)


class EndForm(CaseForm):
    how = one_of(N_("What became of it?"), ENDS)


def _not_to_come(field: object) -> None:
    data = getattr(field, "data", None)
    if isinstance(data, date) and data > utc_now().date():
        raise ValidationError(_("This day is still to come."))
