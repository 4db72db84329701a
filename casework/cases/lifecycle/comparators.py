"""A decision as a comparator: seven numbers in 16 bytes, and no word of whose it was.

There is no case in it and no person, no basis, department or agreement: each would narrow down who it was, and none
makes one decision like another. `id` is random and says nothing; under it the record is found again when an appeal
varies the decision, or the case is destroyed.
"""

import struct
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from .kinds import SEVERITIES

FULL = 1000
"""Records of a page: all pages are as long as a full one, so that their length says nothing."""
RECORD = struct.Struct("<Q4B2sH")
HEAD = b"casework page 01"
NO_RECORD = bytes(RECORD.size)
_KIND = struct.Struct("<8x6s2x")
"""Of a record without its number and its quarter."""
_NOTHING = (bytes(6),)

ISSUE_CODES = (
    "pay", "hours", "conditions", "policy", "treatment by a manager", "bullying", "harassment", "sexual harassment",
    "hostile environment", "discrimination in hiring", "discrimination in pay", "discrimination in promotion",
    "discrimination in discipline", "discrimination in termination", "discrimination in accommodation", "retaliation",
    "attendance", "conduct", "safety", "theft", "substance", "violence", "data", "performance", "conflict",
    "benefits or leave", "agreement",
)  # fmt: skip
"""A code is the place, counted from 1. It is stored: new issues go to the end, nothing is moved or taken out."""
OUTCOME_CODES = (
    "no action", "training", "mediation", "coaching", "verbal", "written", "final written", "suspension", "demotion",
    "termination",
)  # fmt: skip
"""As they are stored."""
SEVERITY_CODES = tuple(SEVERITIES)
HISTORY_CODES = ("", "verbal", "written", "final written")
"""The highest warning that stood at the time, from none on; counted from 0."""
RANK = {
    "no action": 0, "training": 1, "mediation": 1, "coaching": 1, "verbal": 2, "written": 3, "final written": 4,
    "suspension": 5, "demotion": 6, "termination": 7,
}  # fmt: skip
"""How far up the ladder an outcome is. Training, mediation and coaching are one rung: none of them is a sanction."""


class Kind(NamedTuple):
    """What of a decision is compared, as codes; 0: not known."""

    issue: int
    severity: int
    history: int
    outcome: int
    country: bytes


class Comparator(NamedTuple):
    """`severity` is empty where none was set, `country` where the place is not known; `quarter`: 2026Q3."""

    id: int
    issue: str
    severity: str
    history: str
    outcome: str
    country: str
    quarter: str


def quarter_of(day: date) -> str:
    return f"{day.year}Q{(day.month + 2) // 3}"


def packed(record: Comparator) -> bytes:
    """ValueError for an issue, an outcome or a history that has no code."""
    year, quarter = record.quarter.split("Q")
    severity = SEVERITY_CODES.index(record.severity) + 1 if record.severity else 0
    country = record.country.encode("ascii")[:2].ljust(2, b"\0")
    return RECORD.pack(
        record.id, ISSUE_CODES.index(record.issue) + 1, severity, HISTORY_CODES.index(record.history),
        OUTCOME_CODES.index(record.outcome) + 1, country, int(year) * 4 + int(quarter) - 1,
    )  # fmt: skip


def unpacked(record: bytes) -> Comparator:
    id_, issue, severity, history, outcome, country, quarter = RECORD.unpack(record)
    return Comparator(
        id_, ISSUE_CODES[issue - 1], SEVERITY_CODES[severity - 1] if severity else "", HISTORY_CODES[history],
        OUTCOME_CODES[outcome - 1], country.rstrip(b"\0").decode(), f"{quarter // 4}Q{quarter % 4 + 1}",
    )  # fmt: skip


def page(records: Collection[bytes]) -> bytes:
    """By their random ids, and filled up: neither order nor length tells when one came."""
    if len(records) > FULL:
        raise ValueError("too many for a page")
    return HEAD + b"".join(sorted(records)) + NO_RECORD * (FULL - len(records))


def records(page: bytes) -> Iterator[bytes]:
    """Of one page. ValueError for what is none."""
    if page[: len(HEAD)] != HEAD or len(page) != len(HEAD) + FULL * RECORD.size:
        raise ValueError("this is no page of comparators")
    for start in range(len(HEAD), len(page), RECORD.size):
        record = page[start : start + RECORD.size]
        if record != NO_RECORD:
            yield record


def tally(pages: Iterable[bytes]) -> dict[Kind, int]:
    """How many of each kind there are on all of them: counted as bytes, and read once each."""
    found = Counter(_KIND.iter_unpack(b"".join(page[len(HEAD) :] for page in pages)))
    found.pop(_NOTHING, None)
    return {_kind(one): number for (one,), number in found.items()}


def _kind(found: bytes) -> Kind:
    issue, severity, history, outcome = found[:4]
    return Kind(issue, severity, history, outcome, found[4:].rstrip(b"\0"))


def kind_of(record: Comparator) -> Kind:
    return _kind(packed(record)[8:14])
