"""What stands on a case of police and other authorities, the newest first."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.models import PoliceReport
from casework.investigations.actions.police import SEALED
from casework.vault import Room, Unreadable


@dataclass(frozen=True, slots=True)
class Shown:
    """`said`: the sealed texts by name; None where one does not open, "" where there is none."""

    row: PoliceReport
    said: dict[str, str | None]


def of_case(db: Session, case_id: int, file: Room | None) -> list[Shown]:
    rows = db.scalars(
        select(PoliceReport).where(PoliceReport.case_id == case_id).order_by(PoliceReport.at.desc(), PoliceReport.id)
    )
    return [Shown(row, {name: _text(file, row, name) for name in SEALED}) for row in rows]


def _text(file: Room | None, row: PoliceReport, name: str) -> str | None:
    sealed = getattr(row, name)
    if sealed is None:
        return ""
    try:
        return file.open(getattr(PoliceReport, name), row.id, sealed) if file is not None else None
    except Unreadable:
        return None
