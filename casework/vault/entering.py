"""Rooms opened by who holds seals of them: each seal comes with all that opens it, by statements that are made once."""

import logging
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.orm import Session

from . import core, met, old_seals, room, seals, succession
from . import secrets as case_secrets
from .holder import Holder
from .models import CaseSecret, CompartmentRow, Epoch, Seal
from .room import Room
from .words import Compartment, Unreadable

log = logging.getLogger("casework")


class _Found(NamedTuple):
    """A seal as flat values: entities took twice as long, and every page of a case waits for this."""

    id: int
    generation: int
    form: str
    sealed: bytes
    epoch: int
    committed: bytes
    room_id: int
    case_id: int
    name: str
    subject: int
    newest: int
    wrapped: bytes | None


_SEALS = (
    select(
        *(Seal.id, Seal.generation, Seal.form, Seal.sealed, Seal.epoch, Epoch.commitment),
        *(CompartmentRow.id, CompartmentRow.case_id, CompartmentRow.name, CompartmentRow.subject, CompartmentRow.epoch),
        CaseSecret.wrapped,
    )
    .join(CompartmentRow, CompartmentRow.id == Seal.compartment_id)
    .join(Epoch, (Epoch.compartment_id == Seal.compartment_id) & (Epoch.epoch == Seal.epoch))
    .outerjoin(CaseSecret, CaseSecret.case_id == CompartmentRow.case_id)
    .where(Seal.holder_kind == bindparam("kind"), Seal.holder_id == bindparam("holder"))
    .where(Seal.generation == bindparam("generation"))
)
OF_CASE = _SEALS.where(Seal.case_id == bindparam("case"))
OF_ROOM = OF_CASE.where(CompartmentRow.name == bindparam("name"), CompartmentRow.subject == bindparam("subject"))
OF_MANY = _SEALS.where(
    Seal.case_id.in_(bindparam("cases", expanding=True)),
    *(CompartmentRow.name == bindparam("name"), CompartmentRow.subject == 0),
)
OF_SUBJECTS = _SEALS.where(
    Seal.case_id.in_(bindparam("cases", expanding=True)), CompartmentRow.name == bindparam("name"),
    CompartmentRow.subject.in_(bindparam("subjects", expanding=True)),
)  # fmt: skip
_TURNED = update(Seal).where(Seal.id == bindparam("which")).values(form=seals.OWN, sealed=bindparam("anew"))


def rooms(db: Session, holder: Holder, query: Select[*tuple[Any, ...]], **asked: Any) -> list[Room]:
    """By one of the statements above. First openings become the holder's own seals when the session writes."""
    db.flush()  # this goes past the session, which would have
    connection, vault = db.connection(), core.of(db)
    asked |= {"kind": holder.kind.value, "holder": holder.id, "generation": holder.generation}
    opened, fresh = dict[int, Room](), list[dict[str, Any]]()
    for found in map(_Found._make, connection.execute(query, asked)):
        target = seals.Target(found.case_id, found.room_id, Compartment(found.name), found.subject, found.epoch)
        try:
            secret = case_secrets.of_row(db, found.case_id, found.wrapped)
            key = room.check(seals.open_(vault, secret, target, holder, found), found.committed)
        except Unreadable as wrong:  # this room stays shut; the others open
            log.error("seal %s of case %s: %s", found.id, found.case_id, wrong)
            met.note(db, "seal", found.id)
            continue
        if found.form == seals.HPKE:
            fresh.append({"which": found.id, "anew": seals.make_own(vault, secret, target, holder, key)})
        if found.room_id not in opened:
            place = (found.case_id, found.room_id, target.compartment, found.subject, found.newest)
            opened[found.room_id] = Room(vault.instance, *place, {})
        opened[found.room_id].keys[found.epoch] = key
    old_seals.note(db, opened.values())
    found_open = [one for one in opened.values() if one.epoch in one.keys]
    if connection.get_execution_options().get("casework_writes"):
        if fresh:
            connection.execute(_TURNED, fresh)
        succession.follow(db, found_open)
    return found_open
