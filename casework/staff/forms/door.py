"""Signing in."""

from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import DataRequired

from casework.settings import N_
from casework.web.forms import Form

PASSWORD_MISSING = N_("Type your password.")
CODE_MISSING = N_("Type the six digits that your phone shows now.")


class SignInForm(Form):
    email = EmailField(N_("E-mail"), [DataRequired(N_("Type your e-mail address."))])
    password = PasswordField(N_("Password"), [DataRequired(PASSWORD_MISSING)])


class CodeForm(Form):
    code = StringField(N_("Code"), [DataRequired(CODE_MISSING)])


class StepUpForm(Form):
    password = PasswordField(N_("Password"), [DataRequired(PASSWORD_MISSING)])
    code = StringField(N_("Code"), [DataRequired(CODE_MISSING)])


class StepUpDemoForm(Form):
    """The demonstration's accounts have no second factor."""

    password = PasswordField(N_("Password"), [DataRequired(PASSWORD_MISSING)])
