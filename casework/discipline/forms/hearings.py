"""What is typed to call a hearing, to move it, and for what came of it; and what a body was told and said."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import SelectField, TimeField
from wtforms.validators import InputRequired

from casework.cases.forms.fields import NOTHING, CaseForm, day, line, on, one_of, pick, text
from casework.discipline.actions.consultations import ANSWERS
from casework.discipline.actions.hearings import ASKED_BY, ENDS, KINDS
from casework.discipline.actions.reviewing import QUESTIONS
from casework.discipline.just_cause import ANSWERS as WORDS
from casework.discipline.just_cause import QUESTIONS as SEVEN
from casework.settings import N_
from casework.web.text import _

COMPANIONS = {
    "": N_("nobody that we know of"),
    "colleague": N_("a colleague"),
    "union": N_("somebody of a trade union"),
    "works council": N_("a member of the works council"),
    "representative": N_("an elected representative"),
    "adviser": N_("an adviser or a lawyer"),
    "other": N_("somebody else"),
}


def moment(form: Any, zone: str) -> datetime:
    """Day and time as the site's clock has them."""
    return datetime.combine(on(form.on), form.at.data, ZoneInfo(zone)).astimezone(UTC)


def a_time() -> tuple[Any, Any]:
    """Day and time, as fields."""
    first = day(N_("On which day?"))  # fields stand in the order in which they are made
    return first, TimeField(_("At what time?"), [InputRequired()], description=_("By the clock of the site."))


def somebody() -> tuple[Any, Any]:
    """Whom they bring: what they are, and their name."""
    return pick(N_("Whom do they bring?"), COMPANIONS, needed=None), line(N_("Their name"), needed=False)


class CallForm(CaseForm):
    party = SelectField(_("Who is heard?"), [InputRequired()], choices=[NOTHING])
    kind = one_of(N_("What kind of hearing?"), KINDS)
    on, at = a_time()
    short_because = text(N_("Sooner than they have to prepare: why?"), needed=False, most=2_000)
    place = text(N_("Where, and with whom"), N_("A room, or how to join."), most=1_000)
    companion_is, companion = somebody()


class MoveForm(CaseForm):
    on, at = a_time()
    asked_by = one_of(N_("Who asks for another time?"), ASKED_BY)
    why = text(N_("Why?"), most=2_000)


class CompanionForm(CaseForm):
    """Whom they bring is theirs to say."""

    companion_is, companion = somebody()


class EndForm(CaseForm):
    how = one_of(N_("What came of it?"), ENDS)
    present = text(N_("Who was there?"), needed=False, most=2_000)
    minutes = text(N_("What was said"), needed=False, most=50_000)
    reason = text(N_("Where it was not held with them: why, and how you know"), needed=False, most=3_000)


class InformForm(CaseForm):
    on = day(N_("On which day were they told?"))
    told = text(
        N_("What they were told"), N_("About whom, what is intended, and why, as it was said to them."), most=10_000
    )  # fmt: skip


class AnswerForm(CaseForm):
    state = one_of(N_("What did they say?"), ANSWERS)
    on = day(N_("On which day?"))
    text = text(N_("In their words"), needed=False, most=10_000)


class NotThereForm(CaseForm):
    why = text(N_("Why is nobody asked here?"), N_("Such as: no works council was elected at this site."), most=2_000)


class ReviewForm(CaseForm):
    party = SelectField(_("About whom?"), [InputRequired()], choices=[NOTHING])
    known = text(QUESTIONS["known"], most=5_000)
    timing = text(QUESTIONS["timing"], most=5_000)
    alike = text(QUESTIONS["alike"], most=5_000)
    without = text(QUESTIONS["without"], most=5_000)
    cleared = one_of(
        N_("What do you find?"),
        {"yes": N_("It is not because they spoke up"), "no": N_("That cannot be said")},
    )  # fmt: skip
    reason = text(N_("Why?"), most=5_000)


class JustCauseForm(CaseForm):
    """A word and words to each question; the fields are made of the table of questions."""


for _name, _question in SEVEN.items():
    setattr(JustCauseForm, f"{_name.replace(' ', '_')}", one_of(_question, WORDS))
    setattr(JustCauseForm, f"{_name.replace(' ', '_')}_why", text(N_("In words"), most=3_000))
