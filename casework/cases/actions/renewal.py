"""A way back for somebody who lost their receipt and whom we know: a new one, and the old one opens nothing more."""

from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden
from casework.audit import Tag
from casework.cases.models import Case, Party
from casework.people import Actor, guests
from casework.settings import N_
from casework.vault import Compartment, HolderKind
from casework.vault.receipts import Receipt

from . import case as cases
from . import members
from .newcomers import ANONYMOUS


def renew_receipt(db: Session, case: Case, party: Party, receipt: Receipt, *, by: Actor) -> None:
    """Only for who gave a name: of an anonymous one nobody can say that it is them who ask."""
    cases.begin(db, case, by, Action.WORK_CASE)
    if party.receipt is None or party.mode == ANONYMOUS:
        raise Forbidden(N_("A lost receipt is replaced for somebody who gave their name, and for nobody else."))
    earlier = vault.pairs.current(db, HolderKind.REPORTER, party.id).generation
    vault.rooms.remove(db, case.id, Compartment.DIALOGUE, HolderKind.REPORTER, party.id, subject=party.id)
    half = vault.pairs.publish(db, HolderKind.REPORTER, party.id, receipt.public, case=case.id, generation=earlier + 1)
    vault.rooms.admit(db, members.enter(db, case, by, Compartment.DIALOGUE, party.id), half)
    guests.replaced(db, party.id, party.receipt)
    party.receipt = receipt.lookup
    cases.touch(db, case, by, Tag.RECEIPT_MADE, party=party.id, renewed=1)
