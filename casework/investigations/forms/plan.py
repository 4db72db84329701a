"""Drawing a plan, its things one by one, agreeing to it."""

from typing import Any

from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired

from casework.cases.actions import measures
from casework.cases.forms.fields import CaseForm, day, line, options, person, pick, text
from casework.investigations.plans import KINDS, PERSON, QUESTION, RISK, RISKS
from casework.settings import N_
from casework.web.text import _

THINGS = {
    "question": N_("A question to settle"), "person": N_("Somebody to hear"), "paper": N_("Something to get"),
    "risk": N_("A risk"),
}  # fmt: skip
WHY = N_("Why is the plan not as it was?")


def why(hint: str = "") -> Any:
    return line(WHY, hint, needed=False, most=1000)


class DrawForm(CaseForm):
    kinds = SelectMultipleField(
        N_("From the words for"), [InputRequired()], choices=options(KINDS),
        description=N_("Those that the allegations call for are chosen. Each allegation gets questions of its own."),
    )  # fmt: skip
    why = why()


class ThingForm(CaseForm):
    """One thing, new or as it is to be; fields that are not of its kind (`of`) are taken away by `only`."""

    of = ""
    allegation = person(N_("Of which allegation?"), needed=False)
    party = person(N_("Whom?"), N_("Somebody of the case, or say below who."), needed=False)
    risk = pick(N_("What kind of risk?"), RISKS)
    text = text(N_("In words"), most=2000, needed=False)
    measures = SelectMultipleField(N_("Which interim measures could help?"), choices=options(measures.KINDS))
    why = why()

    def only(self, kind: str) -> None:
        """`allegation`: of a question; `party`: of somebody to hear; risk and measures: of a risk."""
        self.of = kind
        for name, of in (("allegation", QUESTION), ("party", PERSON), ("risk", RISK), ("measures", RISK)):
            if kind != of:
                del self[name]
        if kind != PERSON:
            self.text.validators = [DataRequired(), *self.text.validators[1:]]
            self.text.flags.optional = False

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - as WTForms calls it
        fine = super().validate()
        somebody = "party" in self and bool(self.party.data)
        if fine and not somebody and not (self.text.data or "").strip():
            self.text.errors = [_("This is missing.")]
            return False
        return fine


class AddForm(ThingForm):
    kind = HiddenField()
    owner = person(N_("Whose is it?"), needed=False)
    due_on = day(N_("Due on"), needed=False)


class CourseForm(CaseForm):
    owner = person(N_("Whose is it?"), needed=False)
    due_on = day(N_("Due on"), needed=False)
    done_on = day(N_("Done on"), N_("Empty while it is not."), needed=False)
    result = text(N_("What came of it?"), needed=False, most=3000)


class DropForm(CaseForm):
    why = line(N_("Why is it not needed?"), N_("It stays to be read, with this."), most=1000)


class AgreeForm(CaseForm):
    alone = text(
        N_("Why does nobody else agree to it?"),
        N_("You had a hand in this version. In a small house that may be all there is to say; it stays on the record."),
        most=1000,
    )


class ShareForm(CaseForm):
    other = pick(N_("With which linked case?"), deliberate=True)


class UnshareForm(CaseForm):
    """Nothing to type."""
