"""What is counted of a quarter until it is published: answers of scales and choices, and nobody's in particular."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.exits.models import ExitTally
from casework.settings import N_

UNKNOWN = "unknown"
BANDS = {
    "under 1": N_("under 1 year"),
    "1-3": N_("1 to 3 years"),
    "3-5": N_("3 to 5 years"),
    "5-10": N_("5 to 10 years"),
    "over 10": N_("over 10 years"),
    UNKNOWN: N_("not known"),
}
_UPPER = ((1, "under 1"), (3, "1-3"), (5, "3-5"), (10, "5-10"))


@dataclass(frozen=True, slots=True)
class Tally:
    """`way`: of leaving. `tenure`: one of `BANDS`. `questionnaire`: name and version. `answers`: by question."""

    way: str
    department: str
    tenure: str
    questionnaire: tuple[str, int]
    answers: Mapping[str, Sequence[str]]


def tenure(starts_on: date | None, ends_on: date) -> str:
    """By whole years: whoever was here for exactly three has been here for 3 to 5."""
    if starts_on is None or starts_on > ends_on:
        return UNKNOWN
    years = ends_on.year - starts_on.year - ((ends_on.month, ends_on.day) < (starts_on.month, starts_on.day))
    return next((band for upper, band in _UPPER if years < upper), "over 10")


def quarter(day: date) -> str:
    return f"{day.year}Q{(day.month + 2) // 3}"


def written(db: Session, row_id: int, tally: Tally) -> bytes:
    """Sealed under the installation's own key, for the row of this id."""
    said = {
        "way": tally.way, "department": tally.department, "tenure": tally.tenure,
        "questionnaire": list(tally.questionnaire), "answers": {id_: list(of) for id_, of in tally.answers.items()},
    }  # fmt: skip
    return vault.field.seal(db, ExitTally.coded, row_id, json.dumps(said, ensure_ascii=False))


def of_quarter(db: Session, name: str) -> Iterator[Tally]:
    """Every tally of a quarter, such as “2026Q4”. One that was changed outside Casework is noted and left out."""
    rows = db.execute(
        select(ExitTally.id, ExitTally.coded).where(ExitTally.quarter == name).execution_options(yield_per=500)
    )
    opened = vault.field.opener(db, ExitTally.coded)
    for row_id, coded in rows:
        try:
            said = json.loads(opened(row_id, coded))
        except vault.Unreadable:
            vault.met.note(db, "tally", row_id)
            continue
        known_as, version = said["questionnaire"]
        yield Tally(said["way"], said["department"], said["tenure"], (known_as, version), said["answers"])
