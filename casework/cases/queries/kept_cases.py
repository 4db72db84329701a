"""Cases as they are kept: which exist for whom, what ended them when, what holds them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, exists, false, or_, select
from sqlalchemy.orm import Session

from casework.access import Action, may_ever
from casework.access.models import Wall
from casework.cases.lifecycle.clock import OVER
from casework.cases.models import Appeal, Case, Closure, Membership, Proceeding, Restriction, RetentionChoice
from casework.clocks.retention import base_day
from casework.people import Actor, ActorKind, Role, grants
from casework.people.standing import standing
from casework.vault import OF_CASES

from . import clocks, holds
from .keeping import MOST, Kept, Matters
from .schedule import CASE
from .visible import LIFTED

AGREE = (Role.LEAD, Role.ALTERNATE, Role.COUNSEL, Role.DPO)
PART = 500


def due(db: Session, actor: Actor, before: date) -> list[Kept]:
    """Cases that exist for them and ended for the first time on that day or before, longest ago first."""
    if actor.kind is not ActorKind.PERSON or not actor.admitted:
        return []
    day = datetime.combine(before + timedelta(days=2), time(), UTC)  # its day began somewhere before it did in UTC
    first = select(Closure.at).where(Closure.case_id == Case.id).order_by(Closure.at).limit(1).scalar_subquery()
    ended = exists().where(Closure.case_id == Case.id, Closure.at < day)
    query = select(Case.id).where(or_(Case.id.in_(_member_of(actor)), _unattended(actor)), ended)
    walled = exists().where(Wall.case_id == Case.id, Wall.person_id == actor.id, Wall.state != LIFTED)
    ids = db.scalars(query.where(~walled).order_by(first).limit(MOST)).all()
    return list(known(db, ids).values())


def known(db: Session, ids: Collection[int]) -> dict[int, Kept]:
    """By id, in the order given; those that are there and were ever closed."""
    wanted, found = list(dict.fromkeys(ids)), dict[int, Kept]()
    for start in range(0, len(wanted), PART):
        found |= _known(db, wanted[start : start + PART])
    return found


def able(db: Session, ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Who might agree: leads, alternates, counsel and data protection officers whom no wall keeps from it; of a
    restricted case those of them alone who are on it."""
    people = frozenset(_standing(db, AGREE))
    walled, restricted = _walled(db, ids), _restricted(db, ids)
    on = _members(db, restricted)
    return {id_: frozenset((people & on[id_] if id_ in restricted else people) - walled[id_]) for id_ in ids}


def readers(db: Session, ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Of those who may ever look at what is left: for whom it exists, and data protection officers and auditors, less
    those a wall keeps from it."""
    known = _standing(db, (*AGREE, Role.AUDITOR))
    looking = frozenset(id_ for id_, one in known.items() if one.has(Role.DPO, Role.AUDITOR))
    walled, on, restricted = _walled(db, ids), _members(db, ids), _restricted(db, ids)
    there = {id_: on[id_] & known.keys() | (looking if id_ not in restricted else frozenset()) for id_ in ids}
    return {id_: frozenset(people - walled[id_]) for id_, people in there.items()}


def _member_of(actor: Actor) -> Select[int]:
    return select(Membership.case_id).where(Membership.person_id == actor.id, Membership.active)


def _unattended(actor: Actor) -> Any:
    return Case.unattended_at.is_not(None) if may_ever(actor, Action.SEE_UNATTENDED) else false()


def _standing(db: Session, roles: Iterable[Role]) -> Mapping[int, Any]:
    wanted = tuple(roles)
    found = standing(db, grants.said_to_have(db, *wanted))
    return {id_: one for id_, one in found.items() if one.able and one.has(*wanted)}


def _known(db: Session, ids: Sequence[int]) -> dict[int, Kept]:
    cases = {case.id: case for case in db.scalars(select(Case).where(Case.id.in_(ids)))}
    closures = _by_case(db, Closure, ids)
    chosen = {choice.closure_id: choice.anew for one in _by_case(db, RetentionChoice, ids).values() for choice in one}
    appeals, charges, held = _by_case(db, Appeal, ids), _by_case(db, Proceeding, ids), holds.of_cases(db, ids)
    found = {}
    for id_ in ids:
        if id_ in cases and closures[id_]:
            ends = sorted(closures[id_], key=lambda one: one.at)
            one = _kept(db, cases[id_], ends, chosen, appeals[id_], charges[id_])
            since = held[id_].since if id_ in held else None
            found[id_] = one if since is None else _held(db, cases[id_], one, since)
    return found


def _held(db: Session, case: Case, one: Kept, since: Any) -> Kept:
    return replace(one, held_on=clocks.place(db, case.site_id).day(since))


def _kept(
    db: Session,
    case: Case,
    ends: Sequence[Closure],
    chosen: Mapping[int, bool],
    appeals: Sequence[Appeal],
    charges: Sequence[Proceeding],
) -> Kept:
    where = clocks.place(db, case.site_id)
    settled = [one.ended_on for one in charges if one.ended_on is not None]
    is_over = case.state in OVER and case.closed_at is not None
    return Kept(
        id=case.id,
        of=CASE,
        number=case.number,
        line=case.kind,
        kind=case.kind,
        received_on=where.day(case.received_at),
        closed_on=where.day(case.closed_at) if case.closed_at else None,
        base_on=base_day([(where.day(one.at), chosen.get(one.id, False)) for one in ends]),
        site_id=case.site_id,
        outcome=ends[-1].outcome,
        is_over=is_over,
        asked=is_over and len(ends) > 1 and ends[-1].id not in chosen,
        appealed=case.state == "appealed" or any(not one.result for one in appeals),
        charged=any(one.ended_on is None for one in charges),
        settled_on=max(settled, default=None),
    )


def _by_case(db: Session, table: Any, ids: Collection[int]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.scalars(select(table).where(table.case_id.in_(ids))):
        found[row.case_id].append(row)
    return found


def _walled(db: Session, ids: Collection[int]) -> Mapping[int, AbstractSet[int]]:
    query = select(Wall.case_id, Wall.person_id).where(Wall.case_id.in_(ids), Wall.state != LIFTED)
    return _people(db.execute(query))


def _members(db: Session, ids: Collection[int]) -> Mapping[int, AbstractSet[int]]:
    query = select(Membership.case_id, Membership.person_id).where(Membership.case_id.in_(ids), Membership.active)
    return _people(db.execute(query))


def _people(rows: Iterable[Any]) -> Mapping[int, AbstractSet[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for case_id, person_id in rows:
        found[case_id].add(person_id)
    return found


def _restricted(db: Session, ids: Collection[int]) -> frozenset[int]:
    query = select(Restriction.case_id).where(Restriction.case_id.in_(ids), Restriction.lifted_at.is_(None))
    return frozenset(db.scalars(query))


CASES = Matters(CASE, "/retention", Action.SEE_RETENTION, Action.DESTROY, OF_CASES, Case, due, known, able, readers)
