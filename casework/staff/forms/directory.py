"""The directory."""

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from casework.settings import N_
from casework.web.forms import Form


class JoinForm(Form):
    first = StringField(N_("One id"), [DataRequired(N_("Type an id.")), Length(max=60)])
    second = StringField(N_("The other id"), [DataRequired(N_("Type the other id.")), Length(max=60)])
