"""Many cases as the rules see them that ask for one person's keys and for walls alone."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access.models import Wall
from casework.cases.models import Case, Restriction
from casework.vault import Compartment, Holder

from .matter import LIFTED, CaseMatter


def of_many(db: Session, case_ids: Collection[int], holder: Holder) -> list[CaseMatter]:
    """Four statements. Of others who hold keys, of who declared and of who decided nothing is said: rules that need
    it refuse."""
    held: dict[int, set[Compartment]] = {id_: set() for id_ in case_ids}
    for case_id, compartment in vault.readers.rooms_of(db, case_ids, holder):
        held[case_id].add(compartment)
    walled: dict[int, set[int]] = {}
    standing = select(Wall.case_id, Wall.person_id).where(Wall.case_id.in_(case_ids), Wall.state != LIFTED)
    for case_id, kept_out in db.execute(standing):
        walled.setdefault(case_id, set()).add(kept_out)
    shut = select(Restriction.case_id).where(Restriction.case_id.in_(case_ids), Restriction.lifted_at.is_(None))
    restricted = set(db.scalars(shut))
    rows = select(Case.id, Case.kind, Case.state, Case.investigator_id, Case.unattended_at)
    return [
        CaseMatter(
            case_id=row.id,
            kind=row.kind,
            state=row.state,
            investigator_id=row.investigator_id,
            holders={holder.id: frozenset(held[row.id])} if held[row.id] else {},
            walled=frozenset(walled.get(row.id, ())),
            declared=frozenset(),
            decided_by=frozenset(),
            parties_version=0,
            unattended=row.unattended_at is not None,
            restricted=row.id in restricted,
        )
        for row in db.execute(rows.where(Case.id.in_(case_ids)).order_by(Case.id))
    ]
