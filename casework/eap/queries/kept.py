"""Referrals as they are kept: until when, and which coordinators may agree that one goes."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Action
from casework.cases.queries.keeping import MOST, Kept, Matters
from casework.cases.queries.schedule import REFERRAL
from casework.eap.lifecycle import OVER
from casework.eap.models import Referral, ReferralStep
from casework.people import Actor
from casework.vault import OF_SUPPORT, Compartment, HolderKind
from casework.vault.models import CompartmentRow, Seal

from . import coordinators, stated


def due(db: Session, actor: Actor, before: date) -> list[Kept]:
    """Those that they hold a key of and that are over since that day or before, longest ago first."""
    held = (
        select(CompartmentRow.case_id)
        .join(Seal, (Seal.compartment_id == CompartmentRow.id) & (Seal.epoch == CompartmentRow.epoch))
        .where(CompartmentRow.name == Compartment.SUPPORT.value)
        .where(Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id == actor.id)
    )
    query = select(Referral.id).where(Referral.id.in_(held), Referral.begun_on <= before)
    ids = db.scalars(query.order_by(Referral.begun_on, Referral.id).limit(MOST)).all()
    return [one for one in known(db, ids).values() if one.is_over and one.base_on <= before]


def known(db: Session, ids: Collection[int]) -> dict[int, Kept]:
    """By id, those that are there: of what it was and how it ended nothing is told to what lists and keeps."""
    rows = {row.id: row for row in db.scalars(select(Referral).where(Referral.id.in_(ids)))}
    steps = (
        select(ReferralStep.referral_id, func.max(ReferralStep.at))
        .where(ReferralStep.referral_id.in_(ids))
        .group_by(ReferralStep.referral_id)
    )
    last = dict(db.execute(steps).all())
    found = {}
    for id_ in (one for one in ids if one in rows):
        row = rows[id_]
        end = max(row.begun_on, last[id_].date()) if id_ in last else row.begun_on
        is_over = stated.of(db, row).state in OVER
        found[id_] = Kept(
            id=id_, of=REFERRAL, number=row.number, line=REFERRAL, kind="", received_on=row.begun_on,
            closed_on=end if is_over else None, base_on=end, is_over=is_over,
        )  # fmt: skip
    return found


def able(db: Session, ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Coordinators who are able and hold its key: it may be about one of the others."""
    there = frozenset(coordinators.able(db))
    return {id_: people & there for id_, people in readers(db, ids).items()}


def readers(db: Session, ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Whoever holds a key of it, of the people here."""
    query = select(Seal.case_id, Seal.holder_id).where(
        Seal.case_id.in_(ids), Seal.holder_kind == HolderKind.PERSON.value
    )
    held: dict[int, set[int]] = defaultdict(set)
    for referral_id, person_id in db.execute(query):
        held[referral_id].add(person_id)
    return {id_: frozenset(held[id_]) for id_ in ids}


REFERRALS = Matters(
    REFERRAL, "/referrals/retention", Action.DESTROY_REFERRALS, Action.DESTROY_REFERRALS, OF_SUPPORT, Referral, due,
    known, able, readers,
)  # fmt: skip
