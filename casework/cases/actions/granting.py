"""The keys of many cases given to a colleague: begun once, then done in batches, each a transaction of its own.

| who | may |
|---|---|
| a lead or an alternate on the case whom no wall keeps from it | give its file and dialogues to a colleague in one go |
| a lead or an alternate who knows an identity | give it on with them, to a lead or an alternate, where that was asked |
| whoever holds a room and is not walled off | give it back to a colleague who held it by an earlier key |
| nobody | give in one go what is privileged or medical, past a wall, or to whom no lead admitted |

The giver's key is there for as long as a request lasts, so a request does what fits into a few seconds and the next
one goes on. What is left is found from the seals: whatever ends in between, nothing is given twice or forgotten.
"""

import json
import time
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Table, func, select, update
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, attendance, policy
from casework.audit import Tag, trail
from casework.audit.models import TrailEntry
from casework.cases.models import BulkGrant, Case, Membership
from casework.cases.queries import granting, holding
from casework.cases.queries.granting import BACK, Wish
from casework.cases.queries.matter import CaseMatter
from casework.db import Database, new_id, utc_now
from casework.people import CASE_HOLDING, Actor, Role
from casework.people.standing import Standing
from casework.settings import N_
from casework.vault import Compartment, HolderKind
from casework.vault.many import Key, Lock
from casework.vault.models import CompartmentRow, Seal

from . import case as cases
from . import identity, members, news

