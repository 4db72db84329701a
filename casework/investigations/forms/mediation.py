"""Proposing a mediation, what each side says to it, its sessions, its text, its end."""

from wtforms import SelectMultipleField
from wtforms.validators import InputRequired

from casework.cases.forms.fields import CaseForm, day, line, one_of, person, pick, text
from casework.cases.lifecycle.settling import WAYS
from casework.settings import N_

BACK = {
    "": N_("Nothing yet: the case stays where it is"), "triage again": N_("Back into triage"),
    "plan": N_("Plan the investigation"),
}  # fmt: skip


class ProposeForm(CaseForm):
    way = one_of(N_("What is it?"), WAYS)
    sides = SelectMultipleField(
        N_("Between whom?"), [InputRequired()],
        description=N_("At least one of each side. Nobody is asked by this yet."),
    )  # fmt: skip
    asked = SelectMultipleField(
        N_("Who asked for it of their own accord?"),
        description=N_("Before anybody of the house came up with it. For sexual harassment and violence it has to be "
                       "all of them."),
    )  # fmt: skip
    what = text(N_("What is proposed, and why it could help"), most=5000)
    mediator_id = person(N_("Who mediates?"), N_("Somebody of the house, or say below who from outside."), needed=False)
    mediator = line(N_("Mediator from outside"), needed=False)


class MediatorForm(CaseForm):
    mediator_id = person(N_("Who mediates?"), N_("Somebody of the house, or say below who from outside."), needed=False)
    mediator = line(N_("Mediator from outside"), needed=False)


class AskForm(CaseForm):
    """What they find in their dialogue."""

    heading = line(N_("Heading"))
    text = text(N_("What they read"), most=20_000)
    due_on = day(N_("Answer by"), needed=False)


class WordForm(CaseForm):
    """What somebody said, written down for them."""

    said = one_of(N_("What did they say?"), {"yes": N_("Yes"), "no": N_("No")})
    on = day(N_("On"))
    words = text(N_("In which words, to whom, and how"), most=3000)


class MeetForm(CaseForm):
    on = day(N_("On"))
    note = text(
        N_("Where it stands"), N_("That they met, who was there, what comes next. What was said stays among them."),
        needed=False, most=2000,
    )  # fmt: skip


class AgreementForm(CaseForm):
    text = text(
        N_("What they agree on"),
        N_("Both sign the same text. It asks nobody to keep quiet about working conditions, and takes no right away."),
        most=20_000,
    )


class GoOnForm(CaseForm):
    """Nothing to type."""


class EndForm(CaseForm):
    why = text(N_("Why does it end?"), N_("Without blame: either side can end it at any time."), most=3000)
    then = pick(N_("And then?"), BACK, needed=None)
