"""New keys for a case: when somebody may have seen the old ones, or copied what they open."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action
from casework.audit import Tag
from casework.cases.models import Case
from casework.people import Actor
from casework.vault import Compartment, NoSeal

from . import case as cases
from . import members

Key = tuple[Compartment, int]


def rekey(db: Session, case: Case, *, by: Actor, which: Collection[Key], reseal: bool = False) -> int:
    """A new key for each of these rooms, sealed to who reads them now. `reseal`: what lies in them goes under it too;
    how many values did. A key of before opens nothing that is written from now on, and with `reseal` nothing here."""
    cases.begin(db, case, by, Action.REKEY)
    mine = vault.rooms.enter_all(db, members.holder_of(by), case.id)
    if missing := set(which) - mine.keys():
        raise NoSeal(f"no seal for {len(missing)} of these rooms")
    fresh = vault.rekeying.renew(db, mine, which)
    count = vault.rekeying.reseal(db, case.id, list(fresh.values())) if reseal else 0
    if reseal and (Compartment.FILE, 0) in fresh:
        case.title_epoch = fresh[Compartment.FILE, 0].epoch
    cases.touch(db, case, by, Tag.CASE_REKEYED, clocks_run=False, rooms=len(fresh), values=count)
    return count
