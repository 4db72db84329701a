"""A release is the employee's alone: they sign it with their receipt, and take it back whenever they like. The moment
it is over, its recipient's key opens nothing that was told under it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from casework import vault
from casework.access import Forbidden
from casework.audit import Tag
from casework.db import Database, new_id, utc_now
from casework.eap.lifecycle import OVER
from casework.eap.models import Referral, Release
from casework.eap.queries import parties, releases, stated
from casework.eap.releasing import ENDED, LONGEST, REVOKED, SCOPES, TO_OTHER, TO_REFERRER
from casework.mail import Notice
from casework.people import SYSTEM, Actor, ActorKind
from casework.settings import N_
from casework.vault import Compartment

from . import writing

BATCH = 50
NOT_THEIRS = N_("A release is the employee’s: take it back on their word alone, and say that you have it.")


class NotThere(Exception):
    """No such release of this referral."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is signed. `until`: the last day; `with_support`: or when the support ends, should that be sooner. `said`:
    the elements in words, as the signer read them. `name`: typed, it is the signature."""

    recipient: str
    scope: str
    until: date
    with_support: bool
    name: str = field(repr=False)
    said: Mapping[str, str] = field(repr=False)


def sign(db: Session, terms: Terms, *, by: Actor) -> Release:
    """By the employee, who came with their receipt. Forbidden says what cannot be signed."""
    _, referral = writing.own_employee(db, by)
    writing.lock(db, referral)
    room = writing.room(db, referral, by)
    _check(db, referral, terms)
    id_ = new_id()
    kept = {
        Release.recipient: terms.recipient,
        Release.scope: terms.scope,
        Release.expires_on: releases.expiry(terms.until, with_support=terms.with_support),
        Release.revoked: "",
    }
    row = Release(
        id=id_,
        referral_id=referral.id,
        said=room.seal(Release.said, id_, json.dumps(dict(terms.said), ensure_ascii=False)),
        signed=room.seal(Release.signed, id_, terms.name),
        at=utc_now(),
        **{column.key: stated.seal(db, column, id_, value, referral.id) for column, value in kept.items()},
    )
    db.add(row)
    db.flush()
    writing.touch(db, referral, by, Tag.RELEASE_SIGNED, release=id_)
    writing.tell_holders(db, referral, Notice.SUPPORT)
    return row


def _check(db: Session, referral: Referral, terms: Terms) -> None:
    if terms.scope not in SCOPES or terms.recipient not in (TO_REFERRER, TO_OTHER):
        raise ValueError(terms.scope)
    now = releases.today(db)
    if not now <= terms.until <= now + LONGEST:
        raise Forbidden(N_("A release lasts at most a year, and not into the past."))
    if terms.with_support and stated.of(db, referral).state in OVER:
        raise Forbidden(N_("The support is over: choose a day on which the release ends."))
    if terms.recipient == TO_REFERRER and parties.referrer(db, referral) is None:
        raise Forbidden(N_("Nobody suggested this support: name who may be told."))


def revoke(db: Session, referral: Referral, release_id: int, *, by: Actor, on_their_word: bool = False) -> None:
    """By the employee; or by a coordinator on the employee's word. What is over already stays as it is."""
    writing.lock(db, referral)
    if by.kind is ActorKind.REPORTER:
        if writing.own_employee(db, by)[1].id != referral.id:
            raise Forbidden(NOT_THEIRS)
    elif not on_their_word:
        raise Forbidden(NOT_THEIRS)
    writing.room(db, referral, by)
    row = db.get(Release, release_id)
    if row is None or row.referral_id != referral.id:
        raise NotThere
    if releases.read(db, row).over_by:
        return
    _end(db, row, REVOKED)
    writing.touch(db, referral, by, Tag.RELEASE_REVOKED, release=release_id)
    if by.kind is ActorKind.REPORTER:
        writing.tell_holders(db, referral, Notice.SUPPORT)


def end_with_support(db: Session, referral: Referral) -> None:
    """Those that last as long as the support, once it is over."""
    for signed in releases.of(db, referral.id):
        if signed.with_support:
            _end_if_due(db, signed.id)


def end_due(database: Database) -> int:
    """Those that ran out; how many. Some at a time, each batch a transaction of its own."""
    with database.reading() as db:
        found = releases.due(db)
    for begin in range(0, len(found), BATCH):
        with database.transaction() as db:
            for release_id in found[begin : begin + BATCH]:
                _end_if_due(db, release_id)
    return len(found)


def _end_if_due(db: Session, release_id: int) -> None:
    row = db.get_one(Release, release_id)
    referral = db.get_one(Referral, row.referral_id)
    writing.lock(db, referral)
    db.refresh(row)
    signed = releases.read(db, row)
    if signed.over_by or signed.valid(releases.today(db), stated.of(db, referral).state):
        return
    _end(db, row, ENDED)
    writing.note(db, SYSTEM, Tag.RELEASE_ENDED, referral, release=release_id)


def write_end(db: Session, row: Release, how: str, at: str) -> None:
    """`at`: as the clock is written. A backup that is put back is brought to it by the journal."""
    row.revoked = stated.seal(db, Release.revoked, row.id, f"{how} {at}", row.referral_id)


def _end(db: Session, row: Release, how: str) -> None:
    """The room gets a new key, which its recipient has none of."""
    write_end(db, row, how, utc_now().isoformat())
    vault.journal.note(db, "release-ended", release=row.id, how=how)
    for kind, holder_id in releases.recipients(db, row.referral_id, row.id):
        vault.rooms.remove(db, row.referral_id, Compartment.DISCLOSURE, kind, holder_id, subject=row.id)
    db.flush()
