"""What a coordinator writes on a referral."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import HiddenField, RadioField, TextAreaField, TimeField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.validators import Optional as Blank

from casework.cases.forms.fields import CaseForm, day, one_of, options, pick, tick
from casework.db import utc_now
from casework.eap.kinds import ATTENDED, CANCELLED, MISSED, OUTCOMES
from casework.eap.needs import MEETINGS, NEEDS
from casework.settings import N_
from casework.web.text import _

from .clinical import ARRANGED, nothing_clinical

FAR = timedelta(days=3 * 366)
"""How far from today an appointment may be: what is further is a slip of the pen."""


def _text(label: str, hint: str) -> Any:
    checks = [DataRequired(), Length(max=10_000), nothing_clinical(ARRANGED)]
    return TextAreaField(_(label), checks, description=_(hint))


class NoteForm(CaseForm):
    text = _text(N_("Note"), N_("What was arranged, and what comes next. Nothing of their health."))


class MessageForm(CaseForm):
    text = _text(N_("Message to the employee"), N_("They read it with their receipt."))


class NeedForm(CaseForm):
    need = pick(N_("What do they need?"), NEEDS, needed=None)


class StepForm(CaseForm):
    step = HiddenField()
    on_their_word = tick(N_("They told me so themselves"), N_("By voice, in person, or in a message."))

    def needs_their_word(self) -> None:
        self.on_their_word.validators = [DataRequired(_("Tick it once you have their word: it is theirs to decide."))]


class PlacementForm(CaseForm):
    provider = RadioField(_("Whom do you ask?"), [InputRequired()], choices=[])


class AnswerForm(CaseForm):
    answer = one_of(
        N_("What did they answer?"),
        {"yes": N_("They have a place"), "no": N_("They have none: somebody else is to be asked")},
    )


class ReceiptForm(CaseForm):
    """Nothing to type: it says what a receipt is."""


def _near(field: Any) -> None:
    if field.data is not None and abs(field.data - utc_now().date()) > FAR:
        raise ValidationError(_("Look at the year again."))


class Meeting(CaseForm):
    """When, and how. A day without a time says nothing."""

    @staticmethod
    def moment(on: date, at: time, zone: str) -> datetime:
        """As the clock on the coordinator's wall shows it."""
        return datetime.combine(on, at, ZoneInfo(zone)).astimezone(UTC)


class AppointmentForm(Meeting):
    on = day(N_("Day"))
    at = TimeField(_("Time"), [InputRequired()])
    way = one_of(N_("How?"), MEETINGS)

    def validate_on(self, field: Any) -> None:
        _near(field)


class OutcomeForm(Meeting):
    outcome = one_of(N_("What came of it?"), {name: OUTCOMES[name] for name in (ATTENDED, MISSED, CANCELLED)})
    on = day(N_("Next time: day"), needed=False)
    at = TimeField(_("Next time: time"), [Blank()])
    way = RadioField(_("Next time: how?"), [Blank()], choices=options(MEETINGS))

    def validate_on(self, field: Any) -> None:
        _near(field)

    @property
    def has_next(self) -> bool:
        return self.on.data is not None or self.at.data is not None or bool(self.way.data)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        for field in (self.on, self.at, self.way):
            if self.has_next and not field.data and not field.errors:
                field.errors = [_("A next time needs a day, a time and a way.")]
                valid = False
        return valid
