"""Somebody leaves, or is suspended: out at once, and what they held is handed over.

| what | who may | at once | then, in batches, with nobody signed in |
|---|---|---|---|
| suspended | administrator, lead | sessions and links end, nothing new is sealed | their keys end; last ones rest |
| the last lead is | administrator, alternate | the same, and the alternates stand in | the same |
| left | the same; the directory, SCIM | the same | the same |
| the hand-over is ended | lead, alternate | nothing more | what rested ends too |
| back before that | administrator, lead | they sign in as before | nothing: colleagues give back what ended |
| back after that | administrator, lead | a link to enrol anew, with another key, which a lead admits | nothing |

A key ends by a new one for all who remain. It rests where no colleague who can sign in reads the same room: whoever was
suspended by mistake takes no case with them. Once the hand-over is ended only the recovery ceremony opens such a room.
A case whose file nobody can open any more is unattended from the first moment on, and says so on the trail. Keys of
referrals and exits end in the same way, each of a referral where another coordinator goes on; no hand-over names them.
"""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, insert, or_, select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, attendance, policy
from casework.audit import HouseTag, Tag, trail
from casework.cases.models import Case, Handover, HandoverCase
from casework.cases.queries import departed
from casework.cases.queries.keepers import keepers
from casework.cases.queries.keyholders import APART
from casework.db import Database, new_id, utc_now
from casework.people import SYSTEM, Actor, accounts
from casework.people.models import Person
from casework.settings import N_
from casework.vault import OF_CASES, Compartment, HolderKind
from casework.vault.many import Lock
from casework.vault.models import CompartmentRow, Seal
from casework.vault.second import Sealing, Second

from . import news
from .loss import follow

SUSPENDED, LEFT, DIRECTORY, SCIM = "suspended", "left", "directory", "scim"
BATCH = 50
"""Cases of a transaction."""
FILE = Compartment.FILE.value


def begin(db: Session, person: Person, cause: str, *, by: Actor, now: datetime, **ids: str) -> Handover:
    """Out at once, with everything that they held written down. Who may is judged by whoever calls this. `ids`: what
    else the trail says of it."""
    row = open_of(db, person.id)
    if row is None:
        row = Handover(id=new_id(), person_id=person.id, cause=cause, opened_at=now, opened_by=by.id)
        db.add(row)
        db.flush()
        _write_down(db, row)
    row.cause = cause
    if cause == SUSPENDED:
        accounts.suspend(db, person)
    else:
        accounts.leave(db, person)
    attendance.of_person(db, person.id)
    tag = HouseTag.PERSON_SUSPENDED if cause == SUSPENDED else HouseTag.PERSON_LEFT
    trail.record(db, by, tag, person=person.id, cause=cause, **ids)
    news.somebody_is_out(db, person.id, by)
    return row


def come_back(db: Session, person: Person, *, by: Actor, now: datetime, **ids: str) -> None:
    """Before the hand-over was ended they are as they were, less the keys that ended; after it they enrol anew."""
    row = open_of(db, person.id)
    accounts.restore(db, person, anew=row is None and person.state == LEFT)
    if row is not None:
        row.closed_at, row.closed_by = now, by.id
    attendance.of_person(db, person.id)
    trail.record(db, by, HouseTag.PERSON_RESTORED, person=person.id, **ids)


def end(db: Session, row: Handover, *, by: Actor, now: datetime) -> None:
    """They have left for good: what rested ends as well."""
    policy.require(by, Action.END_HANDOVER)
    person = db.get_one(Person, row.person_id)
    if row.closed_at is not None or person.state != LEFT:
        raise Forbidden(N_("There is nothing to end: they have not left, or it was ended already."))
    row.closed_at, row.closed_by, row.final = now, by.id, True
    row.after, row.keys_ended_at = 0, None
    trail.record(db, by, HouseTag.HANDOVER_ENDED, person=person.id)


def open_of(db: Session, person_id: int) -> Handover | None:
    return db.scalar(select(Handover).where(Handover.person_id == person_id, Handover.closed_at.is_(None)))


def by_directory(db: Session, today: date, *, by: Actor = SYSTEM) -> list[int]:
    """Accounts whose every line in the directory has ended leave by it; one that came back since then stays."""
    gone = departed.by_directory(db, today)
    for person_id in gone:
        begin(db, db.get_one(Person, person_id), DIRECTORY, by=by, now=utc_now())
    return gone


def end_keys(database: Database) -> None:
    """Go on with every hand-over that is not through, batch by batch; two processes at once do no harm."""
    with database.reading() as db:
        waiting = list(db.scalars(select(Handover.id).where(*_waits()).order_by(Handover.opened_at)))
    with Second() as second:
        for handover_id in waiting:
            while True:
                with database.transaction() as db:
                    row = db.scalar(select(Handover).where(Handover.id == handover_id, *_waits()).with_for_update())
                    if row is None or not batch(db, row, second.encrypt_each):
                        break


def batch(db: Session, row: Handover, sealing: Sealing = vault.hpke.encrypt_each) -> bool:
    """The next cases. False when there are none left."""
    held = select(Seal.case_id).where(*_theirs(row.person_id), Seal.case_id > row.after)
    ids = list(db.scalars(held.distinct().order_by(Seal.case_id).limit(BATCH)))
    if not ids:
        row.keys_ended_at = utc_now()
        return False
    db.execute(select(Case.id).where(Case.id.in_(ids)).order_by(Case.id).with_for_update())
    stay, final = keepers(db, without=[row.person_id]), row.final

    def ends(lock: Lock, others: set[int]) -> bool:
        return final or not stay.of(lock.key[0]).isdisjoint(others)

    lost = vault.ending.remove(db, ids, HolderKind.PERSON, row.person_id, ends, sealing)
    follow(db, row.person_id, ids, lost, by=row.closed_by or row.opened_by)
    for case_id, rooms in lost.items():
        which = {room for room, _ in rooms}
        trail.of_matter(db, SYSTEM, Tag.MEMBER_REMOVED, case_id, which, person=row.person_id, handover=row.id)
    row.after = ids[-1]
    db.flush()
    return True


def _waits() -> tuple[ColumnElement[bool], ...]:
    return Handover.keys_ended_at.is_(None), or_(Handover.closed_at.is_(None), Handover.final)


def _theirs(person_id: int) -> tuple[ColumnElement[bool], ...]:
    return Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id == person_id


def _write_down(db: Session, row: Handover) -> None:
    """Of cases alone, and of what is not kept apart in them: of referrals and exits, and of what is privileged, nobody
    learns by a hand-over how much there is, or that there is any."""
    query = select(Seal.case_id, CompartmentRow.name).join(CompartmentRow, CompartmentRow.id == Seal.compartment_id)
    query = query.where(CompartmentRow.name.in_([room.value for room in OF_CASES - APART]))
    held: dict[int, set[str]] = {}
    for case_id, name in db.execute(query.where(*_theirs(row.person_id), Seal.epoch == CompartmentRow.epoch)):
        held.setdefault(case_id, set()).add(name)
    if held:
        db.execute(insert(HandoverCase), [_line(row, case_id, names) for case_id, names in sorted(held.items())])


def _line(row: Handover, case_id: int, names: Collection[str]) -> dict[str, object]:
    beside = Compartment.MEDICAL.value in names
    identity = Compartment.IDENTITY.value in names
    return {
        "handover_id": row.id, "case_id": case_id, "reads_file": FILE in names, "identity": identity, "beside": beside
    }  # fmt: skip
