"""An appeal as it is written down, and what is decided on it."""

from typing import Any

from wtforms import HiddenField, IntegerField, SelectMultipleField
from wtforms.validators import NumberRange
from wtforms.validators import Optional as Blank

from casework.cases.actions import appeals
from casework.cases.forms.fields import CaseForm, day, number_of, one_of, options, person, pick, said, text
from casework.cases.lifecycle.ladder import OUTCOMES
from casework.discipline.actions.decisions import New
from casework.settings import N_
from casework.web.text import _

PAID = {"paid": N_("With pay"), "unpaid": N_("Without pay")}


class AppealForm(CaseForm):
    given = HiddenField()
    party = person(N_("Who appeals?"), needed=False)
    decision = pick(N_("Against which decision?"), (), needed=False)
    ground = SelectMultipleField(_(N_("On which grounds?")), choices=options(appeals.GROUNDS))
    grounds = text(N_("In their words"), N_("As they wrote or said it."), most=10_000)
    received_on = day(N_("Received on"))
    late = text(
        N_("Why is it taken up after its window?"),
        N_("Only where the window had ended on that day. It stays on the record."), needed=False, most=2000,
    )  # fmt: skip


class AppealDecisionForm(CaseForm):
    result = one_of(N_("The appeal is"), appeals.RESULTS)
    reason = text(N_("Why"), N_("On each of their grounds."), most=5000)
    outcome = pick(N_("What is decided instead?"), OUTCOMES, N_("Only where it is varied."), needed=False)
    effective_on = day(N_("From which day on?"), N_("Only where it is varied."), needed=False)
    days = IntegerField(
        _(N_("Days of a disciplinary suspension")), [Blank(), NumberRange(1, 365)],
        description=_(N_("Only where it is one.")),
    )  # fmt: skip
    paid = pick(N_("With pay?"), PAID, needed=False)
    months = IntegerField(
        _(N_("Months that a warning stands")), [Blank(), NumberRange(1, 120)],
        description=_(N_("Nothing here: as policy has it.")),
    )  # fmt: skip
    to_do = text(
        N_("What is to be done because of it?"), N_("It becomes an action of the case."), needed=False, most=2000
    )
    due_on = day(N_("Until when?"), needed=False)

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - as WTForms calls it
        fine = super().validate()
        varied = self.result.data == appeals.VARIED
        needed = (
            (varied, self.outcome, N_("Say what is decided instead.")),
            (varied, self.effective_on, N_("Say from which day on.")),
            (bool(said(self.to_do).strip()), self.due_on, N_("Say until when it is to be done.")),
        )
        for asked, field, words in needed:
            if asked and not field.data:
                field.errors = [*field.errors, _(words)]
                fine = False
        return fine

    def instead(self, party_id: int | None) -> New | None:
        """What takes the decision's place; None where nothing does."""
        if self.result.data != appeals.VARIED or self.effective_on.data is None:
            return None
        return New(
            self.outcome.data, said(self.reason), self.effective_on.data, party_id, days=self.days.data,
            paid=said(self.paid), warning_months=self.months.data,
        )  # fmt: skip


def chosen(form: AppealForm) -> dict[str, Any]:
    """As the verb takes it."""
    return {
        "party_id": number_of(form.party), "decision_id": number_of(form.decision), "ground": form.ground.data or (),
        "grounds": form.grounds.data, "late": said(form.late), "given_id": number_of(form.given),
    }  # fmt: skip
