"""What somebody on a case is given, and how they come to it."""

from typing import Any

from wtforms import EmailField, SelectField
from wtforms.validators import Length, Regexp
from wtforms.validators import Optional as Blank

from casework.cases.actions import letting_in
from casework.cases.lifecycle import giving
from casework.settings import N_
from casework.web.forms import LINE
from casework.web.text import _, ngettext

from .fields import NOTHING, CaseForm, day, line, one_of, pick, said
from .fields import text as written

GIVES = {kind: giving.KINDS[kind] for kind in (giving.NOTICE, giving.EVIDENCE, giving.OTHER)}
"""What is given by this form; letters, statements and the like have forms of their own."""
ASKS = {
    giving.NOTHING: N_("Nothing: it is for them to read"),
    giving.RECEIPT: N_("That they have it"),
    giving.COMMENT: N_("What they say to it"),
    giving.QUESTIONS: N_("Answers to questions, each by itself"),
    giving.CONSENT: N_("Yes or no"),
    giving.SIGNATURE: N_("That it is right, with their name under it"),
}
MOST = 40


class WayInForm(CaseForm):
    """It makes link and code, which are shown once. `address`: where there is mail."""

    address = EmailField(
        N_("Mail the link to"),
        [
            Blank(),
            Length(max=254),
            Regexp(r"[^@\s]+@[^@\s]+\.[^@\s]+$", message=N_("Write an e-mail address, such as name@example.org.")),
        ],
        description=N_(
            "Best a private one. The mail says no more than that there is a link; the code is never mailed."
        ),
    )
    days = pick(N_("For how long"), hint=N_("After that, new ones are made."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days.choices = [
            (str(days), ngettext("%(num)s day", "%(num)s days", days)) for days in letting_in.LASTS
        ]  # fmt: skip


class EndWayForm(CaseForm):
    """Nothing to type."""


class WithdrawForm(CaseForm):
    """Nothing to type."""


class GiveForm(CaseForm):
    """`paper`: of the file, of which they get a copy, or of their dialogue."""

    kind = pick(N_("What it is"), GIVES)
    heading = line(N_("Heading"), N_("They see it first, also on a phone that others may see."))
    text = written(N_("What it says"), needed=False)
    paper = SelectField(N_("With a paper"), choices=[NOTHING], default="")
    asks = one_of(N_("What you ask of them"), ASKS)
    questions = written(N_("Your questions, one on each line"), needed=False)
    due_on = day(N_("Until when"), N_("They can ask for more time."), needed=False)

    def validate(self, extra_validators: Any = None) -> bool:
        ready = super().validate(extra_validators)
        wrong = list(self._wrong()) if ready else []
        for field, words in wrong:
            field.errors = [*field.errors, _(words)]
        return ready and not wrong

    def _wrong(self) -> list[tuple[Any, str]]:
        asks = self.asks.data == giving.QUESTIONS
        found: list[tuple[Any, str]] = []
        if asks and not self.each:
            found.append((self.questions, N_("Write the questions.")))
        if not asks and self.each:
            found.append((self.questions, N_("Questions go with “Answers to questions”.")))
        if len(self.each) > MOST or any(len(question) > LINE for question in self.each):
            found.append((self.questions, N_("That is too many, or one of them is too long.")))
        if not (said(self.text).strip() or self.paper.data or asks):
            found.append((self.text, N_("Write something, or choose a paper.")))
        return found

    @property
    def each(self) -> list[str]:
        lines = (question.strip() for question in said(self.questions).splitlines())
        return list(dict.fromkeys(filter(None, lines)))
