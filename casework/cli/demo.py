"""`casework demo`: a made-up organisation in a folder of its own, served on this machine alone."""

from argparse import Namespace, _SubParsersAction
from pathlib import Path
from typing import Any

from casework.cli.serving import serve


def add(commands: "_SubParsersAction[Any]") -> None:
    parser = commands.add_parser("demo", help="serve a made-up organisation, to look round in")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--dir", type=Path, default=Path("demo-data"))
    parser.set_defaults(do=_demo)


def _demo(asked: Namespace) -> int:
    from casework.demo import prepare  # here, for the other commands need none of it

    return serve(prepare(asked.dir.absolute(), asked.port))