BATCH, SLICE = 50, 2.5
"""Cases of a transaction, and seconds of a request."""
LISTED = (Case.number, Case.state, Case.due_on, Case.received_at, Case.changed_at)
ROW = (Case.id, Case.version, Case.unattended_at, *LISTED)
"""What the lists and the trail are told of a case, and whether anybody reads it."""
MEMBERS = cast("Table", Membership.__table__)
KNOWING = (Role.LEAD, Role.ALTERNATE)
WHOLE = None
ENDED: dict[str, Compartment | None] = {
    Tag.MEMBER_REMOVED.value: WHOLE, Tag.WALL_RAISED.value: WHOLE, Tag.MEMBER_EXPIRED.value: WHOLE,
    Tag.PRIVILEGE_ENDED.value: Compartment.PRIVILEGED,
}  # fmt: skip
"""What takes keys from somebody: of all of a case, or of one room."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)
USUAL = frozenset({Compartment.FILE, Compartment.DIALOGUE})


def begin(db: Session, person_id: int, wish: Wish, *, by: Actor, now: datetime) -> BulkGrant:
    """Write down what is to be given to whom. Forbidden when they cannot receive it or the giver may not."""
    verdict = policy.may_ever(by, _action(wish))
    if not verdict:
        raise Forbidden(verdict.why)
    person = _receiver(db, person_id, by)
    if wish.identities and not (by.has(*KNOWING) and person.has(*KNOWING)):
        raise Forbidden(N_("Who a confidential reporter is goes from lead or alternate to lead or alternate."))
    if wish.identities and not wish.why.strip():
        raise Forbidden(N_("Write why they are to know who the confidential reporters are."))
    if wish.how != BACK and Compartment.FILE in members.half_of(db, person).barred:
        raise Forbidden(members.SERVER_KEEPS)
    every = granting.left(by, person_id, person.generation, wish, 0, granting.EVERY)
    id_ = new_id()
    row = BulkGrant(
        id=id_, person_id=person_id, generation=person.generation, by=by.id, how=wish.how, kind=wish.kind,
        source_id=wish.source_id, numbers=json.dumps(wish.chosen), identities=wish.identities, begun_at=now,
        why=vault.field.seal(db, BulkGrant.why, id_, wish.why) if wish.identities else None,
        total=db.scalar(select(func.count()).select_from(every.subquery())) or 0,
    )  # fmt: skip
    db.add(row)
    db.flush()
    trail.record(db, by, Tag.ACCESS_GIVEN, person=person_id, how=wish.how, cases=row.total, grant=row.id)
    news.access_begun(db, person_id, by)
    return row


def go_on(database: Database, grant_id: int, *, by: Actor, seconds: float = SLICE) -> None:
    """Do what fits into these seconds; at least one batch. Forbidden, and over, where they can receive no more."""
    until = time.monotonic() + seconds
    try:
        while True:
            with database.transaction() as db:
                grant = db.get_one(BulkGrant, grant_id, with_for_update=True)
                if grant.by != by.id or not batch(db, grant, by=by):
                    return
            if time.monotonic() > until:
                return
    except Forbidden:
        with database.transaction() as db:
            db.get_one(BulkGrant, grant_id).ended_at = utc_now()
        raise


def batch(db: Session, grant: BulkGrant, *, by: Actor) -> bool:
    """The next cases. False when there are none left."""
    if grant.ended_at is not None:
        return False
    person, wish = _receiver(db, grant.person_id, by), Wish.of(grant)
    if person.generation != grant.generation:
        raise Forbidden(N_("They have another key since this began. Begin again."))
    ids = granting.next_(db, by, person, wish, grant.after, BATCH)
    if not ids:
        grant.ended_at = utc_now()
        trail.record(db, by, Tag.ACCESS_WHOLE, person=person.id, grant=grant.id, cases=grant.given, shut=grant.shut)
        news.access_whole(db, person.id, by)
        return False
    db.execute(select(Case.id).where(Case.id.in_(ids)).order_by(Case.id).with_for_update())
    allowed = [one.case_id for one in holding.of_many(db, ids, members.holder_of(by)) if _may(by, person, wish, one)]
    half = members.half_of(db, person)
    knew = _identities(db, allowed, person) if wish.identities else set()
    given = vault.many.admit(db, members.holder_of(by), allowed, half, _wanted(db, allowed, person, wish))
    _enter(db, given, person.id, by, grant.id)
    if wish.identities:
        _write_down(db, _identities(db, allowed, person) - knew, person, by, grant)
    grant.after, grant.given = ids[-1], grant.given + len(given)
    grant.shut += len(ids) - len(given)
    db.flush()
    return True


def _action(wish: Wish) -> Action:
    return Action.GIVE_BACK if wish.how == BACK else Action.HAND_ON


def _may(by: Actor, person: Standing, wish: Wish, one: CaseMatter) -> bool:
    return bool(policy.judge(by, _action(wish), one)) and person.id not in one.walled


def _receiver(db: Session, person_id: int, by: Actor) -> Standing:
    person = members.able(db, [person_id]).get(person_id)
    if person is None or person_id == by.id or not person.roles & CASE_HOLDING or person.has(Role.OUTSIDE):
        raise Forbidden(N_("They are not admitted to work cases."))
    return person


def _wanted(db: Session, case_ids: Collection[int], person: Standing, wish: Wish) -> Callable[[Lock], bool]:
    """Which rooms of these cases are to be given."""
    if wish.how == BACK:
        theirs = _claims(db, case_ids, person)
        return lambda lock: (lock.case_id, lock.key) in theirs
    rooms = USUAL | {Compartment.IDENTITY} if wish.identities else USUAL
    return lambda lock: Compartment(lock.name) in rooms


def _claims(db: Session, case_ids: Collection[int], person: Standing) -> set[tuple[int, Key]]:
    """What an earlier key of theirs opened, by a seal that was made here, and that nobody took from them since: one
    that was put back into the database counts for nothing. Of an identity only while its key is still the same."""
    gone = _last_removals(db, case_ids, person.id)
    found = vault.many.earlier(db, list(case_ids), HolderKind.PERSON, person.id, person.generation)
    return {
        (claim.case_id, claim.key)
        for claim in found
        if all(claim.since > gone.get((claim.case_id, what), LONG_AGO) for what in (WHOLE, claim.key[0]))
        and (claim.newest or claim.key[0] is not Compartment.IDENTITY)
    }


def _last_removals(
    db: Session, case_ids: Collection[int], person_id: int
) -> dict[tuple[int, Compartment | None], datetime]:
    """When they last lost a case, or one of its rooms alone."""
    query = select(TrailEntry.chain, TrailEntry.at, TrailEntry.tag, TrailEntry.ids)
    query = query.where(TrailEntry.chain.in_(case_ids), TrailEntry.tag.in_(ENDED)).order_by(TrailEntry.seq)
    return {
        (chain, ENDED[tag]): at
        for chain, at, tag, ids in db.execute(query)
        if json.loads(ids).get("person") == person_id
    }


def _enter(db: Session, given: dict[int, set[Key]], person_id: int, by: Actor, grant_id: int) -> None:
    """Membership, counts and trail of cases whose keys were just given: as `members.add` does it for one."""
    if not given:
        return
    now, ids = utc_now(), list(given)
    file = {case_id for case_id, rooms in given.items() if (Compartment.FILE, 0) in rooms}
    known = _rejoin(db, ids, file, person_id, by, now)
    plainly = {"synchronize_session": False}
    db.execute(
        update(Case).where(Case.id.in_(ids)).values(version=Case.version + 1, changed_at=now), execution_options=plainly
    )
    rows = db.execute(select(*ROW).where(Case.id.in_(ids))).all()
    _join(db, (case for case in rows if case.id not in known), file, person_id, by, now)
    db.execute(update(Membership).where(Membership.case_id.in_(ids)).values(changed_at=now), execution_options=plainly)
    if lone := {case.id for case in rows if case.unattended_at is not None} & file:
        attendance.of_cases(db, lone)
    for case in rows:
        trail.record(db, by, Tag.MEMBER_ADDED, case.id, version=case.version, person=person_id, grant=grant_id)
        if any(compartment is Compartment.IDENTITY for compartment, _ in given[case.id]):
            trail.record(db, by, Tag.IDENTITY_DISCLOSED, case.id, person=person_id, grant=grant_id)


def _identities(db: Session, case_ids: Collection[int], person: Standing) -> set[tuple[int, int]]:
    """Case and party: the identities that they know by now."""
    theirs = (Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id == person.id)
    query = select(CompartmentRow.case_id, CompartmentRow.subject).join(
        Seal, (Seal.compartment_id == CompartmentRow.id) & (Seal.epoch == CompartmentRow.epoch)
    )
    rooms = (CompartmentRow.name == Compartment.IDENTITY.value, Seal.generation == person.generation)
    rows = db.execute(query.where(*theirs, *rooms, Seal.case_id.in_(case_ids)))
    return {(row.case_id, row.subject) for row in rows}


def _write_down(db: Session, new: Collection[tuple[int, int]], person: Standing, by: Actor, grant: BulkGrant) -> None:
    """Each identity's own record says who knows it since when, and why, as if it were given by itself."""
    why = vault.field.open_(db, BulkGrant.why, grant.id, grant.why) if grant.why else ""
    for case_id, party_id in sorted(new):
        identity.among_leads(db, case_id, party_id, person, by=by, why=why)


def _rejoin(
    db: Session, ids: Collection[int], file: Collection[int], person_id: int, by: Actor, now: datetime
) -> set[int]:  # fmt: skip
    """Those who were on a case before are so again. The cases that they were on."""
    theirs = (Membership.person_id == person_id, Membership.case_id.in_(ids))
    known = set(db.scalars(select(Membership.case_id).where(*theirs)))
    if known:
        again = {"active": True, "reads_file": False, "since": now, "added_by": by.id}
        never = {"ended_at": None, "ended_by": None, "seen_at": None}
        db.execute(update(Membership).where(*theirs, ~Membership.active).values(**again, **never))
        db.execute(update(Membership).where(*theirs, Membership.case_id.in_(file)).values(reads_file=True))
    return known


def _join(
    db: Session, new: Iterable[Any], file: Collection[int], person_id: int, by: Actor, now: datetime
) -> None:  # fmt: skip
    common = {"person_id": person_id, "active": True, "since": now, "added_by": by.id}
    rows = [
        {"id": new_id(), "case_id": case.id, "reads_file": case.id in file, **common, **cases.list_keys(case)}
        for case in new
    ]
    if rows:
        db.connection().execute(MEMBERS.insert(), rows)
