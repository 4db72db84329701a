"""Another recovery key in place of the one before: entered with two people present; then every room is sealed to it, by
whoever opens it or by the cards of the one before; and who is told that recovery was at work."""

import hashlib
import json
import os
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import vault
from casework.audit import Act, HouseTag, Tag, trail
from casework.cases.models import Case
from casework.db import new_id
from casework.mail import Notice, office_of, tell
from casework.people import SYSTEM, Role
from casework.people.models import Ceremony
from casework.people.standing import standing
from casework.settings import N_
from casework.vault import EAP_RECOVERY_ID, Compartment, HolderKind, Unreadable, rekeying, seals, succession
from casework.vault.ceremony import Given, Wanted
from casework.vault.models import CompartmentRow, Epoch, PublicKey, Seal
from casework.vault.pairs import PublicHalf

from . import case as cases

REPLACE = "replace"
RECOVERY = HolderKind.RECOVERY


class NotNow(Exception):
    """It cannot be done as things stand; the message is a sentence for who asked."""


def enter(db: Session, pair: int, public: bytes, present: Collection[str], now: datetime) -> PublicHalf:
    """From now on everything new is sealed to this one. `present`: who was there, by name."""
    known = db.scalars(select(PublicKey.public).where(PublicKey.kind == RECOVERY.value)).all()
    earlier = select(func.max(PublicKey.generation)).where(PublicKey.kind == RECOVERY.value, PublicKey.owner == pair)
    if db.scalar(earlier) is None:
        raise NotNow(N_("There is no such recovery key here yet: `casework recovery publish` enters the first one."))
    if public in known:
        raise NotNow(N_("This key is or was in use here already: make another one by `casework recovery new`."))
    half = succession.publish(db, pair, public)
    row = Ceremony(
        id=new_id(),
        lookup=os.urandom(16),
        digest=hashlib.sha256(public).digest(),
        key_version=vault.of(db).keyring.version,
        purpose=REPLACE,
        pair=pair,
        people=json.dumps([[pair, half.generation]]),
        asked_at=now,
        answered_at=now,
        ended_at=now,
    )
    row.present = vault.field.seal(db, Ceremony.present, row.id, json.dumps(list(present)))
    db.add(row)
    trail.record(db, SYSTEM, HouseTag.RECOVERY_REPLACED, ceremony=row.id, pair=pair, generation=half.generation)
    tell_of_it(db, pair)
    return half


def earlier_half(db: Session, pair: int, generation: int | None) -> PublicHalf:
    """Whose cards are asked: of that generation, or of the newest that rooms still wait for."""
    waiting = [one for owner, one in succession.lagging(db) if owner == pair]
    chosen = generation if generation is not None else max(waiting, default=0)
    if chosen not in waiting:
        raise NotNow(N_("No room waits for that: everything that it opened is sealed to the newest recovery key."))
    return succession.earlier(db, pair, chosen)


def wanted(db: Session, half: PublicHalf) -> Iterator[Wanted | None]:
    """Every seal of an earlier pair, without its case's layer. None for one that was not made here."""
    query = (
        select(Seal, CompartmentRow, Epoch.commitment)
        .join(CompartmentRow, CompartmentRow.id == Seal.compartment_id)
        .join(Epoch, (Epoch.compartment_id == Seal.compartment_id) & (Epoch.epoch == Seal.epoch))
        .where(Seal.holder_kind == RECOVERY.value, Seal.holder_id == half.owner, Seal.generation == half.generation)
        .order_by(Seal.case_id, Seal.compartment_id, Seal.epoch)
    )
    for seal, row, committed in db.execute(query).all():
        target = seals.Target(row.case_id, row.id, Compartment(row.name), row.subject, seal.epoch)
        try:
            secret = vault.secrets.of_case(db, row.case_id)
            yield Wanted(target, committed, seals.bare(vault.of(db), secret, target, seal), (half.owner,))
        except Unreadable:
            yield None


def put(db: Session, case_id: int, given: Mapping[int, list[Given]], answered: Ceremony) -> bool:
    """One case's rooms sealed to the newest pair; and new keys for them, since the old ones were opened elsewhere. True
    when the case went since it was asked for."""
    [(pair, generation)] = json.loads(answered.people)
    if vault.pairs.current(db, RECOVERY, pair).generation != generation:
        raise NotNow(N_("Another recovery key was entered since this was asked for: ask again."))
    if not vault.secrets.exists(db, case_id):
        return True
    if (case := db.get(Case, case_id)) is not None:
        cases.lock(db, case)
    count, done = 0, set[Compartment]()
    for compartment_id, lines in sorted(given.items()):
        row = db.get_one(CompartmentRow, compartment_id, with_for_update=True)
        if succession.put(db, row, pair, {one.epoch: one.inner for one in lines}):
            rekeying.end_epoch(db, row)
            count += 1
            done.add(Compartment(row.name))
    if count:
        trail.of_matter(db, SYSTEM, Tag.CASE_REKEYED, case_id, done, rooms=count, ceremony=answered.id)
    return False


def record(db: Session, tag: Act, pair: int, /, *, cases: int, **ids: int) -> None:
    """Of a ceremony. How many referrals it was about stands where coordinators read it."""
    if pair != EAP_RECOVERY_ID:
        trail.record(db, SYSTEM, tag, cases=cases, **ids)
        return
    trail.record(db, SYSTEM, tag, **ids)
    trail.record(db, SYSTEM, tag, trail.EAP, cases=cases, **ids)


def tell_of_it(db: Session, pair: int) -> None:
    """Leads and auditors, by mail: that recovery was at work, never on what. Coordinators, where it was theirs."""
    if office_of(db) is None:
        return
    able = [one for one in standing(db).values() if one.able]
    leads = {one.id for one in able if one.has(Role.LEAD)}
    tell(db, Notice.RECOVERY, to=leads, path="/people")
    own = {one.id for one in able if one.has(Role.EAP)} if pair == EAP_RECOVERY_ID else set[int]()
    tell(db, Notice.RECOVERY, to=own - leads, path="/referrals/trail")
    tell(db, Notice.RECOVERY, to={one.id for one in able if one.has(Role.AUDITOR)} - leads - own, path="/audit")
