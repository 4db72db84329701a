"""What of the trail is looked for."""

from wtforms import DateField, SelectField, StringField
from wtforms.validators import Length, Optional

from casework.audit import SENTENCES
from casework.people import ActorKind
from casework.settings import N_
from casework.web.forms import Form
from casework.web.text import _

KINDS = {
    ActorKind.REPORTER: N_("Reporters"),
    ActorKind.SYSTEM: N_("Casework itself"),
    ActorKind.VISITOR: N_("Visitors"),
}


def tags() -> list[tuple[str, str]]:
    said = sorted((_(sentence), tag.value) for tag, sentence in SENTENCES.items())
    return [("", _("Everything")), *((tag, sentence) for sentence, tag in said)]


class AuditForm(Form):
    tag = SelectField(N_("What was done"), choices=tags, default="")
    who = SelectField(N_("By whom"), default="")
    case = StringField(N_("Case number"), [Length(max=20)])
    since = DateField(N_("From"), [Optional()])
    until = DateField(N_("Until"), [Optional()])

    def offer(self, people: list[tuple[str, str]]) -> None:
        """Everybody with an account, and the kinds of actor that have none."""
        kinds = [(kind.value, _(label)) for kind, label in KINDS.items()]
        self.who.choices = [("", _("Anybody")), *kinds, *people]
