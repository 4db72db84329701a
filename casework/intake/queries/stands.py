"""Where it stands, in a reporter's words: at most five steps, whatever the workflow calls them. What was left out on
the way is not said to be done."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.lifecycle.clock import promised
from casework.cases.models import Case, Party, StepTaken
from casework.cases.queries import clocks
from casework.settings import N_

SENT, READ, LOOKING, DECIDING, HEARING, OVER = range(6)
STAGES = {
    "in triage": LOOKING,
    "planned": LOOKING,
    "under investigation": LOOKING,
    "informal resolution": LOOKING,
    "fact finding": LOOKING,
    "notice given": LOOKING,
    "findings in review": DECIDING,
    "awaiting decision": DECIDING,
    "hearing": DECIDING,
    "appealed": DECIDING,
    "in action": HEARING,
    "decided": HEARING,
    "appeal window": HEARING,
    "advice given": HEARING,
    "referred elsewhere": HEARING,
    "no case": HEARING,
    "closed": OVER,
    "aftercare": OVER,
    "retained": OVER,
}
"""States that are not named here are those before anybody has taken it up."""
LABELS = (
    N_("You sent it"),
    N_("We read it and told you so"),
    N_("We look into it"),
    N_("Someone who had no part in it decides"),
    N_("You hear what we did, and why"),
)
UNTOLD = N_("We have read it")
"""Where it was taken up, and nobody has written to them yet."""
HEADINGS = (
    N_("We have your report"),
    N_("We have your report"),
    N_("We are looking into it"),
    N_("It is being decided"),
    N_("We are acting on it"),
    N_("It is finished"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """`kind`: done, now, next."""

    kind: str
    label: str
    on: date | datetime | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Stands:
    heading: str
    over: bool
    paused: bool
    steps: list[Step]
    told_by: date
    """When somebody says that they have read it, at the latest."""


def of(db: Session, case: Case, party: Party) -> Stands:
    """The steps with their days."""
    stage = STAGES.get(case.state, LOOKING if case.acknowledged_at else READ)
    since = max(party.added_at, case.received_at)
    reached = {**_reached(db, case), SENT: since}
    where = clocks.place(db, case.site_id)
    acknowledged = where.day(max(case.acknowledged_at, since)) if case.acknowledged_at else None
    told_by, feedback = promised(where.day(since), acknowledged, where)
    steps = []
    for at, label in enumerate(LABELS):
        kind = "done" if at < stage else "now" if at == stage else "next"
        if kind == "done" and at in (LOOKING, DECIDING) and at not in reached:
            continue
        untold = kind == "done" and at == READ and case.acknowledged_at is None
        steps.append(Step(kind, UNTOLD if untold else label, _day(at, kind, case, reached, feedback)))
    return Stands(HEADINGS[stage], stage == OVER, case.paused_at is not None, steps, told_by)


def _reached(db: Session, case: Case) -> dict[int, datetime]:
    """When each stage began for the last time."""
    rows = db.execute(
        select(StepTaken.to_state, StepTaken.at).where(StepTaken.case_id == case.id).order_by(StepTaken.at)
    )
    return {STAGES.get(state, READ): at for state, at in rows}


def _day(at: int, kind: str, case: Case, reached: dict[int, datetime], feedback: date) -> date | datetime | None:
    if at == READ and case.acknowledged_at is not None:
        return case.acknowledged_at if case.acknowledged_at >= reached[SENT] else None
    if at == READ and kind == "now":
        return None
    if at == HEARING and kind == "next":
        return feedback
    if at == HEARING and kind == "done":
        return case.closed_at or reached.get(OVER)
    return None if kind == "next" else reached.get(at)
