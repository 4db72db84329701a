"""Who holds referrals: the coordinators who are able, less those whom a referral is about."""

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework.access import relations
from casework.people import Role, grants, shown
from casework.people.standing import standing
from casework.vault import EAP_RECOVERY_ID, Compartment, HolderKind, pairs
from casework.vault.pairs import PublicHalf

ROOMS = frozenset({Compartment.REFERRAL, Compartment.SUPPORT})
"""What each coordinator holds of a referral."""


@dataclass(frozen=True, slots=True)
class Reader:
    """`words`: the name and what they do, or the function alone, as the organisation shows it."""

    id: int
    words: str


def able(db: Session, but: AbstractSet[int] = frozenset()) -> dict[int, PublicHalf]:
    """The public halves of those to whom a referral may be sealed now: admitted, here, and with a key that these rooms
    are not barred to."""
    asked = grants.said_to_have(db, Role.EAP) - but
    people = [id_ for id_, who in standing(db, asked).items() if who.able and who.has(Role.EAP)]
    halves = pairs.current_many(db, HolderKind.PERSON, people)
    return {id_: half for id_, half in sorted(halves.items()) if not half.barred & ROOMS}


def published(db: Session) -> bool:
    """Employee assistance has a recovery pair of its own: without one nothing is sealed for it."""
    return EAP_RECOVERY_ID in pairs.current_many(db, HolderKind.RECOVERY, [EAP_RECOVERY_ID])


def open_for_referrals(db: Session, but: AbstractSet[int] = frozenset()) -> bool:
    """Could a referral be taken now? Else the page names the other ways."""
    return published(db) and bool(able(db, but))


def named(db: Session, who: Iterable[tuple[str, str]]) -> frozenset[int]:
    """Staff whom one of these names, or addresses, is, by every account of theirs: they hold nothing of a referral of
    their own."""
    found: frozenset[int] = frozenset()
    for name, contact in who:
        if name.strip() or contact.strip():
            found |= relations.staff_named(db, name=name, email=contact)
    return relations.together(db, found)


def readers(db: Session, ids: Collection[int]) -> list[Reader]:
    """For the line that says who reads it, before anybody writes."""
    words = shown.people(db, ids)
    return sorted((Reader(id_, words[id_]) for id_ in ids if id_ in words), key=lambda reader: reader.words)
