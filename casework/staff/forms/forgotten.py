"""A forgotten password: asking for a link, and what the link then wants; another address."""

from collections.abc import Iterable

from wtforms import EmailField, HiddenField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length, Regexp

from casework.mail import WORDS, Notice
from casework.settings import N_
from casework.web.forms import Form
from casework.web.text import _

from .passwords import PasswordForm


class AskForm(Form):
    email = EmailField(N_("E-mail"), [DataRequired(N_("Type your e-mail address.")), Length(max=200)])


class ResetForm(PasswordForm):
    recovery_code = StringField(N_("Recovery code"), [DataRequired(N_("Type the recovery code that you wrote down."))])


class ResetPhoneForm(ResetForm):
    """`secret` is what the picture says, sealed: the page needs no row of its own."""

    secret = HiddenField()
    code = StringField(N_("Code from the new phone"), [DataRequired(N_("Type the six digits that it shows now."))])


class AnewForm(Form):
    code = StringField(
        N_("Code from your phone"), [DataRequired(N_("Type the six digits that your phone shows, or a printed code."))]
    )


class AddressForm(Form):
    email = EmailField(
        N_("New e-mail address"),
        [
            DataRequired(N_("Type the new e-mail address.")),
            Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message=N_("Write an e-mail address, such as name@example.org.")),
            Length(max=200),
        ],
    )


class ToldForm(Form):
    """`offer` says whose it is before it is shown or judged."""

    told = SelectMultipleField(N_("By mail, I want to be told:"), choices=[])

    def offer(self, notices: Iterable[Notice]) -> "ToldForm":
        self.told.choices = [(notice.value, _(WORDS[notice].about)) for notice in notices]
        return self
