"""The door to one case: by its number, if it is there for this person; else the same 404, work and time as for none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, policy
from casework.audit import Tag, trail
from casework.cases.models import Case, Membership, Party
from casework.cases.queries import matter, visible
from casework.cases.queries.matter import CaseMatter
from casework.db import Database, utc_now
from casework.people import Actor
from casework.vault import Compartment
from casework.vault.models import CompartmentRow, Seal
from casework.vault.seals import HPKE
from casework.web.authentication import GoElsewhere

PARTLY = (Action.SEE_CASE, Action.READ_IDENTITY, Action.DISCLOSE_IDENTITY)
"""What can be done with another key than the file's."""
NUMBER = re.compile(r"ER-\d{4}-\d{6}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A case that the actor may know of, and what the rules look at."""

    case: Case
    matter: CaseMatter

    @property
    def path(self) -> str:
        return f"/cases/{self.case.number}"

    def reads(self, actor: Actor) -> bool:
        return bool(policy.judge(actor, Action.READ_CASE, self.matter))


def provide_entry(number: FromPath[str], database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Entry:
    """One statement decides, whether there is no such case or it is not theirs."""
    if not NUMBER.fullmatch(number):
        raise NotFoundException
    with database.reading() as db:
        case = visible.find(db, actor, number)
        if case is not None:
            return Entry(case, matter.of(db, case))
    trail.denied(database, actor, number)
    raise NotFoundException


def provide_open(
    request: Request[Any, Any, Any], entry: NamedDependency[Entry], actor: NamedDependency[Actor]
) -> Entry:
    """For all that shows or changes what the case says: who has not declared yet, or does not hold what the route is
    about, is sent to the page that says what there is for them."""
    partly = request.route_handler.opt.get("needs") in PARTLY and actor.id in entry.matter.declared
    if not (partly or entry.reads(actor)):
        raise GoElsewhere(entry.path)
    return entry


ENTRY: dict[str, Any] = {
    "entry": Provide(provide_entry, sync_to_thread=True),
    "opened": Provide(provide_open, sync_to_thread=False),
}


def enter(database: Database, actor: Actor, case: Case, *, seen: bool) -> None:
    """Before anything is shown: the reading goes on the trail, once in ten minutes, with the names kept apart that it
    shows; in the same transaction first openings become the reader's own seals, and the case counts as seen."""
    with database.reading() as db:
        if trail.was_read(db, actor, case.id) and not (_unseen(db, actor, case) if seen else False):
            return
    with database.transaction() as db:
        if not trail.was_read(db, actor, case.id):
            trail.record(db, actor, Tag.CASE_READ, case.id)
            for party in _names_apart(db, actor, case):
                trail.record(db, actor, Tag.IDENTITY_READ, case.id, party=party)
        if actor.holder is not None and _fresh_seal(db, actor, case):
            vault.rooms.enter_all(db, actor.holder, case.id)
        member = _member(db, actor, case) if seen else None
        if member is not None:
            member.seen_at = utc_now()


def _names_apart(db: Session, actor: Actor, case: Case) -> Sequence[int]:
    """The parties whose confidential name this reader's keys open: the case's own pages call them by it."""
    if actor.holder is None:
        return []
    kind, owner = actor.holder.kind.value, actor.holder.id
    theirs = (CompartmentRow.name == Compartment.IDENTITY.value) & (CompartmentRow.subject == Party.id)
    query = select(Party.id).join(CompartmentRow, (CompartmentRow.case_id == Party.case_id) & theirs)
    query = query.join(Seal, (Seal.compartment_id == CompartmentRow.id) & (Seal.epoch == CompartmentRow.epoch))
    query = query.where(Seal.holder_kind == kind, Seal.holder_id == owner, Party.room == Compartment.IDENTITY.value)
    return db.scalars(query.where(Party.case_id == case.id).order_by(Party.id)).all()


def _unseen(db: Session, actor: Actor, case: Case) -> bool:
    """Is there something that this reader has not seen, or a seal not yet their own?"""
    member = _member(db, actor, case)
    if member is not None and (member.seen_at is None or member.seen_at < case.changed_at):
        return True
    return _fresh_seal(db, actor, case)


def _member(db: Session, actor: Actor, case: Case) -> Membership | None:
    return db.scalar(select(Membership).where(Membership.case_id == case.id, Membership.person_id == actor.id))


def _fresh_seal(db: Session, actor: Actor, case: Case) -> bool:
    if actor.holder is None:
        return False
    kind, owner = actor.holder.kind.value, actor.holder.id
    mine = select(Seal.id).where(Seal.case_id == case.id, Seal.holder_kind == kind, Seal.holder_id == owner)
    return db.scalar(mine.where(Seal.form == HPKE).limit(1)) is not None
