"""Allegations: issue × bases × respondent. Each with a finding of its own, corrected and never edited."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, walls
from casework.audit import Tag
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.lifecycle import grounds as grounds_
from casework.cases.lifecycle.grounds import Grounds
from casework.cases.lifecycle.kinds import BASES, FINDINGS, ISSUES
from casework.cases.models import Allegation, Case, Finding, FindingGround, Party
from casework.cases.queries import changes
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault.room import Room

from . import case as cases

OPEN_FOR_FINDINGS = (
    "under investigation",
    "fact finding",
    "notice given",
    "hearing",
    "in triage",
    "informal resolution",
)
"""States in which findings are made; later they come back by being returned."""


def add(
    db: Session, case: Case, room: Room, *, by: Actor, issue: str, bases: Sequence[str] = (),
    respondent_id: int | None = None, text: str = "", version: int | None = None,
) -> Allegation:  # fmt: skip
    """What is alleged of whom. Issue and bases are the server's too, what is said of it is the file's."""
    cases.begin(db, case, by, Action.WORK_CASE, version)
    cases.still_open(case)
    return put(db, case, room, by=by, issue=issue, bases=bases, respondent_id=respondent_id, text=text)


def put(
    db: Session, case: Case, room: Room, *, by: Actor, issue: str, bases: Sequence[str] = (),
    respondent_id: int | None = None, text: str = "",
) -> Allegation:  # fmt: skip
    """The row itself, for verbs that have judged already."""
    _check(db, case, issue, bases, respondent_id)
    last = db.scalar(select(func.max(Allegation.position)).where(Allegation.case_id == case.id))
    id_ = new_id()
    row = Allegation(id=id_, case_id=case.id, position=(last or 0) + 1, added_by=by.id, added_at=utc_now())
    _write(db, row, room, issue, bases, respondent_id, text)
    db.add(row)
    walls.recompute(db, case.id, by=by)
    cases.touch(db, case, by, Tag.ALLEGATION_ADDED, allegation=id_)
    return row


def change(
    db: Session, case: Case, room: Room, allegation: Allegation, *, by: Actor, issue: str, bases: Sequence[str] = (),
    respondent_id: int | None = None, text: str = "", version: int,
) -> None:  # fmt: skip
    """Put it more rightly. `version` is the allegation's own; one with a finding is dropped and alleged anew."""
    _open(db, case, allegation, by, version)
    if db.scalar(select(Finding.id).where(Finding.allegation_id == allegation.id).limit(1)) is not None:
        said = Said(N_("It has a finding: drop it with a reason, and write the new one down."))
        raise IllegalStep("change", [Why("found", said, f"#allegation-{allegation.position}")])
    _check(db, case, issue, bases, respondent_id)
    _write(db, allegation, room, issue, bases, respondent_id, text)
    allegation.version += 1
    walls.recompute(db, case.id, by=by)
    cases.touch(db, case, by, Tag.ALLEGATION_CHANGED, allegation=allegation.id)


def name_against(
    db: Session, case: Case, allegation: Allegation, *, by: Actor, respondent_id: int, version: int
) -> None:  # fmt: skip
    """Something was found, and only now is it known of whom: the finding stands, and nothing else changes."""
    _open(db, case, allegation, by, version)
    cases.still_open(case)
    if allegation.respondent_id is not None or allegation.dropped_at is not None:
        said = Said(N_("It says already against whom it is, or is no longer pursued."))
        raise IllegalStep("against", [Why("against", said, f"#allegation-{allegation.position}")])
    _check_respondent(db, case, respondent_id)
    allegation.respondent_id = respondent_id
    allegation.version += 1
    walls.recompute(db, case.id, by=by)
    cases.touch(db, case, by, Tag.ALLEGATION_CHANGED, allegation=allegation.id)


