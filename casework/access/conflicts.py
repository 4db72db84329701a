"""Which walls parties and directory ask for: the same person as a party, or in a respondent's line."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import bindparam, case, exists, select
from sqlalchemy.orm import Session

from casework.people.models import Person

from . import tables
from .relations import Directory, Entry, around

PARTY, LINE = "party", "line"
RESPONDENT = "respondent"


_STAFF = select(Person.id, Person.employee_index).where(Person.employee_index.is_not(None))
_ACCUSED = exists().where(
    tables.allegation.c.respondent_id == tables.party.c.id, tables.allegation.c.dropped_at.is_(None)
)
_PARTIES = select(
    tables.party.c.case_id, case((_ACCUSED, RESPONDENT), else_=tables.party.c.role), tables.party.c.employee_tag
).where(tables.party.c.employee_tag.is_not(None), tables.party.c.ended_at.is_(None))
_OF_ONE = _PARTIES.where(tables.party.c.case_id == bindparam("of_case"))
"""Made once: every party and every allegation that is added asks them."""


class Conflict(NamedTuple):
    """A person of staff, a case, and why the two must not meet."""

    case_id: int
    person_id: int
    cause: str


def of(db: Session, case_id: int | None, changed: Mapping[bytes, Entry] | None = None) -> set[Conflict]:
    """The conflicts of one case's parties, or of every case's; with the directory as it would be after a change.
    Whomever something is alleged of is a respondent, whatever else they are on the case."""
    db.flush()  # what follows goes past the session, which would have
    asked = (_PARTIES,) if case_id is None else (_OF_ONE, {"of_case": case_id})
    rows = [tuple(row) for row in db.connection().execute(*asked)]
    return judge(db, rows, changed)


def judge(
    db: Session, parties: Iterable[tuple[int, str, bytes]], changed: Mapping[bytes, Entry] | None = None
) -> set[Conflict]:
    """`parties`: case, role, tag."""
    rows = list(parties)
    if not rows:
        return set()
    db.flush()
    known = db.connection().execute(_STAFF)
    staff = [(id_, tag) for id_, tag in known if tag]
    directory = around(db, {tag for _, _, tag in rows} | {tag for _, tag in staff}, changed)
    return between(directory, staff, rows)


def accounts(db: Session, changed: Mapping[bytes, Entry] | None = None) -> dict[int, frozenset[int]]:
    """Every account of each of staff whom the directory knows, with the directory as it would be after a change."""
    db.flush()
    staff = [(row.id, row.employee_index) for row in db.connection().execute(_STAFF)]
    directory, together = around(db, {tag for _, tag in staff}, changed), dict[bytes, set[int]]()
    for person_id, tag in staff:
        for own in directory.person(tag):
            together.setdefault(own, set()).add(person_id)
    return {person_id: frozenset(together[tag]) for person_id, tag in staff}


def between(
    directory: Directory, staff: Iterable[tuple[int, bytes]], parties: Iterable[tuple[int, str, bytes]]
) -> set[Conflict]:
    """Every pair of a staff person and a party that needs a wall."""
    same: dict[bytes, set[int]] = {}
    up: dict[bytes, set[int]] = {}
    for person_id, tag in staff:
        for own in directory.person(tag):
            same.setdefault(own, set()).add(person_id)
        for above in directory.above(tag):
            up.setdefault(above, set()).add(person_id)
    found: set[Conflict] = set()
    lines: dict[bytes, set[int]] = {}
    for case_id, role, tag in parties:
        themselves = same.get(tag, set())
        found |= {Conflict(case_id, person_id, PARTY) for person_id in themselves}
        if role != RESPONDENT:
            continue
        if tag not in lines:
            over = {person_id for boss in directory.above(tag) for person_id in same.get(boss, ())}
            lines[tag] = (over | up.get(tag, set())) - themselves
        found |= {Conflict(case_id, person_id, LINE) for person_id in lines[tag]}
    return found
