"""What is typed about how long things are kept, and about their end."""

from casework.settings import N_

from .fields import CaseForm, one_of, text

DECISIONS = {"agree": N_("Agree: destroy all of it"), "decline": N_("Decline: nothing of it is destroyed")}
STANDS, ANEW = "stands", "anew"
CHOICES = {STANDS: N_("The first day stands"), ANEW: N_("It counts anew from the last closing")}


class ProposalForm(CaseForm):
    why = text(
        N_("Why is it to go?"),
        N_("Whoever agrees reads it, and whoever asks later. No names, and nothing of what the matters say."),
        most=2000,
    )


class DecisionForm(CaseForm):
    decision = one_of(N_("What do you say?"), DECISIONS)
    why_not = text(N_("Why not?"), needed=False, most=2000)

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - as WTForms calls it
        fine = super().validate()
        if self.decision.data == "decline" and not (self.why_not.data or "").strip():
            self.why_not.errors = [self.why_not.gettext("This field is required.")]
            return False
        return fine


class RetentionForm(CaseForm):
    choice = one_of(N_("From which day is it kept?"), CHOICES)
    why = text(N_("Why?"), most=10_000)
