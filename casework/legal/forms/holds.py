"""A hold as it is placed, widened, told of and released."""

from datetime import date

from wtforms import StringField, ValidationError
from wtforms.validators import Length

from casework.cases.forms.fields import CaseForm, day, line, one_of, person, pick, text
from casework.cases.queries.holds import CASE, DATES, DEPARTMENT, PERSON
from casework.db import utc_now
from casework.legal.systems import ANSWERS, SYSTEMS
from casework.settings import N_
from casework.web.text import _

KINDS = {
    CASE: N_("one case"),
    PERSON: N_("everything about a person"),
    DEPARTMENT: N_("everything in a department"),
    DATES: N_("everything that came in within some days"),
}
NAMES = {
    CASE: N_("Write the case’s number."),
    PERSON: N_("Write their number in the directory, or their name."),
    DEPARTMENT: N_("Write the department."),
}


class ScopeForm(CaseForm):
    """One thing that a hold is of; `version`: of the hold."""

    kind = one_of(N_("What does it hold?"), KINDS)
    named = StringField(
        _(N_("Which?")),
        [Length(max=200)],
        description=_(
            N_("The case’s number; the person’s number in the directory, or their name; the department. Of days none.")
        ),
    )
    since = day(N_("Only what came in from"), needed=False)
    until = day(N_("Only what came in until"), needed=False)

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - as WTForms calls it
        fine = super().validate()
        kind, named = str(self.kind.data or ""), str(self.named.data or "").strip()
        if kind in NAMES and not named:
            self.named.errors = [_(NAMES[kind])]
            fine = False
        if kind == DATES and not (self.since.data or self.until.data):
            self.since.errors = [_("Write the first day, the last one, or both.")]
            fine = False
        if self.since.data and self.until.data and self.until.data < self.since.data:
            self.until.errors = [_("It ends before it begins.")]
            fine = False
        return fine


class HoldForm(ScopeForm):
    """With its first scope; others are added on the hold's own page."""

    about = text(N_("Which proceedings are expected?"), N_("Or have begun: whose, against whom, where."), most=5_000)
    why = text(N_("Why are they to be expected?"), most=10_000)
    anticipated_on = day(N_("Since when are they to be expected?"))
    notice = text(
        N_("What custodians are told"),
        N_("Whoever is told to keep what they have reads this text, and nothing else of the hold."),
        most=10_000,
    )

    def validate_anticipated_on(self, field: object) -> None:
        _not_to_come(field)


class CaseHoldForm(CaseForm):
    """This case, in one go."""

    why = text(
        N_("Why are proceedings to be expected?"), N_("Counsel reads it, and who else is given the key."), most=10_000
    )


class StaffForm(CaseForm):
    colleague = person(N_("Who is told?"))


class HandForm(CaseForm):
    """Somebody without an account."""

    name = line(N_("Their name"))
    how = line(N_("How were they told, and when?"), N_("Such as: by letter on 3 October."), most=500)


class RecordForm(CaseForm):
    how = line(N_("How did they acknowledge it?"), N_("Such as: signed and returned."), most=500)
    on = day(N_("On which day?"))

    def validate_on(self, field: object) -> None:
        _not_to_come(field)


class TaskForm(CaseForm):
    """The administrators read all of it, and the hold's number."""

    system = pick(N_("Which system?"), SYSTEMS, deliberate=True)
    other = line(N_("In other words"), N_("Where none of the list fits."), needed=False, most=120)
    accounts = text(
        N_("Whose accounts, or which folders?"), N_("Nothing of why: the administrators read this."), most=3_000
    )
    since = day(N_("From"), needed=False)
    until = day(N_("Until"), N_("Empty: until they are told otherwise."), needed=False)

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - as WTForms calls it
        fine = super().validate()
        if fine and self.since.data and self.until.data and self.until.data < self.since.data:
            self.until.errors = [_("It ends before it begins.")]
            return False
        if fine and self.system.data == "other" and not self.other.data:
            self.other.errors = [_("Write which.")]
            return False
        return fine


class AnswerForm(CaseForm):
    state = one_of(N_("Is it done?"), ANSWERS)
    words = text(N_("What is to be known of it?"), needed=False, most=2_000)


class ShareForm(CaseForm):
    colleague = person(N_("Who is given the key?"))


class ReleaseForm(CaseForm):
    why = text(N_("Why is it released?"), N_("Whoever holds its key reads it."), most=10_000)


class AgainForm(CaseForm):
    """Nothing is typed."""


def _not_to_come(field: object) -> None:
    data = getattr(field, "data", None)
    if isinstance(data, date) and data > utc_now().date():
        raise ValidationError(_("This day is still to come."))
