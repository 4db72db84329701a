"""The steps of a case: taken by somebody who may, when nothing stands in the way or a lead says why they go past it."""

import json
from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from casework.access import Action, Forbidden, policy
from casework.audit import Tag, trail
from casework.cases.lifecycle import WORKFLOWS, Facts, IllegalStep, Step, Why
from casework.cases.models import Approval, Case, StepTaken
from casework.cases.queries import facts, matter
from casework.cases.queries.matter import CaseMatter
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault.room import Room

from . import aftercare, deciding, reports
from . import case as cases
from .case import Changed

__all__ = ["Changed", "approve", "move", "return_findings", "take"]

DECIDE = "decide"
SAY_WHY = N_("Write down why: it stays on the record.")


def take(
    db: Session,
    case: Case,
    room: Room,
    step: str,
    *,
    by: Actor,
    version: int,
    reason: str = "",
    override: bool = False,
) -> StepTaken:
    """One step of the workflow. Steps that have a verb of their own (approve, close, appeal …) are not for here;
    `override` goes past what may be gone past, and needs a reason."""
    found = cases.begin(db, case, by, Action.TAKE_STEP, version)
    known = WORKFLOWS[case.kind].step(step, case.state)
    if known is not None and known.verb:
        raise ValueError(f"“{step}” has a verb of its own")
    return move(db, case, room, step, by=by, found=found, reason=reason, override=override)


def move(
    db: Session,
    case: Case,
    room: Room,
    step: str,
    *,
    by: Actor,
    found: CaseMatter | None = None,
    reason: str = "",
    override: bool = False,
) -> StepTaken:
    """Judge the guards, go to the state that follows, and leave the record. The case is locked already."""
    found = found or matter.of(db, case)
    flow, known = WORKFLOWS[case.kind], facts.of(db, case, by)
    past = _past(flow.why_not(step, known), by, found, reason) if override else set()
    to_state = flow.after(step, known, past)
    taken = flow.step(step, case.state)
    assert taken is not None
    policy.require(by, taken.action, found)
    _reasoned(taken, reason)
    outcome = known.deciding if taken.name == DECIDE else ""
    return _record(db, case, room, taken, to_state, by=by, reason=reason, past=past, outcome=outcome)


def approve(
    db: Session,
    case: Case,
    room: Room,
    *,
    by: Actor,
    version: int,
    comment: str = "",
    alone_because: str = "",
    past_because: str = "",
    comments: Mapping[int, str] | None = None,
) -> Approval:
    """Somebody other than the investigator agrees with the findings; or the record says why it is nobody else.
    `past_because`: why a lead goes past what is missing; `comments`: on single findings, by their id."""
    found = cases.begin(db, case, by, Action.APPROVE_ALONE, version)
    if not policy.judge(by, Action.APPROVE, found):
        if not alone_because.strip():
            why = Said(N_("You investigated this yourself: say why nobody else can approve it."))
            raise IllegalStep("approve", [Why("somebody_else_approves", why, "#review", overridable=True)])
        trail.record(db, by, Tag.CASE_OVERRIDDEN, case.id, guard="somebody_else_approves")
    flow, known = WORKFLOWS[case.kind], facts.of(db, case, by)
    past = _past(flow.why_not("approve", known), by, found, past_because) if past_because.strip() else set()
    to_state, taken = flow.after("approve", known, past), flow.step("approve", case.state)
    assert taken is not None
    reason = "\n\n".join(words for words in (comment.strip(), past_because.strip() if past else "") if words)
    row = _approval(db, case, room, by, approved=True, comment=comment, alone_because=alone_because)
    reports.judge(db, case, approved=True, by=by)
    reports.comment(db, case, room, row, comments or {})
    _record(db, case, room, taken, to_state, by=by, reason=reason, past=past, outcome="", tag=Tag.FINDINGS_APPROVED)
    return row


def return_findings(
    db: Session, case: Case, room: Room, *, by: Actor, version: int, comment: str,
    comments: Mapping[int, str] | None = None,
) -> Approval:  # fmt: skip
    """The findings go back to be worked on, with what is missing: of all, and of single ones by their id."""
    found = cases.begin(db, case, by, Action.APPROVE, version)
    flow = WORKFLOWS[case.kind]
    to_state, taken = flow.after("return", facts.of(db, case, by)), flow.step("return", case.state)
    assert taken is not None
    policy.require(by, taken.action, found)
    _reasoned(taken, comment)
    row = _approval(db, case, room, by, approved=False, comment=comment)
    reports.judge(db, case, approved=False, by=by)
    reports.comment(db, case, room, row, comments or {})
    _record(db, case, room, taken, to_state, by=by, reason=comment, past=set(), outcome="", tag=Tag.FINDINGS_RETURNED)
    return row


def _past(whys: Collection[Why], by: Actor, found: CaseMatter, reason: str) -> set[str]:
    if not any(why.overridable for why in whys):
        return set()
    policy.require(by, Action.OVERRIDE, found)
    if not reason.strip():
        raise IllegalStep("override", [Why("reason", Said(SAY_WHY), "#steps")])
    return {why.guard for why in whys if why.overridable}


def _reasoned(step: Step[Facts], reason: str) -> None:
    if step.reason and not reason.strip():
        raise IllegalStep(step.name, [Why("reason", Said(SAY_WHY), "#steps")])


def _record(
    db: Session,
    case: Case,
    room: Room,
    step: Step[Facts],
    to_state: str,
    *,
    by: Actor,
    reason: str,
    past: Collection[str],
    outcome: str,
    tag: Tag = Tag.CASE_STEP,
) -> StepTaken:
    id_, now = new_id(), utc_now()
    if step.name == DECIDE:
        deciding.into_force(db, case, by=by)
    if step.name == aftercare.STEP:
        aftercare.begin(db, case, by=by)
    row = StepTaken(
        id=id_,
        case_id=case.id,
        step=step.name,
        from_state=case.state,
        to_state=to_state,
        by=by.id,
        at=now,
        reason=room.seal(StepTaken.reason, id_, reason) if reason.strip() else None,
        overridden=json.dumps(sorted(past)),
        outcome=outcome,
    )
    db.add(row)
    for guard in sorted(past):
        trail.record(db, by, Tag.CASE_OVERRIDDEN, case.id, guard=guard, step=step.name)
    case.state, case.state_since = to_state, now
    cases.touch(db, case, by, tag, step=step.name, to=to_state)
    return row


def _approval(
    db: Session, case: Case, room: Room, by: Actor, *, approved: bool, comment: str, alone_because: str = ""
) -> Approval:  # fmt: skip
    id_ = new_id()
    row = Approval(
        id=id_,
        case_id=case.id,
        approved=approved,
        by=by.id,
        at=utc_now(),
        comment=room.seal(Approval.comment, id_, comment) if comment.strip() else None,
        alone_because=room.seal(Approval.alone_because, id_, alone_because) if alone_because.strip() else None,
    )
    db.add(row)
    db.flush()
    return row


def investigate_by(db: Session, case: Case, person_id: int, *, by: Actor, version: int | None = None) -> None:
    """Who investigates: one of those who read the file."""
    found = cases.begin(db, case, by, Action.ASSIGN, version)
    if "file" not in {compartment.value for compartment in found.holders.get(person_id, ())}:
        raise Forbidden(N_("They are not on the case: add them first."))
    case.investigator_id = person_id
    cases.touch(db, case, by, Tag.CASE_CHANGED, what="investigator", person=person_id)