def drop(db: Session, case: Case, room: Room, allegation: Allegation, *, by: Actor, reason: str, version: int) -> None:
    """It is no longer alleged; it stays on the page, with why."""
    _open(db, case, allegation, by, version)
    if not reason.strip():
        raise IllegalStep("drop", [Why("reason", Said(N_("Write down why: it stays on the record.")))])
    allegation.text = room.seal(Allegation.text, allegation.id, reason)
    allegation.dropped_at = utc_now()
    allegation.version += 1
    walls.recompute(db, case.id, by=by)
    cases.touch(db, case, by, Tag.ALLEGATION_CHANGED, allegation=allegation.id, dropped=1)


def find(
    db: Session, case: Case, room: Room, allegation: Allegation, *, by: Actor, finding: str, reason: str, version: int,
    grounds: Grounds | None = None,
) -> Finding:  # fmt: skip
    """A finding, or the correction of the one before; `version` is the allegation's own. `grounds`: what it rests on;
    without them it cannot be sent to review."""
    _open(db, case, allegation, by, version)
    if finding not in FINDINGS:
        raise ValueError(f"no such finding: {finding}")
    if case.state not in OPEN_FOR_FINDINGS:
        said = Said(N_("Findings are not made now: have them returned first."))
        raise IllegalStep("find", [Why("state", said, "#track")])
    before = db.scalar(
        select(Finding.id).where(Finding.allegation_id == allegation.id).order_by(Finding.at.desc()).limit(1)
    )
    id_ = new_id()
    row = Finding(
        id=id_,
        case_id=case.id,
        allegation_id=allegation.id,
        finding=vault.field.seal(db, Finding.finding, id_, finding, case=case.id),
        reason=room.seal(Finding.reason, id_, reason),
        replaces_id=before,
        by=by.id,
        at=utc_now(),
    )
    db.add(row)
    if grounds is not None:
        db.flush()
        db.add(_ground(case, room, id_, grounds))
    allegation.version += 1
    cases.touch(db, case, by, Tag.FINDING_RECORDED, allegation=allegation.id)
    return row


def _ground(case: Case, room: Room, finding_id: int, said: Grounds) -> FindingGround:
    id_, none = new_id(), said.none_because.strip()
    return FindingGround(
        id=id_,
        case_id=case.id,
        finding_id=finding_id,
        standard=said.standard,
        references=len(said.evidence),
        evidence=room.seal(FindingGround.evidence, id_, grounds_.written(said.evidence)),
        factors=room.seal(FindingGround.factors, id_, grounds_.written(said.factors)),
        none_because=room.seal(FindingGround.none_because, id_, none) if none else None,
    )


def _open(db: Session, case: Case, allegation: Allegation, by: Actor, version: int) -> None:
    cases.begin(db, case, by, Action.WORK_CASE)
    db.refresh(allegation, with_for_update=True)
    if allegation.version != version:
        moved = allegation.version - version
        raise cases.Changed(changes.of_item(db, case.id, "allegation", allegation.id, moved))


def _check(db: Session, case: Case, issue: str, bases: Sequence[str], respondent_id: int | None) -> None:
    if issue not in ISSUES or set(bases) - BASES.keys():
        raise ValueError("no such issue or basis")
    if respondent_id is not None:
        _check_respondent(db, case, respondent_id)


def _check_respondent(db: Session, case: Case, respondent_id: int) -> None:
    party = db.get(Party, respondent_id)
    if party is None or party.case_id != case.id:
        raise ValueError("this is nobody on the case")


def _write(
    db: Session, row: Allegation, room: Room, issue: str, bases: Sequence[str], respondent_id: int | None, text: str
) -> None:  # fmt: skip
    row.issue = vault.field.seal(db, Allegation.issue, row.id, issue, case=row.case_id)
    row.bases = vault.field.seal(db, Allegation.bases, row.id, "\n".join(bases), case=row.case_id)
    row.respondent_id = respondent_id
    row.text = room.seal(Allegation.text, row.id, text) if text.strip() else None
