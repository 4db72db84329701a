"""Which places a letter may have: a table by kind and by who reads it, and nothing that is not in it can be filled in.

| kind | complainant | reporter | respondent | witness | other |
|---|---|---|---|---|---|
| interview | meeting | meeting | meeting | meeting | meeting |
| hearing | meeting | – | meeting, allegations, evidence, may_lead_to | – | – |
| allegations | – | – | about, allegations, evidence, answer_by, companion | – | – |
| outcome | findings, action, aftercare, appeal | action, aftercare | – | – | – |
| decision | – | – | findings, sanction, days, expected, appeal | – | – |
| clearing | – | – | findings | – | – |
| warning | – | – | level, reasons, days, expected, next_time, companion, appeal | – | – |
| appeal received | received_on, decider, meeting | – | received_on, decider, meeting | – | – |
| appeal outcome | received_on, result, reasons, action | – | received_on, result, reasons, sanction, days | – | – |
| closing | action, aftercare | action, aftercare | aftercare | aftercare | – |
| free | – | – | – | – | – |

*meeting*: about, day, time, place, hearers, companion, arrangements, answer_by. *appeal*: appeal_by, appeal_how.
*days*: from_day, until_day. Every letter has `ALWAYS`, and `OWN` where the organisation writes of rights and support.
So nobody but the respondent reads a sanction, a witness reads of no finding, and nobody of what anybody else is called.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from casework.settings import N_

from . import kinds
from .kinds import COMPLAINANT, OTHER, READERS, REPORTER, RESPONDENT, WITNESS

LINE, DAY, TEXT = "line", "day", "text"


@dataclass(frozen=True, slots=True)
class Place:
    """`form`: how it is typed; `known`: it comes from the case and is not typed at all."""

    title: str
    form: str = LINE
    hint: str = ""
    known: bool = False


PLACES: Mapping[str, Place] = {
    "dear": Place(N_("Salutation"), known=True),
    "person": Place(N_("Name of the reader"), known=True),
    "number": Place(N_("Number of the case"), known=True),
    "today": Place(N_("Day of the letter"), known=True),
    "organisation": Place(N_("Name of the organisation"), known=True),
    "sender": Place(N_("Who writes"), known=True),
    "secrecy": Place(N_("Request for confidentiality, with reason and end"), known=True),
    "contact": Place(N_("How to reach you"), hint=N_("Phone or address of whoever answers questions.")),
    "rights": Place(N_("Their rights"), TEXT),
    "support": Place(N_("Support for them"), TEXT),
    "about": Place(N_("What it is about, in general words"), hint=N_("Without names.")),
    "day": Place(N_("Day of the meeting"), DAY),
    "time": Place(N_("Time")),
    "place": Place(N_("Place, or how to join")),
    "hearers": Place(N_("Who will be there for the organisation")),
    "companion": Place(N_("Whom they may bring"), TEXT),
    "arrangements": Place(N_("What is arranged for them"), TEXT, N_("An interpreter, access, breaks.")),
    "answer_by": Place(N_("Answer until"), DAY),
    "allegations": Place(N_("What is alleged"), TEXT, N_("What happened, when and where, without naming who told.")),
    "evidence": Place(N_("What they may look at"), TEXT),
    "may_lead_to": Place(N_("What it may lead to"), TEXT),
    "findings": Place(N_("What was found"), TEXT),
    "action": Place(N_("That action was taken"), TEXT, N_("That it was, not what: a sanction is its own person’s.")),
    "aftercare": Place(N_("What follows for them"), TEXT),
    "sanction": Place(N_("What was decided"), TEXT),
    "level": Place(N_("Level of the warning")),
    "reasons": Place(N_("Reasons"), TEXT),
    "from_day": Place(N_("From"), DAY),
    "until_day": Place(N_("Until"), DAY),
    "expected": Place(N_("What is expected from now on"), TEXT),
    "next_time": Place(N_("What happens otherwise"), TEXT),
    "appeal_by": Place(N_("Appeal until"), DAY),
    "appeal_how": Place(N_("How and to whom to appeal"), TEXT),
    "received_on": Place(N_("The appeal came on"), DAY),
    "decider": Place(N_("Who decides the appeal")),
    "result": Place(N_("What the appeal came to")),
}

ALWAYS = frozenset({"dear", "person", "number", "today", "organisation", "sender", "secrecy", "contact"})
OWN = frozenset({"rights", "support"})
_MEETING = frozenset({"about", "day", "time", "place", "hearers", "companion", "arrangements", "answer_by"})
_APPEAL = frozenset({"appeal_by", "appeal_how"})
_FOR_A_TIME = frozenset({"from_day", "until_day"})
_HEARD_AGAIN = {"received_on", "decider"} | _MEETING

TABLE: Mapping[str, Mapping[str, frozenset[str]]] = {
    kinds.INTERVIEW: dict.fromkeys(READERS, _MEETING),
    kinds.HEARING: {COMPLAINANT: _MEETING, RESPONDENT: _MEETING | {"allegations", "evidence", "may_lead_to"}},
    kinds.ALLEGATIONS: {RESPONDENT: frozenset({"about", "allegations", "evidence", "answer_by", "companion"})},
    kinds.OUTCOME: {
        COMPLAINANT: frozenset({"findings", "action", "aftercare"}) | _APPEAL,
        REPORTER: frozenset({"action", "aftercare"}),
    },
    kinds.DECISION: {RESPONDENT: frozenset({"findings", "sanction", "expected"}) | _FOR_A_TIME | _APPEAL},
    kinds.CLEARING: {RESPONDENT: frozenset({"findings"})},
    kinds.WARNING: {
        RESPONDENT: frozenset({"level", "reasons", "expected", "next_time", "companion"}) | _FOR_A_TIME | _APPEAL
    },
    kinds.APPEAL_RECEIVED: dict.fromkeys((COMPLAINANT, RESPONDENT), frozenset(_HEARD_AGAIN)),
    kinds.APPEAL_OUTCOME: {
        COMPLAINANT: frozenset({"received_on", "result", "reasons", "action"}),
        RESPONDENT: frozenset({"received_on", "result", "reasons", "sanction"}) | _FOR_A_TIME,
    },
    kinds.CLOSING: {
        COMPLAINANT: frozenset({"action", "aftercare"}), REPORTER: frozenset({"action", "aftercare"}),
        RESPONDENT: frozenset({"aftercare"}), WITNESS: frozenset({"aftercare"}),
    },
    kinds.FREE: {reader: frozenset() for reader in READERS},
}  # fmt: skip
"""The table above, without what every letter has."""


def readers(kind: str) -> tuple[str, ...]:
    """Who can be written such a letter."""
    return tuple(TABLE.get(kind, ()))


def allowed(kind: str, reader: str) -> frozenset[str]:
    """What may stand in it; KeyError where there is no such letter to such a reader."""
    return TABLE[kind][reader] | ALWAYS | OWN


def of_kind(kind: str) -> frozenset[str]:
    """What the organisation's words for a kind may have: for one reader or another. What another reader's letter may
    not have is left out of theirs, with the paragraph that it stands in."""
    return frozenset().union(*TABLE[kind].values()) | ALWAYS | OWN


__all__ = ["ALWAYS", "DAY", "LINE", "OTHER", "OWN", "PLACES", "TABLE", "TEXT", "Place", "allowed", "of_kind", "readers"]
