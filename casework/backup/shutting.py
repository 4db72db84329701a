"""What the journal says of who may come to what, done once more in a database that was put back: walls, memberships,
lines of routing, tokens, receipts, releases, holds, what somebody is not given any more, and the rooms that are sealed
to no key which the server keeps. Each counts as its last line has it; doing it twice changes nothing."""

import hashlib
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access.models import Wall
from casework.cases.actions import given, members
from casework.cases.models import Case, Membership, Party, PartyGuest
from casework.db import new_id
from casework.eap.actions.releases import write_end
from casework.eap.models import ReferralParty, Release
from casework.eap.queries import releases
from casework.exits.models import ExitGuest
from casework.legal.actions import again as holds
from casework.people import SYSTEM
from casework.people.models import Route
from casework.scim.models import ScimToken
from casework.vault import Compartment

Ids = Mapping[str, Any]
_FOUND_BY: tuple[tuple[Any, str], ...] = (
    (Party, "receipt"), (ReferralParty, "receipt"), (ExitGuest, "by_code"), (PartyGuest, "by_both"),
)  # fmt: skip
"""Whoever has a receipt or a code, and the column that finds them."""


def shut(db: Session, kind: str, at: str, ids: Ids) -> bool | None:
    """Do once more what that line says. True when the backup did not have it yet; None: it is no line of these."""
    does = _KINDS.get(kind)
    return does(db, {"at": at, **ids}) if does is not None else None


def _wall(db: Session, ids: Ids) -> bool:
    which = (Wall.case_id == ids["case"], Wall.person_id == ids["person"], Wall.cause == ids["cause"])
    row = db.scalar(select(Wall).where(*which))
    if db.get(Case, ids["case"]) is None or (row is not None and row.state == ids["state"]):
        return False
    at = datetime.fromisoformat(ids["at"])
    if row is None:
        row = Wall(id=new_id(), case_id=ids["case"], person_id=ids["person"], cause=ids["cause"], raised_at=at)
        db.add(row)
    decided = ids.get("decided")
    row.state, row.raised_by = ids["state"], ids["raised"]
    row.decided_by, row.decided_at = decided, at if decided is not None else None
    return True


def _membership_ended(db: Session, ids: Ids) -> bool:
    """Who was taken on again before the backup stays."""
    of = (Membership.case_id == ids["case"], Membership.person_id == ids["person"])
    since = db.scalar(select(Membership.since).where(*of, Membership.active))
    if since is None or since > datetime.fromisoformat(ids["at"]):
        return False
    return members.close(db, ids["case"], ids["person"], by=SYSTEM)


def _route_ended(db: Session, ids: Ids) -> bool:
    if (row := db.get(Route, ids["route"])) is None:
        return False
    db.delete(row)
    return True


def _token_ended(db: Session, ids: Ids) -> bool:
    row = db.get(ScimToken, ids["token"])
    if row is None or row.ended_at is not None:
        return False
    row.ended_at = datetime.fromisoformat(ids["at"])
    return True


def _receipt_ended(db: Session, ids: Ids) -> bool:
    """The one from before finds nothing any more. The one in its place is not known: another is made."""
    for model, name in _FOUND_BY:
        known = getattr(row := db.get(model, ids["party"]), name, None)
        if known is None or hashlib.sha256(known).hexdigest() != ids["was"]:
            continue
        setattr(row, name, os.urandom(len(known)))
        if isinstance(row, ExitGuest):  # the link opens what the code derives
            row.by_link = row.wrapped = None
        if isinstance(row, PartyGuest):
            row.ends_at = min(row.ends_at, datetime.fromisoformat(ids["at"]))
        return True
    return False


def _release_ended(db: Session, ids: Ids) -> bool:
    """What an employee took back stays taken back: nobody is told anything under it again."""
    row = db.get(Release, ids["release"])
    if row is None or not vault.secrets.exists(db, row.referral_id) or releases.read(db, row).over_by:
        return False
    write_end(db, row, ids["how"], ids["at"])
    return True


def _given_withdrawn(db: Session, ids: Ids) -> bool:
    return given.withdrawn_again(db, ids["at"], ids)


def _keys_barred(db: Session, ids: Ids) -> bool:
    rooms = frozenset(Compartment(word) for word in ids["rooms"].split(",") if word)
    if vault.custody.barred(db) == rooms:
        return False
    vault.custody.bar(db, rooms)
    return True


_KINDS: dict[str, Callable[[Session, Ids], bool]] = {
    "wall": _wall,
    "membership-ended": _membership_ended,
    "route-ended": _route_ended,
    "scim-token-ended": _token_ended,
    "receipt-ended": _receipt_ended,
    "release-ended": _release_ended,
    given.WITHDRAWN: _given_withdrawn,
    "keys-barred": _keys_barred,
    "hold-placed": holds.placed,
    "hold-scope": holds.widened,
    "hold-released": holds.released,
}
