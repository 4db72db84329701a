"""Many cases as the rules see them that ask for keys and walls alone."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access.models import Wall
from casework.cases.models import Case
from casework.vault import Compartment, HolderKind

from .matter import LIFTED, CaseMatter


def of_many(db: Session, case_ids: Collection[int]) -> list[CaseMatter]:
    """Three statements. Who declared and who decided is not looked at: rules that need it refuse."""
    holders: dict[int, dict[int, frozenset[Compartment]]] = {id_: {} for id_ in case_ids}
    for reader in vault.readers.of_cases(db, case_ids):
        if reader.kind is HolderKind.PERSON:
            held = holders[reader.case_id]
            held[reader.holder_id] = held.get(reader.holder_id, frozenset()) | {reader.compartment}
    walled: dict[int, set[int]] = {}
    standing = select(Wall.case_id, Wall.person_id).where(Wall.case_id.in_(case_ids), Wall.state != LIFTED)
    for case_id, person_id in db.execute(standing):
        walled.setdefault(case_id, set()).add(person_id)
    rows = select(Case.id, Case.kind, Case.state, Case.investigator_id, Case.unattended_at)
    return [
        CaseMatter(
            case_id=row.id,
            kind=row.kind,
            state=row.state,
            investigator_id=row.investigator_id,
            holders=holders[row.id],
            walled=frozenset(walled.get(row.id, ())),
            declared=frozenset(),
            decided_by=frozenset(),
            parties_version=0,
            unattended=row.unattended_at is not None,
        )
        for row in db.execute(rows.where(Case.id.in_(case_ids)).order_by(Case.id))
    ]
