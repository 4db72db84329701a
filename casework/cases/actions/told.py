"""Who was told what, when and how; or why they were not."""

from datetime import date

from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag
from casework.cases.models import Case, Party, Told
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.settings import N_
from casework.vault.room import Room

from . import case as cases

ABOUT = {
    "allegations": N_("What is alleged"),
    "rights": N_("Their rights"),
    "evidence": N_("The evidence, to comment on"),
    "outcome": N_("The outcome"),
    "appeal": N_("The outcome of an appeal"),
    "disclosure": N_("That their identity is disclosed"),
}
HOW = {
    "": N_("Not said"),
    "in person": N_("In person"),
    "letter": N_("By letter"),
    "phone": N_("By phone"),
    "message": N_("By message"),
    "video": N_("By video"),
}


def record(
    db: Session, case: Case, room: Room, *, by: Actor, party_id: int, about: str, what: str, told_on: date,
    how: str = "", was_told: bool = True,
) -> Told:  # fmt: skip
    """`what`: what was said; or, where they were not told, why."""
    cases.begin(db, case, by, Action.WORK_CASE)
    party = db.get(Party, party_id)
    if party is None or party.case_id != case.id or about not in ABOUT or how not in HOW:
        raise ValueError("this cannot be recorded")
    return put(
        db, case, room, by=by, party_id=party_id, about=about, what=what, told_on=told_on, how=how, was_told=was_told
    )


def put(
    db: Session, case: Case, room: Room, *, by: Actor, party_id: int, about: str, what: str, told_on: date,
    how: str, was_told: bool,
) -> Told:  # fmt: skip
    """The row itself, for verbs that have judged already."""
    id_ = new_id()
    row = Told(
        id=id_,
        case_id=case.id,
        party_id=party_id,
        about=about,
        was_told=was_told,
        how=how,
        what=room.seal(Told.what, id_, what),
        told_on=told_on,
        by=by.id,
        at=utc_now(),
    )
    db.add(row)
    cases.touch(db, case, by, Tag.TOLD_RECORDED, party=party_id, about=about)
    return row
