"""What is typed where counsel is asked, and where counsel answers."""

from typing import Any

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as Blank

from casework.cases.forms.fields import CaseForm, day, line, one_of, pick, text
from casework.cases.lifecycle.counsel import ABOUT
from casework.settings import N_
from casework.web.forms import Form

CONFLICT = (N_("none"), N_("conflict"))


class AskForm(CaseForm):
    about = pick(N_("What is it about?"), ABOUT, deliberate=True)
    question = text(N_("What do you ask?"), N_("Counsel reads this first."), most=10_000)
    items = SelectMultipleField(N_("What counsel is to look at"), choices=[])
    draft_name = line(N_("A draft: what it is"), N_("For instance: outcome letter."), needed=False)
    draft = text(N_("The draft itself"), N_("Paste it here; empty lines part its paragraphs."), needed=False)
    counsel = SelectField(N_("Which counsel?"), [InputRequired()], choices=[])
    due_on = day(N_("Answer needed by"))


class AgainForm(CaseForm):
    """One field a paper of the round before; see `again_form`."""

    question = text(N_("What do you answer?"), N_("What you changed, and what not."), most=10_000)


def again_form(drafts: list[tuple[str, str]], others: list[tuple[str, str, list[tuple[str, str]]]]) -> type[AgainForm]:
    """`drafts`: field and name of each text that can be changed here; `others`: field, name and choices of each note or
    paper that goes back as the file has it now."""
    fields: dict[str, Any] = {}
    for name, label in drafts:
        fields[name] = TextAreaField(label, [Blank(), Length(max=30_000)])
    for name, label, choices in others:
        fields[name] = SelectField(label, choices=choices)
    fields["items"] = SelectMultipleField(N_("What else counsel is to look at"), choices=[])
    fields["draft_name"] = StringField(N_("Another draft: what it is"), [Blank(), Length(max=200)])
    fields["draft"] = TextAreaField(N_("The draft itself"), [Blank(), Length(max=30_000)])
    return type("AgainForm", (AgainForm,), fields)


class OpenForm(Form):
    nonce = HiddenField()
    conflict = one_of(N_("Is one of them kin, a friend, in your line, or have you a part in it yourself?"), CONFLICT)


class CommentForm(Form):
    nonce = HiddenField()
    item = HiddenField()
    paragraph = HiddenField()
    text = text(N_("Comment"), most=10_000)


class AnswerForm(Form):
    nonce = HiddenField()
    round = HiddenField()
    verdict = one_of(
        N_("What do you say?"),
        {"approve": N_("Approve"), "return": N_("Return with changes"), "decline": N_("Decline")},
    )
    words = text(N_("In words"), N_("Needed when you return or decline it."), needed=False, most=20_000)


class HandOverForm(Form):
    nonce = HiddenField()
    counsel = SelectField(N_("To whom?"), [InputRequired()], choices=[])
    why = text(N_("Why"), N_("Whoever reads this review reads it."), needed=False, most=2000)


class WithdrawForm(Form):
    nonce = HiddenField()
