"""Who holds which rooms of a case, as far as somebody may know of it."""

from collections.abc import Container, Iterable

from casework.people import Actor
from casework.vault import Compartment, HolderKind
from casework.vault.many import Key
from casework.vault.readers import Reader

from .matter import CaseMatter

APART = frozenset({Compartment.PRIVILEGED, Compartment.REVIEW})
"""Rooms of which nothing is said to who holds no key of theirs: not that they are there, nor who reads them."""


def known(readers: Iterable[Reader], rooms: Container[Key]) -> tuple[Reader, ...]:
    """Who reads what, as far as a holder of these rooms may know of it."""
    return tuple(one for one in readers if one.compartment not in APART or (one.compartment, one.subject) in rooms)


def on_it(found: CaseMatter, actor: Actor) -> dict[int, tuple[Key, ...]]:
    """By person the rooms that they read, for this actor; whoever reads nothing but what is kept apart is left out."""
    own = {(one.compartment, one.subject) for one in found.readers if _is(one, actor.id)}
    people: dict[int, tuple[Key, ...]] = {}
    for one in known(found.readers, own):
        if one.kind is HolderKind.PERSON:
            people[one.holder_id] = (*people.get(one.holder_id, ()), (one.compartment, one.subject))
    return people


def _is(reader: Reader, person_id: int) -> bool:
    return reader.kind is HolderKind.PERSON and reader.holder_id == person_id
