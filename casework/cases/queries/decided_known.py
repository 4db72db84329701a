"""What was said where somebody was heard and something was decided, in words: to be searched for a person, and for a
case file that leaves the house."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from casework.cases.lifecycle.ladder import ORGANISATION, OUTCOMES
from casework.cases.models import Consultation, Decision, Hearing, IssuedWarning, JustCause, RetaliationReview
from casework.settings import N_
from casework.vault import Room

from . import written_down
from .record.opening import Key
from .rows import Rows
from .written_down import Around, Columns, Known

DECIDED, PROPOSED, HEARING = N_("Decision"), N_("Proposal of a decision"), N_("Hearing")
BODY, WARNING, REVIEW = N_("A body that was asked"), N_("End of a warning"), N_("Retaliation review")
SEVEN = N_("Just cause")
COLUMNS: Columns = {
    Decision: (Decision.what, Decision.reason, Decision.alone_because, Decision.departure, Decision.why_ended),
    Hearing: (
        Hearing.place, Hearing.short_because, Hearing.companion, Hearing.present, Hearing.minutes, Hearing.reason,
    ),
    Consultation: (Consultation.told, Consultation.answer),
    RetaliationReview: (RetaliationReview.answers, RetaliationReview.reason),
    JustCause: (JustCause.answers,),
    IssuedWarning: (IssuedWarning.why_ended,),
}  # fmt: skip


def of(rows: Rows, rooms: Mapping[Key, Room]) -> list[Known]:
    """Oldest first."""
    found = written_down.of(rows, rooms, COLUMNS, _around, reading={"answers": _answers})
    return sorted(found, key=lambda one: (one.at, one.ref))


def _around(rows: Rows, model: Any, row: Any) -> Around:
    label, what, at = _said(model, row)
    return Around(label, at, _whose(rows, model, row), what)


def _said(model: Any, row: Any) -> tuple[str, str, datetime]:
    """What it is; the outcome, or how a hearing ended; when."""
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


def _answers(kept: str) -> str:
    return "\n".join(value for value in json.loads(kept).values() if isinstance(value, str))
