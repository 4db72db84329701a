"""Decisions: what follows for a respondent, or for the organisation. Proposed; made by somebody who did not look into
it; superseded, varied or set aside. None is ever changed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, policy
from casework.audit import Tag, trail
from casework.cases.actions import case as cases
from casework.cases.actions import deciding, tasks
from casework.cases.actions.deciding import APPEALED, SET_ASIDE, SUPERSEDED, TAKEN_BACK
from casework.cases.lifecycle import OUTCOMES, WORKFLOWS, IllegalStep, Why
from casework.cases.lifecycle.ladder import ORGANISATION, WARNINGS
from casework.cases.models import Case, Consultation, Decision, Party
from casework.cases.queries import clocks, facts
from casework.cases.queries.deciding import AWAITING
from casework.db import new_id, utc_now
from casework.discipline.queries import comparators as comparing
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Room

from . import comparators, consultations

AFTER = frozenset({"in action", "decided", "appeal window", "appealed"})
"""Where the case has its decisions: another one is in force as soon as it is made."""
CLOSED = frozenset({"closed", "aftercare", "retained"})
PAID = ("paid", "unpaid")
DEPARTS = N_("Like cases were decided otherwise: say why this one is not.")
ON_APPEAL = frozenset({"bodies_heard", "bodies_asked"})
ASKED = ON_APPEAL | {
    "hearing_held", "just_cause_tested", "retaliation_reviewed", "counsel_agreed", "termination_agreed",
}  # fmt: skip
"""What of the step's guards is asked of one decision that comes after it."""


@dataclass(frozen=True, slots=True)
class New:
    """`party_id`: none, and it is the organisation's. `days`, `paid`: of a disciplinary suspension. `at_once`: of a
    termination without notice, with the day on which the facts were `known_on`."""

    outcome: str
    reason: str = field(repr=False)
    effective_on: date
    party_id: int | None = None
    what: str = field(default="", repr=False)
    findings: Sequence[int] = ()
    days: int | None = None
    paid: str = ""
    warning_months: int | None = None
    at_once: bool = False
    known_on: date | None = None
    agreement: str = ""


@dataclass(frozen=True, slots=True)
class ToDo:
    """What is to be done because of it, whose it is, and by when."""

    what: str = field(repr=False)
    due_on: date
    owner_id: int | None = None


def propose(
    db: Session, case: Case, file: Room, new: New, *, by: Actor, to_do: Sequence[ToDo] = ()
) -> Decision:  # fmt: skip
    """What somebody thinks should follow: bodies are asked about it, and whoever decides takes it up or leaves it."""
    cases.begin(db, case, by, Action.PREPARE_DECISION)
    _possible(db, case, new)
    row = _row(db, file, case, new, by)
    db.add(row)
    db.flush()
    consultations.needed(db, case, row, by=by)
    for one in to_do:
        tasks.add(db, case, file, by=by, what=one.what, due_on=one.due_on, owner_id=one.owner_id)
    cases.touch(db, case, by, Tag.DECISION_PROPOSED, party=new.party_id, decision=row.id)
    return row


def decide(
    db: Session, case: Case, file: Room, row: Decision, *, by: Actor, alone_because: str = "", departure: str = ""
) -> Decision:  # fmt: skip
    """Made by somebody who did not investigate; in a small house the record says why it is nobody else. It is in force
    with the case's step, or at once where the case has taken it. `departure`: why like cases were decided otherwise."""
    found = cases.begin(db, case, by, Action.DECIDE_ALONE if alone_because.strip() else Action.DECIDE)
    alone = not policy.judge(by, Action.DECIDE, found)
    db.refresh(row, with_for_update=True)
    if row.case_id != case.id or row.decided_at is not None or row.ended_at is not None:
        raise _illegal(N_("This is decided, or taken back."))
    if case.state not in AWAITING | AFTER:
        raise _illegal(N_("It is decided when the findings are there: first comes the way to them."))
    if not departure.strip() and comparing.departs(db, case, row.party_id, row.outcome):
        raise IllegalStep("decide", [Why("departure", Said(DEPARTS), "#departure")])
    for before in _standing(db, case, row.party_id):
        if row.party_id is not None:
            _end(db, case, before, SUPERSEDED, by=by)
            row.replaces_id = before.id
    row.decided_by, row.decided_at = by.id, utc_now()
    if alone:
        row.alone_because = file.seal(Decision.alone_because, row.id, alone_because)
    if departure.strip():
        row.departure = file.seal(Decision.departure, row.id, departure)
    db.flush()
    comparators.decided(db, case, row)
    _at_once(db, case, row, by=by)
    if alone:
        trail.record(db, by, Tag.CASE_OVERRIDDEN, case.id, guard="somebody_else_decides", decision=row.id)
    cases.touch(db, case, by, Tag.DECISION_MADE, party=row.party_id, decision=row.id)
    return row


def take_back(db: Session, case: Case, file: Room, row: Decision, *, by: Actor, why: str) -> None:
    """A proposal that nobody takes up, or a decision before it is in force."""
    found = cases.begin(db, case, by, Action.PREPARE_DECISION)
    db.refresh(row, with_for_update=True)
    if row.ended_at is not None or row.in_force_at is not None:
        raise _illegal(N_("What is in force is superseded by another decision, or falls on appeal."))
    if row.decided_at is not None:
        policy.require(by, Action.DECIDE_ALONE, found)
    _end(db, case, row, TAKEN_BACK, by=by)
    row.why_ended = file.seal(Decision.why_ended, row.id, why)
    cases.touch(db, case, by, Tag.DECISION_ENDED, decision=row.id)


