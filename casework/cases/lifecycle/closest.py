"""What a reporter can say it is closest to, in their words, and the kind of case that it begins as."""

from dataclasses import dataclass

from casework.settings import N_


@dataclass(frozen=True, slots=True)
class Closest:
    """`opens`: the kind of the case until triage says otherwise."""

    name: str
    label: str
    opens: str


CLOSEST = (
    Closest("unsure", N_("I am not sure"), "grievance"),
    Closest("bullying", N_("Bullying, or being shut out"), "harassment"),
    Closest("harassment", N_("Harassment, also sexual"), "harassment"),
    Closest("discrimination", N_("Being treated worse because of who I am"), "discrimination"),
    Closest("retaliation", N_("Being punished for speaking up"), "grievance"),
    Closest("grievance", N_("Pay, hours or working conditions"), "grievance"),
    Closest("misconduct", N_("Someone breaks the rules: safety, theft, data"), "disciplinary"),
    Closest("other", N_("Something else"), "grievance"),
    Closest("unsaid", N_("I’d rather not say"), "grievance"),
)
BY_NAME = {closest.name: closest for closest in CLOSEST}

WHO_AM_I = (
    ("happened", N_("It happened to me")),
    ("saw", N_("I saw or heard it")),
    ("told", N_("Someone told me")),
    ("manager", N_("I am a manager, and it was brought to me")),
)
MODES = ("anonymous", "confidential", "named")
"""From knowing nothing to knowing all: a reporter may move to the right, and never back."""

QUESTIONS = {
    "closest": N_("What is it closest to?"),
    "who_am_i": N_("Which is true for you?"),
    "happened_on": N_("When was the last time?"),
    "place": N_("Where?"),
    "people": N_("Who was part of it, or saw it?"),
    "wants": N_("What should happen, and what worries you?"),
    "access": N_("What would make it easier?"),
}
"""Particulars by name, as the form asks for them."""
