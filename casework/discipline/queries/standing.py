"""What stands against somebody: their warnings on every case, for whoever decides on them here. Of another case level
and days alone, and its number only for who can see that case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.access.relations import around
from casework.cases.lifecycle.ladder import Rung, ladder, stands
from casework.cases.models import Case, IssuedWarning, Party
from casework.cases.queries.visible import visible_to
from casework.people import Actor


@dataclass(frozen=True, slots=True)
class WarningShown:
    """`number`: of the case that it is of, empty where the reader cannot see that case. `here`: of this one."""

    id: int
    level: str
    issued_on: date
    expires_on: date
    number: str
    here: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one respondent. `known`: they are found in the directory, without which only this case is looked at."""

    party_id: int
    known: bool
    warnings: Sequence[WarningShown]
    rungs: Sequence[Rung]


class Row(NamedTuple):
    warning: IssuedWarning
    tags: set[bytes | None]


def of_respondents(db: Session, actor: Actor, case: Case, today: date) -> list[Standing]:
    """Each respondent with what stands today; what expired or ended is nowhere in it."""
    query = select(Party.id, Party.employee_tag).where(Party.case_id == case.id, Party.role == "respondent")
    people = {row.id: row.employee_tag for row in db.execute(query.where(Party.ended_at.is_(None)).order_by(Party.id))}
    tags = _tags(db, people)
    rows = _rows(db, case, {tag for own in tags.values() for tag in own})
    numbers = _numbers(db, actor, {row.warning.case_id for row in rows})
    return [_one(case, id_, tags[id_], rows, numbers, today) for id_ in people]


def _one(
    case: Case, party_id: int, own: frozenset[bytes], rows: Sequence[Row], numbers: Mapping[int, str],
    today: date,
) -> Standing:  # fmt: skip
    shown = [
        WarningShown(
            row.id, row.level, row.issued_on, row.expires_on, numbers.get(row.case_id, ""), row.case_id == case.id
        )
        for row, tags in rows
        if (tags & own or row.party_id == party_id) and stands(row.issued_on, row.expires_on, row.ended_on, today)
    ]
    return Standing(party_id, bool(own), shown, ladder([(row.level, row.expires_on) for row in shown]))


def _tags(db: Session, people: Mapping[int, bytes | None]) -> dict[int, frozenset[bytes]]:
    """All lines of the directory that are the same person: who was hired again is nobody new."""
    lines = around(db, [tag for tag in people.values() if tag])
    return {id_: lines.person(tag) if tag else frozenset() for id_, tag in people.items()}


def _rows(db: Session, case: Case, tags: set[bytes]) -> list[Row]:
    """By the line that they had then, or have now: somebody may be found in the directory only later."""
    here = IssuedWarning.case_id == case.id
    now = IssuedWarning.party_id.in_(select(Party.id).where(Party.employee_tag.in_(tags)))
    where = or_(here, IssuedWarning.employee_tag.in_(tags), now) if tags else here
    query = select(IssuedWarning, Party.employee_tag).join(Party, Party.id == IssuedWarning.party_id).where(where)
    found = db.execute(query.order_by(IssuedWarning.issued_on, IssuedWarning.id))
    return [Row(one[0], {one[0].employee_tag, one[1]}) for one in found]


def _numbers(db: Session, actor: Actor, ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    found = db.execute(visible_to(actor).where(Case.id.in_(ids)).with_only_columns(Case.id, Case.number))
    return {row.id: row.number for row in found}
