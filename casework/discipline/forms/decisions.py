"""What is typed to propose a decision, to make it, and for what ends it."""

from typing import Any

from wtforms import IntegerField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange
from wtforms.validators import Optional as Blank

from casework.cases.forms.fields import NOTHING, CaseForm, day, line, one_of, pick, said, text, tick
from casework.cases.lifecycle import OUTCOMES
from casework.cases.lifecycle.ladder import ORGANISATION
from casework.settings import N_
from casework.web.text import _

PAID = {"": N_("Does not apply"), "paid": N_("With pay"), "unpaid": N_("Without pay")}


def a_task() -> tuple[Any, Any, Any]:
    """What is to be done because of it, whose it is, and by when; left empty, nothing is."""
    return (
        line(N_("What is to be done because of it?"), needed=False, most=500),
        SelectField(_("Whose is it?"), choices=[NOTHING], default=""),
        day(N_("Due on"), needed=False),
    )


class _WithTask(CaseForm):
    task: Any
    due_on: Any

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - as WTForms calls it
        fine = super().validate()
        if fine and said(self.task).strip() and not self.due_on.data:
            self.due_on.errors = [_("Write by when it is to be done.")]
            return False
        return fine


class ProposalForm(_WithTask):
    """Of one respondent."""

    party = SelectField(_("About whom?"), [InputRequired()], choices=[NOTHING])
    outcome = pick(N_("What should follow?"), OUTCOMES, deliberate=True)
    reason = text(N_("Why this, and not less or more?"), most=10_000)
    findings = SelectMultipleField(_("From which findings?"), choices=[], coerce=str)
    what = text(
        N_("What it comes to"), N_("Such as what is trained, the new post, or what a warning asks of them."),
        needed=False, most=5_000,
    )  # fmt: skip
    effective_on = day(N_("From which day?"))
    days = IntegerField(
        _("Disciplinary suspension: how many days?"), [Blank(), NumberRange(1, 365)],
        description=_(
            N_("It is a step of discipline. Paid leave while things are looked into is an interim measure, and a case "
               "that waits is paused: neither belongs here.")
        ),
    )  # fmt: skip
    paid = pick(N_("Disciplinary suspension: pay"), PAID, needed=None)
    warning_months = IntegerField(
        _("A warning stands for how many months?"), [Blank(), NumberRange(1, 120)],
        description=_(N_("Left empty, as policy says. Where an agreement sets another time, write that.")),
    )  # fmt: skip
    agreement = line(
        N_("Which agreement applies?"), N_("Where one asks for just cause, its questions are answered first."),
        needed=False, most=120,
    )  # fmt: skip
    at_once = tick(N_("A termination without notice"))
    known_on = day(N_("Without notice: when did whoever may dismiss know the facts?"), needed=False)
    task, owner, due_on = a_task()


class OrganisationForm(_WithTask):
    """What the house itself does."""

    outcome = pick(N_("What does the organisation do?"), ORGANISATION, deliberate=True)
    reason = text(N_("Why"), most=10_000)
    what = text(N_("What it comes to"), needed=False, most=5_000)
    effective_on = day(N_("From which day?"))
    task, owner, due_on = a_task()


class DecideForm(CaseForm):
    """`alone`: only of who investigated. `departure`: only where like cases came to something else."""

    alone = text(
        N_("You investigated this yourself: why is there nobody else who could decide?"),
        N_("It stays on the record, and on the trail."), most=3_000,
    )  # fmt: skip
    departure = text(
        N_("Why is it otherwise than in like cases?"), N_("Where it is. It stays on the record."), needed=False,
        most=5_000,
    )  # fmt: skip


class EndForm(CaseForm):
    why = text(N_("Why?"), most=3_000)


class BodyForm(CaseForm):
    body = one_of(N_("Which body?"), {})
