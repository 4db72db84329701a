"""What a finding can rest on: the evidence log as its writer reads it, who was heard, which standard applies."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.lifecycle.grounds import AGAINST, FOR
from casework.cases.models import Allegation, Case, Evidence, EvidencePoint, Finding, Party
from casework.cases.queries import clocks, evidence_known
from casework.cases.queries.record.opening import FILE, Opening, key_of
from casework.people.models import Employee, Site
from casework.vault import Compartment, Unreadable

NEVER_CITED = frozenset({Compartment.IDENTITY, Compartment.PRIVILEGED})
"""Rooms whose things a finding never refers to: it is read by who may not know of them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Of the evidence log. `words`: what it is, for who reads the file; of what lies in another room its kind alone.
    `sides`: what was said that it speaks of the allegation, empty where nobody judged."""

    id: int
    number: int
    kind: str
    words: str
    sides: frozenset[str]
    judged: bool


def entries(opening: Opening, allegation_id: int) -> list[Entry]:
    """Those that can be referred to, in the log's order; what was set aside is not there."""
    says = _directions(opening, allegation_id)
    known, apart = evidence_known.of(opening.rows, opening.rooms), evidence_known.apart(opening.rows)
    found = []
    for row in sorted((row for row in known if row.aside_at is None), key=lambda row: row.position):
        key = apart.get(row.id, FILE)
        if key[0] in NEVER_CITED:
            continue
        words = opening.text(Evidence.what, row.id, row.what) if key == FILE else None
        side = says.get(row.id, "")
        sides = frozenset({side} & {FOR, AGAINST})
        found.append(Entry(row.id, row.position, row.kind, words or "", sides, bool(side)))
    return found


def _directions(opening: Opening, allegation_id: int) -> Mapping[int, str]:
    """By entry: the newest word on which way it points."""
    points = [row for row in opening.rows.of(EvidencePoint) if row.allegation_id == allegation_id]
    rooms = {row.id: key_of(row.room, row.subject) for row in opening.rows.of(Evidence)}
    found: dict[int, str] = {}
    for row in sorted(points, key=lambda row: (row.at, row.id)):
        key = rooms.get(row.evidence_id, FILE)
        if key in opening.rooms:
            found[row.evidence_id] = opening.text(EvidencePoint.direction, row.id, row.direction, key) or ""
    return found


def findings_of(db: Session, case_id: int) -> dict[int, int]:
    """The newest finding on each allegation that stands, by the allegation's number."""
    rows = db.execute(
        select(Allegation.position, Finding.id)
        .join(Finding, Finding.allegation_id == Allegation.id)
        .where(Allegation.case_id == case_id, Allegation.dropped_at.is_(None))
        .order_by(Finding.at)
    ).all()
    return {row.position: row.id for row in rows}


def standard(db: Session, case: Case, respondent_id: int | None) -> str:
    """What policy asks for here: by the site's country, and by the agreement that the respondent works under."""
    site = db.get(Site, case.site_id) if case.site_id else None
    country = site.country if site else ""
    words = (country, country.partition("-")[0], agreement(db, respondent_id))
    return clocks.place(db, case.site_id).policy.standard_under(*words)


def agreement(db: Session, party_id: int | None) -> str:
    tag = db.scalar(select(Party.employee_tag).where(Party.id == party_id)) if party_id else None
    row = db.execute(select(Employee.id, Employee.agreement).where(Employee.tag == tag)).first() if tag else None
    if row is None:
        return ""
    try:
        return vault.field.open_(db, Employee.agreement, row.id, row.agreement)
    except Unreadable:
        return ""
