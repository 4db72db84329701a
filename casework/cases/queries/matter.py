"""What the rules look at, gathered for one case: never a row, never content."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access.models import Wall
from casework.cases.models import Case, Declaration, Party, Restriction
from casework.db import Base
from casework.vault import Compartment, HolderKind
from casework.vault.readers import Reader

from . import part
from .rows import Rows

LIFTED = "lifted"
SELDOM: tuple[type[Base], ...] = (Wall, Declaration, Restriction, *part.MODELS)
"""Most cases have nothing in most of these tables."""


@dataclass(frozen=True, slots=True)
class CaseMatter:
    """Implements `access.Matter`. `parties_version` grows when a name comes up that readers have not seen. Who took
    part is there with every account of theirs."""

    case_id: int
    kind: str
    state: str
    investigator_id: int | None
    holders: Mapping[int, AbstractSet[Compartment]]
    walled: AbstractSet[int]
    declared: AbstractSet[int]
    decided_by: AbstractSet[int]
    parties_version: int
    unattended: bool
    restricted: bool = False
    investigated: AbstractSet[int] = frozenset()
    readers: tuple[Reader, ...] = ()


def of(db: Session, case: Case, rows: Rows | None = None) -> CaseMatter:
    if (found := rows) is None:
        found = Rows(db, case.id)
        found.look(*SELDOM)
    readers = vault.readers.of_case(db, case.id)
    version = _version(found.of(Party))
    return CaseMatter(
        case_id=case.id,
        kind=case.kind,
        state=case.state,
        investigator_id=case.investigator_id,
        holders=_holders(readers),
        walled=frozenset(wall.person_id for wall in found.of(Wall) if wall.state != LIFTED),
        declared=_declared(found.of(Declaration), version),
        decided_by=part.accounts(db, case, found),
        parties_version=version,
        unattended=case.unattended_at is not None,
        investigated=part.investigated(db, case, found),
        restricted=any(one.lifted_at is None for one in found.of(Restriction)),
        readers=tuple(readers),
    )


def walled(db: Session, case_id: int) -> frozenset[int]:
    return frozenset(db.scalars(select(Wall.person_id).where(Wall.case_id == case_id, Wall.state != LIFTED)))


def parties_version(db: Session, case_id: int) -> int:
    return _version(Rows(db, case_id).of(Party))


def _version(parties: Sequence[Party]) -> int:
    """Counts names, and names that came into the file: both are news to somebody who may know the person."""
    return sum(2 if party.room == Compartment.FILE.value else 1 for party in parties if party.name is not None)


def _holders(readers: Sequence[Reader]) -> dict[int, frozenset[Compartment]]:
    """Who was handed papers in a review holds nothing of the case by it."""
    found: dict[int, frozenset[Compartment]] = {}
    for reader in readers:
        if reader.kind is HolderKind.PERSON and reader.compartment is not Compartment.REVIEW:
            found[reader.holder_id] = found.get(reader.holder_id, frozenset()) | {reader.compartment}
    return found


def _declared(said: Sequence[Declaration], version: int) -> frozenset[int]:
    """Whose latest word, given after the newest name, was that there is no conflict."""
    latest = {
        word.person_id: not word.conflict and word.parties_version >= version
        for word in sorted(said, key=lambda word: word.at)
    }
    return frozenset(person for person, free in latest.items() if free)
