"""Allegations, and what was found of each."""

from wtforms import SelectMultipleField

from casework.cases.lifecycle import kinds
from casework.settings import N_

from .fields import CaseForm, one_of, options, person, pick, text


class AllegationForm(CaseForm):
    issue = pick(N_("What is it about?"), kinds.ISSUES, deliberate=True)
    bases = SelectMultipleField(
        N_("On what basis?"),
        choices=options(kinds.BASES),
        description=N_("Only where the issue has one. Issue, basis and finding are also kept by the server."),
    )
    respondent = person(N_("Against whom?"), needed=False)
    text = text(N_("What is alleged, in detail"), needed=False, most=5000)


class DropForm(CaseForm):
    reason = text(N_("Why is it no longer pursued?"), N_("It stays on the record, with this reason."), most=2000)


class FindingForm(CaseForm):
    finding = one_of(N_("Finding"), kinds.FINDINGS)
    reason = text(
        N_("Reason"), N_("What it rests on. A finding is never edited: a correction is a newer one beside it.")
    )
