"""What was told of a referral, to whom and under what; and the one thing of it that its recipient reads."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.eap.models import CourtOrder, Disclosure, Referral, ReferralParty, Release
from casework.eap.releasing import TO_REFERRER
from casework.people.standing import standing
from casework.vault import Compartment, Holder, HolderKind, Room
from casework.vault.pairs import PublicHalf

from . import parties, releases, stated, told


@dataclass(frozen=True, slots=True)
class Attended:
    """What a release lets somebody know, and nothing else. `keeps`: to the plan; None where the release does not say so
    much. `scope`, `purpose`, `until`: of the release, so that what was told carries how far it goes."""

    attended: bool
    keeps: bool | None
    name: str
    recipient: str
    scope: str
    purpose: str
    until: str

    def written(self) -> str:
        said = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return json.dumps(said, ensure_ascii=False)

    @staticmethod
    def read(text: str) -> "Attended":
        return Attended(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Told:
    """One disclosure. `attended`, under a release; `words` and `order`, the number, under a court's order. Neither
    where it is damaged."""

    id: int
    release_id: int | None
    order: str
    attended: Attended | None
    words: str | None
    by: int
    at: datetime


def of(db: Session, referral: Referral, rooms: Mapping[tuple[Compartment, int], Room]) -> list[Told]:
    """Newest first, for a coordinator. `rooms`: as `vault.rooms.enter_all` opens them."""
    query = (
        select(Disclosure, CourtOrder.number)
        .outerjoin(CourtOrder, CourtOrder.id == Disclosure.order_id)
        .where(Disclosure.referral_id == referral.id)
    )
    return [
        _told(row, number, rooms) for row, number in db.execute(query.order_by(Disclosure.at.desc(), Disclosure.id))
    ]  # fmt: skip


def _told(row: Disclosure, number: str | None, rooms: Mapping[tuple[Compartment, int], Room]) -> Told:
    key = (Compartment.DISCLOSURE, row.release_id) if row.release_id else (Compartment.REFERRAL, 0)
    text = told.opened(rooms[key], Disclosure.what, row.id, row.what) if key in rooms else None
    attended = Attended.read(text) if text is not None and row.release_id else None
    return Told(row.id, row.release_id, number or "", attended, None if row.release_id else text, row.by, row.at)


@dataclass(frozen=True, slots=True)
class ToReferrer:
    """`on`: the day it was told."""

    attended: Attended
    on: date


def to_referrer(db: Session, referral: Referral, holder: Holder | None) -> ToReferrer | None:
    """What whoever suggested it may read now: the newest that was told them under a release that is valid. None in all
    other cases, and the same questions to the database in each of them: their key opens no room then, and what the
    server knows of releases is looked at whether or not there is one."""
    now, state = releases.today(db), stated.of(db, referral).state
    query = (
        select(Disclosure, Release)
        .join(Release, Release.id == Disclosure.release_id)
        .where(Disclosure.referral_id == referral.id)
        .order_by(Disclosure.at.desc(), Disclosure.id)
    )
    rows = [(row, releases.read(db, release)) for row, release in db.execute(query)]
    mine = [row for row, release in rows if release.recipient == TO_REFERRER and release.valid(now, state)]
    subject = mine[0].release_id if mine and mine[0].release_id else 0
    rooms = vault.rooms.enter_all(db, holder, referral.id, only=(Compartment.DISCLOSURE, subject)) if holder else {}
    room = rooms.get((Compartment.DISCLOSURE, subject))
    text = told.opened(room, Disclosure.what, mine[0].id, mine[0].what) if room is not None and mine else None
    return ToReferrer(Attended.read(text), mine[0].at.date()) if text is not None else None


def half_of(db: Session, party: ReferralParty) -> PublicHalf | None:
    """The key of who suggested it: of their receipt; or of their account, while it may be sealed to."""
    if party.receipt is not None:
        return vault.pairs.current_many(db, HolderKind.REPORTER, [party.id]).get(party.id)
    person_id = parties.account_of(db, party)
    if person_id is None or not standing(db, [person_id])[person_id].able:
        return None
    half = vault.pairs.current_many(db, HolderKind.PERSON, [person_id]).get(person_id)
    return half if half is not None and Compartment.DISCLOSURE not in half.barred else None


def coordinators_of(db: Session, referral_id: int) -> list[PublicHalf]:
    """The keys of those who work the referral: they read what they tell."""
    readers = vault.readers.of_case(db, referral_id)
    people = [
        one.holder_id
        for one in readers
        if one.compartment is Compartment.REFERRAL and one.kind is HolderKind.PERSON
    ]  # fmt: skip
    able = [id_ for id_, who in standing(db, people).items() if who.able]
    halves = vault.pairs.current_many(db, HolderKind.PERSON, able).values()
    return [half for half in halves if Compartment.DISCLOSURE not in half.barred]
