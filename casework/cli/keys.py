"""`casework recovery new` makes the recovery pair anywhere; `casework keys export` seals the keyring to it."""

import json
import os
import sys
from argparse import Namespace, _SubParsersAction
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.audit import Tag, trail
from casework.audit.models import TrailEntry
from casework.cli.opened import opened
from casework.cli.refusal import Refused
from casework.db import utc_now
from casework.demo.marker import is_demo
from casework.people import SYSTEM
from casework.settings import Settings
from casework.vault import Keyring, export, keyring, pairs, recovery

LASTS = timedelta(days=31)
"""How long a key wraps the secrets of new cases."""

CARD = """\
--------------------------------------------------------------------------------
Casework recovery, card {number} of 3. Any two cards open everything.
Give each card to another person. Keep it sealed, on paper, away from the others.

{words}
"""


def add(commands: "_SubParsersAction[Any]") -> None:
    for_recovery = commands.add_parser("recovery", help="the pair that opens everything when all else is lost")
    new = for_recovery.add_subparsers(required=True, metavar="COMMAND").add_parser(
        "new", help="make it, on a machine away from the server, and print its three share cards"
    )
    new.set_defaults(do=_new)
    for_keys = commands.add_parser("keys", help="the installation's keyring")
    of_keys = for_keys.add_subparsers(required=True, metavar="COMMAND")
    parser = of_keys.add_parser("export", help="the keyring, sealed to the recovery pair: keep it off this machine")
    parser.add_argument("--to", type=Path, metavar="FILE", help="a new file; without it, printed")
    parser.set_defaults(do=_export)
    of_keys.add_parser("rotate", help="another key for new cases; earlier ones keep theirs").set_defaults(do=_rotate)


def _new(_: Namespace) -> None:
    settings = Settings.from_environment()
    if settings.keyring.exists() and not is_demo(settings.folder):
        raise Refused(
            f"There is a keyring at {settings.keyring}: the recovery pair is made on another machine, "
            "so that no server ever sees its shares."
        )
    pair = recovery.new()
    for number, words in enumerate(pair.shares, 1):
        print(CARD.format(number=number, words=_laid_out(words.split())))
    print("-" * 80)
    print(f"The public half, for `casework init --recovery`; it is no secret:\n\n{pair.public}")


def _laid_out(words: list[str], across: int = 5) -> str:
    """Numbered, so that a card can be read aloud and copied without losing the place."""
    cells = [f"{number:2} {word:<10}" for number, word in enumerate(words, 1)]
    return "\n".join("".join(cells[at : at + across]).rstrip() for at in range(0, len(cells), across))


def _export(asked: Namespace) -> None:
    settings = Settings.from_environment()
    known = keyring.read(settings.keyring)
    with opened(settings) as database, database.transaction() as db:
        document = export.seal(known, pairs.recovery(db))
        trail.record(db, SYSTEM, Tag.KEYRING_EXPORTED, kek=known.current_kek, version=known.version)
        if asked.to is not None:
            _write(asked.to, document)
    if asked.to is None:
        sys.stdout.buffer.write(document)
    else:
        print(f"The keyring, sealed to the recovery pair, is in {asked.to}.")


def _write(to: Path, document: bytes) -> None:
    try:
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused(f"There is a file at {to} already: it is never written over.") from None
    with os.fdopen(handle, "wb") as file:
        file.write(document)
        file.flush()
        os.fsync(file.fileno())


def _rotate(_: Namespace) -> None:
    settings = Settings.from_environment()
    known = keyring.read(settings.keyring).rotated(utc_now().date())
    keyring.replace(settings.keyring, known)
    print(f"New cases are kept under key {known.current_kek} from the next start on, earlier ones as they are.")
    print("Export the keyring again, now: `casework keys export`. Then start `casework serve` anew.")


def warnings(settings: Settings) -> list[str]:
    """What whoever runs the server should do about the keyring."""
    known = keyring.read(settings.keyring)
    said = []
    with opened(settings) as database, database.reading() as db:
        if not _is_exported(db, known):
            said.append(
                "The keyring has no export as it is now: a lost machine would lose every case. "
                "Run `casework keys export`."
            )
    age = utc_now().date() - known.made[known.current_kek]
    if age > LASTS:
        said.append(f"The key that new cases are kept under is {age.days} days old. Run `casework keys rotate`.")
    return said


def _is_exported(db: Session, known: Keyring) -> bool:
    told = db.scalars(
        select(TrailEntry.ids).where(TrailEntry.chain == trail.GLOBAL, TrailEntry.tag == Tag.KEYRING_EXPORTED.value)
    )
    now = {"kek": known.current_kek, "version": known.version}
    return any(json.loads(ids) == now for ids in told)
