"""Walls, raised and lifted. Raising one ends the person's seals and membership in the same transaction, with nobody
signed in, and tells them nothing."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework import vault
from casework.audit import Tag, trail
from casework.db import new_id, utc_now
from casework.people import SYSTEM, Actor, noted
from casework.vault import Compartment, HolderKind

from . import attendance, conflicts, policy, tables
from .actions import Action
from .conflicts import LINE, PARTY, Conflict
from .models import Wall
from .relations import Entry, accounts_of
from .rules import Matter

NAMED, EXCLUDED, KIN, DECLARED = "named", "excluded", "kin", "declared"
DERIVED = frozenset({PARTY, LINE})
"""Causes that come and go with parties and directory; the others are somebody's word."""
RAISED, CONFIRMED, LIFTED = "raised", "confirmed", "lifted"


def recompute(db: Session, case_id: int | None = None, *, by: Actor = SYSTEM) -> list[Conflict]:
    """Raise what parties and directory now ask for, lift what they no longer do; of one case, or of all, and then also
    what stands round somebody by another account."""
    db.flush()
    due = conflicts.of(db, case_id)
    query = select(Wall).where(Wall.cause.in_(DERIVED))
    known = {
        Conflict(wall.case_id, wall.person_id, wall.cause): wall
        for wall in db.scalars(query if case_id is None else query.where(Wall.case_id == case_id))
    }
    for conflict, wall in known.items():
        if wall.state == RAISED and conflict not in due:
            _decide(db, wall, LIFTED, SYSTEM)
            trail.record(db, SYSTEM, Tag.WALL_LIFTED, wall.case_id, person=wall.person_id, cause=wall.cause)
    wanted = {c for c in due if c not in known or _went_by_itself(known[c])}
    new = sorted(wanted | _round_others(db) if case_id is None else wanted)
    for conflict in new:
        _raise(db, *conflict, by=by)
    return new


def preview(db: Session, changed: Mapping[bytes, Entry]) -> frozenset[int]:
    """Whom a change of the directory would newly wall off from something; never from what."""
    walled = set(db.execute(select(Wall.case_id, Wall.person_id, Wall.cause).where(Wall.cause.in_(DERIVED))))
    due = {c for c in conflicts.of(db, None, changed) if tuple(c) not in walled} | _round_others(db, changed)
    return frozenset(c.person_id for c in due)


def _round_others(db: Session, changed: Mapping[bytes, Entry] | None = None) -> set[Conflict]:
    """Accounts that turn out to be somebody's of whom something was said by another; not where it was said of them too,
    and a lead has lifted it."""
    columns = (Wall.case_id, Wall.person_id, Wall.cause, Wall.state)
    rows = db.execute(select(*columns).where(Wall.cause.not_in(DERIVED))).all()
    known = {Conflict(case_id, person_id, cause) for case_id, person_id, cause, _ in rows}
    accounts = conflicts.accounts(db, changed) if rows else {}
    return {
        Conflict(case_id, other, cause)
        for case_id, person_id, cause, state in rows
        for other in (accounts.get(person_id, ()) if state != LIFTED else ())
    } - known


def raise_one(db: Session, case_id: int, person_id: int, cause: str, *, by: Actor) -> None:
    """One person's, at once. What is somebody's word is of the person, so of every account of theirs; parties and
    directory name each."""
    accounts = {person_id} if cause in DERIVED else accounts_of(db, {person_id})[person_id]
    for one in sorted(accounts):
        _raise(db, case_id, one, cause, by=by)


def _raise(db: Session, case_id: int, person_id: int, cause: str, *, by: Actor) -> None:
    """One that a lead lifted is raised again only by the person's own word, or the reporter's."""
    wall = db.scalar(select(Wall).where(Wall.case_id == case_id, Wall.person_id == person_id, Wall.cause == cause))
    if wall is None:
        wall = Wall(id=new_id(), case_id=case_id, person_id=person_id, cause=cause)
        db.add(wall)
    elif wall.state != LIFTED or (wall.decided_by and cause not in (DECLARED, EXCLUDED)):
        return
    wall.state, wall.raised_at, wall.raised_by = RAISED, utc_now(), by.id
    wall.decided_by = wall.decided_at = None
    db.flush()
    _note(db, wall)
    shut_out(db, case_id, person_id)
    trail.record(db, by, Tag.WALL_RAISED, case_id, person=person_id, cause=cause)


def shut_out(db: Session, case_id: int, person_id: int) -> None:
    """Seals and membership end; the case may be left with nobody who can read it, never with a walled reader."""
    member, case, now = tables.member.c, tables.case.c, utc_now()
    db.execute(select(case.id).where(case.id == case_id).with_for_update())  # first, as every verb of a case does
    held = vault.rooms.remove_everywhere(db, case_id, HolderKind.PERSON, person_id)
    over = db.execute(
        update(tables.member)
        .where(member.case_id == case_id, member.person_id == person_id, member.active)
        .values(active=False, ended_at=now, ended_by=0, changed_at=now)
        .returning(member.case_id)
    ).all()
    if over:
        noted.membership_ended(db, case_id, person_id, now)
    db.execute(
        update(tables.case)
        .where(case.id == case_id, case.investigator_id == person_id)
        .values(investigator_id=None)
    )  # fmt: skip
    if (Compartment.FILE, 0) in held:
        attendance.of_case(db, case_id)


def confirm(db: Session, matter: Matter, wall: Wall, *, by: Actor) -> None:
    """An unconflicted lead or alternate agrees: it no longer falls by itself."""
    policy.require(by, Action.DECIDE_WALL, matter)
    _decide(db, wall, CONFIRMED, by)
    trail.record(db, by, Tag.WALL_CONFIRMED, wall.case_id, person=wall.person_id, cause=wall.cause)


def lift(db: Session, matter: Matter, wall: Wall, *, by: Actor) -> None:
    """The person may be added again; no key comes back by itself."""
    policy.require(by, Action.DECIDE_WALL, matter)
    _decide(db, wall, LIFTED, by)
    trail.record(db, by, Tag.WALL_LIFTED, wall.case_id, person=wall.person_id, cause=wall.cause)


def standing(db: Session, case_id: int) -> list[Wall]:
    """Walls of a case that hold, oldest first."""
    query = select(Wall).where(Wall.case_id == case_id, Wall.state != LIFTED).order_by(Wall.raised_at, Wall.id)
    return list(db.scalars(query))


def would_shut(db: Session, respondents: Iterable[bytes], others: Iterable[bytes]) -> AbstractSet[int]:
    """Staff who could not read a case with these parties: asked before anything is sealed to anybody."""
    tags = [("respondent", tag) for tag in respondents] + [("other", tag) for tag in others]
    return {conflict.person_id for conflict in conflicts.judge(db, [(0, role, tag) for role, tag in tags])}


def _went_by_itself(wall: Wall) -> bool:
    return wall.state == LIFTED and not wall.decided_by


def _decide(db: Session, wall: Wall, state: str, by: Actor) -> None:
    wall.state, wall.decided_by, wall.decided_at = state, by.id, utc_now()
    _note(db, wall)


def _note(db: Session, wall: Wall) -> None:
    """A backup from before is brought to it, so that nobody gets past a wall by putting one back."""
    if not vault.secrets.is_new(db, wall.case_id):
        ids: dict[str, int | str] = {"case": wall.case_id, "person": wall.person_id, "cause": wall.cause}
        ids |= {"state": wall.state, "raised": wall.raised_by}
        vault.journal.note(db, "wall", **ids, **({} if wall.decided_by is None else {"decided": wall.decided_by}))
