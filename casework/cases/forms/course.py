"""Steps, and the records that the weighty ones leave."""

from wtforms import HiddenField

from casework.cases.actions import closing, pauses
from casework.cases.lifecycle import kinds
from casework.settings import N_

from .fields import CaseForm, day, line, one_of, person, pick, text


class StepForm(CaseForm):
    step = HiddenField()
    override = HiddenField()
    reason = text(N_("Reason"), needed=False, most=3000)


class ClosureForm(CaseForm):
    override = HiddenField()
    outcome = pick(N_("Outcome"), closing.OUTCOMES, deliberate=True)
    why = text(N_("Why it ends so"), most=5000)


class ReopenForm(CaseForm):
    why = text(N_("Why is it opened again?"), N_("The closure stays on the record."), most=3000)


class ApprovalForm(CaseForm):
    verdict = one_of(N_("The findings"), (N_("approved"), N_("returned")))
    comment = text(
        N_("Comment"), N_("Needed when they are returned: what is to be looked at again?"), needed=False, most=5000
    )
    alone = text(
        N_("Why was there nobody else?"),
        N_("Only if you investigated it yourself, and no other person could approve. It stays on the record."),
        needed=False,
        most=2000,
    )

    override = HiddenField()
    past = text(N_("Why do you go past this?"), N_("It stays on the record, and on the trail."), most=3000)

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - as WTForms calls it
        fine = super().validate()
        if fine and self.verdict.data == "returned" and not self.comment.data:
            self.comment.errors = [*self.comment.errors, N_("Say what is to be looked at again.")]
            return False
        return fine

    def single(self) -> dict[int, str]:
        """What is said of single findings, by the allegation's number."""
        names = {n: f"on_{n}" for n in range(1, SINGLE + 1)}
        return {n: self[name].data for n, name in names.items() if name in self and self[name].data}


SINGLE = 60
"""Allegations, by their number, whose finding can be commented on by itself."""
for _n in range(1, SINGLE + 1):
    setattr(ApprovalForm, f"on_{_n}", text("", needed=False, most=3000))


class PauseForm(CaseForm):
    cause = pick(N_("What stops it?"), pauses.CAUSES)
    why = text(N_("Why"), N_("The organisation's own clocks stand still; those of the law never do."), most=3000)
    review_on = day(N_("To be looked at again on"), needed=False)


class ResumeForm(CaseForm):
    """Nothing to type: the case goes on, and its clocks with it."""


class WithdrawalForm(CaseForm):
    party = person(N_("Who wants to withdraw?"))
    statement = text(N_("What they said"), N_("As they said it. It is kept in their own dialogue."), most=5000)


class WithdrawalDecisionForm(CaseForm):
    goes_on = one_of(N_("Does the matter go on?"), (N_("it goes on"), N_("it ends")))
    reason = text(N_("Why"), N_("For the file: they do not read it."), most=3000)
    told = text(
        N_("What they are told"),
        N_("In words for them: what was decided, and why. It goes into their dialogue as a message."),
        most=5000,
    )


class AssignmentForm(CaseForm):
    investigator = person(N_("Who investigates?"))


class DetailsForm(CaseForm):
    kind = pick(N_("Kind"), kinds.KINDS)
    severity = pick(N_("Severity"), kinds.SEVERITIES, needed=False)
    title = line(N_("Title"), N_("In words that you would say aloud; it is sealed like all the rest."))
