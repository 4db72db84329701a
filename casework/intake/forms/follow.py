"""What a reporter types when they are back."""

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from casework.settings import N_
from casework.web.forms import Form

_NEEDED = [InputRequired(N_("This is missing."))]


class ReceiptForm(Form):
    receipt = StringField(N_("Receipt"))


class AnswerForm(Form):
    message = TextAreaField(N_("Your message"))


class NameForm(Form):
    """`mode`: confidential or named. `sure`: told that it cannot be undone."""

    mode = RadioField(N_("Who may read your name?"), validators=_NEEDED)
    name = StringField(N_("Your name"), _NEEDED)
    contact = StringField(N_("How to reach you"))
    sure = RadioField(
        N_("It cannot be taken back. Give it?"), validators=_NEEDED, choices=[("yes", N_("Yes, give it"))]
    )


class CompanionForm(Form):
    who = TextAreaField(N_("Whom do you want to bring?"), _NEEDED)


class WithdrawForm(Form):
    words = TextAreaField(N_("Why do you withdraw it?"))
