"""What people are asked in interviews, as somebody types a list."""

from typing import Any

from wtforms import ValidationError

from casework.cases.forms.fields import CaseForm
from casework.cases.forms.fields import text as prose
from casework.investigations import questions
from casework.settings import N_
from casework.web.text import _

FAULTS = {
    "many": N_("There are %(number)s questions, and at most %(most)s fit: nobody can be asked so much at once."),
    "long": N_("Question %(number)s is too long: at most %(longest)s characters."),
    "none": N_("Write at least one question."),
}


class SetForm(CaseForm):
    """`version`: the latest that was on screen."""

    body = prose(
        N_("Questions, one a line"),
        N_("In the order in which they are asked. Open questions first; none that says what the answer should be."),
        most=40_000,
    )  # fmt: skip

    @property
    def asked(self) -> list[str]:
        return questions.read(str(self.body.data or ""))

    def validate_body(self, _field: Any) -> None:
        for fault, number in questions.faults(self.asked):
            said = {"number": number, "most": questions.MOST, "longest": questions.LONGEST}
            raise ValidationError(_(FAULTS[fault], **said))
