"""The door to one case: by its number, if it is there for this person; else the same 404, work and time as for none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from litestar import Request
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy import bindparam, exists, or_, select, update
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, policy
from casework.audit import Tag, trail
from casework.audit.models import TrailEntry
from casework.cases.models import Case, Membership, Party
from casework.cases.queries import record
from casework.cases.queries.matter import CaseMatter
from casework.db import Database, utc_now
from casework.people import Actor
from casework.vault import Compartment
from casework.vault.models import CompartmentRow, Seal
from casework.vault.seals import HPKE
from casework.web.authentication import GoElsewhere, what_became

PARTLY = (
    Action.SEE_CASE, Action.READ_IDENTITY, Action.DISCLOSE_IDENTITY, Action.RESTRICT, Action.DECIDE_PRIVILEGE,
)  # fmt: skip
"""What can be done with another key than the file's."""
NUMBER = re.compile(r"ER-\d{4}-\d{6}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A case that the actor may know of, and what the rules look at."""

    case: Case
    matter: CaseMatter
    known: record.Entry = field(repr=False)

    @property
    def path(self) -> str:
        return f"/cases/{self.case.number}"

    def reads(self, actor: Actor) -> bool:
        return bool(policy.judge(actor, Action.READ_CASE, self.matter))


def provide_entry(number: FromPath[str], database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Entry:
    """One statement decides, whether there is no such case or it is not theirs."""
    with database.reading() as db:
        found = look(db, actor, number)
    return there(database, actor, number, found)


def look(db: Session, actor: Actor, number: str) -> Entry | None:
    """The case of that number, judged; None where for this actor there is nothing."""
    if not NUMBER.fullmatch(number):
        raise NotFoundException
    known = record.entry(db, actor, number)
    return None if known is None else Entry(known.case, known.matter, known)


def there(database: Database, actor: Actor, number: str, found: Entry | None) -> Entry:
    """What was found; or the trail says who asked for what, and the answer is that of any address without a page."""
    if found is None:
        trail.denied(database, actor, number)
        raise NotFoundException
    return found


def shown_to(db: Session, actor: Actor, number: str, *, limit: int = record.PAGE) -> record.Record:
    """The case as this reader sees it, for a page of it; or the 404 of every address that is not there."""
    shown = record.load(db, actor, number, limit=limit)
    if shown is None:
        raise NotFoundException
    return shown


async def provide_open(
    request: Request[Any, Any, Any], entry: NamedDependency[Entry], actor: NamedDependency[Actor]
) -> Entry:
    """For all that shows or changes what the case says: who has not declared yet, or does not hold what the route is
    about, is sent to the page that says what there is for them. A name that was added asks them anew, while they write:
    their text is kept."""
    partly = request.route_handler.opt.get("needs") in PARTLY and actor.id in entry.matter.declared
    if not (partly or entry.reads(actor)):
        became = await what_became(request)
        raise GoElsewhere(f"{entry.path}?{became}" if became else entry.path)
    return entry


ENTRY: dict[str, Any] = {
    "entry": Provide(provide_entry, sync_to_thread=True),
    "opened": Provide(provide_open),
}


class Due(NamedTuple):
    """What a reading still owes: an entry on the trail, a mark that the case was seen, seals of the reader's own."""

    entry: bool
    mark: bool
    seals: bool


NOTHING = Due(entry=False, mark=False, seals=False)
_OWED = select(
    ~exists().where(
        TrailEntry.chain == bindparam("case"), TrailEntry.actor_id == bindparam("reader"),
        TrailEntry.tag == Tag.CASE_READ.value, TrailEntry.at > bindparam("since"),
    ),
    exists().where(
        Membership.case_id == bindparam("case"), Membership.person_id == bindparam("reader"),
        or_(
            Membership.seen_at.is_(None), Membership.seen_at < bindparam("changed"),
            Membership.seen_at < Membership.changed_at,
        ),
    ),
    exists().where(
        Seal.case_id == bindparam("case"), Seal.holder_kind == bindparam("kind"), Seal.holder_id == bindparam("reader"),
        Seal.form == HPKE,
    ),
)  # fmt: skip


def owed(db: Session, actor: Actor, case: Case, *, seen: bool) -> Due:
    """Asked in the reading itself: who looks again within ten minutes, and finds nothing new, writes nothing."""
    since, kind = utc_now() - trail.READ_AGAIN, actor.holder.kind.value if actor.holder else ""
    given = {"case": case.id, "reader": actor.id, "since": since, "changed": case.changed_at, "kind": kind}
    entry, unseen, fresh = db.connection().execute(_OWED, given).one()
    return Due(bool(entry), seen and bool(entry or unseen), bool(fresh) and (seen or bool(entry)))


def enter(database: Database, actor: Actor, case: Case, due: Due) -> None:
    """Before anything is shown: the reading goes on the trail, once in ten minutes, with the names kept apart that it
    shows; in the same transaction first openings become the reader's own seals, and the case counts as seen."""
    if not any(due):
        return
    with database.transaction() as db:
        if due.entry and not trail.was_read(db, actor, case.id):
            trail.record(db, actor, Tag.CASE_READ, case.id)
            for party in _names_apart(db, actor, case):
                trail.record(db, actor, Tag.IDENTITY_READ, case.id, party=party)
        if due.seals and actor.holder is not None:
            vault.rooms.enter_all(db, actor.holder, case.id)
        if due.mark:
            db.connection().execute(_SEEN, {"case": case.id, "reader": actor.id, "now": utc_now()})


_SEEN = (
    update(Membership)
    .where(Membership.case_id == bindparam("case"), Membership.person_id == bindparam("reader"))
    .values(seen_at=bindparam("now"))
)
_APART = (
    select(Party.id)
    .join(
        CompartmentRow,
        (CompartmentRow.case_id == Party.case_id)
        & (CompartmentRow.name == Compartment.IDENTITY.value)
        & (CompartmentRow.subject == Party.id),
    )
    .join(Seal, (Seal.compartment_id == CompartmentRow.id) & (Seal.epoch == CompartmentRow.epoch))
    .where(Seal.holder_kind == bindparam("kind"), Seal.holder_id == bindparam("reader"))
    .where(Party.room == Compartment.IDENTITY.value, Party.case_id == bindparam("case"))
    .order_by(Party.id)
)


def _names_apart(db: Session, actor: Actor, case: Case) -> Sequence[int]:
    """The parties whose confidential name this reader's keys open: the case's own pages call them by it."""
    if actor.holder is None:
        return []
    asked = {"kind": actor.holder.kind.value, "reader": actor.holder.id, "case": case.id}
    return db.connection().scalars(_APART, asked).all()
