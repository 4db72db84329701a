"""What came by phone, in person or by letter."""

from wtforms import BooleanField, HiddenField
from wtforms.validators import DataRequired

from casework.cases.lifecycle import kinds
from casework.settings import N_
from casework.web.text import _

from . import words
from .fields import CaseForm, day, line, one_of, pick, text


class OpeningForm(CaseForm):
    shown = HiddenField()
    kind = pick(N_("Kind"), kinds.KINDS, N_("You can change it in triage."))
    channel = one_of(N_("How did it reach us?"), words.SPOKEN)
    received_on = day(N_("Received on"))
    site = pick(N_("Where is it about?"), needed=False)
    title = line(N_("Title"), N_("In words that you would say aloud; it is sealed like all the rest."), needed=False)
    narrative = text(N_("What was said"), N_("In their words, as near as you can."))
    mode = one_of(N_("The person who raised it is"), words.MODES)
    name = line(N_("Their name"), N_("Dropped when they stay anonymous."), needed=False)
    contact = line(N_("How to reach them"), needed=False)
    employee = line(N_("Their employee number"), N_("From the directory, if they are named."), needed=False, most=60)
    happened_on = line(N_("When did it happen?"), needed=False)
    place = line(N_("Where?"), needed=False)
    people = text(N_("Who was involved?"), needed=False, most=3000)
    wants = text(N_("What do they want to happen?"), needed=False, most=3000)
    respondent = line(
        N_("Against whom, if anybody"), N_("Their name; more of them can be added to the case."), needed=False
    )
    respondent_employee = line(N_("Their employee number, if you know it"), needed=False, most=60)
    counsel = pick(
        N_("At the direction of which counsel?"),
        hint=N_("Only where counsel asked for it, to give advice. They read the file, and every page says so."),
        needed=False,
    )
    directed = line(N_("What is the advice for?"), N_("If counsel directs it."), needed=False, most=1000)
    consent = BooleanField(
        N_("They know that it is written down, and agree"),
        description=N_(
            "A recording is another matter: it needs consent of its own, and goes once this text is confirmed."
        ),
    )
    no_conflict = BooleanField(
        N_("I have no conflict of interest with any of them"),
        description=N_(
            "None of them is kin, a friend or in your line, and you have no part in it yourself. What you say, and"
            " when, stays on the trail."
        ),
    )

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - as WTForms calls it
        none = DataRequired(_("Say that you have none. If you have one, ask somebody else to record it."))
        fits = super().validate({"no_conflict": [none]})
        if self.counsel.data and not self.directed.data:
            self.directed.errors = [*self.directed.errors, _("Say what counsel’s advice is sought for.")]
            return False
        return fits
