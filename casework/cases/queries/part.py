"""Who had a part in how a case was decided, and which: nobody of them decides an appeal against it."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from casework.cases.models import (
    Appeal,
    Approval,
    Case,
    Closure,
    Decision,
    Finding,
    Hearing,
    Interview,
    Mediation,
    StepTaken,
)
from casework.db import Base
from casework.settings import N_

from .rows import Rows

MODELS: tuple[type[Base], ...] = (
    Appeal, Approval, Closure, Decision, Finding, Hearing, Interview, Mediation, StepTaken,
)  # fmt: skip
INVESTIGATED, FOUND, APPROVED = N_("investigated"), N_("made a finding"), N_("approved findings, or returned them")
DECIDED, CLOSED, HEARD = N_("proposed or made a decision"), N_("closed the case"), N_("held a hearing")
INTERVIEWED, MEDIATED = N_("heard somebody in an interview"), N_("mediated")


def of(case: Case, rows: Rows) -> dict[int, tuple[str, ...]]:
    """By person, in words. What somebody decided on an appeal is no part in what it was against, and is one once it is
    appealed itself."""
    found: dict[int, dict[str, None]] = {}
    for person, what in _all(case, rows):
        if person:
            found.setdefault(person, {})[what] = None
    return {person: tuple(what) for person, what in found.items()}


def accounts(db: Session, case: Case, rows: Rows) -> frozenset[int]:
    """Of everybody who had one, every account: a second one of theirs is nobody else."""
    return rows.accounts(db, of(case, rows).keys())


def investigated(db: Session, case: Case, rows: Rows) -> frozenset[int]:
    """Whose case it is, who heard somebody and who made a finding, with every account of theirs: they stay those who
    looked into it, whoever the investigator is now."""
    people = {row.interviewer_id for row in rows.of(Interview) if row.held_at is not None or row.begun_at is not None}
    people |= {case.investigator_id} | {row.by for row in rows.of(Finding)}
    return rows.accounts(db, {one for one in people if one})


def _all(case: Case, rows: Rows) -> Iterator[tuple[int | None, str]]:
    yield case.investigator_id, INVESTIGATED
    yield from ((row.by, FOUND) for row in rows.of(Finding))
    for interview in rows.of(Interview):
        if interview.held_at is not None or interview.begun_at is not None:
            yield from ((one, INTERVIEWED) for one in (interview.interviewer_id, interview.second_id))
    yield from ((row.mediator_id, MEDIATED) for row in rows.of(Mediation))
    yield from ((row.by, APPROVED) for row in rows.of(Approval))
    yield from ((row.ended_by, HEARD) for row in rows.of(Hearing))
    yield from ((step.by, DECIDED) for step in rows.of(StepTaken) if step.step == "decide")
    appealed = {row.decision_id for row in rows.of(Appeal)}
    for row in rows.of(Decision):
        if row.appeal_id is None or row.replaces_id is None or row.id in appealed:
            yield from ((one, DECIDED) for one in (row.proposed_by, row.decided_by))
    yield from ((row.by, CLOSED) for row in rows.of(Closure))
