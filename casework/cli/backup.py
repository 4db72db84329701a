"""`casework backup` copies an installation while it goes on serving; `casework restore` puts a copy back."""

import os
import sys
from argparse import Namespace, _SubParsersAction
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from casework import vault
from casework.cli.opened import opened
from casework.cli.refusal import Refused
from casework.settings import Settings
from casework.vault import Vault

OLDER = "A backup that is older than its keys opens nothing, for any case: keep it for at most {days} days."


def add(commands: "_SubParsersAction[Any]") -> None:
    backup = commands.add_parser("backup", help="copy database and files into a new folder, while others work")
    backup.add_argument("to", type=Path, metavar="TO", help="a folder that is not there yet")
    backup.add_argument("--since", type=Path, metavar="EARLIER", help="link what an earlier backup beside it has")
    backup.add_argument("--copy", action="store_true", help="copy files also where they could be linked")
    backup.set_defaults(do=_backup)
    restore = commands.add_parser("restore", help="put a backup back into an empty place, and what happened since")
    restore.add_argument("source", type=Path, metavar="FROM")
    restore.add_argument("--dir", type=Path, metavar="FOLDER", help="in place of CASEWORK_DIR")
    restore.add_argument("--journal", type=Path, metavar="COPY", help="the journal as it was kept off the host")
    restore.set_defaults(do=_restore)


def _backup(asked: Namespace) -> None:
    from casework.backup import taking

    settings = Settings.from_environment()
    os.nice(5)  # whoever works goes first
    with opened(settings) as database, refusing():
        with database.reading() as db:
            keys = vault.of(db)
        since = asked.since.absolute() if asked.since else None
        made = taking.take(settings, keys, asked.to.absolute(), since=since, links=not asked.copy, tell=_tell)
    used = ", ".join(str(number) for number in made.keks) or "none"
    print(f"{asked.to} holds the database and {made.files:,} files, {made.bytes / 1e6:,.1f} MB, as of {made.made}.")
    print(f"The head of its trail is {made.trail}.")
    print(f"To open it takes the keyring with KEK {used}: keep `casework keys export` apart from it, off this machine.")
    print("To put it back takes the newest journal: keep a copy of that folder off this machine too.")
    print(OLDER.format(days=settings.backup_days))
    if made.lacking:
        raise Refused(f"{len(made.lacking)} files are lost: rows speak of them, and the store does not have them.")


def _restore(asked: Namespace) -> None:
    from casework.backup import restoring

    settings = Settings.from_environment()
    if asked.dir is not None:
        settings = Settings.from_environment({**os.environ, "CASEWORK_DIR": str(asked.dir)})
    with refusing():
        keys = Vault.load(settings.keyring, settings.journal)
        if asked.journal is not None:
            restoring.fetch_journal(asked.journal, settings)
        done = restoring.restore(settings, keys, asked.source.absolute(), tell=_tell)
    print(f"The backup of {done.manifest.made} is back in {settings.folder}.")
    for kind, count in sorted(done.again.items()):
        print(f"  done once more, from the journal: {kind}, {count:,}")
    print("Every session and every link has ended. Whoever changed a password since needs “Forgot your password?”.")
    print("What came in after the backup is lost. Look everything over with `casework check`, then start serving.")


@contextmanager
def refusing() -> Iterator[None]:
    """What a backup has against it, as the sentence of a command."""
    from casework.backup import manifest, postgres, restoring, taking

    try:
        yield
    except (taking.Refused, restoring.Refused, manifest.Damaged, postgres.Failed) as refusal:
        raise Refused(str(refusal)) from refusal


def _tell(what: str) -> None:
    print(f"casework: {what}", file=sys.stderr, flush=True)
