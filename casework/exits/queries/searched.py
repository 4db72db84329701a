"""What somebody can open of the exits that they hold a key of, to be searched for a person who asks."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework.cases.queries.searching import Matter, Text
from casework.db import utc_now
from casework.exits.models import Exit
from casework.people import Actor
from casework.settings import N_
from casework.vault import OF_EXITS, HolderKind
from casework.vault.models import CompartmentRow, Seal

from . import opened

WHO, ANSWERS, NOTE, STEP = (
    N_("Leaving: who it is"), N_("Leaving: what they answered"), N_("Leaving: a note"), N_("Leaving: why"),
)  # fmt: skip
_HELD = (
    select(Exit.number, Exit.ends_on, Exit.id)
    .join(CompartmentRow, CompartmentRow.case_id == Exit.id)
    .join(Seal, (Seal.compartment_id == CompartmentRow.id) & (Seal.epoch == CompartmentRow.epoch))
    .where(CompartmentRow.name.in_([room.value for room in OF_EXITS]), Seal.holder_kind == HolderKind.PERSON.value)
    .where(Seal.holder_id == bindparam("holder"), Seal.generation == bindparam("generation"))
    .distinct()
    .order_by(Exit.ends_on.desc(), Exit.id)
)


def numbers(db: Session, actor: Actor) -> list[str]:
    if actor.holder is None:
        return []
    return [row.number for row in db.execute(_HELD, {"holder": actor.id, "generation": actor.holder.generation})]


def load(db: Session, actor: Actor, number: str) -> Matter:
    known = opened.find(db, actor, number)
    if known is None:
        return Matter()
    only = opened.less_their_line(db, actor, known).rooms
    shown = opened.load(db, actor, number, utc_now(), only=only)
    if shown is None:
        return Matter()
    who = ", ".join(filter(None, (shown.name, shown.contact)))
    found = [("who", WHO, who, shown.exit.ends_on)]
    if shown.answered is not None and shown.answered.answers:
        found.append(("answers", ANSWERS, "\n".join(_said(json.loads(shown.answered.answers))), shown.answered.on))
    found += [(f"note-{note.id}", NOTE, note.text or "", note.at.date()) for note in shown.notes]
    found += [(f"step-{row.id}", STEP, why, row.at.date()) for row, why in shown.steps]
    return Matter([Text(*one) for one in found if one[2]], [shown.name] if shown.name else [])


def _said(value: Any) -> Iterator[str]:
    """Every text of the answers, however they lie."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _said(one)
