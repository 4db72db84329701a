"""Who may hold a hold's key: counsel, and the lead or alternate who places it; never somebody whom it is about, who
lost the case that it names to a restriction, nor who comes from outside."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from casework import vault
from casework.access.models import Wall
from casework.cases.models import Membership, Restriction, RestrictionLoss
from casework.cases.queries import holds
from casework.cases.queries.holds import CASE, Scope
from casework.cases.queries.matter import LIFTED
from casework.people import Role
from casework.people.models import Person
from casework.people.standing import Standing, standing
from casework.vault import Compartment, HolderKind
from casework.vault.models import CompartmentRow, Seal
from casework.vault.pairs import PublicHalf

PLACE = (Role.COUNSEL, Role.LEAD, Role.ALTERNATE)
"""Whoever has one of these roles may place holds, and be given the key of one."""

_KEY = (Compartment.HOLD, HolderKind.PERSON)


def in_the_way(db: Session, scopes: Iterable[Scope]) -> frozenset[int]:
    """Staff whom a hold is about, whom a wall keeps from a case that it names, or who lost it to a restriction."""
    known = list(scopes)
    tags = {tag for scope in known for tag in scope.tags}
    cases = {scope.case for scope in known if scope.kind == CASE}
    found = set(db.scalars(select(Person.id).where(Person.employee_index.in_(tags)))) if tags else set()
    if cases:
        walled = select(Wall.person_id).where(Wall.case_id.in_(cases), Wall.state != LIFTED)
        found |= set(db.scalars(walled))
        found |= {person_id for _, person_id in _lost(db, RestrictionLoss.case_id.in_(cases))}
    return frozenset(found)


def able(db: Session, scopes: Iterable[Scope]) -> dict[int, Standing]:
    """Everybody who could be given the key of a hold of these scopes. Who comes from outside is on one case until a
    day, and a hold has neither."""
    shut = in_the_way(db, scopes)
    here = {id_: who for id_, who in standing(db).items() if who.able and not who.has(Role.OUTSIDE)}
    return {id_: who for id_, who in here.items() if who.has(*PLACE) and id_ not in shut}


def first(db: Session, scopes: Iterable[Scope], placer: int, others: Collection[int] = ()) -> dict[int, PublicHalf]:
    """Whom a new hold is sealed to: counsel, and who places it; of a restricted case only counsel who are on it. Where
    that is nobody, `others` who may (leads of the case), else every lead and alternate."""
    scopes = list(scopes)
    known, on = able(db, scopes), _on_restricted(db, scopes)
    chosen = {
        id_ for id_, who in known.items() if id_ == placer or (who.has(Role.COUNSEL) and (on is None or id_ in on))
    }
    return halves(db, chosen or {id_ for id_ in others if id_ in known} or known)


def shut_from(db: Session, person_id: int, hold_ids: Sequence[int]) -> frozenset[int]:
    """Those of the holds that are about one person, or name a case that a wall or a restriction keeps them from."""
    if not hold_ids:
        return frozenset()
    tag = db.scalar(select(Person.employee_index).where(Person.id == person_id))
    cases = set(db.scalars(select(Wall.case_id).where(Wall.person_id == person_id, Wall.state != LIFTED)))
    cases |= {case_id for case_id, _ in _lost(db, RestrictionLoss.person_id == person_id)}
    known = holds.scopes(db, hold_ids)
    return frozenset(one.hold_id for one in known if tag in one.tags or (one.kind == CASE and one.case in cases))


def wrong(db: Session, hold_id: int) -> frozenset[int]:
    """Who holds the key of a hold that is about them, or names a case that a wall or a restriction keeps them from."""
    shut = in_the_way(db, holds.scopes(db, [hold_id]))
    found = vault.readers.of_case(db, hold_id) if shut else []
    return shut & {one.holder_id for one in found if (one.compartment, one.kind) == _KEY}


def _lost(db: Session, which: ColumnElement[bool]) -> set[tuple[int, int]]:
    """Case and person: who lost it to a restriction that stands, and was not added again since."""
    back = select(Membership.id).where(
        Membership.case_id == RestrictionLoss.case_id, Membership.person_id == RestrictionLoss.person_id,
        Membership.active,
    )  # fmt: skip
    query = select(RestrictionLoss.case_id, RestrictionLoss.person_id).join(
        Restriction, Restriction.id == RestrictionLoss.restriction_id
    )
    rows = db.execute(query.where(which, Restriction.lifted_at.is_(None), ~back.exists()))
    return {(row.case_id, row.person_id) for row in rows}


def _on_restricted(db: Session, scopes: Iterable[Scope]) -> frozenset[int] | None:
    """Who is on every restricted case that is named; None where none is restricted."""
    cases = {scope.case for scope in scopes if scope.kind == CASE}
    shut = select(Restriction.case_id).where(Restriction.case_id.in_(cases), Restriction.lifted_at.is_(None))
    if not cases or not (restricted := set(db.scalars(shut))):
        return None
    on: dict[int, set[int]] = {id_: set() for id_ in restricted}
    for one in vault.readers.of_cases(db, restricted):
        if one.kind is HolderKind.PERSON:
            on[one.case_id].add(one.holder_id)
    return frozenset(set.intersection(*on.values()))


def reading(db: Session, hold_id: int, room: Compartment) -> frozenset[int]:
    """Who can open a room of the hold with the key that they have now; of an earlier one of theirs nothing counts."""
    query = (
        select(Seal.holder_id)
        .join(CompartmentRow, (CompartmentRow.id == Seal.compartment_id) & (CompartmentRow.epoch == Seal.epoch))
        .join(Person, (Person.id == Seal.holder_id) & (Person.generation == Seal.generation))
        .where(CompartmentRow.case_id == hold_id, CompartmentRow.name == room.value)
        .where(Seal.holder_kind == HolderKind.PERSON.value)
    )
    return frozenset(db.scalars(query))


def halves(db: Session, people: Iterable[int], room: Compartment = Compartment.HOLD) -> dict[int, PublicHalf]:
    """Verified halves, of the generation that a lead admitted; who may not have this room's key is left out."""
    wanted = standing(db, list(people))
    found = vault.pairs.current_many(db, HolderKind.PERSON, wanted)
    return {
        id_: half
        for id_, half in found.items()
        if wanted[id_].able and half.generation == wanted[id_].generation and room not in half.barred
    }


def names(db: Session, people: Iterable[int]) -> dict[int, str]:
    rows = db.execute(select(Person.id, Person.name).where(Person.id.in_(list(people))))
    return {row.id: row.name for row in rows}
