"""Who works data-subject requests: the data protection officers who are able; while there is none, the alternates."""

from collections.abc import Set as AbstractSet

from sqlalchemy.orm import Session

from casework.people import Role, grants
from casework.people.standing import standing
from casework.vault import OF_REQUESTS, HolderKind, pairs
from casework.vault.pairs import PublicHalf


def able(db: Session, but: AbstractSet[int] = frozenset()) -> dict[int, PublicHalf]:
    """Public halves of those to whom a request may be sealed now. `but`: whom it is about."""
    for role in (Role.DPO, Role.ALTERNATE):
        asked = grants.said_to_have(db, role) - but
        people = [id_ for id_, who in standing(db, asked).items() if who.able and who.has(role)]
        halves = pairs.current_many(db, HolderKind.PERSON, people)
        if found := {id_: half for id_, half in sorted(halves.items()) if not half.barred & OF_REQUESTS}:
            return found
    return {}
