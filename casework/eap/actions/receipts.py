"""A receipt for the employee of a referral: the first one where somebody else suggested it, or another for one that is
lost. Printed or read out, once."""

from sqlalchemy.orm import Session

from casework import vault
from casework.audit import Tag
from casework.eap.models import Referral
from casework.eap.queries import parties
from casework.people import Actor, guests
from casework.vault import Compartment, HolderKind
from casework.vault.receipts import Receipt

from . import writing


def give(db: Session, referral: Referral, receipt: Receipt, *, by: Actor, version: int | None = None) -> None:
    """Derive it before the transaction (`vault.receipts.derive`). One that they had before opens nothing any more."""
    writing.lock(db, referral, version)
    party = parties.employee(db, referral)
    had = vault.pairs.current_many(db, HolderKind.REPORTER, [party.id]).get(party.id)
    if had is not None and party.receipt is not None:
        vault.rooms.remove(db, referral.id, Compartment.SUPPORT, HolderKind.REPORTER, party.id)
        guests.replaced(db, party.id, party.receipt)
    generation = had.generation + 1 if had else 1
    half = vault.pairs.publish(
        db, HolderKind.REPORTER, party.id, receipt.public, case=referral.id, generation=generation
    )  # fmt: skip
    vault.rooms.admit(db, writing.room(db, referral, by), half)
    party.receipt = receipt.lookup
    writing.touch(db, referral, by, Tag.REFERRAL_RECEIPT)
