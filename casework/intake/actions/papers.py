"""Files of a reporter: the cleaned copy for those who work the case, the original where identities are kept."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from casework.audit import Tag, trail
from casework.cases.actions.box import Place
from casework.cases.models import Paper, Party
from casework.cases.queries import paper_numbers
from casework.db import new_id
from casework.files import paper_name, safe_name
from casework.people import Actor

from . import keeping
from .cleaning import Ready
from .keeping import Kept


def hand_in(
    db: Session, party: Party, copies: Place, originals: Place, ready: Sequence[Ready], *, by: Actor, now: datetime
) -> list[str]:
    """Store what came; what each is called from now on."""
    if not ready:
        return []
    called = []
    for number, paper in enumerate(ready, paper_numbers.next_of_parties(db, party.case_id)):
        original = _row(
            originals, party, number, paper.original, safe_name(paper.original.name, paper.original.kind), now
        )
        db.add(original)
        if paper.copy is not None:
            copy = _row(copies, party, number, paper.copy, paper_name(number, paper.copy.kind), now)
            copy.copy_of = original.id
            db.add(copy)
        trail.record(db, by, Tag.PAPER_ADDED, party.case_id, paper=original.id)
        called.append(paper_name(number, paper.original.kind))
    keeping.use(db, [paper.original for paper in ready])
    db.flush()
    return called


def hand_over(
    db: Session, party: Party, dialogue: Place, files: Sequence[Kept], *, by: Actor, now: datetime
) -> list[str]:
    """Of somebody who did not report it: whole, by their own names, into their own dialogue. Their numbers are theirs
    alone, so that none says how much others handed in."""
    for number, file in enumerate(files, paper_numbers.next_of_dialogue(db, party.case_id, party.id)):
        row = _row(dialogue, party, number, file, safe_name(file.name, file.kind), now)
        db.add(row)
        trail.record(db, by, Tag.PAPER_ADDED, party.case_id, paper=row.id)
    keeping.use(db, files)
    db.flush()
    return [safe_name(file.name, file.kind) for file in files]


def _row(room: Place, party: Party, number: int, file: Kept, name: str, now: datetime) -> Paper:
    id_ = new_id()
    return Paper(
        id=id_,
        case_id=party.case_id,
        position=number,
        room=room.compartment.value,
        subject=room.subject,
        file_id=file.id,
        file_key=room.seal_bytes(Paper.file_key, id_, file.key),
        name=room.seal(Paper.name, id_, name),
        type=file.kind.value,
        size=file.size,
        from_party=party.id,
        at=now,
    )
