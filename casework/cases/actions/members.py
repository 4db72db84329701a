"""Who works a case: rows for the lists and seals for the reading, always changed together."""

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, Hidden, policy
from casework.audit import Tag
from casework.cases.models import Case, Membership
from casework.cases.queries import keyholders, matter
from casework.db import new_id, utc_now
from casework.mail import Notice, tell
from casework.people import CASE_HOLDING, Actor, ActorKind, Role, noted
from casework.people.standing import Standing, sealable, standing
from casework.settings import N_
from casework.vault import Compartment, HolderKind, NoSeal
from casework.vault.pairs import PublicHalf
from casework.vault.room import Room

from . import case as cases
from . import identity, outsiders

_MEMBERS = insert(Membership.__table__)  # type: ignore[arg-type]
Key = tuple[Compartment, int]
"""A room of a case: compartment and subject."""
SERVER_KEEPS = N_("The server keeps their key, and a lead has said that this room is sealed to no such key.")


def add(
    db: Session, case: Case, person_id: int, *, by: Actor, rooms: Collection[Key], version: int | None = None,
    why: str = "", until: date | None = None,
) -> None:  # fmt: skip
    """Seal every epoch of the chosen rooms, as far as the adder holds them, to one more person. `why`: of an identity,
    where they may know it without a request. `until`: the last day of somebody from outside."""
    found = cases.begin(db, case, by, Action.ADD_MEMBER, version)
    person = check(db, found, person_id, until)
    if any(compartment is Compartment.IDENTITY for compartment, _ in rooms):
        policy.require(by, Action.DISCLOSE_IDENTITY, found)
    half = halves(db, [person_id])[person_id]
    if half.barred & {compartment for compartment, _ in rooms}:
        raise Forbidden(SERVER_KEEPS)
    mine = vault.rooms.enter_all(db, holder_of(by), case.id)
    for key in rooms:
        if key not in mine:
            raise NoSeal(f"the adder holds no seal for {key[0]}")
        if key[0] is Compartment.IDENTITY:
            identity.give(db, case, mine[key], person, by=by, why=why)
        vault.rooms.admit(db, mine[key], half)
    join(db, case, person_id, by=by, reads_file=(Compartment.FILE, 0) in rooms, until=until)
    cases.touch(db, case, by, Tag.MEMBER_ADDED, person=person_id)
    tell(db, Notice.SHARED, to={person_id} - {by.id})
    if any(compartment is Compartment.IDENTITY for compartment, _ in rooms):
        cases.touch(db, case, by, Tag.IDENTITY_DISCLOSED, quiet=True, person=person_id)


def check(db: Session, found: matter.CaseMatter, person_id: int, until: date | None = None) -> Standing:
    """Somebody to whom rooms of this case may be sealed, or Forbidden. Who comes from outside and is on it stays as
    long as was said."""
    person = able(db, [person_id]).get(person_id)
    if person is None or not person.roles & CASE_HOLDING:
        raise Forbidden(N_("They are not admitted to work cases."))
    if person_id in found.walled:
        raise Forbidden(N_("There is a wall between this person and the case."))
    here = outsiders.stays(db, found.case_id, person_id) if until is None and person.has(Role.OUTSIDE) else None
    if here is None or here.until is None:
        outsiders.check(db, found.case_id, person, until)
    return person


def remove(db: Session, case: Case, person_id: int, *, by: Actor, version: int | None = None) -> list[Key]:
    """End all of somebody's seals here. What was read stays read."""
    found = cases.begin(db, case, by, Action.REMOVE_MEMBER, version)
    if person_id in found.holders and person_id not in keyholders.on_it(found, by):
        raise Hidden
    file_readers = {id_ for id_, held in found.holders.items() if Compartment.FILE in held}
    if person_id in file_readers and not able(db, file_readers - {person_id}):
        raise Forbidden(N_("Nobody else could read the case: add somebody first."))
    ended = vault.rooms.remove_everywhere(db, case.id, HolderKind.PERSON, person_id)
    leave(db, case.id, person_id, by=by)
    if case.investigator_id == person_id:
        case.investigator_id = None
    cases.touch(db, case, by, Tag.MEMBER_REMOVED, person=person_id)
    return ended


