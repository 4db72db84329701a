"""What is typed to plan an interview, on its way, and for what is signed afterwards."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import SelectField, TimeField, ValidationError
from wtforms.validators import InputRequired
from wtforms.validators import Optional as Blank

from casework.cases.forms.fields import CaseForm, day, line, number_of, one_of, pick, said
from casework.cases.forms.fields import text as prose
from casework.cases.lifecycle.heard import ROLES
from casework.investigations.actions.interview_notes import LARGEST
from casework.investigations.actions.interview_statements import CORRECTED, LINK, PAPER, SIGNED
from casework.investigations.actions.interviews import Arranged
from casework.investigations.questions import LONGEST
from casework.settings import N_
from casework.web.text import _

OTHER = "other"
"""Somebody who is no party of the case."""
COMPANIONS = {
    "": N_("nobody that we know of"),
    "colleague": N_("a colleague"),
    "union": N_("a representative of a trade union"),
    "works council": N_("somebody of the works council or another staff body"),
    "lawyer": N_("a lawyer"),
    "support": N_("somebody to lean on"),
}
LONG = 200_000
"""Characters of a statement: more than an hour of talking."""


def a_time(label: str, *, needed: bool = True) -> Any:
    return TimeField(_(label), [InputRequired() if needed else Blank()])


def chosen(label: str, hint: str) -> Any:
    """From a list that the page fills; nothing is chosen where nothing was said."""
    return SelectField(_(label), default="", description=_(hint))


class ArrangeForm(CaseForm):
    """Everything but the questions."""

    who = SelectField(_(N_("Who is heard?")), [InputRequired()])
    name = line(N_("Their name"), N_("Only for somebody who is no party of the case."), needed=False)
    role = one_of(N_("As what?"), ROLES)
    on = day(N_("Day"), needed=False)
    at = a_time(N_("Time"), needed=False)
    place = line(N_("Where"), N_("A room, a telephone number, a meeting online."), needed=False)
    interviewer = SelectField(_(N_("Who asks?")), [InputRequired()])
    second = SelectField(
        _(N_("Who sits beside them?")), default="", description=_(N_("To hear the same, and to take notes."))
    )
    second_name = line(N_("Somebody else beside them"), N_("By name, if they do not work the case."), needed=False)
    companion_as = pick(N_("Who comes with them?"), COMPANIONS, needed=None)
    companion = line(N_("The companion’s name"), needed=False)
    interpreter = line(N_("Interpreter"), N_("Who, and in which language."), needed=False)
    arranged = prose(
        N_("What else is arranged"),
        N_("What, and never why: a room without stairs, breaks, questions in writing beforehand. A medical reason "
           "belongs in a medical note."),
        needed=False, most=2_000,
    )  # fmt: skip

    def validate_name(self, field: Any) -> None:
        if self.who.data == OTHER and not said(field):
            raise ValidationError(_("Say who it is."))

    def validate_at(self, field: Any) -> None:
        if field.data is not None and self.on.data is None:
            raise ValidationError(_("A time needs a day."))

    def validate_on(self, field: Any) -> None:
        if field.data is not None and self.at.data is None:
            raise ValidationError(_("A day needs a time."))

    def arrangement(self, zone: str) -> Arranged:
        """As the clock on the wall of the site shows it."""
        return Arranged(
            role=said(self.role), party_id=number_of(self.who), name=said(self.name) if self.who.data == OTHER else "",
            starts_at=moment(self.on.data, self.at.data, zone) if self.on.data else None, place=said(self.place),
            interviewer_id=number_of(self.interviewer), second_id=number_of(self.second), second=said(self.second_name),
            companion_as=said(self.companion_as), companion=said(self.companion), interpreter=said(self.interpreter),
            arranged=said(self.arranged),
        )  # fmt: skip


class PlanForm(ArrangeForm):
    kind = SelectField(_(N_("Questions")), description=_(N_("They can be added to, or left out, for this one alone.")))


class HappenedForm(CaseForm):
    """Something of record: when, and in words."""

    on = day(N_("Day"))
    at = a_time(N_("Time"))
    words = prose(N_("In words"), N_("Who said what."), most=10_000)

    def when(self, zone: str) -> datetime:
        return moment(self.on.data, self.at.data, zone)


class WarnedForm(HappenedForm):
    words = prose(N_("What they said to it"), N_("Leave it empty if they said nothing."), needed=False, most=10_000)


class InvitedForm(HappenedForm):
    words = prose(N_("How they were invited"), N_("By which letter, call or message."), most=10_000)


class RightForm(HappenedForm):
    what = one_of(N_("What happened?"), ())
    words = prose(
        N_("In words"), N_("Who asked for whom, what was answered, what was offered, what they chose."), most=10_000
    )


class BeginForm(CaseForm):
    """Nothing to type: what has to be there before it begins stands above."""


class WhyForm(CaseForm):
    reason = prose(N_("Why?"), most=10_000)


class QuestionForm(CaseForm):
    question = line(N_("Question"), most=LONGEST)


class NoteCorrectionForm(CaseForm):
    text = prose(N_("The notes as they should read"), most=LARGEST)
    reason = prose(N_("Why?"), N_("What was noted stays to be read beside it."), most=2_000)


class DraftForm(CaseForm):
    text = prose(N_("The statement"), N_("In their words, as “I”. They read it, correct it and sign it."), most=LONG)


class HandForm(CaseForm):
    how = one_of(
        N_("How do they get it?"),
        {
            LINK: N_("On their own page: by receipt, or by link and code. They sign there."),
            PAPER: N_("On paper: printed here, signed by hand"),
        },
    )  # fmt: skip
    heading = line(N_("What it is called for them"))
    due_on = day(N_("They are asked to answer by"), needed=False)


class SignedForm(CaseForm):
    result = one_of(
        N_("What came back?"),
        {SIGNED: N_("Signed as it stands"), CORRECTED: N_("Corrected by them, and signed")},
    )
    name = line(N_("Signed by"))
    on = day(N_("Signed on"))
    paper = SelectField(
        _(N_("The signed paper")), default="", description=_(N_("Scan it and add it to the case’s papers first."))
    )
    theirs = prose(
        N_("The statement as they corrected it"), N_("Leave it as it is if nothing was corrected."), needed=False,
        most=LONG,
    )  # fmt: skip


def moment(on: Any, at: Any, zone: str) -> datetime:
    """A day and a time of that zone, as they are kept."""
    return datetime.combine(on, at, ZoneInfo(zone)).astimezone(UTC)
