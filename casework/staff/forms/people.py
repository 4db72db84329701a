"""Making and describing accounts."""

from wtforms import BooleanField, EmailField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from casework.people import CASE_HOLDING, Role
from casework.settings import N_
from casework.web.forms import Form, Typed
from casework.web.text import _

NAME = (DataRequired(N_("Type their name, as reporters will see it.")), Length(max=120))


class DescribeForm(Form):
    name = StringField(N_("Name"), NAME)
    duty = StringField(N_("What they do"), [Length(max=120)])
    number = StringField(N_("Employee number"), [Length(max=60)])


class InviteForm(DescribeForm):
    mailed = BooleanField(N_("Mail the link to them; nobody else sees it"))
    email = EmailField(
        N_("E-mail"),
        [
            DataRequired(N_("Type their e-mail address.")),
            Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message=N_("Write an e-mail address, such as name@example.org.")),
            Length(max=200),
        ],
    )


class LinkForm(Form):
    mailed = BooleanField(N_("Mail the link to them; nobody else sees it"))


class AdmitForm(Form):
    compared = BooleanField(
        N_("I spoke with them, and they read these six words to me"),
        [InputRequired(N_("Compare the six words with them by voice first."))],
    )
    generation = HiddenField(validators=[Regexp(r"^\d{1,6}$")])


class RoleForm(Form):
    role = SelectField(N_("Role"), [DataRequired(N_("Choose a role."))])

    @classmethod
    def for_giver(
        cls, case_holding: bool, others: bool, held: frozenset[Role], typed: Typed | None = None
    ) -> "RoleForm":
        """Only roles that this giver may give and that are not held yet."""
        form = cls(typed)
        form.role.choices = [
            (role.value, _(role.value))
            for role in Role
            if role not in held and (case_holding if role in CASE_HOLDING else others)
        ]
        return form
