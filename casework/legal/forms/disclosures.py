"""Who wants to know who a reporter is, on which ground, and what the reporter reads before."""

from datetime import timedelta
from typing import Any

from wtforms import SelectMultipleField, ValidationError

from casework.cases.actions.disclosing import Wish
from casework.cases.forms.fields import CaseForm, day, line, number_of, one_of, person, pick, said, text
from casework.db import utc_now
from casework.settings import N_
from casework.web.text import _, gettext

STAFF = "staff"
WHO = {
    STAFF: N_("a member of staff"),
    "authority": N_("an authority"),
    "court": N_("a court"),
    "lawyer": N_("a lawyer"),
    "other": N_("somebody else"),
}
SHOWS = {
    "name": N_("Their name"),
    "contact": N_("How to reach them"),
    "papers": N_("Originals of their papers"),
}
HOW = {
    "letter": N_("By letter"),
    "in person": N_("In person"),
    "phone": N_("By phone"),
    "portal": N_("By a secure portal of theirs"),
    "other": N_("Otherwise"),
}
LONGEST = timedelta(days=366)


def shown_words(values: Any) -> list[str]:
    return [gettext(SHOWS[value]) for value in values or () if value in SHOWS]


class AskForm(CaseForm):
    kind = one_of(N_("Who wants to know?"), WHO)
    person = person(
        N_("Which member of staff?"),
        N_("They would get the key: they read name, how to reach them, and originals."),
        needed=False,
    )
    who = line(N_("Which authority, court, lawyer, and with which number?"), needed=False)
    shows = SelectMultipleField(N_("What would somebody outside be shown?"), choices=list(SHOWS.items()))
    why = text(N_("Why do they need to know?"), most=5000)

    def validate_person(self, field: Any) -> None:
        if self.kind.data == STAFF and not number_of(field):
            raise ValidationError(_("Say who."))

    def validate_who(self, field: Any) -> None:
        if self.kind.data not in (STAFF, None) and not field.data:
            raise ValidationError(_("Say who."))

    def validate_shows(self, field: Any) -> None:
        if self.kind.data not in (STAFF, None) and not field.data:
            raise ValidationError(_("Say what they would be shown."))

    def wish(self, names: dict[int, str]) -> Wish:
        """After `validate`."""
        staff = number_of(self.person) if self.kind.data == STAFF else None
        who = names.get(staff, "") if staff else said(self.who)
        shows = tuple(self.shows.data or ()) if staff is None else tuple(SHOWS)
        return Wish(self.kind.data, said(self.why), who, staff, shows)


class QuestionForm(CaseForm):
    words = text(
        N_("Why they should know, in words for the reporter"),
        N_("The page adds who, what would be shown, that a no is held against nobody, and that it cannot be undone."),
        most=5000,
    )


class GroundForm(CaseForm):
    ground = pick(N_("Which duty?"), deliberate=True)
    words = text(N_("Which authority or court, which order or request, of when"), most=5000)


class TellForm(CaseForm):
    words = text(
        N_("What the reporter reads"),
        N_("Who is shown what, why, and on what ground. It cannot be changed."),
        most=10_000,
    )


class WithholdForm(CaseForm):
    why = text(N_("Why telling them now would endanger the investigation or the proceedings"), most=5000)
    review_on = day(N_("Look at it again on"))

    def validate_review_on(self, field: Any) -> None:
        today = utc_now().date()
        if field.data is not None and not today < field.data < today + LONGEST:
            raise ValidationError(_("A day to come, within a year."))


class HandOverForm(CaseForm):
    words = text(N_("What they were shown"), N_("As it was handed over, word for word where it was a letter."))
    how = one_of(N_("How?"), HOW)
    on = day(N_("On which day?"))

    def validate_on(self, field: Any) -> None:
        if field.data is not None and field.data > utc_now().date() + timedelta(days=1):
            raise ValidationError(_("That day is still to come."))


class EndForm(CaseForm):
    why = text(N_("Why"), most=5000)


class TakeBackForm(CaseForm):
    """Nothing to type: who asked needs it no more."""
