"""The organisation's settings as a form."""

from dataclasses import fields

from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from casework.clocks.packs import CODES
from casework.clocks.policy import NOTHING, PREPONDERANCE, REVIEWED, STANDARDS, Policy
from casework.settings import N_, Said
from casework.web.forms import Form
from casework.web.text import _

from .me import zones

COUNTRIES = {
    "EU": N_("European Union, by its directives alone"),
    "DE": N_("Germany"),
    "NL": N_("Netherlands"),
    "NO": N_("Norway"),
    "UK": N_("United Kingdom"),
    "US": N_("United States"),
}
DAYS = {
    "acknowledge_days": N_("Acknowledge a report within, in days"),
    "feedback_months": N_("Feed back to the reporter within, in months"),
    "triage_days": N_("Triage within, in business days"),
    "findings_days": N_("From the plan to the findings, in days"),
    "appeal_days": N_("Time to appeal, in business days"),
    "answer_days": N_("Time to answer or comment, in business days"),
    "review_days": N_("Look at an interim measure again after, in days"),
    "warning_months": N_("A warning counts for, in months"),
    "retention_min_years": N_("Keep a closed case at least, in years"),
    "retention_max_years": N_("Keep a closed case at most, in years"),
    "aftercare_days": N_("Ask how it goes after closing, in days"),
    "aim_days": N_("Aim to close within, in days: reported, never a deadline"),
    "exit_ahead_days": N_("Plan somebody’s leaving from so many days before"),
    "exit_link_days": N_("A leaver can answer for, in days from the invitation"),
    "owner": N_("Who answers for these days"),
}


WAITS = (N_("A termination"), N_("A finding of sexual harassment"), N_("A finding on discrimination"))


def countries() -> list[tuple[str, str]]:
    return [(code, _(COUNTRIES[code])) for code in sorted(CODES, key=lambda code: (code != "EU", code))]


class OrganisationForm(Form):
    organisation = StringField(
        N_("Name of the organisation"), [DataRequired(N_("Type the name that people know.")), Length(max=120)]
    )
    zone = SelectField(N_("Time zone where nobody chose one"), choices=zones)
    shows_functions = BooleanField(N_("Show reporters functions instead of names"))
    danger = StringField(N_("Number to call in danger"), [Length(max=120)])
    hours = StringField(N_("When messages are read"), [Length(max=120)])
    phone = StringField(N_("Number for who would rather talk"), [Length(max=120)])
    support = TextAreaField(N_("Support, one line each"), [Length(max=4000)])


class SiteForm(Form):
    name = StringField(N_("Name"), [DataRequired(N_("Type the site’s name.")), Length(max=120)])
    zone = SelectField(N_("Time zone"), choices=zones)
    country = SelectField(N_("Law that its clocks follow"), choices=countries)
    danger = StringField(N_("Number to call in danger"), [Length(max=120)])
    support = TextAreaField(N_("Support there, one line each"), [Length(max=4000)])


class RouteForm(Form):
    kind = SelectField(N_("Kind"))
    site = SelectField(N_("Site"))
    person = SelectField(N_("Person"), [DataRequired(N_("Choose a person."))])
    duty = SelectField(N_("What they do there"))


class PolicyForm(Form):
    """One field a promise, made from DAYS below; `Policy` itself says what is wrong with a value."""

    reviews_before = SelectMultipleField(
        N_("What waits until counsel has agreed"),
        choices=list(zip(REVIEWED, WAITS, strict=True)),
        description=N_("A lead can go past it with a reason, which stays on the record."),
    )

    standard = SelectField(
        N_("Standard of proof"), choices=list(STANDARDS.items()), default=PREPONDERANCE,
        description=N_("How sure a finding must be."),
    )  # fmt: skip
    clear_under = TextAreaField(
        N_("Clear and convincing evidence instead, one line each"),
        [Length(max=2000)],
        description=N_("The name of an agreement, or the code of a country, such as US."),
    )

    def policy(self, before: Policy) -> Policy | None:
        """After `validate`: the promised days as typed, or None with every error at its field."""
        kept = before.as_mapping()
        values = {name: str(self[name].data or "") for name in DAYS}
        for name, value in values.items():
            try:
                Policy.from_mapping({**WIDEST, name: value})
            except ValueError as wrong:
                self[name].errors = self[name].errors or [_(_said(wrong))]
        if self.errors:
            return None
        try:
            waits = self.reviews_before.data or NOTHING
            proof = {"standard": self.standard.data, "clear_under": self.clear_under.data or ""}
            return Policy.from_mapping({**kept, **values, **proof, "reviews_before": waits})
        except ValueError as wrong:
            self["retention_max_years"].errors = [_(_said(wrong))]
            return None


WIDEST = {"retention_min_years": "1", "retention_max_years": "3650"}
"""Between these each bound is looked at by itself, before the two are looked at together."""

for _name, _label in DAYS.items():
    setattr(PolicyForm, _name, StringField(_label, [DataRequired(N_("Write a whole number."))]))


def _said(wrong: ValueError) -> Said:
    said = wrong.args[0]
    return said if isinstance(said, Said) else Said(N_("This cannot be used as it is. Look at it again."))


assert {field.name for field in fields(Policy)} == {*DAYS, "edited", "reviews_before", "standard", "clear_under"}
