"""What is proposed and decided on a case, whom it waits for, and how people were heard, opened for its reader."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework import vault
from casework.cases.lifecycle.clock import Place
from casework.cases.models import Consultation, Decision, Hearing, JustCause, RetaliationReview
from casework.cases.queries import clocks, deciding
from casework.cases.queries.record import Record
from casework.clocks import Deadline
from casework.clocks.packs.hearing import Body
from casework.discipline.models import HearingMove
from casework.discipline.notice import other_time
from casework.vault import Compartment, Room, Unreadable

FILE = (Compartment.FILE, 0)


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """`row` has what is not sealed; texts are None where they are damaged."""

    row: Decision
    what: str | None
    reason: str | None
    alone_because: str | None
    departure: str | None
    why_ended: str | None
    agreement: str | None
    findings: tuple[int, ...]
    last_day: date | None
    """For a dismissal without notice."""

    @property
    def id(self) -> int:
        return self.row.id

    @property
    def is_open(self) -> bool:
        return self.row.ended_at is None

    @property
    def stands(self) -> bool:
        return self.is_open and self.row.decided_at is not None


@dataclass(frozen=True, slots=True)
class ConsultationShown:
    row: Consultation
    body: Body | None
    told: str | None
    answer: str | None

    @property
    def id(self) -> int:
        return self.row.id


@dataclass(frozen=True, slots=True)
class HearingShown:
    """`other_until`: the last day for which the worker may propose another time, where the law has one."""

    row: Hearing
    place: str | None
    short_because: str | None
    companion: str | None
    present: str | None
    minutes: str | None
    reason: str | None
    moves: Sequence[tuple[HearingMove, str | None]]
    other_until: Deadline | None

    @property
    def id(self) -> int:
        return self.row.id


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers by the name of their question. `cleared`: of a review."""

    party_id: int
    answers: Mapping[str, str]
    reason: str | None
    cleared: bool | None
    by: int
    at: datetime


def decisions(db: Session, shown: Record) -> list[DecisionShown]:
    """Those that hold first, then what became of the others, newest first."""
    room, where = shown.rooms.get(FILE), clocks.place(db, shown.case.site_id)
    rows = db.scalars(select(Decision).where(Decision.case_id == shown.case.id)).all()
    found = [_decision(db, room, row, where) for row in rows]
    found.sort(key=lambda one: one.row.proposed_at, reverse=True)
    return sorted(found, key=lambda one: not one.is_open)


def _decision(db: Session, room: Room | None, row: Decision, where: Place) -> DecisionShown:
    rule = where.law.rule(deciding.FOR_CAUSE) if where.law is not None else None
    return DecisionShown(
        row, _text(room, Decision.what, row.id, row.what), _text(room, Decision.reason, row.id, row.reason),
        _text(room, Decision.alone_because, row.id, row.alone_because),
        _text(room, Decision.departure, row.id, row.departure), _text(room, Decision.why_ended, row.id, row.why_ended),
        _server(db, row), tuple(json.loads(row.findings)),
        deciding.last(row.known_on, where) if rule and row.at_once and row.known_on else None,
    )  # fmt: skip


def _server(db: Session, row: Decision) -> str | None:
    if row.agreement is None:
        return ""
    try:
        return vault.field.open_(db, Decision.agreement, row.id, row.agreement, case=row.case_id)
    except Unreadable:
        return None


def consultations(db: Session, shown: Record) -> list[ConsultationShown]:
    room, where = shown.rooms.get(FILE), clocks.place(db, shown.case.site_id)
    rows = db.scalars(select(Consultation).where(Consultation.case_id == shown.case.id)).all()
    found = []
    for row in sorted(rows, key=lambda row: (row.at, row.id)):
        key = deciding.which(db, row)
        body = where.law.bodies.get(key) if where.law is not None else None
        found.append(
            ConsultationShown(
                row, body, _text(room, Consultation.told, row.id, row.told),
                _text(room, Consultation.answer, row.id, row.answer),
            )
        )  # fmt: skip
    return found


def hearings(db: Session, shown: Record) -> list[HearingShown]:
    """Those to come first."""
    room, where = shown.rooms.get(FILE), clocks.place(db, shown.case.site_id)
    rows = db.scalars(select(Hearing).where(Hearing.case_id == shown.case.id)).all()
    moves = db.scalars(select(HearingMove).where(HearingMove.case_id == shown.case.id)).all() if rows else []
    rows = sorted(rows, key=lambda row: (row.state != "called", row.starts_at))
    return [_hearing(room, row, [one for one in moves if one.hearing_id == row.id], where) for row in rows]


def _hearing(room: Room | None, row: Hearing, moves: Sequence[HearingMove], where: Place) -> HearingShown:
    return HearingShown(
        row, _text(room, Hearing.place, row.id, row.place),
        _text(room, Hearing.short_because, row.id, row.short_because),
        _text(room, Hearing.companion, row.id, row.companion), _text(room, Hearing.present, row.id, row.present),
        _text(room, Hearing.minutes, row.id, row.minutes), _text(room, Hearing.reason, row.id, row.reason),
        [(one, _text(room, HearingMove.why, one.id, one.why)) for one in sorted(moves, key=lambda one: one.at)],
        other_time(where.day(row.first_at), row.kind, where),
    )  # fmt: skip


def reviews(db: Session, shown: Record) -> list[Answered]:
    """Of retaliation, newest first."""
    room = shown.rooms.get(FILE)
    rows = db.scalars(select(RetaliationReview).where(RetaliationReview.case_id == shown.case.id)).all()
    return [
        Answered(
            row.party_id, _answers(_text(room, RetaliationReview.answers, row.id, row.answers)),
            _text(room, RetaliationReview.reason, row.id, row.reason), row.cleared, row.by, row.at,
        )
        for row in sorted(rows, key=lambda row: row.at, reverse=True)
    ]  # fmt: skip


def just_causes(db: Session, shown: Record) -> dict[int, Answered]:
    """By party, the answers that hold."""
    room = shown.rooms.get(FILE)
    rows = db.scalars(select(JustCause).where(JustCause.case_id == shown.case.id)).all()
    return {
        row.party_id: Answered(
            row.party_id, _answers(_text(room, JustCause.answers, row.id, row.answers)), "", None, row.by, row.at
        )
        for row in sorted(rows, key=lambda row: row.at)
    }


def _answers(text: str | None) -> Mapping[str, str]:
    return json.loads(text) if text else {}


def _text(room: Room | None, column: InstrumentedAttribute[Any], row_id: int, sealed: bytes | None) -> str | None:
    """Empty where there is nothing, None where it does not open."""
    if sealed is None:
        return ""
    try:
        return room.open(column, row_id, sealed) if room is not None else None
    except Unreadable:
        return None
