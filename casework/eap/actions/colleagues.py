"""The keys of referrals for a coordinator who has just come, or has a new key: in batches, each a transaction of its
own. The giver's key is there for as long as a request lasts, so a request does what fits into a few seconds and the
next one goes on from there. A referral that is about the colleague is kept from them."""

import time
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, policy
from casework.audit import Tag, trail
from casework.db import Database
from casework.eap.queries import colleagues, coordinators
from casework.mail import Notice, tell
from casework.people import Actor
from casework.settings import N_
from casework.vault import OF_SUPPORT, Compartment, Holder
from casework.vault.pairs import PublicHalf

BATCH, SLICE = 50, 2.5
"""Referrals of a transaction, and seconds of a request."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`after`: the last one that was looked at. `kept`: not given, for they may be about the colleague."""

    after: int = 0
    given: int = 0
    kept: int = 0
    done: bool = False


def give(
    database: Database, person_id: int, *, by: Actor, so_far: Progress | None = None, seconds: float = SLICE
) -> Progress:
    """Do what fits into these seconds; at least one batch. Forbidden when they cannot receive any."""
    until, now = time.monotonic() + seconds, so_far or Progress()
    while True:
        with database.transaction() as db:
            now = _batch(db, person_id, by, now)
        if now.done or time.monotonic() > until:
            return now


def _batch(db: Session, person_id: int, by: Actor, so_far: Progress) -> Progress:
    policy.require(by, Action.ADMIT_COORDINATOR)
    half = coordinators.able(db).get(person_id)
    if half is None or by.holder is None or person_id == by.id:
        raise Forbidden(N_("Only a colleague who coordinates employee assistance, and was admitted, is given keys."))
    ids = colleagues.next_(db, by, half, so_far.after, BATCH)
    if not ids:
        if so_far.given:
            tell(db, Notice.SUPPORT, to=[person_id])
        return replace(so_far, done=True)
    given = _admit(db, by.holder, ids, half)
    if given:
        trail.record(db, by, Tag.REFERRAL_SHARED, trail.EAP, person=person_id, referrals=given)
    return replace(so_far, after=ids[-1], given=so_far.given + given, kept=so_far.kept + len(ids) - given)


def _admit(db: Session, holder: Holder, ids: list[int], half: PublicHalf) -> int:
    about = colleagues.about(db, holder, ids, half.owner)
    allowed = [id_ for id_ in ids if id_ not in about]
    rooms = vault.many.admit(db, holder, allowed, half, lambda lock: Compartment(lock.name) in OF_SUPPORT)
    return len(rooms)
