"""Signing in."""

from typing import Any

from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Length, StopValidation

from casework.settings import N_
from casework.web.forms import Form

PASSWORD_MISSING = N_("Type your password.")
CODE_MISSING = N_("Type the six digits that your phone shows now, or a printed code.")


class SignInForm(Form):
    email = EmailField(N_("E-mail"), [DataRequired(N_("Type your e-mail address."))])
    password = PasswordField(N_("Password"), [DataRequired(PASSWORD_MISSING)])


def signed_instead(_form: Any, field: Any) -> None:
    """Nothing has to be typed where a passkey has signed."""
    if _form.assertion.data:
        field.errors = []
        raise StopValidation


class SignedForm(Form):
    """What a passkey signs, put here by the page's script; `prf`: the secret that it says."""

    assertion = HiddenField(validators=[Length(max=20_000)])
    prf = HiddenField(validators=[Length(max=100)])


class CodeForm(SignedForm):
    code = StringField(N_("Code"), [signed_instead, DataRequired(CODE_MISSING)])


class StepUpForm(SignedForm):
    """Without a password a passkey has to open the key."""

    password = PasswordField(N_("Password"), [signed_instead, DataRequired(PASSWORD_MISSING)])
    code = StringField(N_("Code"), [signed_instead, DataRequired(CODE_MISSING)])


class StepUpDemoForm(Form):
    """The demonstration's accounts have no second factor."""

    password = PasswordField(N_("Password"), [DataRequired(PASSWORD_MISSING)])
