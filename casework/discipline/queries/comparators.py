"""What decided cases came to, read from the sealed pages: all at once, as numbers of each kind. 100,000 take some
50 ms, and a fifth of it while nothing is decided."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.actions import comparators as kept
from casework.cases.lifecycle import comparators, ladder
from casework.cases.lifecycle.comparators import HISTORY_CODES, ISSUE_CODES, OUTCOME_CODES, Comparator, Kind, kind_of
from casework.cases.models import Allegation, Case, ComparatorPage, Decision, Finding, IssuedWarning, Party
from casework.cases.queries import clocks
from casework.db import new_id, utc_now
from casework.discipline import comparing
from casework.discipline.comparing import Found, Like
from casework.people.models import Site
from casework.vault.blob import HEADER

FOUNDED = frozenset({"substantiated", "partly substantiated"})


def compared(db: Session, like: Like, *, without: Comparator | None = None) -> Found:
    """Among all decisions there are. `without`: one that is left out, for nothing is compared with itself."""
    every = dict(_tallied(db))
    if without is not None:
        every[kind_of(without)] -= 1
    return comparing.compare(like, every)


_LAST: dict[tuple[bytes, ...], dict[Kind, int]] = {}
"""What the pages came to, while they are as they were: of one state of them, and no other."""


def _tallied(db: Session) -> dict[Kind, int]:
    """Counted anew only after something was written: a page that was has another beginning, which is random."""
    heads = db.scalars(select(func.substr(ComparatorPage.records, 1, HEADER)).order_by(ComparatorPage.id)).all()
    now = tuple(bytes(head) for head in heads)
    if (known := _LAST.get(now)) is None:
        known = comparators.tally(kept.opened(db, page) for page in db.scalars(select(ComparatorPage)).all())
        _LAST.clear()
        _LAST[now] = known
    return known


def singles(db: Session, found: Found, *, without: Comparator | None = None) -> list[Comparator]:
    """The decisions that were compared, one by one, in the order of their random numbers."""
    return sorted(one for one in _records(db) if one != without and comparing.takes_in(found, one))


def _records(db: Session) -> Iterator[Comparator]:
    for page in db.scalars(select(ComparatorPage)).all():
        yield from map(comparators.unpacked, comparators.records(kept.opened(db, page)))


def issues_of(db: Session, case: Case, party_id: int) -> list[str]:
    """What was found of them, else what is alleged, in the order of the page; the first is what is compared."""
    query = select(Allegation).where(
        Allegation.case_id == case.id, Allegation.respondent_id == party_id, Allegation.dropped_at.is_(None)
    )
    alleged = db.scalars(query.order_by(Allegation.position)).all()
    said = {row.allegation_id: _open(db, Finding.finding, row.id, row.finding, case.id) for row in _findings(db, case)}
    founded = [row for row in alleged if said.get(row.id) in FOUNDED]
    issues = [_open(db, Allegation.issue, row.id, row.issue, case.id) for row in founded or alleged]
    return list(dict.fromkeys(issue for issue in issues if issue in ISSUE_CODES))


def _findings(db: Session, case: Case) -> list[Finding]:
    return list(db.scalars(select(Finding).where(Finding.case_id == case.id).order_by(Finding.at)))


def _open(db: Session, column: object, id_: int, sealed: bytes, case_id: int) -> str:
    try:
        return vault.field.open_(db, column, id_, sealed, case=case_id)  # type: ignore[arg-type]
    except vault.Unreadable:
        return ""


def like_of(db: Session, case: Case, party_id: int, issue: str = "") -> Like | None:
    """What is looked for in a decision on this person; `issue`: one of theirs, if not the first. None: nothing is
    alleged of them that could be compared."""
    issues = issues_of(db, case, party_id)
    if not issues:
        return None
    chosen = issue if issue in issues else issues[0]
    severity = case.severity if case.severity in comparators.SEVERITY_CODES else ""
    today = clocks.place(db, case.site_id).day(utc_now())
    return Like(chosen, severity, history_of(db, case, party_id, today), country_of(db, case))


def history_of(db: Session, case: Case, party_id: int, today: date) -> str:
    """The highest warning that stands on that day, of this case or another; empty where none does."""
    tag = db.scalar(select(Party.employee_tag).where(Party.id == party_id, Party.case_id == case.id))
    theirs = IssuedWarning.employee_tag == tag if tag else IssuedWarning.party_id == party_id
    standing = [
        row.level
        for row in db.scalars(select(IssuedWarning).where(theirs))
        if ladder.stands(row.issued_on, row.expires_on, row.ended_on, today)
    ]
    return max((level for level in standing if level in HISTORY_CODES), key=HISTORY_CODES.index, default="")


def country_of(db: Session, case: Case) -> str:
    site = db.get(Site, case.site_id) if case.site_id else None
    return (site.country if site else "").partition("-")[0][:2]


def own_record(db: Session, case: Case, party_id: int) -> Comparator | None:
    """What is kept of the decision on this person here that stands."""
    query = select(Decision.id).where(
        Decision.case_id == case.id, Decision.party_id == party_id, Decision.decided_at.is_not(None),
        Decision.ended_at.is_(None),
    )  # fmt: skip
    last = db.scalar(query.order_by(Decision.decided_at.desc()).limit(1))
    return kept.record_of(db, last) if last else None


def departs(db: Session, case: Case, party_id: int | None, outcome: str) -> bool:
    """Is it outside of what like cases got, so that a reason is asked for? Not for the organisation, nor where there is
    nothing to compare with."""
    like = like_of(db, case, party_id) if party_id else None
    if like is None or party_id is None or outcome not in OUTCOME_CODES:
        return False
    return compared(db, like, without=own_record(db, case, party_id)).departs(outcome)


def record_of(db: Session, case: Case, party_id: int | None, outcome: str, on: date) -> Comparator | None:
    """What is kept of this decision; None where there is nothing to compare."""
    like = like_of(db, case, party_id) if party_id else None
    if like is None or outcome not in OUTCOME_CODES:
        return None
    quarter = comparators.quarter_of(on)
    return Comparator(new_id(), like.issue, like.severity, like.history, outcome, like.country, quarter)
