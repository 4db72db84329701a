"""What stays of something destroyed: a line of plain words, for whom it existed, and the day from which no backup opens
it any more. The journal has the same, so that a backup that was put back says it too."""

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.audit import Tag, trail
from casework.cases.models import Destroyed, DestroyedFor, Destruction
from casework.cases.queries.keeping import Coming
from casework.clocks.retention import Limit
from casework.db import utc_now
from casework.people import SYSTEM
from casework.vault import Compartment

DECIDED = "destruction-decided"
MOST_READERS = 200
"""More than fit into a line of the journal are left out of it: they are shown it until a backup is put back."""


@dataclass(frozen=True, slots=True)
class Left:
    """A row of what stays, and who is shown it."""

    row: Mapping[str, Any]
    readers: AbstractSet[int]


def of(
    db: Session, asked: Destruction, going: Mapping[int, Coming], readers: Mapping[int, AbstractSet[int]]
) -> dict[int, Left]:  # fmt: skip
    """Before anything goes."""
    keys = vault.of(db)
    keys.refresh()
    now, kek = utc_now(), keys.keyring.current_kek
    two = {asked.proposed_by, asked.decided_by or 0}
    return {id_: Left(_row(one, asked, now, kek), readers[id_] | two) for id_, one in going.items()}


def _row(one: Coming, asked: Destruction, now: datetime, kek: int) -> dict[str, Any]:
    kept = one.kept
    return {
        "id": kept.id, "of": kept.of, "number": kept.number, "kind": kept.kind, "received_on": kept.received_on,
        "closed_on": kept.closed_on, "outcome": kept.outcome, "rule": rule_of(one), "destroyed_at": now,
        "destruction_id": asked.id, "proposed_by": asked.proposed_by, "approved_by": asked.decided_by, "kek": kek,
    }  # fmt: skip


def rule_of(one: Coming) -> str:
    """From which day, and both limits, each with who says so: a country's name, or nothing for the organisation."""
    said = {"from": one.term.base.isoformat(), "least": _limit(one.term.least), "most": _limit(one.term.most)}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _limit(limit: Limit) -> list[Any]:
    rule = limit.fact.rule
    return [limit.on.isoformat(), limit.fact.whose, rule.amount, rule.unit.value, rule.source[:80]]


def keep(db: Session, left: Mapping[int, Left]) -> None:
    db.add_all(Destroyed(**one.row) for one in left.values())
    db.flush()
    db.add_all(
        DestroyedFor(destroyed_id=id_, person_id=person) for id_, one in left.items() for person in sorted(one.readers)
    )


def as_noted(left: Mapping[int, Left]) -> dict[int, dict[str, int | str]]:
    """For the journal: all of it as numbers and plain words."""
    return {id_: _noted(one) for id_, one in left.items()}


def _noted(one: Left) -> dict[str, int | str]:
    said = {name: _word(value) for name, value in one.row.items() if name != "id"}
    return {**said, "readers": " ".join(map(str, sorted(one.readers)[:MOST_READERS]))}


def _word(value: Any) -> int | str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date | datetime) else value


def again(db: Session, ids: Mapping[str, Any]) -> bool:
    """What a line of the journal says, as rows; False where they are there, or the line knew no more than the id."""
    if "number" not in ids or db.get(Destroyed, ids["case"]) is not None:
        return False
    days = {name: date.fromisoformat(ids[name]) if ids[name] else None for name in ("received_on", "closed_on")}
    row = {name: value for name, value in ids.items() if name not in ("case", "readers", *days, "destroyed_at")}
    at = datetime.fromisoformat(ids["destroyed_at"])
    readers = {int(word) for word in ids["readers"].split()}
    _asked_again(db, ids, at)
    keep(db, {ids["case"]: Left({"id": ids["case"], "destroyed_at": at, **row, **days}, readers)})
    return True


def _asked_again(db: Session, ids: Mapping[str, Any], at: datetime) -> None:
    """That two people agreed to it, where the backup is older than their asking; what they wrote is not known then."""
    if db.get(Destruction, ids["destruction_id"]) is None:
        asked = Destruction(id=ids["destruction_id"], of=ids["of"], proposed_by=ids["proposed_by"], proposed_at=at)
        asked.approved, asked.decided_by, asked.decided_at, asked.ended_at = True, ids["approved_by"], at, at
        db.add(asked)
        db.flush()


def note_decision(db: Session, asked: Destruction) -> None:
    """So that a backup from before it cannot be used to ask or decline a second time."""
    vault.journal.note(
        db, DECIDED, destruction=asked.id, approved=int(bool(asked.approved)), by=asked.decided_by or 0
    )  # fmt: skip


def decided_again(db: Session, at: str, ids: Mapping[str, Any]) -> bool:
    """Where the backup has what was asked, and not yet what came of it."""
    asked = db.get(Destruction, ids["destruction"])
    if asked is None or asked.approved is not None:
        return False
    asked.approved, asked.decided_by = bool(ids["approved"]), ids["by"]
    asked.decided_at = datetime.fromisoformat(at)
    asked.ended_at = None if asked.approved else asked.decided_at
    return True


def end(db: Session, rooms: Mapping[str, frozenset[Compartment]]) -> int:
    """The day from which nothing opens it goes on its line, and on the trail."""
    keys = vault.of(db)
    keys.refresh()
    oldest = min(keys.keyring.keks)
    query = select(Destroyed).where(Destroyed.final_on.is_(None), Destroyed.kek < oldest).order_by(Destroyed.id)
    rows: Sequence[Destroyed] = db.scalars(query.limit(1000)).all()
    for row in rows:
        row.final_on = utc_now().date()
        trail.of_matter(db, SYSTEM, Tag.DESTRUCTION_FINAL, row.id, rooms[row.of], kek=row.kek)
    return len(rows)
