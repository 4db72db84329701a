"""What the rules look at, gathered for one case: never a row, never content."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sqlalchemy import case as when
from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session

from casework import vault
from casework.access.models import Wall
from casework.cases.models import Approval, Case, Closure, Declaration, Finding, Party, StepTaken
from casework.vault import Compartment, HolderKind
from casework.vault.readers import Reader

LIFTED = "lifted"


@dataclass(frozen=True, slots=True)
class CaseMatter:
    """Implements `access.Matter`. `parties_version` grows when a name comes up that readers have not seen."""

    case_id: int
    kind: str
    state: str
    investigator_id: int | None
    holders: Mapping[int, AbstractSet[Compartment]]
    walled: AbstractSet[int]
    declared: AbstractSet[int]
    decided_by: AbstractSet[int]
    parties_version: int
    readers: tuple[Reader, ...] = ()

    @property
    def unattended(self) -> bool:
        return not any(Compartment.FILE in held for held in self.holders.values())


def of(db: Session, case: Case) -> CaseMatter:
    readers = vault.readers.of_case(db, case.id)
    version = parties_version(db, case.id)
    return CaseMatter(
        case_id=case.id,
        kind=case.kind,
        state=case.state,
        investigator_id=case.investigator_id,
        holders=_holders(readers),
        walled=walled(db, case.id),
        declared=_declared(db, case.id, version),
        decided_by=_decided_by(db, case),
        parties_version=version,
        readers=tuple(readers),
    )


def walled(db: Session, case_id: int) -> frozenset[int]:
    return frozenset(db.scalars(select(Wall.person_id).where(Wall.case_id == case_id, Wall.state != LIFTED)))


def parties_version(db: Session, case_id: int) -> int:
    """Counts names, and names that came into the file: both are news to somebody who may know the person."""
    seen = when((Party.room == Compartment.FILE.value, 2), else_=1)
    query = select(func.coalesce(func.sum(seen), 0)).where(Party.case_id == case_id, Party.name.is_not(None))
    return int(db.scalar(query) or 0)


def _holders(readers: list[Reader]) -> dict[int, frozenset[Compartment]]:
    found: dict[int, frozenset[Compartment]] = {}
    for reader in readers:
        if reader.kind is HolderKind.PERSON:
            found[reader.holder_id] = found.get(reader.holder_id, frozenset()) | {reader.compartment}
    return found


def _declared(db: Session, case_id: int, version: int) -> frozenset[int]:
    """Whose latest word, given after the newest name, was that there is no conflict."""
    rows = db.execute(
        select(Declaration.person_id, Declaration.conflict, Declaration.parties_version)
        .where(Declaration.case_id == case_id)
        .order_by(Declaration.at)
    )
    latest = {person: not conflict and seen >= version for person, conflict, seen in rows}
    return frozenset(person for person, free in latest.items() if free)


def _decided_by(db: Session, case: Case) -> frozenset[int]:
    decisions = [
        select(column.by.label("who")).where(column.case_id == case.id) for column in (Finding, Approval, Closure)
    ]
    steps = select(StepTaken.by).where(StepTaken.case_id == case.id, StepTaken.step == literal("decide"))
    found = set(db.scalars(union_all(*decisions, steps)))
    return frozenset(found | ({case.investigator_id} if case.investigator_id else set()))
