"""What was planned, tried to be settled and told to the police, in words: to be searched for a person, and for a case
file that leaves the house."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

from casework.cases.models import Mediation, MediationSession, MediationSide, Plan, PlanItem, PoliceReport
from casework.settings import N_
from casework.vault import Compartment, Room, Unreadable

from .rows import Rows

MODELS = (Mediation, MediationSession, MediationSide, Plan, PlanItem, PoliceReport)
ITEMS = {
    "question": N_("A question of the plan"), "person": N_("Somebody to hear, in the plan"),
    "paper": N_("Something to get, in the plan"), "risk": N_("A risk in the plan"),
}  # fmt: skip
LABELS: Mapping[Any, str] = {
    Plan: N_("A version of the plan"), Mediation: N_("Mediation"), MediationSession: N_("A session of a mediation"),
    MediationSide: N_("What a side of a mediation said"), PoliceReport: N_("Police and other authorities"),
}  # fmt: skip
COLUMNS: Mapping[Any, tuple[InstrumentedAttribute[Any], ...]] = {
    Plan: (Plan.reason, Plan.alone_because),
    PlanItem: (PlanItem.text, PlanItem.why, PlanItem.result, PlanItem.why_dropped),
    Mediation: (Mediation.what, Mediation.mediator, Mediation.agreement, Mediation.why_ended),
    MediationSide: (MediationSide.consent_words, MediationSide.sign_words),
    MediationSession: (MediationSession.note,),
    PoliceReport: (
        PoliceReport.decided_by, PoliceReport.wishes, PoliceReport.preserved, PoliceReport.authority,
        PoliceReport.reference, PoliceReport.asked_to_wait,
    ),
}  # fmt: skip
"""Everything of these tables that is sealed, in the order in which it is read."""


@dataclass(frozen=True, slots=True)
class Known:
    """`label` is to be translated. `party_id`: whom it is about, where it is about one."""

    ref: str
    label: str
    party_id: int | None
    at: datetime
    text: str = field(repr=False)


def of(rows: Rows, rooms: Mapping[tuple[Compartment, int], Room]) -> list[Known]:
    """Oldest first, what was changed or dropped since as well; nothing to who does not read the file."""
    room = rooms.get((Compartment.FILE, 0))
    if room is None:
        return []
    rows.look(*MODELS)
    found = [_known(rows, model, row, room) for model in COLUMNS for row in rows.of(model)]
    return sorted((one for one in found if one.text or one.party_id), key=lambda one: (one.at, one.ref))


def _known(rows: Rows, model: Any, row: Any, room: Room) -> Known:
    label = ITEMS[row.kind] if model is PlanItem else LABELS[model]
    party_id = row.party_id if model in (PlanItem, MediationSide) else None
    text = "\n\n".join(_texts(model, row, room))
    return Known(f"{model.__tablename__}-{row.id}", label, party_id, _at(rows, model, row), text)


def _at(rows: Rows, model: Any, row: Any) -> datetime:
    """Of a side: when the mediation was proposed."""
    if model is MediationSide:
        row = next(one for one in rows.of(Mediation) if one.id == row.mediation_id)
    found: datetime = row.at
    return found


def _texts(model: Any, row: Any, room: Room) -> Iterator[str]:
    for column in COLUMNS[model]:
        sealed = getattr(row, column.key)
        if sealed is None:
            continue
        try:
            yield room.open(column, row.id, sealed)
        except Unreadable:
            continue
