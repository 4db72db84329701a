"""What somebody says to what they were given: the fields are those of what is asked."""

from collections.abc import Mapping
from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Length

from casework.cases.actions import given
from casework.cases.lifecycle import giving
from casework.cases.queries.given import GivenShown
from casework.settings import N_
from casework.web.forms import Form, tidy
from casework.web.text import _

QUESTION = "question-"
LONGEST = 120_000
"""Characters of a statement as somebody corrects it."""
STATEMENT = N_("The statement: correct it here if something is not right")
CHANGED = N_("You changed the text: choose that it is right with what you wrote, or leave it as it was.")
CHOICES = {
    giving.COMMENT: N_("Do you want to say something to it?"),
    giving.SIGNATURE: N_("Is it right?"),
    giving.CONSENT: N_("Do you agree?"),
}
TEXTS = {
    giving.COMMENT: N_("Your answer"),
    giving.SIGNATURE: N_("What should stand there instead, or beside it"),
    giving.CONSENT: N_("What you want to say to it"),
}


class GivenForm(Form):
    """`asked`: what it answers. What the verb would refuse is said at its field, before anything is sent."""

    asked: GivenShown
    choice: Any

    @property
    def said(self) -> dict[str, Any]:
        return {
            "choice": self.one("choice"),
            "text": "" if self.is_as_it_was else self.one("text"),
            "name": self.one("name"),
            "answers": self.answers,
        }

    @property
    def is_as_it_was(self) -> bool:
        """A statement in which nothing was corrected."""
        return self.asked.kind == giving.STATEMENT and self.one("text") == tidy(self.asked.text or "")

    @property
    def answers(self) -> Mapping[str, str]:
        """By question, in the order in which they stand."""
        asked = enumerate(self.asked.questions)
        return {question: said for at, question in asked if (said := self.one(f"{QUESTION}{at}").strip())}

    def one(self, name: str) -> str:
        return str(self[name].data or "") if name in self else ""

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        why = given.refusal(self.asked, **self.said) or self._changed()
        if why:
            field = self[self._at(why)]
            field.errors = [*field.errors, _(why)]
        return not why

    def _changed(self) -> str:
        """Signed as it stands, and yet not as it stood."""
        statement = self.asked.kind == giving.STATEMENT and self.one("choice") == "signed"
        return CHANGED if statement and self.one("text") and not self.is_as_it_was else ""

    def _at(self, why: str) -> str:
        wanted = {given.NAMELESS: "name", given.EMPTY: "text" if "text" in self else f"{QUESTION}0"}
        return wanted.get(why, "choice")


def form_of(asked: GivenShown, typed: Any = None) -> GivenForm:
    """Made for what is asked: a choice, a text, a name to sign with, one field a question."""
    fields: dict[str, Any] = {"choice": RadioField(CHOICES.get(asked.asks, ""), choices=_choices(asked))}
    if asked.asks in TEXTS:
        fields["text"] = _text(asked)
    if asked.asks == giving.SIGNATURE:
        fields["name"] = StringField(N_("Your name, as your signature"))
    for at, question in enumerate(asked.questions):
        fields[f"{QUESTION}{at}"] = TextAreaField(question)
    made = type("GivenForm", (GivenForm,), {**fields, "asked": asked})
    form: GivenForm = made(typed)
    if asked.kind == giving.STATEMENT and "text" in form and typed is None:
        form["text"].data = asked.text
    if len(only := list(giving.CHOICES[asked.asks])) == 1:
        form.choice.data = only[0]
    return form


def _text(asked: GivenShown) -> Any:
    """Their own statement they correct where it stands."""
    if asked.kind == giving.STATEMENT:
        return TextAreaField(STATEMENT, [Length(max=LONGEST)])
    return TextAreaField(TEXTS[asked.asks])


def _choices(asked: GivenShown) -> list[tuple[str, str]]:
    return [(value, _(words)) for value, words in giving.CHOICES[asked.asks].items()]
