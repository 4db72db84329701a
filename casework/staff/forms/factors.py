"""One's own second factors."""

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, Length

from casework.settings import N_
from casework.web.forms import Form


class PhoneForm(Form):
    """`secret` is what the picture says, sealed: the page needs no row of its own."""

    secret = HiddenField()
    code = StringField(N_("Code from the new phone"), [DataRequired(N_("Type the six digits that it shows now."))])


class PrintForm(Form):
    nonce = HiddenField(validators=[DataRequired()])


NAME = (DataRequired(N_("Give it a name, such as “Phone” or “Key on my ring”.")), Length(max=60))


class NameForm(Form):
    name = StringField(N_("Name"), NAME)


class PasskeyForm(NameForm):
    """`made` is what the browser hands over, put here by the page's script; `prf`: the secret that it says."""

    alone = BooleanField(N_("Sign in with it alone, without the password"))
    made = HiddenField(validators=[Length(max=20_000)])
    prf = HiddenField(validators=[Length(max=100)])
