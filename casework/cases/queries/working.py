"""What guards and the page of a case look at of plan, mediation and police."""

from typing import Any, NamedTuple

from casework.cases.lifecycle.settling import OVER
from casework.cases.models import Mediation, MediationSide, Party, Plan, PoliceReport
from casework.settings import N_

from .rows import Rows

DRAWN, AGREED = N_("drawn up"), N_("agreed")


class PlanState(NamedTuple):
    """Of the newest version; number 0 where there is none."""

    number: int
    agreed: bool


NO_PLAN = PlanState(0, agreed=False)


def facts(rows: Rows) -> dict[str, Any]:
    """By the names that `lifecycle.Facts` has for them."""
    running = [row for row in rows.of(Mediation) if row.state not in OVER]
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


def plan_state(rows: Rows) -> PlanState:
    newest = max(rows.of(Plan), key=lambda row: row.number, default=None)
    return NO_PLAN if newest is None else PlanState(newest.number, agreed=newest.agreed_at is not None)


def mediation(rows: Rows) -> str:
    """The state of the newest one; empty where none was proposed."""
    newest = max(rows.of(Mediation), key=lambda row: row.at, default=None)
    return newest.state if newest is not None else ""


def police(rows: Rows) -> str:
    """What the newest entry says; empty where there is none."""
    newest = max(rows.of(PoliceReport), key=lambda row: row.at, default=None)
    return newest.state if newest is not None else ""
