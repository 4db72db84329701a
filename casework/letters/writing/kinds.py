"""The kinds of letters, and who reads them."""

from collections.abc import Mapping
from dataclasses import dataclass

from casework.cases.lifecycle.giving import COMMENT, RECEIPT
from casework.settings import N_

COMPLAINANT, REPORTER, RESPONDENT, WITNESS, OTHER = "complainant", "reporter", "respondent", "witness", "other"
READERS = (COMPLAINANT, REPORTER, RESPONDENT, WITNESS, OTHER)
"""As what somebody reads a letter. `reporter`: who told of what happened to others; `other`: managers, companions and
people who are heard without being on the case."""

INTERVIEW, HEARING, ALLEGATIONS = "interview", "hearing", "allegations"
OUTCOME, DECISION, CLEARING, WARNING = "outcome", "decision", "clearing", "warning"
APPEAL_RECEIVED, APPEAL_OUTCOME, CLOSING, FREE = "appeal received", "appeal outcome", "closing", "free"


@dataclass(frozen=True, slots=True)
class Kind:
    """`told`: what its reader counts as told of once it is in their hands; empty for nothing. `about`: the row that it
    can be about, by the name that the address has for it. `asks`: what is asked of them where they get it in their
    dialogue, until the day in the place `until`, if there is one; `notice`: it comes before everything else there."""

    title: str
    told: str = ""
    about: str = ""
    asks: str = RECEIPT
    until: str = ""
    notice: bool = False


KINDS: Mapping[str, Kind] = {
    INTERVIEW: Kind(N_("Invitation to an interview"), about="interview", asks=COMMENT, until="answer_by"),
    HEARING: Kind(N_("Invitation to a hearing"), about="hearing", asks=COMMENT, until="answer_by"),
    ALLEGATIONS: Kind(N_("Notice of what is alleged"), "allegations", asks=COMMENT, until="answer_by", notice=True),
    OUTCOME: Kind(N_("Outcome, to who complained"), "outcome", asks=COMMENT),
    DECISION: Kind(N_("Outcome, to the respondent"), "outcome", "decision", asks=COMMENT),
    CLEARING: Kind(N_("Clearing letter"), "outcome"),
    WARNING: Kind(N_("Warning"), "outcome", "decision", asks=COMMENT),
    APPEAL_RECEIVED: Kind(N_("Appeal received"), about="appeal"),
    APPEAL_OUTCOME: Kind(N_("Outcome of an appeal"), "appeal", "appeal"),
    CLOSING: Kind(N_("The matter is closed")),
    FREE: Kind(N_("A letter in your own words")),
}


def reader(role: str) -> str:
    """As what a party of this role reads."""
    return role if role in READERS else OTHER
