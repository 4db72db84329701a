"""What somebody types who asks for support, or suggests it to somebody else."""

from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from casework.eap.actions.referrals import New, Who
from casework.eap.kinds import INFORMAL, MANAGEMENT, SELF
from casework.eap.needs import NEEDS
from casework.settings import N_
from casework.web.forms import Form, Typed
from casework.web.text import _

from .clinical import AT_WORK, nothing_clinical

LONG = 10_000
_NEEDED = InputRequired(N_("This is missing."))
_AT_WORK = nothing_clinical(AT_WORK)
UNSAID = N_("I would rather not say yet")
FACTS = {
    "facts": N_("What happened at work, and when?"),
    "expected": N_("What is expected of them?"),
    "tried": N_("What have you done about it so far?"),
}
"""Of a manager's grounds: job performance, and nothing else."""


class AskForm(Form):
    """For oneself. Either of the first two is enough."""

    need = RadioField(N_("What is it about?"), default="")
    words = TextAreaField(N_("What would you like us to know?"), [Length(max=LONG)])
    name = StringField(N_("Your name"))
    contact = StringField(N_("How and when to reach you"))

    def __init__(self, typed: Typed | None = None, **data: Any) -> None:
        super().__init__(typed, **data)
        self.need.choices = [*((code, _(label)) for code, label in NEEDS.items()), ("", _(UNSAID))]

    def validate(self, extra_validators: Any = None) -> bool:
        ready = super().validate(extra_validators)
        if not self.need.data and not self.words.data:
            self.need.errors = [*self.need.errors, _("Choose one of these, or write something below.")]
            return False
        return ready

    @property
    def new(self) -> New:
        who = Who(self.name.data or "", self.contact.data or "")
        return New(SELF, self.need.data or "", employee=who, words=self.words.data or "")


class StaffForm(Form):
    """To somebody else, by who is signed in: why, in a few words. They read it. `case`, `party`: on which case it is
    written down that support was offered, where it is."""

    case = StringField("")
    party = StringField("")
    employee = StringField(N_("Who is it?"), [_NEEDED])
    reach = StringField(N_("How can we reach them?"), [_NEEDED])
    words = TextAreaField(N_("Why do you suggest it?"), [_NEEDED, Length(max=LONG), _AT_WORK])
    contact = StringField(N_("How coordinators can reach you"))

    def new(self, name: str) -> New:
        return New(
            INFORMAL,
            employee=Who(self.employee.data or "", self.reach.data or ""),
            referrer=Who(name, self.contact.data or ""),
            words=self.words.data or "",
        )


class SuggestForm(Form):
    """The same without an account: who somebody is comes first."""

    name = StringField(N_("Your name"), [_NEEDED])
    contact = StringField(N_("How to reach you"), [_NEEDED])
    employee = StringField(N_("Who is it?"), [_NEEDED])
    reach = StringField(N_("How can we reach them?"), [_NEEDED])
    words = TextAreaField(N_("Why do you suggest it?"), [_NEEDED, Length(max=LONG), _AT_WORK])

    def new(self, kind: str) -> New:
        return New(
            kind,
            employee=Who(self.employee.data or "", self.reach.data or ""),
            referrer=Who(self.name.data or "", self.contact.data or ""),
            words=self.grounds,
        )

    @property
    def grounds(self) -> str:
        return self.words.data or ""


class ManagementForm(SuggestForm):
    """By a manager, on job performance: facts alone."""

    words = None  # type: ignore[assignment]  # three questions stand in its place
    facts = TextAreaField(FACTS["facts"], [_NEEDED, Length(max=LONG), _AT_WORK])
    expected = TextAreaField(FACTS["expected"], [_NEEDED, Length(max=LONG), _AT_WORK])
    tried = TextAreaField(FACTS["tried"], [Length(max=LONG), _AT_WORK])

    @property
    def grounds(self) -> str:
        """As the coordinators and the employee read it."""
        said = ((label, self[name].data) for name, label in FACTS.items())
        return "\n\n".join(f"{_(label)} {text}" for label, text in said if text)


def suggesting(kind: str, typed: Typed | None = None, **data: Any) -> SuggestForm:
    return (ManagementForm if kind == MANAGEMENT else SuggestForm)(typed, **data)


class ReceiptForm(Form):
    receipt = StringField(N_("Receipt"))


class MessageForm(Form):
    message = TextAreaField(N_("Your message"), [_NEEDED, Length(max=LONG)])


class AdditionForm(Form):
    """More of who suggested it: under the same rule as the grounds."""

    message = TextAreaField(N_("What do you want to add?"), [_NEEDED, Length(max=LONG), _AT_WORK])
