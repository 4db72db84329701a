"""Who works here, in what standing: everything that decides whether something may be sealed to them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework import vault
from casework.vault import HolderKind, generations

from . import admissions, grants
from .models import Admission, Person
from .roles import Role


@dataclass(frozen=True, slots=True)
class Standing:
    """`roles` and `admitted` came through their MACs, and nobody counts as admitted whose key the journal knows a newer
    one of. `able`: something new may be sealed to them."""

    id: int
    name: str
    duty: str
    state: str
    generation: int
    roles: frozenset[Role]
    admitted: bool

    @property
    def able(self) -> bool:
        return self.admitted and self.state == "active"

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)


_EVERYBODY = (
    select(Person.id, Person.name, Person.duty, Person.state, Person.generation, *admissions.COLUMNS)
    .outerjoin(Admission, (Admission.person_id == Person.id) & (Admission.generation == Person.generation))
    .order_by(Person.name)
)
_THESE = _EVERYBODY.where(Person.id.in_(bindparam("people", expanding=True)))
"""Made once: whatever is sealed to somebody asks this first."""


def standing(db: Session, people: Collection[int] | None = None) -> dict[int, Standing]:
    """By person: of these, or of everybody. Two statements however many there are."""
    rows = _rows(db, people)
    roles, admitted = grants.roles_of_many(db, [row.id for row in rows]), _admitted(db, rows)
    return {
        row.id: Standing(
            row.id,
            row.name,
            row.duty,
            row.state,
            row.generation,
            roles.get(row.id, frozenset()),
            row.id in admitted,
        )
        for row in rows
    }


def sealable(db: Session, people: Collection[int]) -> dict[int, int]:
    """Those of them to whom something may be sealed now, with the generation of the key that a lead admitted."""
    rows = _rows(db, people)
    admitted = _admitted(db, rows)
    return {row.id: row.generation for row in rows if row.state == "active" and row.id in admitted}


def _rows(db: Session, people: Collection[int] | None) -> Sequence[Any]:
    db.flush()  # what follows goes past the session, which would have
    asked = (_EVERYBODY,) if people is None else (_THESE, {"people": list(people)})
    return db.connection().execute(*asked).all()


def _admitted(db: Session, rows: Iterable[Any]) -> frozenset[int]:
    newest = generations.newest(vault.of(db))
    return frozenset(
        row.id
        for row in rows
        if row.mac is not None and admissions.is_genuine(db, row) and _is_newest(db, newest, row.id, row.generation)
    )


def _is_newest(db: Session, newest: Mapping[tuple[str, int], int], person_id: int, generation: int) -> bool:
    if generation >= newest.get((HolderKind.PERSON.value, person_id), 0):
        return True
    vault.met.note(db, "generation", person_id)
    return False


def in_charge(people: Iterable[Standing], *, but: int = 0) -> list[Standing]:
    """Who admits and gives roles, as if one of them were not there: the leads who are able, and where none of them is
    left the alternates."""
    able = [one for one in people if one.able and one.id != but]
    return [one for one in able if one.has(Role.LEAD)] or [one for one in able if one.has(Role.ALTERNATE)]
