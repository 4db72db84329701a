"""What of a case's trail goes with its file: what was done with what is in it, each entry with what proves it."""

import json
from collections.abc import Mapping
from datetime import UTC

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.audit import Tag
from casework.audit.models import TrailEntry
from casework.audit.trail import START
from casework.cases.models import Message, Note, Paper
from casework.cases.queries.record.opening import Key, key_of
from casework.cases.queries.record.timeline import ROOMS
from casework.vault import Compartment

SAID = frozenset(
    tag.value
    for tag in Tag
    if tag.value.partition(":")[0]
    in (
        "allegation", "action", "measure", "finding", "findings", "message", "note", "paper", "party", "told", "given",
        "decision", "hearing", "consultation", "just cause", "retaliation", "warning",
    )
) | {
    tag.value
    for tag in (
        Tag.CASE_OPENED, Tag.CASE_STEP, Tag.CASE_CLOSED, Tag.CASE_REOPENED, Tag.CASE_WITHDRAWN, Tag.CASE_PAUSED,
        Tag.CASE_RESUMED, Tag.CASE_OVERRIDDEN, Tag.CASE_CHANGED, Tag.CASE_EXPORTED, Tag.REPORT_RECEIVED,
        Tag.REPORT_WITHDRAWN,
    )
}  # fmt: skip
"""Who looked at what, who was walled off, what counsel was asked and what is held stay where they are."""
NOT_SAID = frozenset({Tag.PAPER_READ.value, Tag.WARNINGS_READ.value})


def of(db: Session, case_id: int, rooms: Mapping[Key, object]) -> list[dict[str, str | int]]:
    """Oldest first; of what lies in a room that is not handed out, nothing. `previous`: the entry before it, which its
    own MAC covers, so that each can be proved without the others."""
    shut = _elsewhere(db, case_id, rooms)
    table = TrailEntry.__table__
    rows = db.execute(select(*table.columns).where(table.c.chain == case_id).order_by(table.c.seq))
    found: list[dict[str, str | int]] = []
    previous = START
    for row in rows:
        named = json.loads(row.ids)
        unheard = (
            row.tag.startswith(("message:", "given:")) and (Compartment.DIALOGUE, named.get("party", 0)) not in rooms
        )
        unheard = unheard and "party" in named
        if row.tag in SAID - NOT_SAID and not unheard and not any(named.get(name) in ids for name, ids in shut.items()):
            found.append(
                {
                    "id": row.id, "chain": row.chain, "seq": row.seq, "at": row.at.astimezone(UTC).isoformat(),
                    "actor_kind": row.actor_kind, "actor_id": row.actor_id, "tag": row.tag, "ids": row.ids,
                    "key_version": row.key_version, "previous": previous.hex(), "mac": row.mac.hex(),
                }
            )  # fmt: skip
        previous = row.mac
    return found


def _elsewhere(db: Session, case_id: int, rooms: Mapping[Key, object]) -> dict[str, set[int]]:
    """What lies in rooms that are not handed out, by what the trail calls it."""
    notes = db.execute(select(Note.id, Note.class_, Note.subject).where(Note.case_id == case_id))
    papers = db.execute(select(Paper.id, Paper.room, Paper.subject).where(Paper.case_id == case_id))
    messages = db.execute(select(Message.id, Message.subject).where(Message.case_id == case_id))
    return {
        "note": {id_ for id_, class_, subject in notes if key_of(ROOMS[class_].value, subject) not in rooms},
        "paper": {id_ for id_, room, subject in papers if key_of(room, subject) not in rooms},
        "message": {id_ for id_, subject in messages if (Compartment.DIALOGUE, subject) not in rooms},
    }
