"""What is kept of somebody's leaving: until when, and who may agree that it goes."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from casework.access import Action, conflicts
from casework.cases.queries import clocks, holds
from casework.cases.queries.holds import Subject
from casework.cases.queries.keeping import MOST, Kept, Matters
from casework.cases.queries.schedule import EXIT
from casework.exits.lifecycle import OVER
from casework.exits.models import Exit, ExitStep
from casework.people import Actor, Role, grants
from casework.people.standing import Standing, standing
from casework.vault import OF_EXITS, Compartment, HolderKind
from casework.vault.models import CompartmentRow, Seal

AGREE = (Role.INTERVIEWER, Role.LEAD, Role.ALTERNATE)


def due(db: Session, actor: Actor, before: date) -> list[Kept]:
    """Those that they hold a key of and that are over since that day or before, longest ago first."""
    held = exists().where(
        CompartmentRow.case_id == Exit.id, CompartmentRow.name == Compartment.LEAVING.value,
        Seal.compartment_id == CompartmentRow.id, Seal.epoch == CompartmentRow.epoch,
        Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id == actor.id,
    )  # fmt: skip
    query = select(Exit.id).where(held, Exit.state.in_(OVER), Exit.ends_on <= before)
    ids = db.scalars(query.order_by(Exit.ends_on, Exit.id).limit(MOST)).all()
    there = _not_theirs(db, actor, ids)
    return [one for id_, one in known(db, ids).items() if id_ in there]


def known(db: Session, ids: Collection[int]) -> dict[int, Kept]:
    """By id, those that are there. It counts from their last day, or from the last step where that came later."""
    rows = {row.id: row for row in db.scalars(select(Exit).where(Exit.id.in_(ids)))}
    last = dict(
        db.execute(
            select(ExitStep.exit_id, func.max(ExitStep.at)).where(ExitStep.exit_id.in_(ids)).group_by(ExitStep.exit_id)
        ).all()
    )
    subjects = [
        Subject(
            row.id, row.planned_at, frozenset(filter(None, [row.employee_tag])),
            frozenset(filter(None, [row.department])),
        )
        for row in rows.values()
    ]  # fmt: skip
    held = holds.of_subjects(db, subjects)
    found = {}
    for id_ in (one for one in ids if one in rows):
        row, where = rows[id_], clocks.place(db, rows[id_].site_id)
        end = max(row.ends_on, where.day(last[id_])) if id_ in last else row.ends_on
        found[id_] = Kept(
            id=id_, of=EXIT, number=row.number, line=EXIT, kind="", received_on=where.day(row.planned_at),
            closed_on=end if row.state in OVER else None, base_on=end, site_id=row.site_id, outcome=row.state,
            is_over=row.state in OVER, held_on=where.day(held[id_].since) if id_ in held else None,
        )  # fmt: skip
    return found


def able(db: Session, ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Interviewers, leads and alternates who are neither the leaver nor of their line."""
    people = frozenset(_standing(db, AGREE))
    shut = _in_the_way(db, ids)
    return {id_: people - shut[id_] for id_ in ids}


def readers(db: Session, ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Those of them who hold a key of it, and auditors; never who is in the way."""
    people = _standing(db, (*AGREE, Role.AUDITOR))
    looking = {id_ for id_, one in people.items() if one.has(Role.AUDITOR)}
    query = select(Seal.case_id, Seal.holder_id).where(
        Seal.case_id.in_(ids), Seal.holder_kind == HolderKind.PERSON.value
    )
    held: dict[int, set[int]] = defaultdict(set)
    for exit_id, person_id in db.execute(query):
        held[exit_id].add(person_id)
    shut = _in_the_way(db, ids)
    return {id_: frozenset((held[id_] & people.keys() | looking) - shut[id_]) for id_ in ids}


def _standing(db: Session, roles: Collection[Role]) -> Mapping[int, Standing]:
    found = standing(db, grants.said_to_have(db, *roles))
    return {id_: one for id_, one in found.items() if one.able and one.has(*roles)}


def _in_the_way(db: Session, ids: Collection[int]) -> Mapping[int, set[int]]:
    """The leaver themself, and everybody of their line, of many exits at once."""
    rows = db.execute(select(Exit.id, Exit.employee_tag).where(Exit.id.in_(ids), Exit.employee_tag.is_not(None)))
    found: dict[int, set[int]] = defaultdict(set)
    for conflict in conflicts.judge(db, [(row.id, conflicts.RESPONDENT, row.employee_tag) for row in rows]):
        found[conflict.case_id].add(conflict.person_id)
    return found


def _not_theirs(db: Session, actor: Actor, ids: Collection[int]) -> set[int]:
    shut = _in_the_way(db, ids)
    return {id_ for id_ in ids if actor.id not in shut[id_]}


EXITS = Matters(
    EXIT, "/exits/retention", Action.DESTROY_EXITS, Action.DESTROY_EXITS, OF_EXITS, Exit, due, known, able, readers
)
