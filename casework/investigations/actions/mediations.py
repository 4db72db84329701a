"""A mediation, or an informal resolution: proposed, agreed to by both, held, signed by both; or ended, and back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag
from casework.cases.actions import case as cases
from casework.cases.actions import course, given
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.lifecycle.kinds import GRAVE
from casework.cases.lifecycle.settling import AGREED, ENDED, OVER, PROPOSED, SIGNED, UNDER_WAY, WAYS, WRITTEN
from casework.cases.models import Case, Given, Mediation, MediationSession, MediationSide, Party
from casework.cases.queries import facts
from casework.db import new_id, utc_now
from casework.investigations.queries import mediation as queries
from casework.investigations.queries.mediation import YES, Rooms
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Room

RUNS = N_("There is one that has not ended.")
TWO_SIDES = N_("Choose at least one person of each side.")
NEVER_FIRST = N_("For what is alleged here it is only a way where both sides asked for it of their own accord.")
ELSEWHERE = N_("It has moved on meanwhile: look at it as it is now.")
NOT_BOTH = N_("Not both sides have agreed to it, as far as you can read.")
NOT_SIGNED = N_("Not both sides have signed it, as far as you can read.")
BACK = ("triage again", "plan")
"""Steps that lead out of it, back to the way of an investigation."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """`sides`: the parties; `asked`: those of them who asked for it of their own accord."""

    way: str
    what: str
    sides: Collection[int]
    asked: Collection[int]
    mediator_id: int | None = None
    mediator: str = ""


def propose(db: Session, case: Case, room: Room, new: Proposal, *, by: Actor) -> Mediation:
    """Nobody is asked by it yet. For sexual harassment and violence it is never the house that comes up with it."""
    cases.begin(db, case, by, Action.WORK_CASE)
    if new.way not in WAYS:
        raise ValueError("no such way")
    running = select(Mediation.id).where(Mediation.case_id == case.id, Mediation.state.not_in(OVER))
    if db.scalar(running) is not None:
        raise _not("runs", RUNS)
    _two_sides(db, case, new.sides)
    grave = any(one.issue in GRAVE for one in facts.of(db, case).allegations)
    if grave and not set(new.sides) <= set(new.asked):
        raise _not("never_first", NEVER_FIRST)
    id_, now = new_id(), utc_now()
    row = Mediation(
        id=id_, case_id=case.id, way=new.way, state=PROPOSED, state_since=now, by=by.id, at=now,
        what=room.seal(Mediation.what, id_, new.what),
    )  # fmt: skip
    db.add(row)
    db.flush()
    _mediated_by(room, row, new.mediator_id, new.mediator)
    for party_id in new.sides:
        side = MediationSide(
            id=new_id(), case_id=case.id, mediation_id=id_, party_id=party_id, asked=party_id in new.asked
        )
        db.add(side)
    cases.touch(db, case, by, Tag.MEDIATION_PROPOSED, quiet=True, clocks_run=False, mediation=id_)
    return row


def choose_mediator(
    db: Session, case: Case, room: Room, row: Mediation, *, mediator_id: int | None, mediator: str, by: Actor
) -> None:  # fmt: skip
    _begun(db, case, row, by, PROPOSED, AGREED, UNDER_WAY)
    _mediated_by(room, row, mediator_id, mediator)
    _changed(db, case, row, by, "mediator")


def agree(db: Session, case: Case, row: Mediation, rooms: Rooms, *, by: Actor) -> None:
    """Both said yes, in their own dialogue or by account; what they said is kept beside it."""
    _begun(db, case, row, by, PROPOSED)
    shown = queries.one(db, row, rooms)
    if not shown.both_consent:
        raise _not("both_consent", NOT_BOTH)
    for side in shown.sides:
        side.row.consents, side.row.consents_on = YES, side.consent.on
    _to(row, AGREED)
    _changed(db, case, row, by, "both agree")


def meet(db: Session, case: Case, room: Room, row: Mediation, *, on: date, note: str, by: Actor) -> MediationSession:
    """That they met; what was said stays among them."""
    _begun(db, case, row, by, AGREED, UNDER_WAY, WRITTEN)
    id_ = new_id()
    session = MediationSession(
        id=id_, case_id=case.id, mediation_id=row.id, on=on, by=by.id, at=utc_now(),
        note=room.seal(MediationSession.note, id_, note) if note.strip() else None,
    )  # fmt: skip
    db.add(session)
    if row.state == AGREED:
        _to(row, UNDER_WAY)
    _changed(db, case, row, by, "session")
    return session


def write(db: Session, case: Case, room: Room, row: Mediation, *, text: str, by: Actor) -> None:
    """What they agreed on. Another text is signed anew: what was asked about the one before is asked no more."""
    _begun(db, case, row, by, AGREED, UNDER_WAY, WRITTEN)
    for side in queries.sides(db, row.id):
        _take_back(db, case, side.agreement_id, by)
        side.agreement_id, side.signs, side.signs_on, side.sign_words, side.sign_by = None, "", None, None, None
    row.agreement = room.seal(Mediation.agreement, row.id, text)
    row.written_by, row.written_at = by.id, utc_now()
    _to(row, WRITTEN)
    _changed(db, case, row, by, "text")


def settle(db: Session, case: Case, row: Mediation, rooms: Rooms, *, by: Actor) -> None:
    """Both signed: it ends with an agreement."""
    _begun(db, case, row, by, WRITTEN)
    shown = queries.one(db, row, rooms)
    if not shown.both_signed:
        raise _not("both_signed", NOT_SIGNED)
    for side in shown.sides:
        side.row.signs, side.row.signs_on = YES, side.signature.on
    _to(row, SIGNED)
    row.ended_by, row.ended_at = by.id, utc_now()
    cases.touch(db, case, by, Tag.MEDIATION_ENDED, quiet=True, clocks_run=False, mediation=row.id, how=SIGNED)


def end(db: Session, case: Case, room: Room, row: Mediation, *, why: str, then: str = "", by: Actor) -> None:
    """Without an agreement, and what is asked of the sides is asked no more. `then`: the step that leads back, taken at
    once, with the same reason."""
    _begun(db, case, row, by, PROPOSED, AGREED, UNDER_WAY, WRITTEN)
    for side in queries.sides(db, row.id):
        _take_back(db, case, side.consent_id, by)
        _take_back(db, case, side.agreement_id, by)
    row.why_ended = room.seal(Mediation.why_ended, row.id, why)
    _to(row, ENDED)
    row.ended_by, row.ended_at = by.id, utc_now()
    cases.touch(db, case, by, Tag.MEDIATION_ENDED, quiet=True, clocks_run=False, mediation=row.id, how=ENDED)
    if then in BACK:
        course.take(db, case, room, then, by=by, version=case.version, reason=why)


def _two_sides(db: Session, case: Case, ids: Collection[int]) -> None:
    roles = db.execute(
        select(Party.id, Party.role).where(Party.case_id == case.id, Party.id.in_(ids), Party.ended_at.is_(None))
    ).all()
    accused = {row.role == "respondent" for row in roles}
    if len(roles) != len(set(ids)) or accused != {True, False}:
        raise _not("two_sides", TWO_SIDES)


def _mediated_by(room: Room, row: Mediation, person_id: int | None, words: str) -> None:
    row.mediator_id = person_id
    row.mediator = room.seal(Mediation.mediator, row.id, words) if words.strip() else None


def _begun(db: Session, case: Case, row: Mediation, by: Actor, *states: str) -> None:
    cases.begin(db, case, by, Action.WORK_CASE)
    db.flush()
    db.refresh(row)
    if row.state not in states:
        raise _not("elsewhere", ELSEWHERE)


def _to(row: Mediation, state: str) -> None:
    row.state, row.state_since, row.version = state, utc_now(), row.version + 1


def _take_back(db: Session, case: Case, given_id: int | None, by: Actor) -> None:
    put = db.get(Given, given_id) if given_id else None
    if put is not None and put.answered_at is None:
        given.withdraw(db, case, put, by=by)


def _changed(db: Session, case: Case, row: Mediation, by: Actor, what: str) -> None:
    cases.touch(db, case, by, Tag.MEDIATION_CHANGED, quiet=True, clocks_run=False, mediation=row.id, what=what)


def _not(guard: str, words: str) -> IllegalStep:
    return IllegalStep("mediation", [Why(guard, Said(words), "#mediation")])
