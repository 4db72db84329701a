"""The door to one referral: by its number, for whoever holds its key; else the same 404, work and time as for none."""

import re

from litestar.exceptions import NotFoundException
from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from casework.db import Database
from casework.eap.actions import looking
from casework.eap.models import Referral
from casework.people import Actor
from casework.vault import Compartment
from casework.vault.models import CompartmentRow, Seal

NUMBER = re.compile(r"\d{6}")
_HELD = select(Referral).where(
    Referral.number == bindparam("number"),
    exists().where(
        CompartmentRow.case_id == Referral.id,
        CompartmentRow.name == Compartment.SUPPORT.value,
        Seal.compartment_id == CompartmentRow.id,
        Seal.epoch == CompartmentRow.epoch,
        Seal.holder_kind == bindparam("kind"),
        Seal.holder_id == bindparam("holder"),
        Seal.generation == bindparam("generation"),
    ),
)
"""Whether there is none of that number or no key to it is one statement, and one answer."""


def look(db: Session, actor: Actor, number: str) -> Referral | None:
    """None where for this actor there is nothing."""
    if not NUMBER.fullmatch(number) or actor.holder is None:
        raise NotFoundException
    holder = actor.holder
    asked = {"kind": holder.kind.value, "holder": holder.id, "generation": holder.generation}
    return db.scalar(_HELD, {"number": number, **asked})


def there(database: Database, actor: Actor, number: str, found: Referral | None) -> Referral:
    """What was found; or the trail of employee assistance says who asked for what, and there is no such page."""
    if found is None:
        looking.denied(database, actor, number)
        raise NotFoundException
    return found


def enter(database: Database, actor: Actor, number: str) -> Referral:
    """Both, for what is sent."""
    with database.reading() as db:
        found = look(db, actor, number)
    return there(database, actor, number, found)
