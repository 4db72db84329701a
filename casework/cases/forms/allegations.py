"""Allegations, and what was found of each."""

from wtforms import HiddenField, SelectMultipleField

from casework.cases.lifecycle import kinds
from casework.cases.lifecycle.grounds import FACTORS, WEIGHTS
from casework.clocks.policy import STANDARDS
from casework.settings import N_

from .fields import CaseForm, line, one_of, options, person, pick, text


class AllegationForm(CaseForm):
    issue = pick(N_("What is it about?"), kinds.ISSUES, deliberate=True)
    bases = SelectMultipleField(
        N_("On what basis?"),
        choices=options(kinds.BASES),
        description=N_("Only where the issue has one. Issue, basis and finding are also kept by the server."),
    )
    respondent = person(N_("Against whom?"), needed=False)
    text = text(N_("What is alleged, in detail"), needed=False, most=5000)


class AgainstForm(CaseForm):
    respondent = person(N_("Against whom?"), N_("The finding stands as it is. They are told of it in the next steps."))


class DropForm(CaseForm):
    reason = text(N_("Why is it no longer pursued?"), N_("It stays on the record, with this reason."), most=2000)


LINES, AT_FIRST = 24, 4
"""Lines for what makes somebody credible: all that there are, and how many empty ones a page begins with."""


class FindingForm(CaseForm):
    finding = one_of(N_("Finding"), kinds.FINDINGS)
    standard = one_of(N_("Standard of proof"), STANDARDS)
    speaks_for = SelectMultipleField(N_("What speaks for it"))
    speaks_against = SelectMultipleField(N_("What speaks against it"))
    none_because = text(
        N_("Why nothing of the log is referred to"), N_("Only where you tick nothing."), needed=False, most=2000
    )
    reason = text(
        N_("Reason"), N_("What it rests on. A finding is never edited: a correction is a newer one beside it.")
    )
    shown = HiddenField(default=str(AT_FIRST))

    @property
    def lines(self) -> range:
        """Those that the page draws: as many as were asked for, and all that something stands in."""
        asked = str(self.shown.data or "")
        filled = [n for n in range(LINES) if self[f"words_{n}"].data or self[f"person_{n}"].data]
        least = int(asked) if asked.isascii() and asked.isdecimal() else AT_FIRST
        return range(min(LINES, max(least, max(filled, default=-1) + 2)))

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - as WTForms calls it
        fine = super().validate()
        for n in range(LINES):
            given = [name for name in FIELDS if self[f"{name}_{n}"].data]
            for name in FIELDS if given else ():
                if name not in given:
                    self[f"{name}_{n}"].errors = [N_("The line is not whole: fill it in, or leave all of it empty.")]
                    fine = False
                    break
        return fine


FIELDS = ("person", "factor", "weight", "words")
for _n in range(LINES):
    setattr(FindingForm, f"person_{_n}", pick(N_("Who"), needed=False))
    setattr(FindingForm, f"factor_{_n}", pick(N_("What of them"), FACTORS, needed=False))
    setattr(FindingForm, f"weight_{_n}", pick(N_("It makes them"), WEIGHTS, needed=False))
    setattr(FindingForm, f"words_{_n}", line(N_("In words"), needed=False, most=600))
