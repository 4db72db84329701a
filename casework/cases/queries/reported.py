"""Of a report that came in: whose it is, and who reads what they send now, from the seals and not from the routing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.models import Case, Party
from casework.people import shown
from casework.vault import Compartment, HolderKind
from casework.vault.receipts import Receipt


@dataclass(frozen=True, slots=True)
class Known:
    """`dialogue`: who reads messages; `names`: who can read a name kept apart. `late`: who came after the report."""

    site_id: int
    mode: str
    received_at: datetime
    acknowledged_at: datetime | None
    dialogue: list[str]
    names: list[str]
    name_ids: list[tuple[int, str]]
    late: list[tuple[str, datetime]]


_REPORT = (
    select(Case.id, Case.site_id, Case.received_at, Case.acknowledged_at, Party.mode)
    .join(Party, Party.case_id == Case.id)
    .where(Party.id == bindparam("party"))
)
_WHO = select(Party.id).where(Party.receipt == bindparam("receipt"))


def who(db: Session, receipt: Receipt) -> int | None:
    """Which party reported with it."""
    return db.connection().execute(_WHO, {"receipt": receipt.lookup}).scalar()


def of_report(db: Session, party_id: int) -> Known:
    found = db.connection().execute(_REPORT, {"party": party_id}).one()
    seals = [r for r in vault.readers.of_case(db, found.id) if r.subject == party_id and r.kind is HolderKind.PERSON]
    said = shown.people(db, {seal.holder_id for seal in seals})
    dialogue = [seal for seal in seals if seal.compartment is Compartment.DIALOGUE]
    names = [seal for seal in seals if seal.compartment is Compartment.IDENTITY]
    first = min((seal.since for seal in dialogue), default=None)
    return Known(
        site_id=found.site_id,
        mode=found.mode,
        received_at=found.received_at,
        acknowledged_at=found.acknowledged_at,
        dialogue=[said[seal.holder_id] for seal in dialogue],
        names=[said[seal.holder_id] for seal in names],
        name_ids=[(seal.holder_id, said[seal.holder_id]) for seal in names],
        late=[(said[s.holder_id], s.since) for s in dialogue if first and (s.since - first).total_seconds() > 60],
    )
