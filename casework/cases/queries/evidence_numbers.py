"""How entries of the evidence log are numbered: those that are privileged for themselves, so that no gap says that
there is something else."""

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from casework.cases.models import Evidence, EvidenceCustody
from casework.vault import Compartment

_LAST = select(func.max(Evidence.position)).where(Evidence.case_id == bindparam("case"))
_PRIVILEGED = _LAST.where(Evidence.room == Compartment.PRIVILEGED.value)
_OTHERS = _LAST.where(Evidence.room != Compartment.PRIVILEGED.value)
_CHAIN = select(func.max(EvidenceCustody.position)).where(EvidenceCustody.evidence_id == bindparam("entry"))


def next_of(db: Session, case_id: int, room: Compartment) -> int:
    db.flush()  # the statement goes past the session, which would have
    last = _PRIVILEGED if room is Compartment.PRIVILEGED else _OTHERS
    return int(db.connection().scalar(last, {"case": case_id}) or 0) + 1


def next_in_chain(db: Session, evidence_id: int) -> int:
    db.flush()
    return int(db.connection().scalar(_CHAIN, {"entry": evidence_id}) or 0) + 1
