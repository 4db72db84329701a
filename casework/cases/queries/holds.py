"""What is held, computed from the scopes of every hold that is not released: whatever comes later falls under it too.

A hold's scopes stand beside each other: one that fits is enough. From and to narrow each by the day something came in;
a day counts wherever on earth it was that day. A scope that does not open any more holds everything."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.models import Case, Hold, HoldScope, Party

from . import same_person

CASE, PERSON, DEPARTMENT, DATES = "case", "person", "department", "dates"
FURTHEST = timedelta(hours=14)
"""How far the day of some place is ahead of UTC's; the other way it is twelve."""
PART = 500
REMEMBERED = 5_000
"""Scopes that a process keeps open."""
_said: dict[bytes, tuple[tuple[int, int], str]] = {}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a hold is of. `case`: an id; `tags`: all of one person; `broken`: it did not open, so that all is held."""

    hold_id: int
    kind: str
    case: int = 0
    tags: frozenset[bytes] = frozenset()
    department: str = ""
    since: date | None = None
    until: date | None = None
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What may be held: a case, or somebody's leaving, which has no parties but one and is no case."""

    id: int
    came_in: datetime
    tags: frozenset[bytes] = frozenset()
    departments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Held:
    """`since`: when the first of the holds was placed. Which they are is for those who hold their key."""

    since: datetime
    hold_ids: frozenset[int]


@dataclass(slots=True)
class _Holds:
    scopes: list[Scope] = field(default_factory=list)
    placed: dict[int, datetime] = field(default_factory=dict)


def of_cases(db: Session, case_ids: Iterable[int]) -> dict[int, Held]:
    """Those of the cases that are held. Five statements however many holds there are, and two for each 500 cases."""
    wanted = list(dict.fromkeys(case_ids))
    known = _all(db) if wanted else _Holds()
    if not known.scopes:
        return {}
    return _held(known, _cases(db, wanted))


def of_case(db: Session, case_id: int) -> Held | None:
    return of_cases(db, [case_id]).get(case_id)


def of_subjects(db: Session, subjects: Iterable[Subject]) -> dict[int, Held]:
    """As `of_cases`, of what is no case: a scope of one case is never of them."""
    known = _all(db)
    return _held(known, subjects) if known.scopes else {}


def scopes(db: Session, hold_ids: Sequence[int] = ()) -> list[Scope]:
    """The scopes of these holds, or of all that are not released; every number of a person in the directory."""
    rows = _rows(db, hold_ids)
    if not rows:
        return []
    living = set(_living(db, {row.hold_id for row in rows}))
    vault.secrets.of_cases(db, {row.hold_id for row in rows if row.what not in _said} & living)
    found = [_scope(db, row.id, row.hold_id, row.what, living) for row in rows]
    people = same_person.numbers(db, {tag for scope in found for tag in scope.tags})
    return [_with_tags(scope, people) for scope in found]


def under(db: Session, hold_id: int) -> list[int]:
    """Ids of all cases that fall under one hold now, newest first."""
    own = scopes(db, [hold_id])
    query = select(Case.id).order_by(Case.received_at.desc(), Case.id)
    if not any(scope.broken for scope in own):
        query = query.where(or_(false(), *(_perhaps(db, scope) for scope in own)))
    found = _cases(db, db.scalars(query).all())
    return [one.id for one in found if any(fits(scope, one) for scope in own)]


def _perhaps(db: Session, scope: Scope) -> ColumnElement[bool]:
    """All cases that fit, and perhaps more: what the database can tell without opening anything."""
    match scope.kind:
        case "case":
            return Case.id == scope.case
        case "person":
            return Case.id.in_(select(Party.case_id).where(Party.employee_tag.in_(scope.tags)))
        case "department":
            named = [name for name in _departments(db) if normal(name) == normal(scope.department)]
            return Case.department.in_(named) | Case.id.in_(select(Party.case_id).where(Party.department.in_(named)))
    return true()


def _departments(db: Session) -> set[str]:
    return {*db.scalars(select(Case.department).distinct()), *db.scalars(select(Party.department).distinct())}


def fits(scope: Scope, subject: Subject) -> bool:
    if scope.broken:
        return True
    if not _in_time(scope, subject.came_in):
        return False
    match scope.kind:
        case "case":
            return scope.case == subject.id
        case "person":
            return not scope.tags.isdisjoint(subject.tags)
        case "department":
            return normal(scope.department) in {normal(one) for one in subject.departments}
    return scope.kind == DATES


def normal(department: str) -> str:
    return " ".join(department.split()).casefold()


def written(scope: Scope) -> str:
    """As it is sealed."""
    return json.dumps(
        {
            "kind": scope.kind, "case": scope.case, "tag": next((tag.hex() for tag in scope.tags), ""),
            "department": scope.department, "from": str(scope.since or ""), "to": str(scope.until or ""),
        },
        ensure_ascii=False,
    )  # fmt: skip


