"""Releases: what the server must know of them with nobody signed in; and what was signed, for who holds the room."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.db import utc_now
from casework.eap.lifecycle import OVER
from casework.eap.models import Disclosure, Referral, Release
from casework.eap.releasing import ENDED, LONGEST, REVOKED
from casework.people import place
from casework.vault import Compartment, Holder, HolderKind, Room

from . import stated, told
from .stated import open_

WITH_SUPPORT = "with support"
"""Stands behind the last day where the release ends with the support, should that be sooner."""
TOGETHER = 500
_COLUMNS = (
    *(Release.id, Release.referral_id, Release.recipient, Release.scope, Release.expires_on, Release.revoked),
    Release.at,
)


@dataclass(frozen=True, slots=True)
class Signed:
    """`until`: the last day on which it is worth anything, where the organisation is. `over_by`: REVOKED or ENDED, and
    when, once it is over."""

    id: int
    referral_id: int
    recipient: str
    scope: str
    until: date
    with_support: bool
    over_by: str
    over_at: datetime | None
    at: datetime

    def valid(self, today: date, state: str) -> bool:
        """`state`: the referral's. The clock counts here before anybody has cleared up after it."""
        return not self.over_by and today <= self.until and not (self.with_support and state in OVER)


@dataclass(frozen=True, slots=True)
class Shown:
    """A release with its elements in the words that were signed; none where they are damaged. `told`: when somebody was
    told something under it."""

    signed: Signed
    elements: Mapping[str, str]
    valid: bool
    told: list[datetime]


def today(db: Session) -> date:
    """Where the organisation is: a day that was signed ends there."""
    return utc_now().astimezone(ZoneInfo(place.of(db).zone)).date()


def of(db: Session, referral_id: int) -> list[Signed]:
    """Newest first. One statement, and the referral's secret."""
    query = select(*_COLUMNS).where(Release.referral_id == referral_id).order_by(Release.at.desc(), Release.id)
    return [read(db, row) for row in db.execute(query)]


def one(db: Session, referral_id: int, release_id: int) -> Signed | None:
    return next((signed for signed in of(db, referral_id) if signed.id == release_id), None)


def read(db: Session, row: Any) -> Signed:
    def said(column: Any) -> str:
        return open_(db, column, row.id, getattr(row, column.key), row.referral_id)

    last, _, event = said(Release.expires_on).partition(" ")
    how, _, when = said(Release.revoked).partition(" ")
    return Signed(
        *(row.id, row.referral_id, said(Release.recipient), said(Release.scope), date.fromisoformat(last)),
        *(event == WITH_SUPPORT, how if how in (REVOKED, ENDED) else ""),
        datetime.fromisoformat(when) if when else None,
        row.at,
    )


def expiry(until: date, *, with_support: bool) -> str:
    """As it is kept."""
    return f"{until.isoformat()} {WITH_SUPPORT}" if with_support else until.isoformat()


def shown(db: Session, room: Room, referral: Referral) -> list[Shown]:
    """Newest first, for the employee and for coordinators. `room`: the referral's `support`, open."""
    now, state, when = today(db), stated.of(db, referral).state, _told(db, referral.id)
    rows = {row.id: row for row in db.scalars(select(Release).where(Release.referral_id == referral.id))}
    return [
        Shown(signed, elements(room, rows[signed.id]), signed.valid(now, state), when.get(signed.id, []))
        for signed in of(db, referral.id)
    ]


def of_employee(db: Session, holder: Holder, referral: Referral) -> list[Shown]:
    """For whoever came with the employee's receipt."""
    return shown(db, vault.rooms.enter(db, holder, referral.id, Compartment.SUPPORT), referral)


def elements(room: Room, row: Release) -> dict[str, str]:
    said = told.opened(room, Release.said, row.id, row.said)
    signature = told.opened(room, Release.signed, row.id, row.signed)
    return {**json.loads(said), "signature": signature} if said is not None and signature is not None else {}


def _told(db: Session, referral_id: int) -> dict[int, list[datetime]]:
    query = select(Disclosure.release_id, Disclosure.at).where(
        Disclosure.referral_id == referral_id, Disclosure.release_id.is_not(None)
    )
    found: dict[int, list[datetime]] = {}
    for release_id, at in db.execute(query.order_by(Disclosure.at)):
        if release_id is not None:
            found.setdefault(release_id, []).append(at)
    return found


def due(db: Session) -> list[int]:
    """Those whose time is over and of which nothing says so yet. What is older than a release lasts is left alone."""
    now, since = today(db), utc_now() - LONGEST - timedelta(days=31)
    return [
        signed.id
        for signed, state in _lately(db, since)
        if not signed.over_by and not signed.valid(now, state)
    ]  # fmt: skip


def _lately(db: Session, since: datetime) -> Iterator[tuple[Signed, str]]:
    """With the state of each one's referral, some at a time."""
    query = select(*_COLUMNS, Referral.state).join(Referral, Referral.id == Release.referral_id)
    last = 0
    while rows := db.execute(
        query.where(Release.id > last, Release.at > since).order_by(Release.id).limit(TOGETHER)
    ).all():
        vault.secrets.of_cases(db, {row.referral_id for row in rows})
        for row in rows:
            yield read(db, row), open_(db, Referral.state, row.referral_id, row.state, row.referral_id)
        last = rows[-1].id


def recipients(db: Session, referral_id: int, release_id: int) -> Collection[tuple[HolderKind, int]]:
    """Who reads what was told under a release, beside those who work the referral: from the seals themselves."""
    readers = vault.readers.of_case(db, referral_id)
    room = (Compartment.DISCLOSURE, release_id)
    works = {(one.kind, one.holder_id) for one in readers if one.compartment is Compartment.SUPPORT}
    return {(one.kind, one.holder_id) for one in readers if (one.compartment, one.subject) == room} - works
