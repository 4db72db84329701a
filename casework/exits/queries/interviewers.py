"""Who may read of somebody's leaving: never themself, and of the interview nobody of their line.

| room | readers |
|---|---|
| interview | exit interviewers who are able; where nobody able has the role the leads, then the alternates |
| leaving | the same, whoever planned it, and the leads |

Out of both: the leaver. Out of the interview, whatever their role: everybody above the leaver in the directory's line
and everybody below. A room that keys kept by the server are barred from is not sealed to such a key.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework.access import conflicts, relations
from casework.cases.actions import members
from casework.people import Role, grants
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
        themself |= relations.staff_named(db, name=leaver.name, email=leaver.email)
    return frozenset(themself), frozenset(line - themself)


def lines(db: Session, tags: Collection[bytes]) -> dict[bytes, frozenset[int]]:
    """Of many leavers at once: staff who are each of them, or of their line."""
    order = list(dict.fromkeys(tags))
    found: dict[bytes, set[int]] = {tag: set() for tag in order}
    for conflict in conflicts.judge(db, [(at, conflicts.RESPONDENT, tag) for at, tag in enumerate(order)]):
        found[order[conflict.case_id]].add(conflict.person_id)
    return {tag: frozenset(people) for tag, people in found.items()}


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
