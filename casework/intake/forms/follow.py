"""What a reporter types when they are back."""

from typing import Any

from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired

from casework.settings import N_
from casework.web.forms import Form
from casework.web.text import _

_NEEDED = [InputRequired(N_("This is missing."))]


class ReceiptForm(Form):
    receipt = StringField(N_("Receipt"))


class CodeForm(Form):
    """The other half of a link."""

    receipt = StringField(N_("Your code"))


class AnswerForm(Form):
    message = TextAreaField(N_("Your message"))


class NameForm(Form):
    """`mode`: confidential or named. `sure`: told that it cannot be undone."""

    mode = RadioField(N_("Who may read your name?"), validators=_NEEDED)
    readers = SelectMultipleField(N_("Who of them, if it is kept apart?"), coerce=int)
    name = StringField(N_("Your name"), _NEEDED)
    contact = StringField(N_("How to reach you"))
    sure = RadioField(N_("It cannot be taken back. Give it?"), _NEEDED, choices=[("yes", N_("Yes, give it"))])

    def validate(self, extra_validators: Any = None) -> bool:
        """A name that is kept apart is kept for somebody."""
        ready = super().validate(extra_validators)
        if self.mode.data == "confidential" and not self.readers.data:
            self.readers.errors = [*self.readers.errors, _("Choose at least one person who may know.")]
            return False
        return ready


class CompanionForm(Form):
    who = TextAreaField(N_("Whom do you want to bring?"), _NEEDED)


class OtherTimeForm(Form):
    when = TextAreaField(N_("When would suit you, and why not as planned?"), _NEEDED)


class CorrectionForm(Form):
    """Nothing typed says that it is right as it was written down."""

    correction = TextAreaField(N_("What should stand there instead?"))


class WithdrawForm(Form):
    words = TextAreaField(N_("Why do you withdraw it?"))
