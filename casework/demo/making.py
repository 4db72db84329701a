"""Making the demo: an installation as `casework init` makes one, and then eighteen months of it."""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import TypeVar

from sqlalchemy.orm import Session

from casework import migrations, vault
from casework.audit import Tag, trail
from casework.cases.actions.case import keep_in_step
from casework.db import Database, as_of, utc_now
from casework.files import Store
from casework.people import SYSTEM, organisation
from casework.settings import Settings
from casework.vault import RECOVERY_ID, HolderKind, Keyring, Vault, keyring, receipts
from casework.vault.receipts import Receipt

from . import halves, linking, marker
from . import organisation as northfield
from .accounts import ACCOUNTS, PASSWORD
from .coming import begin
from .course import tell
from .organisation import Northfield
from .plan import Planned, plan
from .quick import unwatched
from .telling import Told

MONTHS = timedelta(days=549)
FOLLOWED = ("received", "under investigation", "in action", "closed")
BATCH = 20
"""Cases told in one transaction."""
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class History:
    """What was told: some receipts with their cases' numbers and states, and each matter's case."""

    receipts: list[tuple[str, str, str]]
    ids: dict[str, int]

    @classmethod
    def of(cls, parts: Sequence["History"]) -> "History":
        ids = {title: id_ for part in parts for title, id_ in part.ids.items()}
        return cls([one for part in parts for one in part.receipts], ids)


def make_and_tell(settings: Settings, cases: int) -> None:
    """`make`, with what there is to know for whoever waits for it."""
    started = time.perf_counter()
    print(f"Making {cases} cases of Northfield Cooperative in {settings.folder} …", flush=True)
    made = make(settings, cases)
    print(f"Done in {time.perf_counter() - started:.1f} seconds.\n")
    _tell(settings, made)


def make(settings: Settings, cases: int) -> list[tuple[str, str, str]]:
    """A new installation with its history. Answers with receipts to follow, each with its case's number and state.
    The marker comes last: a demo that was cut short is not taken for one, and made anew."""
    marker.begin(settings.folder)
    for folder in (settings.files, settings.journal):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keyring.write(settings.keyring, Keyring.new())
    known, now, path = Vault.load(settings.keyring, settings.journal), utc_now(), settings.folder / "casework.db"
    place = _in(path, known, lambda database: found(database, known, Store(settings.files), now))
    halves.checkpoint(path)
    planned = plan(cases, now)

    def half(database: Path, number: int) -> History:
        part = planned[number::2]
        return _in(database, known, lambda opened: tell_all(opened, known, place, part, now))

    history = History.of(halves.told_in_halves(path, half))
    _in(path, known, lambda database: linking.link(database, place, history.ids, now))
    marker.mark(settings.folder)
    return history.receipts


def _in(path: Path, known: Vault, do: Callable[[Database], Answer]) -> Answer:
    database = Database(f"sqlite:///{path}", {"vault": known})
    try:
        return do(database)
    finally:
        database.dispose()
        halves.checkpoint(path)


def found(database: Database, known: Vault, store: Store, now: datetime) -> Northfield:
    """Tables and the organisation, in an empty database of either kind."""
    prepared = northfield.prepare(known)
    with database.transaction() as db, as_of(now - MONTHS):
        migrations.apply(db.connection())
        vault.pairs.publish(db, HolderKind.RECOVERY, RECOVERY_ID, vault.hpke.public_of(vault.hpke.new_private()))
        place = northfield.found(db, prepared, store, now - MONTHS)
        trail.record(db, SYSTEM, Tag.INSTALLED)
        listed = [{"email": one.email, "name": one.name, "duty": one.duty} for one in ACCOUNTS]
        organisation.write(db, {"demo accounts": listed, "demo password": PASSWORD}, by=0, now=now)
    return place


def tell_all(database: Database, known: Vault, place: Northfield, planned: Sequence[Planned], now: datetime) -> History:
    """These cases, oldest first, several in one transaction. The newest reports can be followed."""
    followed = {title: receipts.make() for title in _to_follow(planned)}
    history = History([], {})
    for start in range(0, len(planned), BATCH):
        part = planned[start : start + BATCH]
        derived = [
            receipts.derive(known, followed[case.matter.title]) if case.matter.title in followed else lost_receipt()
            for case in part
        ]
        with database.transaction() as db:
            with unwatched(db):
                told = [_told(db, place, case, receipt, now) for case, receipt in zip(part, derived, strict=True)]
            for one in told:
                keep_in_step(db, one.case)
        history.receipts.extend(
            (followed[one.matter.title], one.case.number, one.case.state)
            for one in told
            if one.matter.title in followed
        )
        history.ids.update({one.matter.title: one.case.id for one in told})
    return history


def _to_follow(planned: Sequence[Planned]) -> set[str]:
    """The newest report of each of some states: their receipts are printed once, the others' are nobody's."""
    newest = {case.end.state: case.matter.title for case in planned if case.matter.channel == "form"}
    return {newest[state] for state in FOLLOWED if state in newest}


def _told(db: Session, place: Northfield, case: Planned, receipt: Receipt, now: datetime) -> Told:
    told = begin(db, place, case, now, receipt, rng=Random(case.matter.title))
    tell(told)
    return told


def lost_receipt() -> Receipt:
    """A receipt whose paper nobody has: there is nothing to derive it from."""
    return Receipt(secrets.token_bytes(16), vault.hpke.new_private())


def _tell(settings: Settings, made: Sequence[tuple[str, str, str]]) -> None:
    print(f"Sign in at {settings.origin}/sign-in; the page lists the accounts. The password of each: {PASSWORD}\n")
    print("Receipts to try at /follow, shown here once:")
    for receipt, number, state in made:
        print(f"  {receipt}   {number}   {state}")
    print()
