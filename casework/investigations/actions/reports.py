"""Writing a report: its sections, the versions that are made of them, what is said of a version."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.audit import Tag, trail
from casework.cases.actions import case as cases
from casework.cases.actions.case import Changed
from casework.cases.models import Case, ReportComment, ReportSection, ReportText, ReportVersion
from casework.cases.queries import matter
from casework.db import new_id, utc_now
from casework.investigations.lifecycle.report import SECTIONS, SHOWING
from casework.investigations.models import ReportTemplate
from casework.people import Actor
from casework.vault import Room


def write(
    db: Session, case: Case, room: Room, *, section: str, text: str, version: int, by: Actor
) -> ReportSection:  # fmt: skip
    """What stands in one section in somebody's own words. `version`: of the section, 0 where nothing stood there."""
    cases.begin(db, case, by, Action.WORK_CASE)
    if section not in SECTIONS:
        raise ValueError(f"no such section: {section}")
    row = db.scalar(
        select(ReportSection).where(ReportSection.case_id == case.id, ReportSection.name == section).with_for_update()
    )
    if version != (row.version if row else 0):
        raise Changed([])
    if row is None:
        id_ = new_id()
        row = ReportSection(
            id=id_, case_id=case.id, name=section, text=room.seal(ReportSection.text, id_, text), version=1,
            by=by.id, at=utc_now(),
        )  # fmt: skip
        db.add(row)
    else:
        row.text, row.by, row.at = room.seal(ReportSection.text, row.id, text), by.id, utc_now()
        row.version += 1
    cases.touch(db, case, by, Tag.REPORT_CHANGED, quiet=True, clocks_run=False, section=section)
    return row


def make(
    db: Session, case: Case, room: Room, content: Mapping[str, Any], *, names: str, by: Actor
) -> ReportVersion:  # fmt: skip
    """A draft: what its pages say is sealed as it is now, and never changes."""
    cases.begin(db, case, by, Action.WORK_CASE)
    if names not in SHOWING:
        raise ValueError(f"no such way of naming: {names}")
    last = db.scalar(select(func.max(ReportVersion.number)).where(ReportVersion.case_id == case.id))
    now = utc_now()
    row = ReportVersion(id=new_id(), case_id=case.id, number=(last or 0) + 1, names=names, by=by.id, at=now)
    db.add(row)
    db.flush()
    id_ = new_id()
    text = room.seal(ReportText.content, id_, json.dumps(content, ensure_ascii=False))
    db.add(ReportText(id=id_, case_id=case.id, version_id=row.id, content=text))
    cases.touch(db, case, by, Tag.REPORT_MADE, quiet=True, clocks_run=False, report=row.id, number=row.number)
    return row


def comment(
    db: Session, case: Case, room: Room, version: ReportVersion, *, section: str, text: str, by: Actor
) -> ReportComment:  # fmt: skip
    policy.require(by, Action.WORK_CASE, matter.of(db, case))
    if section not in SECTIONS:
        raise ValueError(f"no such section: {section}")
    id_ = new_id()
    row = ReportComment(
        id=id_, case_id=case.id, version_id=version.id, section=section, by=by.id, at=utc_now(),
        text=room.seal(ReportComment.text, id_, text),
    )  # fmt: skip
    db.add(row)
    trail.record(db, by, Tag.REPORT_COMMENTED, case.id, report=version.id, section=section)
    return row


def settle(db: Session, case: Case, row: ReportComment, *, by: Actor) -> None:
    """It was seen to; it stays where it is."""
    policy.require(by, Action.WORK_CASE, matter.of(db, case))
    if row.settled_at is None:
        row.settled_by, row.settled_at = by.id, utc_now()
        trail.record(db, by, Tag.REPORT_COMMENTED, case.id, report=row.version_id, section=row.section, settled="yes")


def change_template(db: Session, sections: Mapping[str, Mapping[str, str]], *, by: Actor) -> ReportTemplate:
    """The organisation's headings, and what each section begins with; cases keep what they have."""
    policy.require(by, Action.KEEP_TEMPLATES)
    if sections.keys() - SECTIONS.keys():
        raise ValueError("no such section")
    row = ReportTemplate(
        id=new_id(), sections=json.dumps(sections, ensure_ascii=False), by=by.id, at=utc_now()
    )  # fmt: skip
    db.add(row)
    trail.record(db, by, Tag.REPORT_TEMPLATE_CHANGED, template=row.id)
    return row
