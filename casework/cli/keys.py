"""`casework recovery new` makes the recovery pair anywhere; `casework keys export` seals the keyring to it."""

import os
import sys
from argparse import Namespace, _SubParsersAction
from pathlib import Path
from typing import Any

from casework.cli.opened import opened
from casework.cli.refusal import Refused
from casework.settings import Settings
from casework.vault import export, keyring, pairs, recovery

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
    parser = for_keys.add_subparsers(required=True, metavar="COMMAND").add_parser(
        "export", help="the keyring, sealed to the recovery pair: keep it off this machine"
    )
    parser.add_argument("--to", type=Path, metavar="FILE", help="a new file; without it, printed")
    parser.set_defaults(do=_export)


def _new(_: Namespace) -> None:
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
    with opened(settings) as database, database.reading() as db:
        document = export.seal(keyring.read(settings.keyring), pairs.recovery(db))
    if asked.to is None:
        sys.stdout.buffer.write(document)
        return
    try:
        handle = os.open(asked.to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused(f"There is a file at {asked.to} already: it is never written over.") from None
    with os.fdopen(handle, "wb") as file:
        file.write(document)
    print(f"The keyring, sealed to the recovery pair, is in {asked.to}.")