def join(
    db: Session, case: Case, person_id: int, *, by: Actor, reads_file: bool, until: date | None = None
) -> Membership:
    """The row that lists are walked by; one a person, taken up again when they come back."""
    row = db.scalar(select(Membership).where(Membership.case_id == case.id, Membership.person_id == person_id))
    if row is None:
        row = Membership(id=new_id(), case_id=case.id, person_id=person_id, reads_file=False, active=False)
        db.add(row)
    if not row.active:
        row.active, row.reads_file, row.since, row.added_by = True, False, utc_now(), by.id
        row.ended_at, row.ended_by, row.seen_at, row.until = None, None, None, None
    row.until = until or row.until
    row.reads_file = row.reads_file or reads_file
    if reads_file and case.unattended_at is not None:
        case.unattended_at = None
    for name, value in cases.list_keys(case).items():
        setattr(row, name, value)
    db.flush()
    return row


def begin_with(db: Session, case: Case, people: Iterable[int], file: AbstractSet[int], *, by: Actor) -> None:
    """The first members of a case that was just made."""
    same = {"case_id": case.id, "active": True, "since": utc_now(), **cases.list_keys(case)}
    same["added_by"] = by.id if by.kind is ActorKind.PERSON else 0
    rows = [{"id": new_id(), "person_id": id_, "reads_file": id_ in file, **same} for id_ in people]
    db.flush()
    db.connection().execute(_MEMBERS, rows)


def leave(db: Session, case_id: int, person_id: int, *, by: Actor) -> None:
    if close(db, case_id, person_id, by=by):
        noted.membership_ended(db, case_id, person_id, utc_now())


def close(db: Session, case_id: int, person_id: int, *, by: Actor) -> bool:
    """The row alone; False when they were no member."""
    row = db.scalar(select(Membership).where(Membership.case_id == case_id, Membership.person_id == person_id))
    if row is None or not row.active:
        return False
    row.active, row.ended_at, row.ended_by = False, utc_now(), by.id
    db.flush()
    return True


def seen(db: Session, case_id: int, by: Actor) -> None:
    """They looked: what came before is no longer unread."""
    row = db.scalar(select(Membership).where(Membership.case_id == case_id, Membership.person_id == by.id))
    if row is not None:
        row.seen_at = utc_now()


def halves(db: Session, people: Iterable[int]) -> Mapping[int, PublicHalf]:
    """The verified public half of each, of the generation that a lead admitted; LookupError when somebody has none."""
    wanted = set(people)
    admitted = sealable(db, wanted)
    known = vault.pairs.current_many(db, HolderKind.PERSON, admitted)
    found = {id_: half for id_, half in known.items() if half.generation == admitted[id_]}
    if missing := wanted - found.keys():
        raise LookupError(f"{len(missing)} people have no key that something may be sealed to")
    return found


def half_of(db: Session, person: Standing) -> PublicHalf:
    """The same of one whose standing is known; LookupError when theirs is of another generation."""
    half = vault.pairs.current(db, HolderKind.PERSON, person.id)
    if half.generation != person.generation:
        raise LookupError("they have no key that something may be sealed to")
    return half


def able(db: Session, people: Iterable[int] | None = None) -> dict[int, Standing]:
    """Those to whom something may be sealed now."""
    found = standing(db, None if people is None else list(people))
    return {id_: who for id_, who in found.items() if who.able}


def holder_of(by: Actor) -> vault.Holder:
    if by.holder is None:
        raise NoSeal("nobody is signed in")
    return by.holder


def enter(db: Session, case: Case, by: Actor, compartment: Compartment, subject: int = 0) -> Room:
    """A room, for whoever holds its key. NoSeal otherwise."""
    return vault.rooms.enter(db, holder_of(by), case.id, compartment, subject)


def reading(db: Session, case: Case, compartment: Compartment, subject: int = 0) -> list[int]:
    """Who holds that room's newest key, from the seals."""
    found = matter.of(db, case).readers
    wanted = (compartment, subject, HolderKind.PERSON)
    return [reader.holder_id for reader in found if (reader.compartment, reader.subject, reader.kind) == wanted]
