"""What was planned, tried to be settled and told to the police, in words: to be searched for a person, and for a case
file that leaves the house."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from casework.cases.models import Mediation, MediationSession, MediationSide, Plan, PlanItem, PoliceReport
from casework.settings import N_
from casework.vault import Room

from . import written_down
from .record.opening import Key
from .rows import Rows
from .written_down import Around, Columns, Known

ITEMS = {
    "question": N_("A question of the plan"), "person": N_("Somebody to hear, in the plan"),
    "paper": N_("Something to get, in the plan"), "risk": N_("A risk in the plan"),
}  # fmt: skip
LABELS: Mapping[Any, str] = {
    Plan: N_("A version of the plan"), Mediation: N_("Mediation"), MediationSession: N_("A session of a mediation"),
    MediationSide: N_("What a side of a mediation said"), PoliceReport: N_("Police and other authorities"),
}  # fmt: skip
COLUMNS: Columns = {
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


def of(rows: Rows, rooms: Mapping[Key, Room]) -> list[Known]:
    """Oldest first, what was changed or dropped since as well."""
    found = [one for one in written_down.of(rows, rooms, COLUMNS, _around) if one.text or one.party_id]
    return sorted(found, key=lambda one: (one.at, one.ref))


def _around(rows: Rows, model: Any, row: Any) -> Around:
    label = ITEMS[row.kind] if model is PlanItem else LABELS[model]
    return Around(label, _at(rows, model, row), row.party_id if model in (PlanItem, MediationSide) else None)


def _at(rows: Rows, model: Any, row: Any) -> datetime:
    """Of a side: when the mediation was proposed."""
    if model is MediationSide:
        row = next(one for one in rows.of(Mediation) if one.id == row.mediation_id)
    found: datetime = row.at
    return found