def _in_time(scope: Scope, moment: datetime) -> bool:
    earliest, latest = (moment - FURTHEST + timedelta(hours=2)).date(), (moment + FURTHEST).date()
    return (scope.since is None or scope.since <= latest) and (scope.until is None or earliest <= scope.until)


def _held(known: _Holds, subjects: Iterable[Subject]) -> dict[int, Held]:
    found, by_key = {}, dict[object, list[Scope]]()
    for scope in known.scopes:
        for key in _keys(scope):
            by_key.setdefault(key, []).append(scope)
    for one in subjects:
        keys = (None, one.id, *one.tags, *(normal(name) for name in one.departments))
        if ids := {scope.hold_id for key in keys for scope in by_key.get(key, ()) if fits(scope, one)}:
            found[one.id] = Held(min(known.placed[id_] for id_ in ids), frozenset(ids))
    return found


def _keys(scope: Scope) -> Iterable[object]:
    """Under what a scope is looked for, so that each case meets few of them; None: under everything."""
    if scope.broken or scope.kind == DATES:
        return (None,)
    return {CASE: (scope.case,), PERSON: scope.tags, DEPARTMENT: (normal(scope.department),)}[scope.kind]


def _all(db: Session) -> _Holds:
    db.flush()  # the statement goes past the session, which would have
    placed = {row.id: row.placed_at for row in db.connection().execute(_PLACED)}
    return _Holds(scopes(db) if placed else [], placed)


_NOW = Hold.released_at.is_(None)
_PLACED = select(Hold.id, Hold.placed_at).where(_NOW)
"""Made once: every page of a case asks it."""


def _rows(db: Session, hold_ids: Sequence[int]) -> Sequence[HoldScope]:
    query = select(HoldScope).join(Hold, Hold.id == HoldScope.hold_id).order_by(HoldScope.added_at, HoldScope.id)
    return db.scalars(query.where(HoldScope.hold_id.in_(hold_ids) if hold_ids else _NOW)).all()


def _living(db: Session, hold_ids: Iterable[int]) -> list[int]:
    kept = vault.models.CaseSecret.case_id
    return list(db.scalars(select(kept).where(kept.in_(hold_ids))))


def _scope(db: Session, id_: int, hold_id: int, what: bytes, living: Collection[int]) -> Scope:
    if hold_id not in living:
        return Scope(hold_id, "", broken=True)
    try:
        said = json.loads(_open(db, id_, hold_id, what))
    except vault.Unreadable:
        return Scope(hold_id, "", broken=True)
    return Scope(
        hold_id, said["kind"], said["case"], frozenset(filter(None, [bytes.fromhex(said["tag"])])), said["department"],
        _day(said["from"]), _day(said["to"]),
    )  # fmt: skip


def _open(db: Session, id_: int, hold_id: int, what: bytes) -> str:
    """Remembered by what is sealed: every page of a case asks for all of them."""
    known = _said.get(what)
    if known is None or known[0] != (id_, hold_id):
        if len(_said) >= REMEMBERED:
            _said.clear()
        known = _said[what] = ((id_, hold_id), vault.field.open_(db, HoldScope.what, id_, what, case=hold_id))
    return known[1]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _with_tags(scope: Scope, people: Mapping[bytes, frozenset[bytes]]) -> Scope:
    if not scope.tags:
        return scope
    tags = frozenset(tag for own in scope.tags for tag in people[own])
    return Scope(scope.hold_id, scope.kind, tags=tags, since=scope.since, until=scope.until)


def _cases(db: Session, case_ids: Sequence[int]) -> Iterator[Subject]:
    for start in range(0, len(case_ids), PART):
        yield from _part(db, case_ids[start : start + PART])


def _part(db: Session, part: Sequence[int]) -> Iterator[Subject]:
    people: dict[int, list[tuple[bytes | None, str]]] = {}
    query = select(Party.case_id, Party.employee_tag, Party.department).where(Party.case_id.in_(part))
    for case_id, tag, department in db.execute(query.where(Party.employee_tag.is_not(None) | (Party.department != ""))):
        people.setdefault(case_id, []).append((tag, department))
    rows = {
        row.id: row for row in db.execute(select(Case.id, Case.department, Case.received_at).where(Case.id.in_(part)))
    }
    for id_ in (one for one in part if one in rows):
        row, theirs = rows[id_], people.get(id_, [])
        tags = frozenset(tag for tag, _ in theirs if tag is not None)
        departments = frozenset(filter(None, [row.department, *(name for _, name in theirs)]))
        yield Subject(id_, row.received_at, tags, departments)
