"""Somebody's keys of many cases ended, with nobody signed in: membership and all that hangs on a key follows."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.access import attendance
from casework.cases.models import Case, Membership
from casework.db import utc_now
from casework.people import noted
from casework.vault import Compartment, HolderKind
from casework.vault.many import Key
from casework.vault.models import CompartmentRow, Seal

FILE = Compartment.FILE.value
PLAINLY = {"synchronize_session": False}


def follow(db: Session, person_id: int, ids: Sequence[int], lost: Mapping[int, AbstractSet[Key]], *, by: int) -> None:
    """`ids`: the cases that were gone through; `lost`: the rooms by case, as `vault.ending.remove` answers."""
    _leave(db, person_id, ids, by)
    file = [case_id for case_id, rooms in lost.items() if (Compartment.FILE, 0) in rooms]
    off = update(Case).where(Case.id.in_(file), Case.investigator_id == person_id).values(investigator_id=None)
    db.execute(off, execution_options=PLAINLY)
    attendance.of_cases(db, file)


def _leave(db: Session, person_id: int, ids: Sequence[int], by: int) -> None:
    """Memberships follow the seals that are left."""
    theirs = (Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id == person_id)
    query = select(Seal.case_id, CompartmentRow.name).join(CompartmentRow, CompartmentRow.id == Seal.compartment_id)
    query = query.where(CompartmentRow.name != Compartment.REVIEW.value)  # papers handed over make nobody a member
    rests: dict[int, set[str]] = {}
    for case_id, name in db.execute(query.where(*theirs, Seal.case_id.in_(ids))):
        rests.setdefault(case_id, set()).add(name)
    member = (Membership.person_id == person_id, Membership.active)
    none = [case_id for case_id in ids if case_id not in rests]
    over = {"active": False, "ended_at": utc_now(), "ended_by": by}
    left = update(Membership).where(*member, Membership.case_id.in_(none)).values(over)
    for case_id in db.scalars(left.returning(Membership.case_id), execution_options=PLAINLY).all():
        noted.membership_ended(db, case_id, person_id, utc_now())
    shut = [case_id for case_id, names in rests.items() if FILE not in names]
    db.execute(
        update(Membership).where(*member, Membership.case_id.in_(shut)).values(reads_file=False),
        execution_options=PLAINLY,
    )
