"""What guards look at of plan and mediation."""

from typing import Any

from casework.cases.models import Mediation, MediationSide, Party, Plan
from casework.settings import N_

from .rows import Rows

DRAWN, AGREED = N_("drawn up"), N_("agreed")
ENDED = "ended"


def facts(rows: Rows) -> dict[str, Any]:
    """By the names that `lifecycle.Facts` has for them."""
    running = [row for row in rows.of(Mediation) if row.state != ENDED]
    return {"plan": plan(rows), "both_asked": _both_asked(rows, running), "mediating": len(running)}


def plan(rows: Rows) -> str:
    """Agreed to once, it is a plan: what was changed since waits to be agreed to, and stops nobody."""
    versions = rows.of(Plan)
    if not versions:
        return ""
    return AGREED if any(row.agreed_at is not None for row in versions) else DRAWN


def _both_asked(rows: Rows, running: list[Any]) -> bool:
    """A side is whoever reports or complains, and whoever it is about; each of those named asked for it."""
    if not running:
        return False
    newest = max(running, key=lambda row: row.at)
    sides = [row for row in rows.of(MediationSide) if row.mediation_id == newest.id]
    accused = {row.id for row in rows.of(Party) if row.role == "respondent"}
    here = {row.party_id in accused for row in sides}
    return here == {True, False} and all(row.asked for row in sides)
