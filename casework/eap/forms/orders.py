"""A court's order as it came in, and what counsel says of it. Nothing is checked for clinical words: what is asked for
is the court's to say, and is copied as it stands."""

from wtforms import ValidationError

from casework.cases.forms.fields import CaseForm, day, line, one_of, pick, text
from casework.db import utc_now
from casework.eap.actions.orders import New
from casework.eap.duties import ANSWERS
from casework.settings import N_
from casework.web.text import _

from .work import FAR


class OrderForm(CaseForm):
    court = line(N_("Court or office"))
    reference = line(N_("Its number there"))
    dated = day(N_("Dated"))
    asked_for = text(
        N_("What it asks for"),
        N_("As it stands there. Nothing of whether there is such a thing here: counsel reads this."),
        most=20_000,
    )
    counsel = pick(N_("Which counsel is asked?"), deliberate=True)
    due_on = day(N_("To be answered by"), needed=False)

    def validate_dated(self, field: object) -> None:
        _near(field)

    def validate_due_on(self, field: object) -> None:
        _near(field)

    @property
    def new(self) -> New:
        """After `validate`."""
        return New(
            court=self.court.data,
            reference=self.reference.data,
            dated=self.dated.data,
            asked_for=self.asked_for.data,
            counsel_id=int(self.counsel.data),
            due_on=self.due_on.data,
        )


def _near(field: object) -> None:
    data = getattr(field, "data", None)
    if data is not None and abs(data - utc_now().date()) > FAR:
        raise ValidationError(_("Look at the year again."))


class AnswerForm(CaseForm):
    answer = one_of(N_("Does it bind?"), ANSWERS)
    reason = text(N_("Why"), N_("The coordinators read it."), most=10_000)


class MoreForm(CaseForm):
    more = text(N_("What was missing"), N_("It is put below, and counsel is asked again."), most=20_000)


class CounselForm(CaseForm):
    counsel = pick(N_("Which counsel is asked?"), deliberate=True)