def vary(
    db: Session, case: Case, file: Room, row: Decision, new: New, *, by: Actor, appeal_id: int | None = None
) -> Decision:  # fmt: skip
    """On appeal another decision takes its place, in force at once, and the ladder with it. The caller has judged that
    `by` may decide the appeal, and holds the case."""
    db.refresh(row, with_for_update=True)
    if row.case_id != case.id or row.ended_at is not None or row.decided_at is None:
        raise _illegal(N_("This decision does not stand any more."))
    if new.party_id != row.party_id:
        raise ValueError("a decision is varied for whom it is about")
    _possible(db, case, new)
    _end(db, case, row, SUPERSEDED, by=by, warning=APPEALED)
    another = _row(db, file, case, new, by)
    another.decided_by, another.decided_at = by.id, utc_now()
    another.replaces_id, another.appeal_id = row.id, appeal_id
    db.add(another)
    db.flush()
    comparators.decided(db, case, another)
    _at_once(db, case, another, by=by, appeal=True)
    trail.record(db, by, Tag.DECISION_MADE, case.id, party=new.party_id, decision=another.id)
    return another


def set_aside(
    db: Session, case: Case, file: Room, row: Decision, *, by: Actor, reason: str, appeal_id: int | None = None
) -> None:  # fmt: skip
    """On appeal it falls: its warning leaves the ladder, and nobody leaves by it. As with `vary`, the caller judged."""
    db.refresh(row, with_for_update=True)
    if row.case_id != case.id or row.ended_at is not None:
        raise _illegal(N_("This decision does not stand any more."))
    _end(db, case, row, SET_ASIDE, by=by, warning=APPEALED)
    row.why_ended, row.appeal_id = file.seal(Decision.why_ended, row.id, reason), appeal_id
    deciding.into_force(db, case, by=by)
    trail.record(db, by, Tag.DECISION_ENDED, case.id, decision=row.id)


def _at_once(db: Session, case: Case, row: Decision, *, by: Actor, appeal: bool = False) -> None:
    """Once the case has its decisions there is no step that would ask: what deciding needs is asked here."""
    if case.state not in AFTER:
        return
    known = facts.of(db, case, by)
    step = next(step for step in WORKFLOWS[case.kind].steps if step.name == "decide")
    guards = [need.guard for need in step.needs if need.guard.name in (ON_APPEAL if appeal else ASKED)]
    whys = [Why(g.name, said[1], said[0]) for g in guards if row.party_id and (said := g.refuses(known)) is not None]
    if whys:
        raise IllegalStep("decide", whys)
    deciding.into_force(db, case, by=by)


def _standing(db: Session, case: Case, party_id: int | None) -> Sequence[Decision]:
    query = select(Decision).where(Decision.case_id == case.id, Decision.decided_at.is_not(None))
    return db.scalars(query.where(Decision.ended_at.is_(None), Decision.party_id == party_id)).all()


def _end(db: Session, case: Case, row: Decision, how: str, *, by: Actor, warning: str = "") -> None:
    """What still waited of it falls away with it."""
    row.ended_at, row.ended_by, row.ended_how = utc_now(), by.id, how
    comparators.fell(db, row)
    today = clocks.place(db, case.site_id).day(utc_now())
    deciding.end_warnings(db, case, row, warning or how, today, by=by)
    query = select(Consultation).where(Consultation.decision_id == row.id)
    for asked in db.scalars(query.where(Consultation.state.in_(("needed", "informed")))):
        asked.state, asked.changed_by, asked.changed_at = "fell away", by.id, utc_now()
    db.flush()


def _possible(db: Session, case: Case, new: New) -> None:
    """Whether such a decision can be: the words of the field, and of whom."""
    if case.state in CLOSED:
        raise _illegal(N_("The matter is closed: open it again first."))
    if new.party_id is None:
        if new.outcome not in ORGANISATION:
            raise _illegal(N_("Choose what was decided."))
        return
    party = db.get(Party, new.party_id)
    if party is None or party.case_id != case.id or party.role != "respondent" or party.ended_at is not None:
        raise _illegal(N_("It is decided of respondents, and of the organisation."))
    if new.outcome not in OUTCOMES:
        raise _illegal(N_("Choose what was decided."))
    if new.outcome == "suspension" and (not new.days or new.paid not in PAID):
        raise _illegal(N_("A disciplinary suspension has a number of days, with pay or without."))
    if new.at_once and (new.outcome != "termination" or new.known_on is None):
        raise _illegal(N_("Without notice is a termination, with the day on which the facts were known."))


def _row(db: Session, file: Room, case: Case, new: New, by: Actor) -> Decision:
    id_, suspended = new_id(), new.outcome == "suspension"
    return Decision(
        id=id_,
        case_id=case.id,
        party_id=new.party_id,
        outcome=new.outcome,
        what=file.seal(Decision.what, id_, new.what) if new.what.strip() else None,
        reason=file.seal(Decision.reason, id_, new.reason),
        findings=json.dumps(sorted(new.findings)),
        effective_on=new.effective_on,
        days=new.days if suspended else None,
        paid=new.paid if suspended else "",
        warning_months=new.warning_months if new.outcome in WARNINGS else None,
        at_once=new.at_once,
        known_on=new.known_on if new.at_once else None,
        agreement=_server(db, case, id_, new.agreement) if new.party_id else None,
        proposed_by=by.id,
        proposed_at=utc_now(),
    )


def _server(db: Session, case: Case, id_: int, agreement: str) -> bytes | None:
    return vault.field.seal(db, Decision.agreement, id_, agreement, case=case.id) if agreement.strip() else None


def _illegal(said: str) -> IllegalStep:
    return IllegalStep("decide", [Why("decision", Said(said), "#decisions")])
