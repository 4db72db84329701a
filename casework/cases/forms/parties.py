"""Whom the case is about."""

from casework.settings import N_

from . import words
from .fields import CaseForm, line, pick, text


class PartyForm(CaseForm):
    role = pick(N_("Part in the case"), words.PARTY_ROLES)
    name = line(N_("Name"))
    relation = pick(N_("Relation to the organisation"), words.RELATIONS)
    employee = line(
        N_("Employee number"),
        N_("From the directory. Their line, and they themselves, are then walled off from the case."),
        needed=False,
        most=60,
    )
    department = line(
        N_("Department"), N_("Kept by the server, for walls and reports: nothing else here is."), needed=False
    )
    employer = line(N_("Employer"), N_("Of an agency worker."), needed=False)
    contact = text(N_("How to reach them"), needed=False, most=1000)


class EndPartyForm(CaseForm):
    """Nothing to type: they are no longer part of it; what was written about them stays."""


class ReceiptForm(CaseForm):
    """It makes the receipt, which is shown once; what they said already goes with it."""

    said = text(
        N_("What they have said, as it was written down"),
        N_("It stands in their dialogue: they check it there, correct it and confirm it."),
        needed=False,
    )


class OfferForm(CaseForm):
    """Nothing to type: that it was offered, today."""
