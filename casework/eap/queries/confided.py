"""What of a referral was, or may be, told to others: releases, disclosures, acts on danger. For its coordinators."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Hidden, relations
from casework.eap.models import Referral
from casework.people import Actor
from casework.people.models import Person
from casework.vault import Compartment

from . import dangers, disclosures, releases
from .dangers import Act
from .disclosures import Told
from .releases import Shown


@dataclass(frozen=True, slots=True)
class Confided:
    """`others`: how many coordinators besides the reader could review an act. `own`: the reader's accounts. `names`: of
    staff, by id."""

    releases: list[Shown]
    told: list[Told]
    acts: list[Act]
    others: int
    own: frozenset[int]
    names: dict[int, str]


def of(db: Session, referral: Referral, by: Actor) -> Confided:
    """The same number of statements whatever there is."""
    rooms = vault.rooms.enter_all(db, by.holder, referral.id) if by.holder else {}
    own, support = (rooms.get((name, 0)) for name in (Compartment.REFERRAL, Compartment.SUPPORT))
    if own is None or support is None:
        raise Hidden
    told, acts = disclosures.of(db, referral, rooms), dangers.of(db, referral, own)
    staff = {*(one.by for one in told), *(act.by for act in acts), *(act.reviewed_by for act in acts)}
    names = dict(db.execute(select(Person.id, Person.name).where(Person.id.in_(staff - {None}))).all())
    others = len(dangers.reviewers(db, referral.id, but=by.id))
    own_accounts = relations.together(db, {by.id})
    return Confided(releases.shown(db, support, referral), told, acts, others, own_accounts, names)
