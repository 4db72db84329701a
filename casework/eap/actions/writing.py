"""How every verb begins and ends: who may, with the row locked; then counted, and on the trail of EAP."""

from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, Hidden, policy
from casework.audit import Tag, trail
from casework.eap.kinds import EMPLOYEE
from casework.eap.models import Referral, ReferralParty
from casework.mail import Notice, tell
from casework.people import Actor, ActorKind
from casework.settings import N_
from casework.vault import Compartment, HolderKind, NoSeal, Room


class Changed(Exception):
    """Somebody else was quicker; the page is shown as it is now."""


def lock(db: Session, referral: Referral, version: int | None = None) -> None:
    """One writer at a time. Changed when the page was of an earlier version."""
    db.flush()
    db.refresh(referral, with_for_update=True)
    if version is not None and version != referral.version:
        raise Changed("the referral changed meanwhile")


def room(db: Session, referral: Referral, by: Actor, name: Compartment = Compartment.SUPPORT) -> Room:
    """One of a referral's rooms, open. Hidden for whoever holds no seal of it: to them there is nothing here."""
    if by.kind is ActorKind.PERSON:
        policy.require(by, Action.WORK_REFERRAL)
    if by.holder is None:
        raise Hidden
    try:
        return vault.rooms.enter(db, by.holder, referral.id, name)
    except NoSeal:
        raise Hidden from None


def own(db: Session, by: Actor) -> tuple[ReferralParty, Referral]:
    """Of somebody who came with their receipt: who they are, and in which referral. Hidden where there is none."""
    party = db.get(ReferralParty, by.id) if by.kind is ActorKind.REPORTER else None
    if party is None:
        raise Hidden
    return party, db.get_one(Referral, party.referral_id)


def own_employee(db: Session, by: Actor) -> tuple[ReferralParty, Referral]:
    """The same, for what only the employee may do."""
    party, referral = own(db, by)
    if party.role != EMPLOYEE:
        raise Forbidden(N_("This needs the receipt of the employee."))
    return party, referral


def note(db: Session, by: Actor, tag: Tag, referral: Referral, **ids: int | str | None) -> None:
    """On the chain of employee assistance, which coordinators alone read; ids only, and no state."""
    trail.record(db, by, tag, trail.EAP, referral=int(referral.number), **ids)


def touch(db: Session, referral: Referral, by: Actor, tag: Tag, **ids: int | str | None) -> None:
    """A change that outdates pages which are open."""
    referral.version += 1
    note(db, by, tag, referral, **ids)


def tell_holders(db: Session, referral: Referral, notice: Notice, *, but: int = 0) -> None:
    """Whoever reads it learns that there is something to see."""
    holders = {
        reader.holder_id
        for reader in vault.readers.of_case(db, referral.id)
        if reader.compartment is Compartment.SUPPORT and reader.kind is HolderKind.PERSON
    }
    tell(db, notice, to=holders - {but})
