"""What was said where somebody was heard and something was decided, in words: to be searched for a person, and for a
case file that leaves the house."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

from casework.cases.lifecycle.ladder import ORGANISATION, OUTCOMES
from casework.cases.models import Consultation, Decision, Hearing, IssuedWarning, JustCause, RetaliationReview
from casework.settings import N_
from casework.vault import Compartment, Room, Unreadable

from .rows import Rows

MODELS = (Consultation, Decision, Hearing, IssuedWarning, JustCause, RetaliationReview)
DECIDED, PROPOSED, HEARING = N_("Decision"), N_("Proposal of a decision"), N_("Hearing")
BODY, WARNING, REVIEW = N_("A body that was asked"), N_("End of a warning"), N_("Retaliation review")
SEVEN = N_("Just cause")
COLUMNS: Mapping[Any, tuple[InstrumentedAttribute[Any], ...]] = {
    Decision: (Decision.what, Decision.reason, Decision.alone_because, Decision.departure, Decision.why_ended),
    Hearing: (
        Hearing.place, Hearing.short_because, Hearing.companion, Hearing.present, Hearing.minutes, Hearing.reason,
    ),
    Consultation: (Consultation.told, Consultation.answer),
    RetaliationReview: (RetaliationReview.answers, RetaliationReview.reason),
    JustCause: (JustCause.answers,),
    IssuedWarning: (IssuedWarning.why_ended,),
}  # fmt: skip
"""Everything of these tables that is sealed, in the order in which it is read."""


@dataclass(frozen=True, slots=True)
class Known:
    """`label` and `what` are to be translated; `what`: the outcome, or how a hearing ended. `party_id`: whose it is."""

    ref: str
    label: str
    what: str
    party_id: int | None
    at: datetime
    text: str = field(repr=False)


def of(rows: Rows, rooms: Mapping[tuple[Compartment, int], Room]) -> list[Known]:
    """Oldest first; nothing to who does not read the file."""
    room = rooms.get((Compartment.FILE, 0))
    if room is None:
        return []
    rows.look(*MODELS)
    found = [_known(rows, model, row, room) for model in COLUMNS for row in rows.of(model)]
    return sorted(found, key=lambda one: (one.at, one.ref))


def _known(rows: Rows, model: Any, row: Any, room: Room) -> Known:
    label, what, at = _said(model, row)
    text = "\n\n".join(_texts(model, row, room))
    return Known(f"{model.__tablename__}-{row.id}", label, what, _whose(rows, model, row), at, text)


def _said(model: Any, row: Any) -> tuple[str, str, datetime]:
    if model is Decision:
        outcome = (OUTCOMES | ORGANISATION).get(row.outcome, row.outcome)
        return (DECIDED if row.decided_at else PROPOSED), outcome, row.decided_at or row.proposed_at
    if model is Hearing:
        return HEARING, row.state, row.starts_at
    if model is Consultation:
        return BODY, row.state, row.changed_at or row.at
    label = {RetaliationReview: REVIEW, JustCause: SEVEN, IssuedWarning: WARNING}[model]
    return label, "", row.at


def _whose(rows: Rows, model: Any, row: Any) -> int | None:
    if model is Consultation:
        row = next(one for one in rows.of(Decision) if one.id == row.decision_id)
    found: int | None = row.party_id
    return found


def _texts(model: Any, row: Any, room: Room) -> Iterator[str]:
    for column in COLUMNS[model]:
        sealed = getattr(row, column.key)
        if sealed is None:
            continue
        try:
            words = room.open(column, row.id, sealed)
        except Unreadable:
            continue
        if column.key == "answers":
            words = "\n".join(value for value in json.loads(words).values() if isinstance(value, str))
        yield words
