"""`casework check`: everything that the server may look at, said in sentences; the exit code is 1 where it is ill."""

import json
import sys
from argparse import Namespace, _SubParsersAction
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casework.cli.backup import refusing
from casework.cli.opened import opened
from casework.settings import Settings

if TYPE_CHECKING:
    from casework.check.found import Found


def add(commands: "_SubParsersAction[Any]") -> None:
    parser = commands.add_parser("check", help="whether keys, values, files, trail and journal are whole")
    parser.add_argument("--json", action="store_true", help="one object for each thing that was looked at")
    parser.add_argument("--against", type=Path, metavar="BACKUP", help="also whether files are as they were in it")
    parser.set_defaults(do=_check)


def _check(asked: Namespace) -> int:
    from casework.check import whole

    settings, ill = Settings.from_environment(), 0
    with opened(settings) as database, refusing():
        looked = whole.look(database, settings, _tell, against=asked.against)
        for found in chain(looked, _care(settings)):
            ill += found.is_trouble
            print(json.dumps(asdict(found)) if asked.json else _line(found), flush=True)
    if not asked.json:
        print(f"\n{ill} of these need somebody." if ill else "\nAll is well.")
    return 1 if ill else 0


def _care(settings: Settings) -> "list[Found]":
    """What whoever runs the server should see to."""
    from casework.check.found import Found
    from casework.cli import asking, keys

    said = [*keys.warnings(settings), *asking.warnings(settings)]
    if not said:
        return [Found("care", "The keyring is exported as it is; no key and no card waits for anybody.")]
    return [Found("care", sentence, wrong=1, is_trouble=True) for sentence in said]


def _line(found: "Found") -> str:
    mark = "!!" if found.is_trouble else (" -" if found.wrong else "  ")
    return f"{mark} {found.sentence}"


def _tell(what: str) -> None:
    print(f"casework: looking at {what}", file=sys.stderr, flush=True)
