"""What a coordinator can open of the referrals that they hold, to be searched for a person who asks."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework.cases.queries.searching import Matter, Text
from casework.eap.models import Referral
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment, HolderKind
from casework.vault.models import CompartmentRow, Seal

from . import record

WHO, WISHES = N_("Employee assistance: who it is for"), N_("Employee assistance: wishes")
MESSAGE, NOTE = N_("Employee assistance: a message"), N_("Employee assistance: a note")
_HELD = (
    select(Referral)
    .join(CompartmentRow, CompartmentRow.case_id == Referral.id)
    .join(Seal, (Seal.compartment_id == CompartmentRow.id) & (Seal.epoch == CompartmentRow.epoch))
    .where(CompartmentRow.name == Compartment.REFERRAL.value, Seal.holder_kind == HolderKind.PERSON.value)
    .where(Seal.holder_id == bindparam("holder"), Seal.generation == bindparam("generation"))
    .order_by(Referral.begun_on.desc(), Referral.id)
)


def numbers(db: Session, actor: Actor) -> list[str]:
    if actor.holder is None:
        return []
    return [row.number for row in db.scalars(_HELD, {"holder": actor.id, "generation": actor.holder.generation})]


def load(db: Session, actor: Actor, number: str) -> Matter:
    """Hidden where they do not hold it."""
    row = db.scalars(select(Referral).where(Referral.number == number)).one_or_none()
    if row is None:
        return Matter()
    shown = record.of(db, row, actor)
    found = [("wishes", WISHES, shown.wishes, row.begun_on)]
    people = [one for one in (shown.employee, shown.referrer) if one is not None]
    found += [(f"who-{one.id}", WHO, ", ".join(filter(None, (one.name, one.contact))), one.added_on) for one in people]
    found += [(f"message-{line.id}", MESSAGE, line.text or "", line.at.date()) for line in shown.lines]
    found += [(f"note-{note.id}", NOTE, note.text or "", note.at.date()) for note in shown.notes]
    texts = [Text(*one) for one in found if one[2]]
    return Matter(texts, [one.name for one in people if one.name])
