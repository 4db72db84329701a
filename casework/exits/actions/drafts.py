"""What a leaver typed and has not sent: sealed to them alone. Interviewers cannot read it, and sending ends it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework import vault
from casework.db import Upsert
from casework.exits.lifecycle import INVITED
from casework.exits.models import Exit, ExitDraft, ExitGuest
from casework.exits.questionnaires import Answers
from casework.vault import Holder, HolderKind, Unreadable


def _or_over_it(insert: Any) -> Any:
    new = insert(ExitDraft.__table__)
    later = {"written": new.excluded.written, "saved_at": new.excluded.saved_at}
    return new.on_conflict_do_update(index_elements=["guest_id"], set_=later)


_KEEP = Upsert(_or_over_it)


@dataclass(frozen=True, slots=True)
class Draft:
    """`version_id`: the questionnaire that they began with; 0 before anything was kept."""

    version_id: int = 0
    language: str = ""
    answers: Answers = field(default_factory=dict, repr=False)
    saved_at: datetime | None = None


def keep(
    db: Session, guest: ExitGuest, version_id: int, language: str, answers: Mapping[str, Sequence[str]], now: datetime
) -> bool:
    """In place of what was kept before. False where nothing is asked any more."""
    exit_ = db.get_one(Exit, guest.exit_id)
    if exit_.state != INVITED:
        return False
    half = vault.pairs.current(db, HolderKind.REPORTER, guest.id)
    text = json.dumps({"version": version_id, "language": language, "answers": dict(answers)}, ensure_ascii=False)
    sealed = vault.letters.seal(db, half, ExitDraft.written, guest.id, text)
    connection = db.connection()
    connection.execute(_KEEP.of(connection), {"guest_id": guest.id, "written": sealed, "saved_at": now})
    return True


def opened(db: Session, holder: Holder) -> Draft:
    """What they kept. One that is damaged counts as none: a page that never opens would help nobody."""
    row = db.get(ExitDraft, holder.id)
    if row is None:
        return Draft()
    try:
        said = json.loads(vault.letters.open_(db, holder, ExitDraft.written, holder.id, row.written))
    except Unreadable:
        return Draft()
    answers = {id_: tuple(values) for id_, values in said["answers"].items()}
    return Draft(said["version"], said["language"], answers, row.saved_at)
