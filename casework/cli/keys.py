"""`casework keys`: the keyring sealed to the recovery pair, and what whoever serves should do about it."""

import json
import sys
from argparse import Namespace, _SubParsersAction
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.audit import HouseTag, trail
from casework.audit.models import TrailEntry
from casework.cli import rotation, written
from casework.cli.opened import opened
from casework.db import Database, utc_now
from casework.people import SYSTEM
from casework.settings import Settings
from casework.vault import Keyring, export, pairs, rewrapping

LASTS = timedelta(days=31)
"""How long a key wraps the secrets of new cases."""


def add(commands: "_SubParsersAction[Any]") -> None:
    for_keys = commands.add_parser("keys", help="the installation's keyring")
    of_keys = for_keys.add_subparsers(required=True, metavar="COMMAND")
    parser = of_keys.add_parser("export", help="the keyring, sealed to the recovery pair: keep it off this machine")
    parser.add_argument("--to", type=Path, metavar="FILE", help="a new file; without it, printed")
    parser.set_defaults(do=_export)
    rotate = of_keys.add_parser("rotate", help="another key, and every case under it, while people work")
    rotate.add_argument("--due", action="store_true", help="only when the newest key is older than 31 days")
    rotate.add_argument("--root", action="store_true", help="another version of the server's own keys instead")
    rotate.add_argument("--export", type=Path, metavar="FOLDER", help="an export of the new keyring, written first")
    rotate.add_argument(
        "--to", type=Path, metavar="FILE", help="only write the new keyring there, for a read-only home"
    )
    rotate.set_defaults(do=_rotate)
    retire = of_keys.add_parser("retire", help="destroy the keys whose last backup has expired")
    retire.add_argument("--to", type=Path, metavar="FILE", help="only write the keyring without them there")
    retire.set_defaults(do=_retire)


def _export(asked: Namespace) -> None:
    with opened(Settings.from_environment()) as database:
        document = exported(database, asked.to)
    if asked.to is None:
        sys.stdout.buffer.write(document)
    else:
        print(f"The keyring, sealed to the recovery pair, is in {asked.to}.")


def exported(database: Database, to: Path | None = None) -> bytes:
    """The keyring as it is, sealed; its entry on the trail is kept when the file is written, and not before."""
    with database.transaction() as db:
        vault.of(db).refresh()
        known = vault.of(db).keyring
        document = export.seal(known, pairs.recovery(db))
        trail.record(db, SYSTEM, HouseTag.KEYRING_EXPORTED, **_as_it_is(db, known))
        if to is not None:
            written.anew(to, document)
    return document


def _rotate(asked: Namespace) -> int:
    settings = Settings.from_environment()
    with opened(settings) as database:
        rotation.tell_of_home(database, _keyring(database))
        unfinished = asked.root and rotation.renew_rows(database)
        due = LASTS if asked.due else None
        if not unfinished and not rotation.renew(database, settings, due=due, root=asked.root, to=asked.to):
            return 0
        if asked.export is not None:
            _export_anew(database, asked.export)
        if asked.root and not unfinished:
            rotation.renew_rows(database)
        shut = rotation.go_on(database)
    for sentence in warnings(settings):
        print(sentence)
    return 1 if shut else 0


def _export_anew(database: Database, folder: Path) -> None:
    """Unless there is one of the keyring as it is."""
    known = _keyring(database)
    with database.reading() as db:
        if _is_exported(db, known):
            return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    exported(database, folder / f"keyring-{known.current_kek}-{known.version}-{utc_now():%Y%m%d%H%M%S}.sealed")


def _retire(asked: Namespace) -> None:
    settings = Settings.from_environment()
    with opened(settings) as database:
        rotation.tell_of_home(database, _keyring(database))
        rotation.retire(database, settings, to=asked.to)


def warnings(settings: Settings) -> list[str]:
    """What whoever runs the server should do about the keyring."""
    said = []
    with opened(settings) as database:
        known = _keyring(database)
        with database.reading() as db:
            if not _is_exported(db, known):
                said.append(
                    "The keyring has no export as it is now: a lost machine would lose every case. "
                    "Run `casework keys export`."
                )
            if rewrapping.lagging(db, known.current_kek):
                said.append("Not every case is under the newest key yet. Run `casework keys rotate` to the end.")
    age = utc_now().date() - known.made[known.current_kek]
    if age > LASTS:
        said.append(f"The key that new cases are kept under is {age.days} days old. Run `casework keys rotate`.")
    return said


def _keyring(database: Database) -> Keyring:
    with database.reading() as db:
        vault.of(db).refresh()
        return vault.of(db).keyring


def _is_exported(db: Session, known: Keyring) -> bool:
    told = db.scalars(
        select(TrailEntry.ids).where(
            TrailEntry.chain == trail.GLOBAL, TrailEntry.tag == HouseTag.KEYRING_EXPORTED.value
        )
    )
    now = _as_it_is(db, known)
    return any(json.loads(ids) == now for ids in told)


def _as_it_is(db: Session, known: Keyring) -> dict[str, int]:
    """What an export is of: newest key, version of the root's subkeys, and which recovery key it is sealed to."""
    return {"kek": known.current_kek, "version": known.version, "recovery": pairs.recovery(db).generation}
