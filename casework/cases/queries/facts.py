"""The facts that guards judge, gathered in one place from the rows of a case."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.lifecycle import Alleged, Facts
from casework.cases.lifecycle.clock import Place
from casework.cases.models import (
    Allegation,
    Appeal,
    Approval,
    Case,
    Finding,
    Measure,
    Message,
    Party,
    Task,
    Told,
    Withdrawal,
)
from casework.cases.queries import clocks
from casework.clocks import case as deadlines
from casework.db import utc_now
from casework.people import Actor

ALLEGATIONS, OUTCOME = "allegations", "outcome"
"""What somebody was told about."""


def of(db: Session, case: Case, actor: Actor | None = None) -> Facts:
    """As the case stands now, for whoever asks."""
    where = clocks.place(db, case.site_id)
    parties = db.scalars(select(Party).where(Party.case_id == case.id, Party.ended_at.is_(None))).all()
    told = db.execute(
        select(Told.party_id, Told.about, Told.was_told, Told.told_on).where(Told.case_id == case.id)
    ).all()
    respondents = [party for party in parties if party.role == "respondent"]
    concerned = [party for party in parties if party.role in ("complainant", "respondent") or party.is_reporter]
    informed = {row.party_id for row in told if row.about == ALLEGATIONS}
    heard = {row.party_id for row in told if row.about == OUTCOME}
    asked = _withdrawals(db, case.id)
    appeals = list(db.scalars(select(Appeal.result).where(Appeal.case_id == case.id)))
    return Facts(
        state=case.state,
        today=where.day(utc_now()),
        paused=case.paused_at is not None,
        acknowledged=case.acknowledged_at is not None or not any(party.is_reporter for party in parties),
        allegations=_allegations(db, case.id),
        has_investigator=case.investigator_id is not None,
        is_investigator=actor is not None and actor.id == case.investigator_id,
        approved=_approved(db, case.id),
        respondents=len(respondents),
        uninformed=sum(party.id not in informed for party in respondents),
        untold=sum(party.id not in heard for party in concerned),
        open_actions=_count(db, select(func.count(Task.id)).where(Task.case_id == case.id, Task.done_at.is_(None))),
        unanswered=_count(
            db,
            select(func.count(Message.id)).where(
                Message.case_id == case.id, Message.from_party, Message.settled_at.is_(None)
            ),
        ),
        open_measures=_count(
            db, select(func.count(Measure.id)).where(Measure.case_id == case.id, Measure.ended_at.is_(None))
        ),
        open_appeals=sum(not result for result in appeals),
        appeal_until=None if any(appeals) else _appeal_until(where, [r.told_on for r in told if _letter(r)]),
        withdrawal_open=bool(asked) and asked[-1] is None,
        withdrawn=bool(asked) and asked[-1] is False,
        spoke_up=_spoke_up(parties),
    )


def _letter(row: object) -> bool:
    return getattr(row, "about", "") == OUTCOME and bool(getattr(row, "was_told", False))


def _count(db: Session, query: object) -> int:
    return int(db.scalar(query) or 0)  # type: ignore[call-overload]


def _allegations(db: Session, case_id: int) -> tuple[Alleged, ...]:
    found = set(db.scalars(select(Finding.allegation_id).where(Finding.case_id == case_id)))
    rows = db.scalars(
        select(Allegation)
        .where(Allegation.case_id == case_id, Allegation.dropped_at.is_(None))
        .order_by(Allegation.position)
    )
    return tuple(Alleged(row.position, _issue(db, row), row.id in found, row.respondent_id is not None) for row in rows)


def _issue(db: Session, row: Allegation) -> str:
    try:
        return vault.field.open_(db, Allegation.issue, row.id, row.issue, case=row.case_id)
    except vault.Unreadable:
        return ""


def _approved(db: Session, case_id: int) -> bool:
    """Somebody approved what the newest finding says."""
    newest = db.scalar(select(func.max(Finding.at)).where(Finding.case_id == case_id))
    query = select(Approval.approved, Approval.at).where(Approval.case_id == case_id)
    last = db.execute(query.order_by(Approval.at.desc()).limit(1)).one_or_none()
    return last is not None and last.approved and (newest is None or last.at >= newest)


def _appeal_until(where: Place, told: Sequence[date]) -> date | None:
    return deadlines.appeal(max(told), where.policy, where.calendar).on if told else None


def _withdrawals(db: Session, case_id: int) -> list[bool | None]:
    query = select(Withdrawal.goes_on).where(Withdrawal.case_id == case_id)
    return list(db.scalars(query.order_by(Withdrawal.asked_at, Withdrawal.id)))


def _spoke_up(parties: Sequence[Party]) -> bool:
    tags = {party.employee_tag for party in parties if party.role == "respondent" and party.employee_tag}
    return any(
        party.employee_tag in tags and (party.is_reporter or party.role in ("complainant", "witness"))
        for party in parties
    )
