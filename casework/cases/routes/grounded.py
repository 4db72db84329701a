"""What a finding rests on, and what was said of it when it was judged, as the case's page has it."""

from typing import NamedTuple

from casework.cases.lifecycle import grounds
from casework.cases.lifecycle.grounds import Factor, Grounds, Reference
from casework.cases.queries.record import FindingShown, Record
from casework.clocks.policy import STANDARDS
from casework.web.text import _

from .words import label

Link = tuple[str, str]


class Grounded(NamedTuple):
    """The standard of proof; by side the entries of the log, as address and words; what makes whom credible; what
    whoever approved or returned it said of it."""

    standard: str
    sides: list[tuple[str, list[Link]]]
    none_because: str
    factors: list[str]
    remarks: list[str]


def of(shown: Record, found: FindingShown) -> Grounded | None:
    """None where nothing was written down with it, and nothing was said of it."""
    said, remarks = found.grounds, [words for words in found.remarks if words]
    if said is None:
        return Grounded("", [], "", [], remarks) if remarks else None
    sides = _sides(f"/cases/{shown.case.number}/evidence", said)
    factors = [_factor(one) for one in said.factors]
    return Grounded(label(STANDARDS, said.standard), sides, said.none_because, factors, remarks)


def _sides(base: str, said: Grounds) -> list[tuple[str, list[Link]]]:
    found = [
        (_(words), [(f"{base}/{one.evidence_id}", cited(one)) for one in said.on(side)])
        for side, words in grounds.SIDES.items()
    ]
    return [side for side in found if side[1]]


def cited(one: Reference) -> str:
    return _("E%(number)s", number=one.number) + f" · {one.words}"


def _factor(one: Factor) -> str:
    said = {"factor": label(grounds.FACTORS, one.factor).lower(), "weight": label(grounds.WEIGHTS, one.weight)}
    return _("%(who)s, %(factor)s, %(weight)s: %(words)s", who=one.who, words=one.words, **said)
