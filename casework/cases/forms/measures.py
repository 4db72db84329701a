"""Interim measures, actions, who was told what, and links to other cases."""

from datetime import date

from wtforms.validators import InputRequired, Regexp

from casework.cases.actions import links, measures, told
from casework.settings import N_
from casework.web.text import _

from .fields import CaseForm, day, line, one_of, person, pick, text

NUMBER = r"^\s*[Ee][Rr]-\d{4}-\d{6}\s*$"


class MeasureForm(CaseForm):
    kind = pick(N_("Kind"), measures.KINDS)
    party = person(N_("For whom?"), N_("The complainant is not moved unless they ask for it."), needed=False)
    what = text(N_("What is arranged"), most=3000)
    paid = pick(N_("Pay"), measures.PAID, needed=None)
    agreed_by = line(N_("Agreed by"), needed=False)
    starts_on = day(N_("From"))
    review_on = day(N_("To be looked at again on"))

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - as WTForms calls it
        fine = super().validate()
        if fine and self.review_on.data < self.starts_on.data:
            self.review_on.errors = [_("This is before it begins.")]
            return False
        return fine


class ReviewForm(CaseForm):
    """Looked at, and kept. `today` is the writer's: the next look lies ahead."""

    review_on = day(N_("To be looked at again on"), N_("When you have looked at it with those whom it concerns."))
    today: date | None = None

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - as WTForms calls it
        fine = super().validate()
        if fine and self.today and self.review_on.data <= self.today:
            self.review_on.errors = [_("Choose a day after today. If it is to end, end it.")]
            return False
        return fine


class EndMeasureForm(CaseForm):
    why = line(N_("Why does it end?"), most=1000)


class TaskForm(CaseForm):
    what = line(N_("What is to be done?"), most=500)
    owner = person(N_("Whose is it?"), needed=False)
    with_whom = line(N_("With whom"), N_("Somebody who is not on the case, such as the planning office."), needed=False)
    due_on = day(N_("Due on"))


class DoneForm(CaseForm):
    outcome = line(N_("What came of it?"), needed=False, most=1000)


class ToldForm(CaseForm):
    party = person(N_("Who?"))
    about = pick(N_("About what?"), told.ABOUT)
    was_told = one_of(N_("Were they told?"), (N_("told"), N_("not told")))
    how = pick(N_("How"), told.HOW, needed=None)
    what = text(N_("What they were told, or why they were not"), most=3000)
    told_on = day(N_("On"))


class UnlinkForm(CaseForm):
    """Nothing to type: the two cases no longer point to each other."""


class LinkForm(CaseForm):
    other = line(N_("Number of the other case"), N_("Such as ER-2026-483920. You have to be able to read it."), most=20)
    relation = pick(N_("How do they belong together?"), links.RELATIONS)

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - as WTForms calls it
        shape = Regexp(NUMBER, message=N_("Write a number such as ER-2026-483920."))
        return super().validate({"other": [InputRequired(), shape]})
