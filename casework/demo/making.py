"""Making the demo: an installation as `casework init` makes one, and then eighteen months of it."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from casework import migrations, vault
from casework.audit import HouseTag, trail
from casework.cases.actions.case import keep_in_step
from casework.db import Database, as_of, utc_now
from casework.files import Store
from casework.people import SYSTEM, organisation
from casework.settings import Settings
from casework.vault import EAP_RECOVERY_ID, RECOVERY_ID, HolderKind, Vault, receipts
from casework.vault.receipts import Receipt

from . import answering, besides, counting, halves, lawful, leaving, linking, lost, marker, supporting
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
WHOLE = 30
"""From so many cases on everything else is told as well."""
BATCH = 20
"""Cases told in one transaction."""
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class History:
    """What was told: some receipts with their cases' numbers and states, each matter's case, and what else can be tried
    out: where, what to type there, and whose it is."""

    receipts: list[tuple[str, str, str]]
    ids: dict[str, int]
    others: list[tuple[str, str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, parts: Sequence["History"]) -> "History":
        ids = {title: id_ for part in parts for title, id_ in part.ids.items()}
        others = [one for part in parts for one in part.others]
        return cls([one for part in parts for one in part.receipts], ids, others)


def make_and_tell(settings: Settings, cases: int) -> None:
    """`make`, with what there is to know for whoever waits for it."""
    started = time.perf_counter()
    print(f"Making {cases} cases of Northfield Cooperative in {settings.folder} …", flush=True)
    made = make(settings, cases)
    print(f"Done in {time.perf_counter() - started:.1f} seconds.\n")
    _tell(settings, made)


def make(settings: Settings, cases: int) -> History:
    """A new installation with its history, where one has begun. The marker comes last: a demo that was cut short is not
    taken for one, and made anew."""
    known, now, path = Vault.load(settings.keyring, settings.journal), utc_now(), settings.folder / "casework.db"
    database = _opened(path, known)  # one for all: what was compiled for one part serves the others
    place = _in(database, found, known, Store(settings.files), now)
    planned = plan(cases, now)

    def half(at: Path, number: int) -> History:
        return _in(database if at == path else _opened(at, known), _half, known, place, planned, now, number)

    history = History.of(halves.told_in_halves(path, half))
    _in(database, linking.link, place, history.ids, now)
    if cases >= WHOLE:
        history.others.extend(_in(database, answering.tell, known, place, now))
        _in(database, besides.tell, place, now)
        _in(database, lawful.tell, place, now)
    marker.mark(settings.folder)
    return history


def _half(
    database: Database, known: Vault, place: Northfield, planned: Sequence[Planned], now: datetime, number: int
) -> History:
    """Every other case; and beside them leavers or referrals, except where only a handful of cases is asked for."""
    history = tell_all(database, known, place, part_of(planned, number), now)
    if len(planned) >= WHOLE:
        history.others.extend((tell_leaving, tell_support)[number](database, known, place, now))
    return history


def part_of(planned: Sequence[Planned], number: int) -> Sequence[Planned]:
    """Of thirty-five cases the first half tells seventeen: what it tells beside them takes a little longer."""
    return [one for at, one in enumerate(planned) if (at % 35 % 2 == 0) is bool(number)]


def tell_leaving(database: Database, known: Vault, place: Northfield, now: datetime) -> list[tuple[str, str, str]]:
    codes = leaving.tell(database, known, place, now)
    counting.tell(database, now)
    return [("/exit", *one) for one in codes]


def tell_support(database: Database, known: Vault, place: Northfield, now: datetime) -> list[tuple[str, str, str]]:
    return [("/support/follow", *one) for one in supporting.tell(database, known, place, now)]


def _opened(path: Path, known: Vault) -> Database:
    return Database(f"sqlite:///{path}", {"vault": known})


def _in(database: Database, do: Callable[..., Answer], *given: Any) -> Answer:
    """With every connection closed at the end, and all of it in the one file."""
    try:
        return do(database, *given)
    finally:
        database.dispose()
        halves.checkpoint(Path(str(database.engine.url.database)))


def found(database: Database, known: Vault, store: Store, now: datetime) -> Northfield:
    """Tables and the organisation, in an empty database of either kind."""
    with (
        ThreadPoolExecutor(1) as beside,  # passwords are stretched while the tables are made
        database.transaction() as db,
        as_of(now - MONTHS),
    ):
        prepared = beside.submit(northfield.prepare, known)
        migrations.apply(db.connection())
        vault.pairs.publish(db, HolderKind.RECOVERY, RECOVERY_ID, vault.hpke.public_of(vault.hpke.new_private()))
        place = northfield.found(db, prepared.result(), store, now - MONTHS, now.date())
        trail.record(db, SYSTEM, HouseTag.INSTALLED)
        vault.succession.publish(db, EAP_RECOVERY_ID, vault.hpke.public_of(vault.hpke.new_private()))
        trail.record(db, SYSTEM, HouseTag.RECOVERY_PUBLISHED, pair=EAP_RECOVERY_ID)
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
            receipts.derive(known, followed[case.matter.title]) if case.matter.title in followed else lost.receipt()
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


def _tell(settings: Settings, made: History) -> None:
    print(f"Sign in at {settings.origin}/sign-in; the page lists the accounts. The password of each: {PASSWORD}\n")
    print("Receipts to try at /follow, shown here once:")
    for receipt, number, state in made.receipts:
        print(f"  {receipt}   {number}   {state}")
    for address in dict.fromkeys(where for where, *_ in made.others):
        print(f"At {address}:")
        for _, code, whose in (one for one in made.others if one[0] == address):
            print(f"  {code}   {whose}")
    print()
