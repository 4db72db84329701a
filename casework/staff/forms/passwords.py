"""Choosing a password, and proving that the recovery code was written down."""

from collections.abc import Callable
from typing import Any

from wtforms import EmailField, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired, EqualTo

from casework.people.password_rules import fault
from casework.settings import N_
from casework.web.forms import Form
from casework.web.text import _


class PasswordForm(Form):
    password = PasswordField(N_("New password"), [DataRequired(N_("Choose a password."))])
    again = PasswordField(
        N_("The same again"),
        [EqualTo("password", N_("The two are not the same. Type the password once more."))],
    )

    def validate_for(self, *own: str) -> bool:
        """Look at all of it; `own` are names that a password may not be made of."""
        return self.validate({"password": [_uncommon(own)]})


class RecoverForm(PasswordForm):
    email = EmailField(N_("E-mail"), [DataRequired(N_("Type your e-mail address."))])
    recovery_code = StringField(N_("Recovery code"), [DataRequired(N_("Type the recovery code that you wrote down."))])
    code = StringField(N_("Code from your phone"), [DataRequired(N_("Type the six digits that your phone shows now."))])


class ConfirmForm(Form):
    recovery_code = StringField(N_("Recovery code"), [DataRequired(N_("Type the recovery code that you wrote down."))])
    code = StringField(N_("Code from your phone"), [DataRequired(N_("Type the six digits that your phone shows now."))])


def _uncommon(own: tuple[str, ...]) -> Callable[[Any, Any], None]:
    def check(_form: Any, field: Any) -> None:
        if field.data and (said := fault(field.data, own)):
            raise ValidationError(_(said))

    return check
