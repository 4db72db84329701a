"""The report: one question needs an answer, and not even that one from somebody who would rather talk."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length

from casework.cases.actions.reporting import Report
from casework.cases.lifecycle.closest import BY_NAME, CLOSEST, WHO_AM_I
from casework.cases.queries.blank import Blank
from casework.cases.queries.offer import Offer
from casework.people.place import SitePlace
from casework.settings import N_
from casework.web.forms import Form, Typed
from casework.web.text import _, listed

LONG = 60_000
"""Characters of an account of what happened: a small book."""
SEND, TALK, DRAFT = "send", "talk", "draft"
THEN = (SEND, TALK, DRAFT)

CHANGED = N_("Who reads it has changed since you opened the form. Look at it again; nothing is sent yet.")
NOBODY = N_(
    "Nobody would be left who may read it, so it cannot be sent here. Untick somebody, or use another way: see below."
)


class ReportForm(Form):
    """`avoid` holds the ids of readers to leave out; `then` what the button says."""

    what = TextAreaField(N_("What happened?"), [Length(max=LONG)])
    kind = SelectField(N_("What is it closest to?"), default="unsure")
    site = SelectField(N_("Which place is it about?"), default="0")
    who_am_i = RadioField(N_("Which is true for you?"), validate_choice=False, default="")
    happened_on = StringField(N_("When was the last time?"))
    place = StringField(N_("Where?"))
    people = TextAreaField(N_("Who was part of it, or saw it?"))
    avoid = SelectMultipleField(N_("Should one of them not read this?"), coerce=int, validate_choice=False)
    mode = RadioField(N_("Do you want to say who you are?"), default="anonymous")
    name = StringField(N_("Your name"))
    contact = StringField(N_("How to reach you"))
    wants = TextAreaField(N_("What should happen, and what worries you?"))
    access = StringField(N_("What would make it easier?"))

    def __init__(self, typed: Typed | None, sites: list[SitePlace], offer: Offer | None = None, **data: Any) -> None:
        super().__init__(typed, **data)
        self.kind.choices = [(closest.name, _(closest.label)) for closest in CLOSEST]
        unsaid = ("0", _("I am not sure, or I’d rather not say"))
        self.site.choices = [unsaid, *((str(site.id), site.name) for site in sites)]
        self.who_am_i.choices = [(value, _(label)) for value, label in WHO_AM_I]
        self.avoid.choices = []
        self.refused: list[str] = []
        if offer is not None:
            self.show(offer)
        self.mode.choices = [
            ("anonymous", _("No: stay anonymous")),
            ("confidential", _("Yes, but keep my name apart")),
            ("named", _("Yes, by name")),
        ]

    def show(self, offer: Offer, problem: str = "", refused: Sequence[str] = ()) -> None:
        """What is known only now: the readers to choose from, and what no single field can see."""
        self.avoid.choices = [(reader.id, reader.words) for reader in offer.everyone]
        self.avoid.errors = [*self.avoid.errors, *([_(problem)] if problem else [])]
        self.refused = list(refused)

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        return [*super().faults, *(("files", _("Photos or papers"), said) for said in self.refused)]

    def complete(self, then: str) -> bool:
        """Is it ready to be sent? Every error is in the form afterwards."""
        ready = self.validate()
        if then == SEND and not self.what.data:
            self.what.errors = [
                *self.what.errors,
                _("Write what happened, in a few words. Or choose “I would rather talk”."),
            ]
            ready = False
        if self.mode.data in ("confidential", "named") and not self.name.data:
            self.name.errors = [*self.name.errors, _("Write your name, or choose to stay anonymous above.")]
            ready = False
        return ready


SAID = ("happened_on", "place", "people", "wants", "access")


def report_in(form: ReportForm, kind: str, site_id: int, then: str) -> Report:
    """As typed; of an anonymous one neither name nor contact, whatever the browser sent along."""
    known = form.mode.data != "anonymous"
    particulars = {name: form[name].data for name in SAID if form[name].data}
    particulars["closest"] = BY_NAME[kind].label
    who = form.who_am_i.data if form.who_am_i.data in dict(WHO_AM_I) else ""
    if who:
        particulars["who_am_i"] = dict(WHO_AM_I)[who]
    if then == TALK:
        particulars["wants_to_talk"] = "yes"
    return Report(
        kind=kind,
        site_id=site_id,
        what=form.what.data or "",
        mode=form.mode.data,
        name=(form.name.data or "") if known else "",
        contact=(form.contact.data or "") if known else "",
        who_am_i=who,
        avoid=frozenset(form.avoid.data or ()),
        particulars=particulars,
    )


def modes_of(blank: Blank) -> dict[str, str]:
    """What each way of saying who they are means, by mode."""
    names = [reader.words for reader in blank.after.names]
    return {
        "anonymous": _(
            "We do not know who you are, and we keep no address. You can still answer our questions with your receipt."
        ),
        "confidential": _(
            "Only %(people)s can read your name. Those who look into it see it only if you agree.", people=listed(names)
        ),
        "named": _("The people who read your report see your name too. Often that makes it quicker to help."),
    }


def below(blank: Blank, mode: str) -> str:
    """What the line above the button adds."""
    if mode == "confidential" and blank.left_out:
        return _("Your name: %(people)s only.", people=listed([reader.words for reader in blank.after.names]))
    return "" if blank.left_out else _("Less anyone you ticked above.")
