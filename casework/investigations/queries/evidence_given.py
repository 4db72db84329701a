"""What somebody on the case was given of the log, and what they said to it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.lifecycle import giving
from casework.cases.models import Given
from casework.cases.queries import given
from casework.cases.queries.given import GivenShown
from casework.cases.queries.record import Record
from casework.vault import Compartment


def of_entry(db: Session, shown: Record, evidence_id: int) -> list[GivenShown]:
    """Newest first; of dialogues that the reader has no key of, nothing."""
    rows = db.scalars(
        select(Given)
        .where(Given.case_id == shown.case.id, Given.kind == giving.EVIDENCE, Given.about_id == evidence_id)
        .order_by(Given.given_at.desc(), Given.id)
    )
    rooms = {subject: room for (name, subject), room in shown.rooms.items() if name is Compartment.DIALOGUE}
    return [given.shown(rooms[row.party_id], row) for row in rows if row.party_id in rooms]
