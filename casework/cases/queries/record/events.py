"""Approvals, closures, pauses, withdrawals and appeals, with what was said of them."""

from typing import Any

from casework.cases.models import Appeal, Approval, Closure, Pause, Withdrawal
from casework.vault import Compartment

from .opening import Opening
from .values import Event


def all_of(opening: Opening) -> dict[str, list[Event]]:
    """By kind, newest first."""
    return {
        "approvals": _approvals(opening),
        "closures": _closures(opening),
        "pauses": _pauses(opening),
        "withdrawals": _withdrawals(opening),
        "appeals": _appeals(opening),
    }


def _approvals(opening: Opening) -> list[Event]:
    rows = sorted(opening.rows.of(Approval), key=lambda row: row.at, reverse=True)
    return [
        Event(
            "approval",
            row.id,
            row.at,
            row.by,
            result="approved" if row.approved else "returned",
            words=opening.text(Approval.comment, row.id, row.comment),
            reason=opening.text(Approval.alone_because, row.id, row.alone_because),
            damaged=row.id in opening.damaged,
        )
        for row in rows
    ]


def _closures(opening: Opening) -> list[Event]:
    rows = sorted(opening.rows.of(Closure), key=lambda row: row.at, reverse=True)
    return [
        Event(
            "closure",
            row.id,
            row.at,
            row.by,
            result=row.outcome,
            words=opening.text(Closure.why, row.id, row.why),
            reason=opening.text(Closure.why_undone, row.id, row.why_undone),
            ended=row.undone_at,
            decided_by=row.undone_by,
            damaged=row.id in opening.damaged,
        )
        for row in rows
    ]


def _pauses(opening: Opening) -> list[Event]:
    rows = sorted(opening.rows.of(Pause), key=lambda row: row.from_on, reverse=True)
    return [
        Event(
            "pause",
            row.id,
            row.from_on,
            row.by,
            result=row.cause,
            words=opening.text(Pause.why, row.id, row.why),
            ended=row.ended_on,
            decided_by=row.ended_by,
            damaged=row.id in opening.damaged,
            more={"review_on": row.review_on.isoformat()} if row.review_on else {},
        )
        for row in rows
    ]


def _withdrawals(opening: Opening) -> list[Event]:
    rows = sorted(opening.rows.of(Withdrawal), key=lambda row: row.asked_at, reverse=True)
    result = {None: "", True: "goes on", False: "ends"}
    return [
        Event(
            "withdrawal",
            row.id,
            row.asked_at,
            row.recorded_by,
            result=result[row.goes_on],
            words=opening.text(Withdrawal.words, row.id, row.words, (Compartment.DIALOGUE, row.party_id)),
            reason=opening.text(Withdrawal.reason, row.id, row.reason),
            party_id=row.party_id,
            ended=row.decided_at,
            decided_by=row.decided_by,
            damaged=row.id in opening.damaged,
        )
        for row in rows
    ]


def _appeals(opening: Opening) -> list[Event]:
    rows = sorted(opening.rows.of(Appeal), key=lambda row: row.received_on, reverse=True)
    return [
        Event(
            "appeal",
            row.id,
            row.received_on,
            row.recorded_by,
            result=row.result,
            words=opening.text(Appeal.grounds, row.id, row.grounds),
            reason=opening.text(Appeal.reason, row.id, row.reason),
            party_id=row.party_id,
            ended=row.decided_at,
            decided_by=row.decided_by,
            damaged=row.id in opening.damaged,
            more=_appeal_more(opening, row),
        )
        for row in rows
    ]


def _appeal_more(opening: Opening, row: Any) -> dict[str, str]:
    """Its grounds by name, and why it was taken up late."""
    ground = opening.server(Appeal.ground, row.id, row.ground) if row.ground else ""
    late = opening.text(Appeal.late, row.id, row.late)
    return {name: words for name, words in (("ground", ground), ("late", late)) if words}
