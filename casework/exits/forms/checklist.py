"""Lines of the leaving checklist."""

from wtforms import HiddenField

from casework.cases.forms.fields import CaseForm, day, line, person, pick, text
from casework.exits.lifecycle import WAYS
from casework.settings import N_
from casework.web.text import _


class TaskForm(CaseForm):
    """`version`: of the line."""

    what = line(N_("What is to be done?"), most=300)
    owner_id = person(
        N_("Whose is it?"),
        N_("Somebody with an account gets the key to this checklist, and reads whom it is about. Not the interview."),
        needed=False,
    )
    owner = line(
        N_("Somebody without an account"), N_("Such as the help desk. You tell them; Casework does not."), needed=False
    )
    due_on = day(N_("Due on"), needed=False)
    note = text(N_("What is to be known of it"), needed=False, most=3000)

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - as WTForms calls it
        fine = super().validate()
        if fine and self.owner_id.data and self.owner.data:
            self.owner.errors = [_("Choose one of the two: a colleague above, or somebody in words.")]
            return False
        return fine


class TemplateTaskForm(TaskForm):
    """A line of the template keeps its words."""

    what = HiddenField()


class DropForm(CaseForm):
    why = line(N_("Why does it not apply?"), needed=False, most=1000)


class TemplateForm(CaseForm):
    """For an exit that has no checklist yet."""

    way = pick(N_("How do they leave?"), WAYS, deliberate=True)


class TickForm(CaseForm):
    """Done, or after all not."""

    done = HiddenField()
