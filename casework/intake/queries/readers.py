"""Who reads what somebody sends now: from the seals, not from the routing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.models import Case, Party
from casework.people import custody, place
from casework.people.models import Person
from casework.vault import Compartment, HolderKind

from .offer import words


@dataclass(frozen=True, slots=True)
class Known:
    """`dialogue`: who reads messages; `names`: who can read a name kept apart. `late`: who came after the report."""

    site_id: int
    mode: str
    received_at: datetime
    acknowledged_at: datetime | None
    dialogue: list[str]
    names: list[str]
    name_ids: list[tuple[int, str]]
    late: list[tuple[str, datetime]]


_REPORT = (
    select(Case.id, Case.site_id, Case.received_at, Case.acknowledged_at, Party.mode)
    .join(Party, Party.case_id == Case.id)
    .where(Party.id == bindparam("party"))
)
_PEOPLE = select(Person.id, Person.name, Person.duty).where(Person.id.in_(bindparam("people", expanding=True)))


def of_report(db: Session, party_id: int) -> Known:
    found = db.connection().execute(_REPORT, {"party": party_id}).one()
    seals = [r for r in vault.readers.of_case(db, found.id) if r.subject == party_id and r.kind is HolderKind.PERSON]
    said = people(db, {seal.holder_id for seal in seals})
    dialogue = [seal for seal in seals if seal.compartment is Compartment.DIALOGUE]
    names = [seal for seal in seals if seal.compartment is Compartment.IDENTITY]
    first = min((seal.since for seal in dialogue), default=None)
    return Known(
        site_id=found.site_id,
        mode=found.mode,
        received_at=found.received_at,
        acknowledged_at=found.acknowledged_at,
        dialogue=[said[seal.holder_id] for seal in dialogue],
        names=[said[seal.holder_id] for seal in names],
        name_ids=[(seal.holder_id, said[seal.holder_id]) for seal in names],
        late=[(said[s.holder_id], s.since) for s in dialogue if first and (s.since - first).total_seconds() > 60],
    )


def people(db: Session, ids: set[int]) -> dict[int, str]:
    """What the organisation lets reporters see of its people."""
    functions, kept = place.shows_functions(db), custody.kept(db, ids)
    rows = db.connection().execute(_PEOPLE, {"people": list(ids)})
    return {row.id: words(row.name, row.duty, functions=functions, kept=row.id in kept) for row in rows}


def names(db: Session, ids: set[int]) -> dict[int, str]:
    """The same, short: beside each message."""
    functions = place.shows_functions(db)
    rows = db.connection().execute(_PEOPLE, {"people": list(ids)})
    return {row.id: words(row.name, row.duty if functions else "", functions=functions) for row in rows}
