"""How papers are numbered: those of the parties, ours and what is privileged each for themselves, as they come, so that
no gap says that there is something else. An original and its copy share a number."""

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from casework.cases.models import Paper
from casework.vault import Compartment

_LAST = select(func.max(Paper.position)).where(Paper.case_id == bindparam("case"))
_SHARED = Paper.room == Compartment.DIALOGUE.value
_OF_PARTIES = _LAST.where(Paper.from_party.is_not(None), ~_SHARED)
_OF_DIALOGUE = _LAST.where(Paper.from_party == bindparam("party"), _SHARED)
_PRIVILEGED = _LAST.where(Paper.room == Compartment.PRIVILEGED.value, Paper.from_party.is_(None))
_OURS = _LAST.where(Paper.room != Compartment.PRIVILEGED.value, Paper.from_party.is_(None))


def next_of_parties(db: Session, case_id: int) -> int:
    return _next(db, case_id, _OF_PARTIES)


def next_of_dialogue(db: Session, case_id: int, party_id: int) -> int:
    db.flush()
    return int(db.connection().scalar(_OF_DIALOGUE, {"case": case_id, "party": party_id}) or 0) + 1


def next_of_ours(db: Session, case_id: int, room: Compartment) -> int:
    return _next(db, case_id, _PRIVILEGED if room is Compartment.PRIVILEGED else _OURS)


def _next(db: Session, case_id: int, last: Select[int | None]) -> int:
    db.flush()  # the statement goes past the session, which would have
    return int(db.connection().scalar(last, {"case": case_id}) or 0) + 1
