"""One's own second factors."""

from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired

from casework.settings import N_
from casework.web.forms import Form


class PhoneForm(Form):
    """`secret` is what the picture says, sealed: the page needs no row of its own."""

    secret = HiddenField()
    code = StringField(N_("Code from the new phone"), [DataRequired(N_("Type the six digits that it shows now."))])


class PrintForm(Form):
    nonce = HiddenField(validators=[DataRequired()])
