"""The organisation's own days: what it promises where no law does."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Self

from casework.clocks.rules import Roll, Rule, Unit
from casework.settings import N_, Said

LONGEST = 3650
TERMINATION, SEXUAL_HARASSMENT, DISCRIMINATION = "termination", "sexual harassment", "discrimination"
REVIEWED = (TERMINATION, SEXUAL_HARASSMENT, DISCRIMINATION)
"""What can be made to wait until counsel has agreed."""
NOTHING = "none"
PREPONDERANCE, CLEAR = "preponderance", "clear"
STANDARDS = {
    PREPONDERANCE: N_("Preponderance of the evidence: more likely than not"),
    CLEAR: N_("Clear and convincing evidence"),
}
"""How sure a finding must be."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Days (business days where the name of the clock says so); whoever edits them answers for them."""

    acknowledge_days: int = 7
    feedback_months: int = 3
    triage_days: int = 2  # business days
    findings_days: int = 45  # from the plan to the findings
    appeal_days: int = 10  # business days from the outcome letter
    answer_days: int = 5  # business days a respondent has to answer, a person to comment
    review_days: int = 14  # an interim measure is looked at again
    warning_months: int = 12
    retention_min_years: int = 1
    retention_max_years: int = 3
    aftercare_days: tuple[int, ...] = (30, 60, 90, 180)
    aim_days: int = 45  # closing, reported and never a deadline
    exit_ahead_days: int = 45  # whose end date lies so near waits to be planned
    exit_link_days: int = 60  # a leaver's link and code last
    reviews_before: tuple[str, ...] = REVIEWED
    standard: str = PREPONDERANCE
    clear_under: tuple[str, ...] = ()  # countries and agreements under which a finding needs clear evidence
    edited: date = date(2026, 11, 1)
    owner: str = "HR"

    @classmethod
    def from_mapping(cls, given: Mapping[str, object]) -> Self:
        """Policy from stored or typed values; unknown names are left out, ValueError says which value is wrong."""
        values: dict[str, object] = {}
        for field in fields(cls):
            if field.name in given and given[field.name] not in (None, ""):
                values[field.name] = _read(field.name, given[field.name])
        policy = cls(**values)  # type: ignore[arg-type]
        if policy.retention_max_years < policy.retention_min_years:
            raise ValueError(Said(N_("Keeping at most is shorter than keeping at least.")))
        return policy

    def as_mapping(self) -> dict[str, str]:
        """Plain text for storing; `from_mapping` reads it back."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        values["clear_under"] = "\n".join(self.clear_under)
        return {name: _words(v) if isinstance(v, tuple) else str(v) for name, v in values.items()}

    def standard_under(self, *words: str) -> str:
        """The standard of proof where these apply: a country's code, the name of an agreement."""
        asked = {word.strip().casefold() for word in words if word.strip()}
        return CLEAR if asked & {word.casefold() for word in self.clear_under} else self.standard

    def rule(self, name: str, amount: int, unit: Unit) -> Rule:
        """A clock of the organisation's own: it stands still when the case does, and rolls to a business day."""
        return Rule(name, amount, unit, Roll.ON, N_("policy of the organisation"), self.edited, self.owner, key=name)


def _words(value: tuple[object, ...]) -> str:
    return ",".join(map(str, value)) or NOTHING


def _read(name: str, value: object) -> object:
    if name == "owner":
        return str(value).strip()
    if name == "edited":
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    if name == "reviews_before":
        words = {str(part).strip() for part in (value.split(",") if isinstance(value, str) else value)}  # type: ignore[attr-defined]
        return tuple(word for word in REVIEWED if word in words)
    if name == "standard":
        return value if value in STANDARDS else PREPONDERANCE
    if name == "clear_under":
        lines = value.splitlines() if isinstance(value, str) else list(value)  # type: ignore[call-overload]
        return tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))
    if name == "aftercare_days":
        parts = value.replace(",", " ").split() if isinstance(value, str) else list(value)  # type: ignore[call-overload]
        return tuple(sorted({_number(name, part) for part in parts}))
    return _number(name, value)


def _number(name: str, value: object) -> int:
    text = str(value).strip()
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= LONGEST:
        raise ValueError(Said(N_("“%(name)s” needs a whole number from 1 to 3650."), {"name": name}))
    return int(text)
