"""`casework recovery`: what is done with the share cards, away from the server, and what the server has to do."""

from argparse import Namespace, _SubParsersAction
from typing import Any

from casework.cli.refusal import Refused
from casework.demo.marker import is_demo
from casework.settings import Settings
from casework.vault import recovery

CARD = """\
--------------------------------------------------------------------------------
Casework recovery, card {number} of 3. Any two cards open everything.
Give each card to another person. Keep it sealed, on paper, away from the others.

{words}
"""


def add(commands: "_SubParsersAction[Any]") -> None:
    for_recovery = commands.add_parser("recovery", help="the pair that opens everything when all else is lost")
    parts = for_recovery.add_subparsers(required=True, metavar="COMMAND")
    new = parts.add_parser("new", help="make it, on a machine away from the server, and print its three share cards")
    new.set_defaults(do=_new)


def _new(_: Namespace) -> None:
    away()
    pair = recovery.new()
    for number, words in enumerate(pair.shares, 1):
        print(CARD.format(number=number, words=_laid_out(words.split())))
    print("-" * 80)
    print(f"The public half, for `casework init --recovery`; it is no secret:\n\n{pair.public}")


def away() -> None:
    """Refuse beside a keyring, the demo's excepted: no server ever sees a share."""
    settings = Settings.from_environment()
    if settings.keyring.exists() and not is_demo(settings.folder):
        raise Refused(
            f"There is a keyring at {settings.keyring}: the recovery pair is made on another machine, "
            "so that no server ever sees its shares."
        )


def _laid_out(words: list[str], across: int = 5) -> str:
    """Numbered, so that a card can be read aloud and copied without losing the place."""
    cells = [f"{number:2} {word:<10}" for number, word in enumerate(words, 1)]
    return "\n".join("".join(cells[at : at + across]).rstrip() for at in range(0, len(cells), across))
