"""What is to be said of police and other authorities: who decided, what the complainant wants, what was kept."""

from casework.cases.forms.fields import CaseForm, day, line, one_of, text
from casework.cases.lifecycle.settling import POLICE
from casework.settings import N_
from casework.web.text import _


class PoliceForm(CaseForm):
    state = one_of(N_("Was it reported to the police or another authority?"), POLICE)
    decided_by = line(
        N_("Who decided that?"), N_("The name, and on what ground: a duty by law, or a choice."), most=500
    )
    decided_on = day(N_("Decided on"))
    wishes = text(
        N_("What does the complainant want?"),
        N_("In their own words. They can report it themselves at any time; nobody keeps them from it or urges them."),
        needed=False, most=3000,
    )  # fmt: skip
    preserved = text(
        N_("What was preserved, by whom, where?"), N_("Recordings, messages, clothes, the place itself."), needed=False,
        most=3000,
    )  # fmt: skip
    authority = line(N_("Which authority, and who there?"), needed=False, most=300)
    reference = line(N_("Its reference"), needed=False)
    reported_on = day(N_("Reported on"), needed=False)
    asked_to_wait = line(
        N_("Who asked the house to wait, and for what?"),
        N_("While the authority works, an interview can do harm. Pause the case then; measures go on."), needed=False,
        most=1000,
    )  # fmt: skip
    wait_from = day(N_("Asked to wait from"), needed=False)
    wait_until = day(N_("Until, or to be asked again on"), needed=False)

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - as WTForms calls it
        fine = super().validate()
        if fine and self.wait_from.data and self.wait_until.data and self.wait_until.data < self.wait_from.data:
            self.wait_until.errors = [_("This is before it begins.")]
            return False
        return fine
