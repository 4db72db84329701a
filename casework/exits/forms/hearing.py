"""What interviewers write down."""

from casework.cases.forms.fields import CaseForm, text, tick
from casework.settings import N_
from casework.web.text import _


class NoteForm(CaseForm):
    text = text(N_("Note"))


class ReviewForm(CaseForm):
    outcome = text(
        N_("What is done with what they said?"),
        N_("What was learnt, who was told of it in general, whether a concern was followed. Do not name the leaver."),
    )


class CancelForm(CaseForm):
    reason = text(N_("Why?"), N_("Such as: they stay after all; it was planned for somebody else."), most=1000)


class DeclineForm(CaseForm):
    sure = tick(N_("They said so themselves, to me"))

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - as WTForms calls it
        fine = super().validate()
        if not self.sure.data:
            self.sure.errors = [_("Only the leaver declines: nobody does it for them.")]
            return False
        return fine
