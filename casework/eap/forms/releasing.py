"""What the employee signs, and what a coordinator says under it: choices, and no room for more."""

from datetime import date, timedelta
from typing import Any

from wtforms import DateField, RadioField, StringField, ValidationError
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as Blank

from casework.cases.forms.fields import CaseForm, one_of, tick
from casework.eap.releasing import ENDS, LONGEST, MINE, ON_DAY, OTHER, PURPOSES, TO_OTHER, TO_REFERRER, WITH_SUPPORT
from casework.settings import N_
from casework.web.forms import Form, Typed
from casework.web.text import _

from .clinical import nothing_clinical

_NEEDED = InputRequired(N_("This is missing."))
_PLAIN = nothing_clinical(N_("Whoever is told reads it: say what for, and nothing of how you are."))
FIELDS = ("recipient", "named", "scope", "purpose", "words", "ends", "until", "name")


class ReleaseForm(Form):
    """In the employee's own words. `fill` says who suggested it, and which day it is."""

    recipient = RadioField(N_("Who may be told?"), [_NEEDED])
    named = StringField(N_("Who may be told?"), [Length(max=200)])
    scope = RadioField(N_("What may they be told?"), [_NEEDED])
    purpose = RadioField(N_("What for?"), [_NEEDED])
    words = StringField(N_("Your own words, if it is something else"), [Length(max=300), _PLAIN])
    ends = RadioField(N_("For how long?"), [_NEEDED])
    until = DateField(N_("The last day, if you choose one"), [Blank()])
    name = StringField(N_("Your full name: typed here, it is your signature"), [_NEEDED, Length(max=200)])

    def __init__(self, typed: Typed | None = None, **data: Any) -> None:
        super().__init__(typed, **data)
        self.today = date.min
        for field, said in ((self.scope, MINE), (self.purpose, PURPOSES), (self.ends, ENDS)):
            field.choices = [(code, _(words)) for code, words in said.items()]

    def fill(self, referrer: str | None, today: date, *, over: bool) -> "ReleaseForm":
        """`referrer`: the name of who suggested it, none where nobody did. `over`: so is the support."""
        self.today = today
        if referrer is None:
            del self.recipient
        else:
            said = _("%(name)s, who suggested it", name=referrer) if referrer else _("Who suggested it")
            self.named.label.text = _("Who, if it is somebody else?")
            self.recipient.choices = [(TO_REFERRER, said), (TO_OTHER, _("Somebody else"))]
        if over:
            self.ends.choices = [(ON_DAY, _(ENDS[ON_DAY]))]
        return self

    @property
    def to(self) -> str:
        return str(self.recipient.data) if "recipient" in self else TO_OTHER

    @property
    def with_support(self) -> bool:
        return bool(self.ends.data == WITH_SUPPORT)

    @property
    def last(self) -> date:
        """After `validate`."""
        return self.today + LONGEST if self.with_support else self.until.data or self.today

    def validate_until(self, field: Any) -> None:
        if self.ends.data == ON_DAY and field.data and not self.today <= field.data <= self.today + LONGEST:
            raise ValidationError(_("Choose a day from today on, and within a year."))

    def validate(self, extra_validators: Any = None) -> bool:
        ready = super().validate(extra_validators)
        for field, wanted in (
            (self.named, self.to == TO_OTHER), (self.words, self.purpose.data == OTHER),
            (self.until, self.ends.data == ON_DAY),
        ):  # fmt: skip
            if wanted and not field.data and not field.errors:
                field.errors = [_("This is missing.")]
                ready = False
        return ready

    @staticmethod
    def start(today: date) -> dict[str, Any]:
        """Nothing is chosen for them; a day is there to be changed."""
        return {"until": today + timedelta(days=90)}


class TellForm(CaseForm):
    """Yes or no, and no room for words."""

    attended = one_of(N_("Did they come to their appointments?"), {"yes": N_("Attended"), "no": N_("Not attended")})
    keeps = one_of(N_("Do they keep to the plan?"), {"yes": N_("They keep to it"), "no": N_("They do not keep to it")})


class RevocationForm(CaseForm):
    on_their_word = tick(N_("They told me so themselves"), N_("By voice, in person, or in a message."))

    def validate_on_their_word(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Tick it once you have their word: it is theirs to decide."))
