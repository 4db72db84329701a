"""What was decided of whom and stands, and what is missing before: for the guards, from rows that are read already."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from casework import vault
from casework.cases.lifecycle.clock import Due, Place
from casework.cases.lifecycle.kinds import DISCIPLINARY
from casework.cases.lifecycle.ladder import DISCIPLINE, NEEDS_BODIES, gravest
from casework.cases.models import (
    Allegation,
    Case,
    Consultation,
    Decision,
    Finding,
    Hearing,
    JustCause,
    Party,
    RetaliationReview,
)
from casework.clocks import due
from casework.clocks.packs.hearing import AT_ONCE, CONSENT, DISMISSAL, HEARD, INFORMED, Body
from casework.settings import N_

from .rows import Rows

MODELS = (Consultation, Decision, Hearing, JustCause, RetaliationReview)
"""Tables in which most cases have nothing."""
FOUNDED = frozenset({"substantiated", "partly substantiated"})
NEEDED, NOT_THERE, TIME_OVER = "needed", "not there", "time over"
OVER = frozenset({"held", "waived", "in absence"})
"""Somebody was heard, or could have been."""
_ANSWERED = frozenset({"heard", "consented", TIME_OVER, NOT_THERE, "fell away"})
SETTLES = {
    INFORMED: _ANSWERED | {"informed", "objected"},
    HEARD: _ANSWERED | {"objected"},
    CONSENT: _ANSWERED - {"heard"},
}
"""By duty, the states in which nothing more is waited for: whoever has to consent and objects, stops it."""
AWAITING = frozenset({"awaiting decision", "hearing"})
"""Where the case waits for decisions."""
ANSWER, AT_LATEST = N_("Answer of a body that was asked"), N_("Dismiss without notice, at the latest")
FOR_CAUSE = "dismissal_for_cause"


class InWork(NamedTuple):
    """For the page of the case: whom something is proposed or decided of (`made`: it is decided), when who is heard
    next, and how many bodies have not answered."""

    outcomes: tuple[tuple[int | None, str, bool], ...] = ()
    hearings: tuple[tuple[int, datetime], ...] = ()
    waiting: int = 0


NOTHING = InWork()


def in_work(rows: Rows) -> InWork:
    made = sorted(open_(rows), key=lambda row: (row.decided_at is None, row.proposed_at))
    called = sorted((row.starts_at, row.party_id) for row in rows.of(Hearing) if row.state == "called")
    return InWork(
        tuple((row.party_id, row.outcome, row.decided_at is not None) for row in made),
        tuple((party_id, at) for at, party_id in called),
        sum(row.state not in SETTLES[row.duty] for row in rows.of(Consultation)),
    )


def facts(db: Session, case: Case, rows: Rows, where: Place) -> dict[str, Any]:
    """For `Facts`, by its names."""
    respondents = {row.id for row in rows.of(Party) if row.role == "respondent" and row.ended_at is None}
    unasked = list(_unasked(db, rows, where))
    heard = {row.party_id for row in rows.of(Hearing) if row.state in OVER}
    return {
        "deciding": outcome(rows),
        "undecided": len(undecided(db, case, rows, respondents)) if case.state in AWAITING else 0,
        "unheard": len(respondents - heard),
        "unasked": tuple(body.name for body in unasked if body.voids),
        "unasked_beside": tuple(body.name for body in unasked if not body.voids),
        "untested": len(untested(rows)),
    }


def standing(rows: Rows) -> list[Any]:
    """Decided, and neither superseded nor set aside."""
    return [row for row in rows.of(Decision) if row.decided_at is not None and row.ended_at is None]


def open_(rows: Rows) -> list[Any]:
    """Proposed or decided, and not over."""
    return [row for row in rows.of(Decision) if row.ended_at is None]


def outcome(rows: Rows) -> str:
    return gravest(row.outcome for row in standing(rows))


def undecided(db: Session, case: Case, rows: Rows, respondents: Iterable[int]) -> set[int]:
    """Whom a finding goes against, and in a disciplinary case everybody whom it is about, without a decision."""
    wanted = set(respondents)
    if case.kind != DISCIPLINARY:
        wanted &= founded(db, rows)
    return wanted - {row.party_id for row in standing(rows)}


def founded(db: Session, rows: Rows) -> set[int]:
    """Against whom something was found, by the newest finding of each allegation that stands."""
    against = {
        row.id: row.respondent_id for row in rows.of(Allegation) if row.dropped_at is None and row.respondent_id
    }  # fmt: skip
    newest = {row.allegation_id: row for row in sorted(rows.of(Finding), key=lambda row: (row.at, row.id))}
    return {against[id_] for id_, row in newest.items() if id_ in against and _said(db, row) in FOUNDED}


def _said(db: Session, row: Any) -> str:
    """Of a finding that does not open nobody can say that it is none."""
    try:
        return vault.field.open_(db, Finding.finding, row.id, row.finding, case=row.case_id)
    except vault.Unreadable:
        return "substantiated"


def untested(rows: Rows) -> set[int]:
    """Who would be disciplined under an agreement whose questions nobody has answered."""
    asks = {row.party_id for row in open_(rows) if row.agreement and row.outcome in DISCIPLINE}
    return asks - {row.party_id for row in rows.of(JustCause)}


def occasion(decision: Any) -> str:
    """For the bodies: empty where none is asked."""
    if decision.outcome not in NEEDS_BODIES:
        return ""
    return AT_ONCE if decision.at_once else DISMISSAL


def asked_of(where: Place, decision: Any) -> list[Body]:
    """Whom the law asks for; for whom one is only in some cases, whoever decides adds it."""
    kind = occasion(decision)
    return where.law.asked(kind) if kind and where.law is not None else []


def which(db: Session, row: Any) -> str:
    """The body of a consultation, by its key in the pack."""
    try:
        return vault.field.open_(db, Consultation.body, row.id, row.body, case=row.case_id)
    except vault.Unreadable:
        return ""


def _unasked(db: Session, rows: Rows, where: Place) -> Iterable[Body]:
    """Of each dismissal that is proposed or decided, the bodies that have not answered."""
    for decision in open_(rows):
        bodies = asked_of(where, decision)
        if not bodies:
            continue
        own = {which(db, row): row for row in rows.of(Consultation) if row.decision_id == decision.id}
        for body in bodies:
            row = own.get(body.key)
            if (row is None and not body.only) or (row is not None and row.state not in SETTLES[row.duty]):
                yield body


def dues(rows: Rows, where: Place) -> list[Due]:
    """Until when a body that was asked answers, and until when somebody can be dismissed without notice."""
    found = [Due(ANSWER, row.due_on) for row in rows.of(Consultation) if row.state == "informed" and row.due_on]
    rule = where.law.rule(FOR_CAUSE) if where.law is not None else None
    if rule is None:
        return found
    known = [row for row in open_(rows) if row.at_once and row.known_on and row.in_force_at is None]
    return [*found, *(Due(AT_LATEST, last(row.known_on, where), rule.source) for row in known)]


def last(known: date, where: Place) -> date:
    """The last day for a dismissal without notice, from the day on which the facts were known."""
    rule = where.law.rule(FOR_CAUSE) if where.law is not None else None
    if rule is None:
        raise ValueError("this law has no such clock")
    return due(known, rule, where.calendar).on
