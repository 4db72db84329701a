"""Who works here, in what standing: everything that decides whether something may be sealed to them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
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


def standing(db: Session, people: Collection[int] | None = None) -> dict[int, Standing]:
    """By person: of these, or of everybody. Two statements however many there are."""
    query = select(Person.id, Person.name, Person.duty, Person.state, Person.generation, *admissions.COLUMNS).outerjoin(
        Admission, (Admission.person_id == Person.id) & (Admission.generation == Person.generation)
    )
    if people is not None:
        query = query.where(Person.id.in_(people))
    rows = db.execute(query.order_by(Person.name)).all()
    roles = grants.roles_of_many(db, [row.id for row in rows])
    newest = generations.newest(vault.of(db))
    return {
        row.id: Standing(
            row.id,
            row.name,
            row.duty,
            row.state,
            row.generation,
            roles.get(row.id, frozenset()),
            row.mac is not None
            and admissions.is_genuine(db, row)
            and row.generation >= newest.get((HolderKind.PERSON.value, row.id), 0),
        )
        for row in rows
    }


def in_charge(people: Iterable[Standing], *, but: int = 0) -> list[Standing]:
    """Who admits and gives roles, as if one of them were not there: the leads who are able, and where none of them is
    left the alternates."""
    able = [one for one in people if one.able and one.id != but]
    return [one for one in able if one.has(Role.LEAD)] or [one for one in able if one.has(Role.ALTERNATE)]
