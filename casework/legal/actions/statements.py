"""What the organisation answers to a charge or a claim, version by version; how it was determined, or settled."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import vault
from casework.audit import Tag
from casework.cases.actions import box
from casework.cases.actions import case as cases
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Case, Deadline, Paper, Proceeding
from casework.db import new_id, utc_now
from casework.legal.lifecycle.proceeding import RESULTS
from casework.legal.models import Determination, Settlement, Statement
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Compartment, Room

from . import days
from . import proceeding_steps as steps

NOT_THIS = N_("Choose a version of this statement.")
PRIVILEGED = Compartment.PRIVILEGED


def write(db: Session, case: Case, row: Proceeding, room: Room, text: str, *, by: Actor) -> Statement:
    """Another version. `room`: the privileged one of who holds it, else the file; the earlier ones stay."""
    steps.begin(db, case, row, by)
    if room.compartment not in (PRIVILEGED, Compartment.FILE):
        raise ValueError(room.compartment)
    last = db.scalar(select(func.max(Statement.position)).where(Statement.proceeding_id == row.id))
    id_ = new_id()
    found = Statement(
        id=id_,
        case_id=case.id,
        proceeding_id=row.id,
        position=(last or 0) + 1,
        room=room.compartment.value,
        text=room.seal(Statement.text, id_, text),
        by=by.id,
        at=utc_now(),
    )
    db.add(found)
    db.flush()
    if room.compartment is PRIVILEGED:  # of what lies there nobody else learns that it does
        cases.touch_apart(db, case, by, Tag.STATEMENT_WRITTEN, PRIVILEGED, statement=id_)
    else:
        steps.touch(db, case, row, by, Tag.STATEMENT_WRITTEN, statement=id_)
    return found


def submit(
    db: Session, case: Case, row: Proceeding, file: Room, statement_id: int, *, on: date, how: str,
    paper_id: int | None, by: Actor, version: int,
) -> None:  # fmt: skip
    """This version went out, on that day, in that way, as that paper. The days by which it was due are met."""
    steps.begin(db, case, row, by, version)
    one = db.get(Statement, statement_id, with_for_update=True)
    if one is None or one.proceeding_id != row.id:
        raise IllegalStep("submit", [Why("statement", Said(NOT_THIS))])
    if paper_id is not None and (paper := db.get(Paper, paper_id)) is not None and paper.case_id == case.id:
        one.paper_id = paper_id
    one.submitted_on, one.submitted_by, one.how = on, by.id, file.seal(Statement.how, one.id, how)
    steps.move(db, case, row, file, "submit", on=on, by=by)
    names = [rule.name for rule in days.rules(row.law, row.kind) if rule.starts in ("requested", "sent")]
    for due in db.scalars(
        select(Deadline).where(
            Deadline.proceeding_id == row.id, Deadline.ended_at.is_(None), Deadline.rule.in_(names)
        )
    ):  # fmt: skip
        due.ended_at, due.ended_by, due.how = utc_now(), by.id, days.MET
    steps.touch(db, case, row, by, Tag.STATEMENT_SUBMITTED, statement=one.id)


def determine(
    db: Session, case: Case, row: Proceeding, file: Room, result: str, *, on: date, text: str, paper_id: int | None,
    by: Actor, version: int,
) -> Determination:  # fmt: skip
    """What the agency or the court came to; the other side's clocks that it begins are shown from then on."""
    steps.begin(db, case, row, by, version)
    if result not in RESULTS:
        raise ValueError(result)
    steps.move(db, case, row, file, "determine", on=on, by=by)
    id_ = new_id()
    known = db.get(Paper, paper_id) if paper_id is not None else None
    found = Determination(
        id=id_,
        case_id=case.id,
        proceeding_id=row.id,
        result=vault.field.seal(db, Determination.result, id_, result, case=case.id),
        text=file.seal(Determination.text, id_, text) if text else None,
        on=on,
        paper_id=known.id if known is not None and known.case_id == case.id else None,
        by=by.id,
        at=utc_now(),
    )
    db.add(found)
    db.flush()
    days.by_law(db, case, row, {"right to sue": on} if result == "right to sue" else {"decided": on}, by=by)
    steps.touch(db, case, row, by, Tag.PROCEEDING_STEP, step="determine")
    return found


def settle(
    db: Session, case: Case, row: Proceeding, file: Room, terms: str, *, on: date, by: Actor, version: int
) -> Settlement:
    """The terms go into the privileged room and nowhere else; who does not hold it puts them in."""
    steps.begin(db, case, row, by, version)
    steps.move(db, case, row, file, "settle", on=on, by=by)
    id_ = new_id()
    found = Settlement(
        id=id_,
        case_id=case.id,
        proceeding_id=row.id,
        terms=box.into(db, case, by, PRIVILEGED).seal(Settlement.terms, id_, terms),
        on=on,
        by=by.id,
        at=utc_now(),
    )
    db.add(found)
    db.flush()
    steps.touch(db, case, row, by, Tag.PROCEEDING_STEP, step="settle")
    return found
