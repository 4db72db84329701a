"""Making the demo: an installation as `casework init` makes one, and then eighteen months of it."""

import json
import secrets
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from casework import migrations, vault
from casework.audit import Tag, trail
from casework.db import Database, as_of, utc_now
from casework.people import SYSTEM, organisation
from casework.settings import Settings
from casework.vault import RECOVERY_ID, HolderKind, Keyring, Vault, keyring, receipts
from casework.vault.receipts import Receipt

from . import marker
from . import organisation as northfield
from .accounts import ACCOUNTS, PASSWORD
from .course import tell
from .organisation import Northfield
from .plan import Planned, plan
from .telling import begin

CASES = 220
MONTHS = timedelta(days=549)
BATCH = 20
"""Cases told in one transaction."""
FOLLOW = 6
"""How many of the newest reports one can follow: their receipts are printed once."""


def prepare(folder: Path, port: int, *, cases: int = CASES) -> Settings:
    """The demo in `folder`, made on the first start. FolderInUse when something else is there."""
    settings = settings_for(folder, port)
    if not marker.is_demo(folder):
        _check(folder)
        started = time.perf_counter()
        print(f"Making {cases} cases of Northfield Cooperative in {folder} …", flush=True)
        found = make(settings, cases)
        print(f"Done in {time.perf_counter() - started:.1f} seconds.\n")
        _tell(settings, found)
    return settings


def settings_for(folder: Path, port: int) -> Settings:
    folder = folder.absolute()
    return Settings(
        folder=folder,
        database_url=f"sqlite:///{folder / 'casework.db'}",
        keyring=folder / "keyring.json",
        journal=folder / "journal",
        files=folder / "files",
        origin=f"http://127.0.0.1:{port}",
        port=port,
        demo=True,
    )


def _check(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise marker.FolderInUse(f"{folder} has something else in it: name an empty folder for the demo.")


def make(settings: Settings, cases: int = CASES) -> list[tuple[str, str]]:
    """A new installation with its history. Answers with receipts to follow, each with its case's number. The marker
    comes last: a demo that was cut short is not taken for one."""
    for folder in (settings.folder, settings.files, settings.journal):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keyring.write(settings.keyring, Keyring.new())
    known = Vault.load(settings.keyring, settings.journal)
    database = Database(settings.database_url, {"vault": known})
    try:
        found = fill(database, known, cases)
    finally:
        database.dispose()
    marker.mark(settings.folder)
    return found


def fill(database: Database, known: Vault, cases: int) -> list[tuple[str, str]]:
    """Tables, organisation, cases: into an empty database of either kind."""
    now = utc_now()
    prepared = northfield.prepare(known)
    with database.transaction() as db, as_of(now - MONTHS):
        migrations.apply(db.connection())
        vault.pairs.publish(db, HolderKind.RECOVERY, RECOVERY_ID, vault.hpke.public_of(vault.hpke.new_private()))
        place = northfield.found(db, prepared, now - MONTHS)
        trail.record(db, SYSTEM, Tag.INSTALLED)
        listed = [{"email": one.email, "name": one.name, "duty": one.duty} for one in ACCOUNTS]
        organisation.write(db, {"demo accounts": listed, "demo password": PASSWORD}, by=0, now=now)
    return _history(database, known, place, plan(cases), now)


def _history(
    database: Database, known: Vault, place: Northfield, planned: Sequence[Planned], now: datetime
) -> list[tuple[str, str]]:
    """The cases, oldest first, several in one transaction."""
    followed = [case for case in planned if case.matter.channel == "form"][-FOLLOW:]
    printed = {id(case): receipts.make() for case in followed}
    found = []
    for start in range(0, len(planned), BATCH):
        part = planned[start : start + BATCH]
        known_ones = {id(case): receipts.derive(known, printed[id(case)]) for case in part if id(case) in printed}
        with database.transaction() as db:
            for number, case in enumerate(part, start):
                receipt = known_ones.get(id(case)) or lost_receipt()
                told = begin(db, place, case, now, receipt, rng=Random(f"telling {number}"))
                tell(told)
                if id(case) in printed:
                    found.append((printed[id(case)], told.case.number))
    return found


def lost_receipt() -> Receipt:
    """A receipt whose paper nobody has: there is nothing to derive it from."""
    return Receipt(secrets.token_bytes(16), vault.hpke.new_private())


def _tell(settings: Settings, found: Sequence[tuple[str, str]]) -> None:
    print(f"Sign in at {settings.origin}/sign-in; the page lists the accounts. The password of each: {PASSWORD}\n")
    print("Receipts to try at /follow, shown here once:")
    for receipt, number in found:
        print(f"  {receipt}   {number}")
    print()
