"""Bodies that represent employees, and an office: informed, heard or consenting before a dismissal takes effect."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action
from casework.audit import Tag
from casework.cases.actions import case as cases
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.lifecycle.clock import Place
from casework.cases.models import Case, Consultation, Decision
from casework.cases.queries import clocks
from casework.cases.queries.deciding import NEEDED, NOT_THERE, TIME_OVER, asked_of, occasion, which
from casework.clocks import due
from casework.clocks.packs.hearing import CONSENT, Body
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Room

INFORMED = "informed"
STATES = {
    NEEDED: N_("to be informed"),
    INFORMED: N_("informed; their answer is waited for"),
    "heard": N_("heard"),
    "consented": N_("consented"),
    "objected": N_("objected"),
    TIME_OVER: N_("their time is over"),
    NOT_THERE: N_("there is none here"),
    "fell away": N_("fell away with the decision"),
}
ANSWERS = {
    "heard": N_("They were heard, and did not object"),
    "consented": N_("They consented"),
    "objected": N_("They objected"),
    TIME_OVER: N_("Their time is over"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """`text`: what they said, as they said it."""

    state: str
    on: date
    text: str = field(default="", repr=False)


def needed(db: Session, case: Case, decision: Decision, *, by: Actor) -> list[Consultation]:
    """A row for each body that the law has asked about everybody; what is there already stays."""
    where = clocks.place(db, case.site_id)
    known = {which(db, row) for row in _of(db, decision)}
    wanted = [body for body in asked_of(where, decision) if not body.only and body.key not in known]
    return [_add(db, case, decision, body, where, by) for body in wanted]


def add(db: Session, case: Case, decision: Decision, key: str, *, by: Actor) -> Consultation:
    """One that is asked about some people only: whoever decides knows whether this is one of them."""
    cases.begin(db, case, by, Action.PREPARE_DECISION)
    where = clocks.place(db, case.site_id)
    body = next((body for body in asked_of(where, decision) if body.key == key), None)
    if body is None or decision.case_id != case.id or decision.ended_at is not None:
        raise _illegal(N_("This body is not asked about such a decision."))
    if any(which(db, row) == key for row in _of(db, decision)):
        raise _illegal(N_("It stands there already."))
    row = _add(db, case, decision, body, where, by)
    cases.touch(db, case, by, Tag.BODY_ASKED, consultation=row.id)
    return row


def inform(
    db: Session, case: Case, file: Room, row: Consultation, *, by: Actor, on: date, told: str
) -> date | None:  # fmt: skip
    """They were told, and what; from this day their time runs. Answers its last day, where the law has one."""
    decision = _begin(db, case, row, by, NEEDED)
    where = clocks.place(db, case.site_id)
    body = _body(db, row, decision, where)
    rule = where.law.rule(body.clocks[row.occasion]) if where.law is not None else None
    row.state, row.informed_on, row.told = INFORMED, on, file.seal(Consultation.told, row.id, told)
    row.due_on = due(on, rule, where.calendar).on if rule is not None else None
    _changed(db, case, row, by, Tag.BODY_ASKED)
    return row.due_on


def answer(db: Session, case: Case, file: Room, row: Consultation, said: Answer, *, by: Actor) -> None:
    """What they said; or that their time is over, which is so only after its last day, and is no consent where the law
    asks for one, unless the law says so."""
    decision = _begin(db, case, row, by, INFORMED)
    where = clocks.place(db, case.site_id)
    body, today = _body(db, row, decision, where), where.day(utc_now())
    if said.state not in ANSWERS or said.on < (row.informed_on or said.on):
        raise _illegal(N_("Choose what they said, on a day after they were told."))
    if said.state == TIME_OVER:
        if row.due_on is None or today <= row.due_on:
            raise _illegal(N_("Their time is not over."))
        if row.duty == CONSENT and row.occasion not in body.silent:
            raise _illegal(N_("Silence is no consent here: wait for it."))
    row.state, row.answered_on = said.state, said.on
    row.answer = file.seal(Consultation.answer, row.id, said.text) if said.text.strip() else None
    _changed(db, case, row, by, Tag.BODY_ANSWERED)


def not_there(db: Session, case: Case, file: Room, row: Consultation, *, by: Actor, why: str) -> None:
    """There is no such body here, or it is not asked about this person: in words, for it is a matter of validity."""
    _begin(db, case, row, by, NEEDED)
    row.state, row.answer = NOT_THERE, file.seal(Consultation.answer, row.id, why)
    _changed(db, case, row, by, Tag.BODY_ANSWERED)


def _add(db: Session, case: Case, decision: Decision, body: Body, where: Place, by: Actor) -> Consultation:
    id_ = new_id()
    row = Consultation(
        id=id_,
        case_id=case.id,
        decision_id=decision.id,
        law=where.law.code if where.law is not None else "",
        body=vault.field.seal(db, Consultation.body, id_, body.key, case=case.id),
        occasion=occasion(decision),
        duty=body.duty,
        voids=body.voids,
        state=NEEDED,
        by=by.id,
        at=utc_now(),
    )
    db.add(row)
    db.flush()
    return row


def _of(db: Session, decision: Decision) -> Sequence[Consultation]:
    return db.scalars(select(Consultation).where(Consultation.decision_id == decision.id)).all()


def _body(db: Session, row: Consultation, decision: Decision, where: Place) -> Body:
    key = which(db, row)
    found = next((body for body in asked_of(where, decision) if body.key == key), None)
    if found is None:
        raise _illegal(N_("The law that this body was named by has changed: take the proposal back and make another."))
    return found


def _begin(db: Session, case: Case, row: Consultation, by: Actor, state: str) -> Decision:
    cases.begin(db, case, by, Action.PREPARE_DECISION)
    db.refresh(row, with_for_update=True)
    if row.case_id != case.id or row.state != state:
        raise _illegal(N_("This was written down already."))
    return db.get_one(Decision, row.decision_id)


def _changed(db: Session, case: Case, row: Consultation, by: Actor, tag: Tag) -> None:
    row.changed_by, row.changed_at = by.id, utc_now()
    cases.touch(db, case, by, tag, consultation=row.id)


def _illegal(said: str) -> IllegalStep:
    return IllegalStep("consult", [Why("consultation", Said(said), "#consultations")])
