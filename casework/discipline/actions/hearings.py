"""Hearings: called in good time, moved when the companion cannot come, held, waived, or gone on with in absence."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute, Session

from casework.access import Action
from casework.audit import Tag
from casework.cases.actions import case as cases
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Case, Hearing, Party
from casework.cases.queries import clocks
from casework.clocks.packs.hearing import DISCIPLINARY, GRIEVANCE
from casework.db import new_id, utc_now
from casework.discipline.models import HearingMove
from casework.discipline.notice import earliest
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Room

KINDS = {DISCIPLINARY: N_("Disciplinary hearing"), GRIEVANCE: N_("Grievance hearing")}
ASKED_BY = {"worker": N_("The worker, whose companion cannot come"), "organisation": N_("The organisation")}
ENDS = {
    "held": N_("It was held"),
    "waived": N_("They waived it, in writing"),
    "in absence": N_("It went on in their absence"),
    "cancelled": N_("It was cancelled"),
}


@dataclass(frozen=True, slots=True)
class Call:
    """To whom, when and where. `short_because`: why it is sooner than they are given to prepare."""

    party_id: int
    starts_at: datetime
    place: str = field(repr=False)
    kind: str = DISCIPLINARY
    companion: str = field(default="", repr=False)
    companion_is: str = ""
    short_because: str = field(default="", repr=False)


def call(db: Session, case: Case, file: Room, new: Call, *, by: Actor) -> Hearing:
    """They are called. Sooner than the days that they have needs a reason."""
    cases.begin(db, case, by, Action.PREPARE_DECISION)
    party = db.get(Party, new.party_id)
    if party is None or party.case_id != case.id or party.ended_at is not None or new.kind not in KINDS:
        raise ValueError("nobody to hear")
    where, now = clocks.place(db, case.site_id), utc_now()
    on, soonest = where.day(new.starts_at), earliest(where.day(now), where)
    if new.starts_at <= now:
        raise _illegal(N_("A hearing is called for a day to come."))
    if on < soonest.on and not new.short_because.strip():
        said = N_("They have time to prepare until %(day)s: call it later, or write why not.")
        raise _illegal(said, day=soonest.on)
    id_ = new_id()
    row = Hearing(
        id=id_,
        case_id=case.id,
        party_id=new.party_id,
        kind=new.kind,
        called_on=where.day(now),
        first_at=new.starts_at,
        starts_at=new.starts_at,
        place=file.seal(Hearing.place, id_, new.place),
        short_because=_sealed(file, Hearing.short_because, id_, new.short_because if on < soonest.on else ""),
        companion=_sealed(file, Hearing.companion, id_, new.companion),
        companion_is=new.companion_is,
        by=by.id,
        at=now,
    )
    db.add(row)
    cases.touch(db, case, by, Tag.HEARING_CALLED, party=new.party_id, hearing=id_)
    return row


def move(
    db: Session, case: Case, file: Room, row: Hearing, *, by: Actor, to: datetime, asked_by: str, why: str
) -> None:  # fmt: skip
    """Another time. What the worker proposes within the law's days is taken; what is later, both sides agree on."""
    _begin(db, case, row, by)
    if asked_by not in ASKED_BY:
        raise ValueError(asked_by)
    if to <= utc_now():
        raise _illegal(N_("A hearing is called for a day to come."))
    id_ = new_id()
    db.add(
        HearingMove(
            id=id_, case_id=case.id, hearing_id=row.id, was_at=row.starts_at, to_at=to, asked_by=asked_by,
            why=file.seal(HearingMove.why, id_, why), by=by.id, at=utc_now(),
        )
    )  # fmt: skip
    row.starts_at, row.version = to, row.version + 1
    if asked_by == "organisation":
        row.first_at = to
    cases.touch(db, case, by, Tag.HEARING_MOVED, party=row.party_id, hearing=row.id)


def bring(db: Session, case: Case, file: Room, row: Hearing, *, by: Actor, companion: str, companion_is: str) -> None:
    """Whom they bring, of their own choice."""
    _begin(db, case, row, by)
    row.companion = _sealed(file, Hearing.companion, row.id, companion)
    row.companion_is, row.version = companion_is, row.version + 1
    cases.touch(db, case, by, Tag.HEARING_MOVED, party=row.party_id, hearing=row.id)


def end(
    db: Session, case: Case, file: Room, row: Hearing, *, by: Actor, how: str, present: str = "", minutes: str = "",
    reason: str = "",
) -> None:  # fmt: skip
    """Held, with who was there and what was said; waived in writing, in absence or cancelled, with why."""
    _begin(db, case, row, by)
    if how not in ENDS:
        raise _illegal(N_("Choose what came of it."))
    if how == "held" and not (present.strip() and minutes.strip()):
        raise _illegal(N_("Write who was there and what was said."))
    if how == "held" and row.starts_at > utc_now():
        raise _illegal(N_("It is still to come: move it where it was sooner."))
    if how != "held" and not reason.strip():
        raise _illegal(N_("Write why it was not held with them."))
    row.state, row.ended_by, row.ended_at, row.version = how, by.id, utc_now(), row.version + 1
    row.present = _sealed(file, Hearing.present, row.id, present)
    row.minutes = _sealed(file, Hearing.minutes, row.id, minutes)
    row.reason = _sealed(file, Hearing.reason, row.id, reason)
    cases.touch(db, case, by, Tag.HEARING_ENDED, party=row.party_id, hearing=row.id)


def _begin(db: Session, case: Case, row: Hearing, by: Actor) -> None:
    cases.begin(db, case, by, Action.PREPARE_DECISION)
    db.refresh(row, with_for_update=True)
    if row.case_id != case.id or row.state != "called":
        raise _illegal(N_("What came of this hearing is written down already."))


def _sealed(file: Room, column: InstrumentedAttribute[Any], id_: int, text: str) -> bytes | None:
    return file.seal(column, id_, text) if text.strip() else None


def _illegal(said: str, **more: date) -> IllegalStep:
    return IllegalStep("hear", [Why("hearing", Said(said, more), "#hearing")])
