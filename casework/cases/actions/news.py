"""Who is told by mail of joining and leaving: that there is something to see, never who or which cases."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from casework.mail import Notice, office_of, tell
from casework.people import Actor, Role
from casework.people.standing import Standing, in_charge, standing


def somebody_is_out(db: Session, person_id: int, by: Actor) -> None:
    """A hand-over opened: leads and alternates. Is the last lead out, the alternates learn whose place they take."""
    if office_of(db) is None:
        return
    everybody = standing(db).values()
    hand = _able(everybody, Role.LEAD, Role.ALTERNATE) - {by.id, person_id}
    tell(db, Notice.HANDOVER_OPENED, to=hand, path="/handovers")
    if not _able(everybody, Role.LEAD):
        tell(db, Notice.NO_LEAD, to=_able(everybody, Role.ALTERNATE) - {by.id}, path="/people")


def access_begun(db: Session, person_id: int, by: Actor) -> None:
    """Whoever receives the keys of many cases, and the other leads: they answer for it."""
    tell(db, Notice.HANDED_OVER, to=[person_id], path="/cases")
    tell(db, Notice.ACCESS_GIVEN, to=_others(db, person_id, by), path="/people")


def access_whole(db: Session, person_id: int, by: Actor) -> None:
    """The last of them were given."""
    tell(db, Notice.HANDED_OVER_WHOLE, to=[person_id], path="/cases")
    tell(db, Notice.ACCESS_WHOLE, to=_others(db, person_id, by), path="/people")


def _others(db: Session, person_id: int, by: Actor) -> set[int]:
    if office_of(db) is None:
        return set()
    return {one.id for one in in_charge(standing(db).values())} - {person_id, by.id}


def _able(everybody: Iterable[Standing], *roles: Role) -> set[int]:
    return {one.id for one in everybody if one.able and one.has(*roles)}
