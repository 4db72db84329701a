"""Danger to somebody, or a duty to report: one coordinator acts at once and writes it down, a second one reviews it
after. Nothing is checked for clinical words here: whoever must help has to be told what the matter is, and the record
must say what they were told."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from casework.access import Forbidden, relations
from casework.audit import Tag
from casework.db import new_id, utc_now
from casework.eap.duties import GROUNDS
from casework.eap.models import Danger, Referral
from casework.eap.queries import dangers, stated
from casework.mail import Notice
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment

from . import writing

OWN = N_("You acted yourself: somebody else reviews it.")


class NotThere(Exception):
    """No such record of this referral, or it is reviewed already."""


@dataclass(frozen=True, slots=True)
class Deed:
    """`ground`: one of `GROUNDS`. `what` was done and why, and who was told."""

    ground: str
    what: str = field(repr=False)
    told_whom: str = field(repr=False)


def act(db: Session, referral: Referral, deed: Deed, *, by: Actor) -> Danger:
    """At once, whatever state the referral is in. Whether anybody could review it then is on the trail."""
    if deed.ground not in GROUNDS:
        raise ValueError(deed.ground)
    writing.lock(db, referral)
    room = writing.room(db, referral, by, Compartment.REFERRAL)
    id_ = new_id()
    row = Danger(
        id=id_,
        referral_id=referral.id,
        ground=stated.seal(db, Danger.ground, id_, deed.ground, referral.id),
        what=room.seal(Danger.what, id_, deed.what),
        told_whom=room.seal(Danger.told_whom, id_, deed.told_whom),
        by=by.id,
        at=utc_now(),
    )
    db.add(row)
    db.flush()
    others = dangers.reviewers(db, referral.id, but=by.id)
    writing.touch(db, referral, by, Tag.DANGER_ACTED, danger=id_, reviewers=len(others))
    writing.tell_holders(db, referral, Notice.SUPPORT, but=by.id)
    return row


def review(db: Session, referral: Referral, danger_id: int, *, agreed: bool, words: str, by: Actor) -> None:
    """By somebody else than who acted: Forbidden for them."""
    writing.lock(db, referral)
    room = writing.room(db, referral, by, Compartment.REFERRAL)
    row = db.get(Danger, danger_id)
    if row is None or row.referral_id != referral.id or row.reviewed_by is not None:
        raise NotThere
    if relations.is_same(db, row.by, by.id):
        raise Forbidden(OWN)
    row.reviewed_by, row.reviewed_at, row.agreed = by.id, utc_now(), agreed
    row.review = room.seal(Danger.review, row.id, words)
    db.flush()
    writing.touch(db, referral, by, Tag.DANGER_REVIEWED, danger=danger_id)
