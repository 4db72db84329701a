"""A coordinator's list: the referrals whose keys they hold, newest first, names opened in one go. What a request does
depends on the page, never on how many referrals there are."""

from collections import Counter
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import relations
from casework.db import utc_now
from casework.eap.kinds import EMPLOYEE, PLANNED, SELF
from casework.eap.lifecycle import ACCEPTED, CONSENTED, IN_SUPPORT, OVER, REFERRED, REQUESTED
from casework.eap.models import Referral, ReferralParty, SupportMessage
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment, Holder, Room
from casework.vault.models import CompartmentRow, Seal

from . import appointments, dangers, stated, told
from .appointments import Planned

PAGE, TOGETHER, MOST = 50, 200, 5
"""Lines on a page; how many are looked at together where a state is asked for, and how often at most."""
OPEN = "open"
DECISION = N_("The employee’s decision")


@dataclass(frozen=True, slots=True)
class Listed:
    """`waits`: what it waits for, in words; nothing where it waits for nothing. `days`: since it began."""

    id: int
    number: str
    name: str
    kind: str
    state: str
    need: str
    begun_on: date
    days: int
    waits: str
    unread: int


class Page(NamedTuple):
    """`after` is the cursor of the next page, None at the end."""

    rows: list[Listed]
    after: str | None


_HELD = (
    select(Seal.id)
    .join(CompartmentRow, (CompartmentRow.id == Seal.compartment_id) & (CompartmentRow.epoch == Seal.epoch))
    .where(
        CompartmentRow.case_id == Referral.id,
        CompartmentRow.name == Compartment.SUPPORT.value,
        Seal.holder_kind == bindparam("holder_kind"),
        Seal.holder_id == bindparam("holder"),
        Seal.generation == bindparam("generation"),
    )
)
_COLUMNS = (Referral.id, Referral.number, Referral.kind, Referral.state, Referral.need, Referral.begun_on)
_MINE = (
    select(*_COLUMNS)
    .where(_HELD.exists())
    .order_by(Referral.begun_on.desc(), Referral.id.desc())
    .limit(bindparam("most"))
)
_ON = _MINE.where(
    Referral.begun_on <= bindparam("day"),
    (Referral.begun_on < bindparam("day")) | (Referral.id < bindparam("last")),
)


def page(db: Session, by: Actor, state: str = "", after: str = "", limit: int = PAGE) -> Page:
    """`state`: one of the workflow's, “open”, or nothing for all; `after` as the page before gave it."""
    if by.holder is None:
        return Page([], None)
    asked = {"holder_kind": by.holder.kind.value, "holder": by.holder.id, "generation": by.holder.generation}
    found, waiting = list[Any](), dict[int, int]()
    together = TOGETHER if state else limit + 1
    for _ in range(MOST if state else 1):
        rows = _rows(db, asked, after, together)
        waiting |= dict(dangers.waiting(db, [row.id for row in rows]))
        found += [row for row in rows if _fits(db, row, state, waiting)]
        after = _cursor(rows[-1]) if len(rows) == together else ""
        if len(found) > limit or not after:
            break
    more = _cursor(found[limit - 1]) if len(found) > limit else after if state else ""
    return Page(_listed(db, by.holder, found[:limit], waiting), more or None)


def _rows(db: Session, asked: Mapping[str, Any], after: str, most: int) -> Sequence[Any]:
    """And what opens the server's part of them, in one statement."""
    day, _, last = after.partition("~")
    start = {"day": date.fromisoformat(day), "last": int(last)} if after else {}
    rows = db.connection().execute(_ON if start else _MINE, {**asked, **start, "most": most}).all()
    vault.secrets.of_cases(db, [row.id for row in rows])
    return rows


def _fits(db: Session, row: Any, state: str, waiting: Container[int]) -> bool:
    """What waits for a review is open, whatever state it is in."""
    if not state or (state == OPEN and row.id in waiting):
        return True
    now = stated.of(db, row).state
    return now not in OVER if state == OPEN else now == state


def _cursor(row: Any) -> str:
    return f"{row.begun_on.isoformat()}~{row.id}"


def read_cursor(text: str) -> str:
    """One that was changed by hand starts at the beginning."""
    try:
        day, last = text.split("~")
        return f"{date.fromisoformat(day).isoformat()}~{int(last)}"
    except ValueError:
        return ""


def _listed(db: Session, holder: Holder, rows: Sequence[Any], waiting: Mapping[int, int]) -> list[Listed]:
    """`waiting`: which of them have an act on danger that nobody reviewed, and who acted: that comes first."""
    ids = [row.id for row in rows]
    rooms = vault.rooms.enter_many(db, holder, ids, Compartment.SUPPORT)
    query = select(ReferralParty).where(ReferralParty.referral_id.in_(ids), ReferralParty.role == EMPLOYEE)
    people = {party.referral_id: party for party in db.scalars(query)}
    unread, planned = _unread(db, ids), appointments.of(db, ids)
    lines = [
        _line(
            db, row, rooms.get(row.id), people[row.id], unread[row.id], [p for p in planned if p.referral_id == row.id]
        )
        for row in rows
    ]
    own = relations.together(db, {holder.id} if waiting else ())
    return [_urgent(line, waiting[line.id] in own) if line.id in waiting else line for line in lines]


def _urgent(line: Listed, own: bool) -> Listed:
    waits = N_("A second coordinator’s review of what you did") if own else N_("Your review of what was done in danger")
    return replace(line, waits=waits, unread=0)


def _unread(db: Session, ids: Collection[int]) -> Counter[int]:
    query = select(SupportMessage.referral_id, func.count()).where(
        SupportMessage.referral_id.in_(ids), SupportMessage.of != 0, SupportMessage.read_at.is_(None)
    )
    return Counter(dict(db.execute(query.group_by(SupportMessage.referral_id)).all()))


def _line(
    db: Session, row: Any, room: Room | None, party: ReferralParty, unread: int, planned: list[Planned]
) -> Listed:  # fmt: skip
    known = stated.of(db, row)
    name = told.opened(room, ReferralParty.name, party.id, party.name) if room is not None else None
    reached = known.kind == SELF or party.receipt is not None
    return Listed(
        row.id,
        row.number,
        name or "",
        known.kind,
        known.state,
        known.need,
        row.begun_on,
        (utc_now().date() - row.begun_on).days,
        waits_for(known.state, planned, reached=reached, unread=unread),
        unread,
    )


def waits_for(state: str, planned: Sequence[Planned], *, reached: bool, unread: int) -> str:
    """The next thing that somebody has to do, in words."""
    if unread:
        return N_("A message to read")
    if state == REQUESTED:
        return DECISION if reached else N_("The employee to be reached")
    if state == IN_SUPPORT:
        late = any(one.outcome == PLANNED and one.starts < utc_now() for one in planned)
        return N_("What came of an appointment") if late else ""
    if state == ACCEPTED and any(one.outcome == PLANNED for one in planned):
        return N_("The support to begin")
    return {
        CONSENTED: N_("A provider to be chosen"),
        REFERRED: N_("The provider’s answer"),
        ACCEPTED: N_("A first appointment"),
    }.get(state, "")
