"""The facts that guards judge, gathered in one place from the rows of a case."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from casework import vault
from casework.cases.lifecycle import Alleged, Facts, aftercare, giving
from casework.cases.lifecycle.clock import Place
from casework.cases.lifecycle.counsel import APPROVED
from casework.cases.lifecycle.kinds import DISCIPLINARY, DISCRIMINATORY
from casework.cases.models import (
    Aftercare,
    Allegation,
    Appeal,
    Approval,
    Case,
    Finding,
    FindingGround,
    Given,
    Measure,
    Message,
    Party,
    Proceeding,
    ReportVersion,
    Review,
    StepTaken,
    Task,
    Told,
    Withdrawal,
)
from casework.cases.queries import clocks, deciding, part, spoke_up, working
from casework.clocks import case as deadlines
from casework.clocks.policy import DISCRIMINATION, SEXUAL_HARASSMENT, TERMINATION
from casework.db import utc_now
from casework.people import Actor

from .rows import Rows

ALLEGATIONS, EVIDENCE, OUTCOME, APPEALED = "allegations", "evidence", "outcome", "appeal"
"""What somebody was told about."""
AFTERCARE = "aftercare"
UNCHANGED = frozenset({"dismissed", "not upheld"})
"""Results of an appeal after which the decision stands as it was."""
UNFOUNDED = frozenset({"not substantiated", "inconclusive"})
EVER, A_MOMENT = datetime.min.replace(tzinfo=UTC), timedelta(microseconds=1)


def of(
    db: Session, case: Case, actor: Actor | None = None, rows: Rows | None = None, where: Place | None = None
) -> Facts:  # fmt: skip
    """As the case stands now, for whoever asks."""
    found = rows or _looked(db, case)
    where = where or clocks.place(db, case.site_id)
    parties = [party for party in found.of(Party) if party.ended_at is None]
    respondents = [party for party in parties if party.role == "respondent"]
    concerned = [party for party in parties if party.role in ("complainant", "respondent") or party.is_reporter]
    informed = {row.party_id for row in found.of(Told) if row.about == ALLEGATIONS}
    heard = _heard(found)
    asked = [row.goes_on for row in sorted(found.of(Withdrawal), key=lambda row: row.asked_at)]
    return Facts(
        state=case.state,
        today=where.day(utc_now()),
        paused=case.paused_at is not None,
        allegations=_allegations(db, found),
        has_investigator=case.investigator_id is not None,
        is_investigator=actor is not None and actor.id in part.investigated(db, case, found),
        approved=_approved(found),
        respondents=len(respondents),
        uninformed=sum(party.id not in informed for party in respondents),
        unshown=sum(party.id not in _shown(found, where) for party in respondents),
        untold=sum(party.id not in heard for party in concerned),
        open_actions=sum(task.done_at is None for task in found.of(Task)),
        unanswered=sum(row.from_party and row.settled_at is None for row in found.of(Message)),
        open_measures=sum(measure.ended_at is None for measure in found.of(Measure)),
        open_appeals=sum(not appeal.result for appeal in found.of(Appeal)),
        appeal_until=_appeal_until(where, found),
        withdrawal_open=bool(asked) and asked[-1] is None,
        withdrawn=bool(asked) and asked[-1] is False,
        spoke_up=bool(spoke_up.unreviewed(db, case, found, actor)),
        open_proceedings=sum(row.ended_on is None for row in found.of(Proceeding)),
        open_checks=open_checks(found, where) if case.state == AFTERCARE else 0,
        unreviewed=_unreviewed(db, case, found, where),
        **deciding.facts(db, case, found, where),
        reported=_reported(found),
        **working.facts(found),
    )


def _looked(db: Session, case: Case) -> Rows:
    found = Rows(db, case.id)
    found.look(*deciding.MODELS)
    return found


def open_checks(rows: Rows, where: Place) -> int:
    """Of those after the end, how many are neither answered, nor done, nor given up."""
    today = where.day(utc_now())
    return sum(state not in aftercare.DONE for _row, state in checks(rows, where, today))


def checks(rows: Rows, where: Place, today: date) -> list[tuple[Any, str]]:
    """Each with where it stands, in the order of their days."""
    found = sorted(rows.of(Aftercare), key=lambda row: (row.due_on, row.id))
    asked = {row.id: row for row in rows.of(Given)} if any(row.given_id for row in found) else {}
    return [(row, aftercare.state_of(row, asked.get(row.given_id), today, where)) for row in found]


def _heard(rows: Rows) -> set[int]:
    """Who was told the outcome, or of whom it is written why not. What an appeal changed is told again to everybody;
    that it changed nothing, to who appealed."""
    told = sorted(rows.of(Told), key=lambda row: row.at)
    heard = {row.party_id for row in told if row.about == OUTCOME}
    for appeal in sorted((row for row in rows.of(Appeal) if row.decided_at), key=lambda row: row.decided_at):
        again = {row.party_id for row in told if row.about in (OUTCOME, APPEALED) and row.at >= appeal.decided_at}
        theirs = {appeal.party_id} if appeal.result in UNCHANGED else heard
        heard -= theirs - again
    return heard


def _shown(rows: Rows, where: Place) -> set[int]:
    """Who was shown the evidence, or of whom it is written why not; who was given it and answered, or let it pass."""
    today, done = where.day(utc_now()), (giving.ANSWERED, giving.OVERDUE)
    given = (row for row in rows.of(Given) if row.kind == giving.EVIDENCE and giving.state_of(row, today) in done)
    return {row.party_id for row in rows.of(Told) if row.about == EVIDENCE} | {row.party_id for row in given}


def _allegations(db: Session, rows: Rows) -> tuple[Alleged, ...]:
    found = {finding.allegation_id: finding.id for finding in sorted(rows.of(Finding), key=lambda row: row.at)}
    grounds = {row.finding_id: row for row in rows.of(FindingGround)} if found else {}
    standing = sorted((row for row in rows.of(Allegation) if row.dropped_at is None), key=lambda row: row.position)
    return tuple(
        Alleged(
            row.position,
            _issue(db, row),
            row.id in found,
            row.respondent_id is not None,
            found.get(row.id) in grounds,
            _rests(grounds.get(found.get(row.id))),
        )
        for row in standing
    )


def _rests(ground: Any) -> bool:
    return ground is not None and (ground.references > 0 or ground.none_because is not None)


def _reported(rows: Rows) -> bool:
    """A report that says the newest finding was finished."""
    newest = max((finding.at for finding in rows.of(Finding)), default=None)
    finished = [row.at for row in rows.of(ReportVersion) if row.state in ("put", "approved")]
    return newest is None or any(at >= newest for at in finished)


def _issue(db: Session, row: Allegation) -> str:
    try:
        return vault.field.open_(db, Allegation.issue, row.id, row.issue, case=row.case_id)
    except vault.Unreadable:
        return ""


def _approved(rows: Rows) -> bool:
    """Somebody approved what the newest finding says."""
    last = max(rows.of(Approval), key=lambda row: row.at, default=None)
    newest = max((finding.at for finding in rows.of(Finding)), default=None)
    return last is not None and bool(last.approved) and (newest is None or last.at >= newest)


def _unreviewed(db: Session, case: Case, rows: Rows, where: Place) -> tuple[str, ...]:
    """What policy makes wait, without an approved review about it whose papers are as new as what they speak of."""
    since = {} if case.kind == DISCIPLINARY else _findings(db, rows)
    if case.kind == DISCIPLINARY or deciding.outcome(rows) == TERMINATION:
        since |= _decisions(rows)
    waiting = [about for about in where.policy.reviews_before if about in since]
    if not waiting:
        return ()
    agreed = [row for row in rows.of(Review) if row.state == APPROVED]
    return tuple(
        about for about in waiting if not any(row.about == about and row.put_at >= since[about] for row in agreed)
    )


def _decisions(rows: Rows) -> dict[str, datetime]:
    """A termination waits for a review of its own: what was agreed to before an earlier decision is used up."""
    decided = [step.at for step in rows.of(StepTaken) if step.step == "decide"]
    return {TERMINATION: max(decided) + A_MOMENT if decided else EVER}


def _findings(db: Session, rows: Rows) -> dict[str, datetime]:
    """When the newest finding was made that standing allegations make a matter for counsel, by what it is about."""
    standing = {row.id: row for row in rows.of(Allegation) if row.dropped_at is None}
    newest: dict[int, Any] = {}
    for finding in sorted(rows.of(Finding), key=lambda row: row.at):
        newest[finding.allegation_id] = finding
    found: dict[str, datetime] = {}
    for id_, finding in newest.items():
        about = _about(db, standing[id_], finding) if id_ in standing else ""
        if about:
            found[about] = max(found.get(about, EVER), finding.at)
    return found


def _about(db: Session, allegation: Allegation, finding: Finding) -> str:
    issue = _issue(db, allegation)
    if issue in DISCRIMINATORY:
        return DISCRIMINATION
    if issue != SEXUAL_HARASSMENT or _said(db, finding) in UNFOUNDED:
        return ""
    return SEXUAL_HARASSMENT


def _said(db: Session, row: Finding) -> str:
    """Of a finding that does not open nobody can say that it is none."""
    try:
        return vault.field.open_(db, Finding.finding, row.id, row.finding, case=row.case_id)
    except vault.Unreadable:
        return ""


def _appeal_until(where: Place, rows: Rows) -> date | None:
    """The last day of a window that no decided appeal has used up."""
    told = [row.told_on for row in rows.of(Told) if row.about == OUTCOME and row.was_told]
    if not told or any(appeal.result for appeal in rows.of(Appeal)):
        return None
    return deadlines.appeal(max(told), where.policy, where.calendar).on
