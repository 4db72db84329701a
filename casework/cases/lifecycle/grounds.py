"""What a finding rests on, as data: the standard of proof, the evidence for and against, what makes whom credible."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from casework.clocks.policy import STANDARDS
from casework.settings import N_

FOR, AGAINST = "for", "against"
SIDES = {FOR: N_("For it"), AGAINST: N_("Against it")}
DEMEANOUR = "demeanour"
FACTORS = {
    "plausibility": N_("Inherent plausibility"),
    "corroboration": N_("Corroboration"),
    "motive": N_("Motive to say something else"),
    "record": N_("Past record"),
    DEMEANOUR: N_("Demeanour"),
}
"""Whether somebody is to be believed, in the order in which it is best asked."""
WEIGHTS = {
    "more": N_("more credible"),
    "less": N_("less credible"),
    "neither": N_("neither"),
}


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the evidence log as it was when the finding was written down."""

    evidence_id: int
    number: int
    side: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """Of somebody who was heard: `person` is a party's id, 0 where they are no party; `who`: in words for the file."""

    person: int
    who: str
    factor: str
    weight: str
    words: str


@dataclass(frozen=True, slots=True)
class Grounds:
    """`none_because`: why the log is not referred to."""

    standard: str
    evidence: tuple[Reference, ...] = ()
    factors: tuple[Factor, ...] = ()
    none_because: str = ""

    def __post_init__(self) -> None:
        if self.standard not in STANDARDS:
            raise ValueError(f"no such standard of proof: {self.standard}")
        if any(one.side not in SIDES for one in self.evidence):
            raise ValueError("evidence speaks for or against")
        if any(one.factor not in FACTORS or one.weight not in WEIGHTS for one in self.factors):
            raise ValueError("no such factor, or no such weight")

    @property
    def rests(self) -> bool:
        """On something, or it says why on nothing."""
        return bool(self.evidence or self.none_because.strip())

    def on(self, side: str) -> tuple[Reference, ...]:
        return tuple(one for one in self.evidence if one.side == side)


def written(items: Sequence[Reference] | Sequence[Factor]) -> str:
    return json.dumps([asdict(one) for one in items], ensure_ascii=False)


def references(text: str | None) -> tuple[Reference, ...]:
    return tuple(Reference(**one) for one in _read(text))


def factors(text: str | None) -> tuple[Factor, ...]:
    return tuple(Factor(**one) for one in _read(text))


def _read(text: str | None) -> list[Mapping[str, Any]]:
    return list(json.loads(text)) if text else []
