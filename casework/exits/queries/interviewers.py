"""Who may read of somebody's leaving: never themself, and of the interview nobody of their line.

| room | readers |
|---|---|
| interview | exit interviewers who are able; where nobody able has the role the leads, then the alternates |
| leaving | the same, whoever planned it, and the leads |

Out of both: the leaver. Out of the interview, whatever their role: everybody above the leaver in the directory's line
and everybody below. A room that keys kept by the server are barred from is not sealed to such a key.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import conflicts, relations
from casework.cases.actions import members
from casework.people import Role, grants
from casework.people.models import Employee, Person
from casework.people.standing import Standing, standing
from casework.vault import Compartment
from casework.vault.pairs import PublicHalf

WHOSE = frozenset({Role.INTERVIEWER, Role.LEAD, Role.ALTERNATE})


@dataclass(frozen=True, slots=True)
class Leaver:
    """Who leaves, as far as a line can be told from it: a tag of the directory, else name and address."""

    tag: bytes | None = None
    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Readers:
    """Person ids of each room."""

    interview: frozenset[int]
    leaving: frozenset[int]


def readers_for(db: Session, leaver: Leaver, *, planner: int = 0) -> Readers:
    """Those to whom the two rooms are sealed as things stand. `interview` may be empty: then nobody can be invited."""
    asked = grants.said_to_have(db, *WHOSE) | {planner}
    able = {id_: one for id_, one in standing(db, asked).items() if one.able}
    themself, line = in_the_way(db, leaver)
    hearing = frozenset(one.id for one in _hearing(able.values())) - themself - line
    leads = frozenset(id_ for id_, one in able.items() if one.has(Role.LEAD)) - line
    planning = able.keys() & {planner}
    return Readers(hearing, (hearing | leads | planning) - themself)


def hearing(db: Session) -> frozenset[int]:
    """Who hears leavers at all, of whatever line."""
    able = [one for one in standing(db, grants.said_to_have(db, *WHOSE)).values() if one.able]
    return frozenset(one.id for one in _hearing(able))


def in_the_way(db: Session, leaver: Leaver) -> tuple[frozenset[int], frozenset[int]]:
    """Staff who are the leaver, and staff of the leaver's line, above and below."""
    themself, line = set[int](), set[int]()
    if leaver.tag:
        for conflict in conflicts.judge(db, [(0, conflicts.RESPONDENT, leaver.tag)]):
            (themself if conflict.cause == conflicts.PARTY else line).add(conflict.person_id)
    if leaver.name or leaver.email:
        themself |= relations.together(db, relations.staff_named(db, name=leaver.name, email=leaver.email))
    return frozenset(themself), frozenset(line - themself)


@dataclass(frozen=True, slots=True)
class Line:
    """Tags of the directory, from where one of the staff stands: their own, and of everybody above and below them."""

    own: frozenset[bytes] = frozenset()
    others: frozenset[bytes] = frozenset()

    def has(self, tag: bytes | None) -> bool:
        return tag is not None and (tag in self.own or tag in self.others)


def line_of(db: Session, person_id: int) -> Line:
    """The same as `in_the_way`, the other way round: for many leavers and one of the staff."""
    index = db.scalar(select(Person.employee_index).where(Person.id == person_id))
    if index is None:
        return Line()
    directory = relations.around(db, [index])
    own = directory.person(index)
    return Line(own, (directory.above(index) | _below(db, own)) - own)


def _below(db: Session, own: Collection[bytes]) -> set[bytes]:
    """Level by level, with every number of each person."""
    seen, level = set(own), set(own)
    while level:
        found = set[bytes]()
        for part in parts(sorted(level)):
            found |= set(db.scalars(select(Employee.tag).where(Employee.manager_tag.in_(part))))
            found |= set(db.scalars(select(Employee.tag).where(Employee.same_as.in_(part))))
            found |= {tag for tag in db.scalars(select(Employee.same_as).where(Employee.tag.in_(part))) if tag}
        level = found - seen
        seen |= level
    return seen - set(own)


def parts(tags: Sequence[bytes], most: int = 500) -> list[Sequence[bytes]]:
    """As many at a time as a statement bears."""
    return [tags[start : start + most] for start in range(0, len(tags), most)]


def halves(db: Session, people: Iterable[int], room: Compartment) -> Mapping[int, PublicHalf]:
    """Their verified public halves, of those whose keys this room is not barred from."""
    known = members.halves(db, people)
    return {id_: half for id_, half in known.items() if room not in half.barred}


def _hearing(able: Iterable[Standing]) -> list[Standing]:
    everybody = list(able)
    for role in (Role.INTERVIEWER, Role.LEAD, Role.ALTERNATE):
        if found := [one for one in everybody if one.has(role)]:
            return found
    return []
