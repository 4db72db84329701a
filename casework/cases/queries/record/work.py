"""What is done on the case, from the plan to aftercare, as its page says it: read while the case is, line by line."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from casework.cases.models import (
    Aftercare,
    Evidence,
    Given,
    Interview,
    Letter,
    Mediation,
    MediationSide,
    Paper,
    PartyGuest,
    Plan,
    PoliceReport,
    ReportVersion,
)
from casework.cases.queries import deciding as decisions
from casework.cases.queries import evidence_known, heard, working
from casework.cases.queries.given import Count, counts
from casework.cases.queries.rows import Rows
from casework.db import Base, utc_now
from casework.vault import Compartment

from .opening import Opening

MODELS: tuple[type[Base], ...] = (
    *decisions.MODELS, Aftercare, Evidence, Given, Interview, Letter, Mediation, MediationSide, PartyGuest,
    Plan, PoliceReport,
)  # fmt: skip
"""Tables in which most cases have nothing: whether they have is seen in the one statement that all such share."""


@dataclass(frozen=True, slots=True)
class WorkShown:
    """A field a feature. Everything is made of `opening.rows.of(Model)`, which costs nothing where a table of MODELS is
    empty; where there can be many they are counted, not opened. `evidence`: entries of the log, without those that
    were set aside. `given`: by party, what they were given and how they come to it. `report`: the newest version's
    number, and how far it is. `checks`: of aftercare, how many are done and how many there are. `letters`: how
    many are how far."""

    plan: working.PlanState = working.NO_PLAN
    mediation: str = ""
    police: str = ""
    evidence: int = 0
    deciding: decisions.InWork = decisions.NOTHING
    interviews: heard.Heard = heard.NOBODY
    given: Mapping[int, Count] = field(default_factory=dict)
    report: tuple[int, str] = (0, "")
    checks: tuple[int, int] = (0, 0)
    letters: Counter[str] = field(default_factory=Counter)


def of(opening: Opening) -> WorkShown:
    return WorkShown(
        plan=working.plan_state(opening.rows),
        mediation=working.mediation(opening.rows),
        police=working.police(opening.rows),
        deciding=decisions.in_work(opening.rows),
        evidence=evidence_known.count(opening.rows, opening.rooms),
        interviews=heard.of(opening.rows.of(Interview)),
        given=counts(opening.rows.of(Given), opening.rows.of(PartyGuest), utc_now()),
        report=max(((row.number, row.state) for row in opening.rows.of(ReportVersion)), default=(0, "")),
        checks=_checks(opening.rows),
        letters=Counter(row.state for row in _letters(opening)),
    )


def _letters(opening: Opening) -> list[Any]:
    """Less those whose pages are privileged, for who reads nothing of that."""
    rows = opening.rows.of(Letter)
    if not rows or (Compartment.PRIVILEGED, 0) in opening.rooms:
        return rows
    away = {row.id for row in opening.rows.of(Paper) if row.room == Compartment.PRIVILEGED.value}
    return [row for row in rows if row.paper_id not in away]


def _checks(rows: Rows) -> tuple[int, int]:
    found = rows.of(Aftercare)
    answered = {row.id for row in rows.of(Given) if row.answered_at is not None} if found else set()
    return sum(row.ended_at is not None or row.given_id in answered for row in found), len(found)
