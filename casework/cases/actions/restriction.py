"""A case closed to all but named people, and opened again.

| what | who may | what becomes of those who are not named |
|---|---|---|
| restrict | a lead or an alternate who works it, counsel who holds one of its keys | every key of theirs ends at once |
| lift | the same | nothing: whoever is to read it again is added again |

Somebody who is able must go on reading the file, and whoever restricts leaves themselves out only where a lead, an
alternate or counsel stays. Whoever holds nothing but a room that the restricting person has no key to is not asked
about and stays: that they are there is not theirs to know.
"""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet

from sqlalchemy import update
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, attendance
from casework.audit import Tag, trail
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Case, Membership, Restriction, RestrictionLoss
from casework.cases.queries import keyholders
from casework.db import new_id, utc_now
from casework.people import Actor, Role, noted
from casework.settings import N_, Said
from casework.vault import Compartment
from casework.vault.many import Key

from . import case as cases
from . import members, unsent

RESTRICTED = "restricted"
ANSWERING = (Role.LEAD, Role.ALTERNATE, Role.COUNSEL)
"""One of them stays, if whoever restricts does not."""


def restrict(
    db: Session, case: Case, *, to: Collection[int], why: str, by: Actor, version: int | None = None
) -> Restriction:
    """Everybody who is not named loses every key at once: one new epoch for each room that any of them could read."""
    found = cases.begin(db, case, by, Action.RESTRICT, version)
    if found.restricted:
        raise _refused(N_("It is restricted already. Lift that, or remove somebody alone."))
    people = keyholders.on_it(found, by)
    stay = people.keys() & set(to)
    _check(db, {id_ for id_ in stay if (Compartment.FILE, 0) in people[id_]}, stay, by)
    row = Restriction(id=new_id(), case_id=case.id, earlier=case.confidentiality, by=by.id, at=utc_now())
    lost = _shut_out(db, case, people.keys() - stay, by)
    row.why = vault.rooms.drop(db, case.id, Compartment.FILE, 0, Restriction.why, row.id, why)
    db.add(row)
    db.flush()
    _write_down(db, row, lost, by)
    case.confidentiality = RESTRICTED
    cases.touch(db, case, by, Tag.CASE_RESTRICTED, clocks_run=False, restriction=row.id)
    return row


def lift(db: Session, case: Case, *, why: str, by: Actor, version: int | None = None) -> Restriction:
    """It is open again to whoever is added; nobody gets anything back by it."""
    found = cases.begin(db, case, by, Action.RESTRICT, version)
    row = standing(db, case.id)
    if not found.restricted or row is None:
        raise _refused(N_("It is not restricted."))
    row.lifted_at, row.lifted_by = utc_now(), by.id
    row.why_lifted = vault.rooms.drop(db, case.id, Compartment.FILE, 0, Restriction.why_lifted, row.id, why)
    case.confidentiality = row.earlier
    cases.touch(db, case, by, Tag.RESTRICTION_LIFTED, clocks_run=False, restriction=row.id)
    return row


def standing(db: Session, case_id: int) -> Restriction | None:
    return db.query(Restriction).filter(Restriction.case_id == case_id, Restriction.lifted_at.is_(None)).one_or_none()


def _check(db: Session, readers: Collection[int], stay: AbstractSet[int], by: Actor) -> None:
    able = members.able(db, stay)
    if not any(id_ in able for id_ in readers):
        raise _refused(N_("Somebody who can sign in must go on reading the file: name one of those who read it."))
    if by.id not in stay and not any(person.has(*ANSWERING) for person in able.values()):
        raise _refused(N_("Leave yourself out only where a lead, an alternate or counsel stays."))


def _shut_out(db: Session, case: Case, going: Collection[int], by: Actor) -> dict[int, set[Key]]:
    """Seals, memberships, whose case it is, and mail that waits to say something of it."""
    lost, now = vault.ending.shut_out(db, case.id, going), utc_now()
    if case.investigator_id in going:
        case.investigator_id = None
    unsent.take_back(db, case, going)
    left = update(Membership).where(
        Membership.case_id == case.id, Membership.person_id.in_(going), Membership.active
    )  # fmt: skip
    over = {"active": False, "ended_at": now, "ended_by": by.id}
    for person_id in sorted(db.scalars(left.values(over).returning(Membership.person_id))):
        noted.membership_ended(db, case.id, person_id, now)
    attendance.of_case(db, case.id)
    return lost


def _write_down(db: Session, row: Restriction, lost: Mapping[int, AbstractSet[Key]], by: Actor) -> None:
    for person_id, rooms in sorted(lost.items()):
        names = " ".join(sorted({room.value for room, _ in rooms}))
        db.add(RestrictionLoss(case_id=row.case_id, restriction_id=row.id, person_id=person_id, rooms=names))
        trail.record(db, by, Tag.MEMBER_REMOVED, row.case_id, person=person_id, restriction=row.id)
    db.flush()


def _refused(words: str) -> IllegalStep:
    return IllegalStep("restrict", [Why("restricted", Said(words))])
