"""A data-subject request: how it came, how it was checked, who searches, what is answered."""

from datetime import date, timedelta
from typing import Any

from wtforms import SelectMultipleField, ValidationError
from wtforms.validators import InputRequired

from casework.cases.forms.fields import CaseForm, day, line, on, one_of, options, pick, said, text
from casework.db import utc_now
from casework.legal.actions.requests import New
from casework.legal.lifecycle.request import ASKS, CAME
from casework.settings import N_
from casework.web.text import _

HOW = {
    "letter": N_("By letter"),
    "email": N_("By encrypted e-mail"),
    "in person": N_("In person"),
    "portal": N_("By a secure portal"),
}
FAR = timedelta(days=366)


def _past(field: Any) -> None:
    if field.data is not None and not date(2018, 5, 25) <= field.data <= utc_now().date() + timedelta(days=1):
        raise ValidationError(_("Look at the day again."))


class NewForm(CaseForm):
    name = line(N_("Who asks"), N_("Their name as they write it."))
    contact = line(N_("How to reach them"))
    number = line(
        N_("Their number in the directory"),
        N_("If they have one: it finds who holds something."),
        needed=False,
        most=60,
    )
    came = one_of(N_("How did it come?"), CAME)
    received_on = day(N_("Received on"), N_("The month counts from here."))
    asks = SelectMultipleField(N_("What do they ask for?"), [InputRequired()], choices=options(ASKS))
    words = text(N_("In their words"), most=20_000)
    country = pick(N_("Whose law sets the clock?"), needed=None)

    def validate_received_on(self, field: Any) -> None:
        _past(field)

    @property
    def new(self) -> New:
        """After `validate`."""
        return New(
            said(self.name), said(self.contact), said(self.words), tuple(self.asks.data or ()), self.came.data,
            on(self.received_on), said(self.country), said(self.number),
        )  # fmt: skip


class UnclearForm(CaseForm):
    on = day(N_("Asked for more on"), N_("From this day the clock stands still."))

    def validate_on(self, field: Any) -> None:
        _past(field)


class CheckForm(CaseForm):
    how = text(N_("How you made sure who they are"), N_("What was compared, and by whom. Keep no copy of a passport."))
    on = day(N_("On which day?"))

    def validate_on(self, field: Any) -> None:
        _past(field)


class ExtendForm(CaseForm):
    why = text(N_("The reasons, as they were told"), N_("How complex it is, or how many requests there are."))
    on = day(N_("Told on"))

    def validate_on(self, field: Any) -> None:
        _past(field)


class SearchForm(CaseForm):
    terms = text(
        N_("What to search for, one a line"),
        N_("Everybody who is asked reads this: names and numbers, no reasons."),
        most=2000,
    )
    words = text(N_("What else they should know"), needed=False, most=2000)
    people = SelectMultipleField(N_("Who else is asked?"))
    due_on = day(N_("To be answered by"))

    def validate_due_on(self, field: Any) -> None:
        today = utc_now().date()
        if field.data is not None and not today <= field.data <= today + FAR:
            raise ValidationError(_("A day to come, within a year."))

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(line for part in said(self.terms).splitlines() if (line := " ".join(part.split())))


class HitForm(CaseForm):
    exemption = pick(N_("Leave it out of the answer?"), needed=None)


class AnswerForm(CaseForm):
    text = text(N_("The answer"), N_("As it will be read. What was found stands in it already."), most=400_000)


class SentForm(CaseForm):
    how = one_of(N_("How was it sent?"), HOW)
    on = day(N_("On which day?"))

    def validate_on(self, field: Any) -> None:
        _past(field)


class RefuseForm(CaseForm):
    exemption = pick(N_("Under which exemption?"), deliberate=True)
    why = text(N_("Why, as they are told"), N_("With where they can complain: the supervisory authority, a court."))


class WithdrawForm(CaseForm):
    why = text(N_("In their words"))


class DoneForm(CaseForm):
    """Nothing to type: that was all, or there is nothing."""
