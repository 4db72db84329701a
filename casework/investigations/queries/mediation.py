"""Mediations of a case as a reader sees them: what each side said is opened where they hold the key of its dialogue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework import vault
from casework.cases.lifecycle.settling import OVER
from casework.cases.models import Given, Mediation, MediationSession, MediationSide
from casework.cases.queries import given
from casework.cases.queries.record.opening import FILE
from casework.vault import Compartment, Unreadable

Rooms = Mapping[tuple[Compartment, int], vault.Room]
YES, NO = "yes", "no"
SIGNS = {"signed": YES, "corrected": NO, "refused": NO}
"""What an answer to the text comes to: with changes it is not the text that the other side signs."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a side said to one question. `said`: yes, no, or empty; `given_id`: it was put to them in their dialogue;
    `by`: who wrote it down for them."""

    said: str = ""
    on: date | None = None
    words: str | None = None
    given_id: int | None = None
    asked_on: date | None = None
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Side:
    row: MediationSide
    consent: Word
    signature: Word


@dataclass(frozen=True, slots=True)
class Met:
    on: date
    note: str | None
    by: int


@dataclass(frozen=True, slots=True)
class Shown:
    row: Mediation
    what: str | None
    mediator: str | None
    agreement: str | None
    why_ended: str | None
    sides: Sequence[Side]
    sessions: Sequence[Met]

    @property
    def over(self) -> bool:
        return self.row.state in OVER

    @property
    def both_consent(self) -> bool:
        return bool(self.sides) and all(side.consent.said == YES for side in self.sides)

    @property
    def both_signed(self) -> bool:
        return bool(self.sides) and all(side.signature.said == YES for side in self.sides)


def of_case(db: Session, case_id: int, rooms: Rooms) -> list[Shown]:
    """The newest first."""
    rows = db.scalars(select(Mediation).where(Mediation.case_id == case_id).order_by(Mediation.at.desc())).all()
    return [one(db, row, rooms) for row in rows]


def one(db: Session, row: Mediation, rooms: Rooms) -> Shown:
    mine = MediationSession.mediation_id == row.id
    sessions = db.scalars(select(MediationSession).where(mine).order_by(MediationSession.on, MediationSession.at))
    return Shown(
        row, _text(rooms, Mediation.what, row.id, row.what), _text(rooms, Mediation.mediator, row.id, row.mediator),
        _text(rooms, Mediation.agreement, row.id, row.agreement),
        _text(rooms, Mediation.why_ended, row.id, row.why_ended),
        [side_of(db, side, rooms) for side in sides(db, row.id)],
        [Met(s.on, _text(rooms, MediationSession.note, s.id, s.note), s.by) for s in sessions],
    )  # fmt: skip


def sides(db: Session, mediation_id: int) -> Sequence[MediationSide]:
    query = select(MediationSide).where(MediationSide.mediation_id == mediation_id)
    return db.scalars(query.order_by(MediationSide.id)).all()


def side_of(db: Session, row: MediationSide, rooms: Rooms) -> Side:
    consent = _text(rooms, MediationSide.consent_words, row.id, row.consent_words)
    signature = _text(rooms, MediationSide.sign_words, row.id, row.sign_words)
    return Side(
        row,
        _word(db, rooms, row.party_id, row.consent_id, row.consents, row.consents_on, consent, row.consent_by, {}),
        _word(db, rooms, row.party_id, row.agreement_id, row.signs, row.signs_on, signature, row.sign_by, SIGNS),
    )


def _word(
    db: Session, rooms: Rooms, party_id: int, given_id: int | None, said: str, on: date | None, words: str | None,
    by: int | None, means: Mapping[str, str],
) -> Word:  # fmt: skip
    """By account, or as they answered; nothing where they have not, or where the reader does not hold that key."""
    put = db.get(Given, given_id) if given_id else None
    asked_on = put.given_at.date() if put else None
    if said:
        return Word(said, on, words, given_id, asked_on, by)
    room = rooms.get((Compartment.DIALOGUE, party_id))
    if put is None or room is None or put.answered_at is None:
        return Word(given_id=given_id, asked_on=asked_on)
    answer = given.shown(room, put).answer
    if answer is None:
        return Word(given_id=given_id, asked_on=asked_on)
    words = "\n".join(filter(None, (answer.text, answer.name)))
    return Word(means.get(answer.choice, answer.choice), put.answered_at.date(), words, given_id, asked_on)


def _text(rooms: Rooms, column: InstrumentedAttribute[Any], row_id: int, sealed: bytes | None) -> str | None:
    """None where it does not open; empty where there is nothing."""
    if sealed is None:
        return ""
    try:
        return rooms[FILE].open(column, row_id, sealed) if FILE in rooms else None
    except Unreadable:
        return None
