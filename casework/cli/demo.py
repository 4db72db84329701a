"""`casework demo`: a made-up organisation in a folder of its own, served on this machine alone."""

import gc
import multiprocessing
from argparse import Namespace, _SubParsersAction
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from casework import alone
from casework.cli.serving import serve
from casework.settings import Settings


def add(commands: "_SubParsersAction[Any]") -> None:
    parser = commands.add_parser("demo", help="serve a made-up organisation, to look round in")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--dir", type=Path, default=Path("demo-data"))
    parser.set_defaults(do=_demo)


def _demo(asked: Namespace) -> int:
    from casework import demo  # here, for the other commands need none of it

    folder = asked.dir.absolute()
    return serve(demo.prepare(folder, asked.port) if demo.is_demo(folder) else _made_apart(folder, asked.port))


def _made_apart(folder: Path, port: int) -> Settings:
    """Made by a process of its own, whose memory does not stay with the server; meanwhile what serves is imported."""
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, context, initializer=_apart) as process:
        made = process.submit(_prepared, folder, port)
        import casework.app  # noqa: F401 - it serves in a moment

        return made.result()


def _apart() -> None:
    alone.end_with_parent()
    gc.disable()  # it ends soon: looking for what could be let go would cost more than it holds


def _prepared(folder: Path, port: int) -> Settings:
    from casework import demo

    return demo.prepare(folder, port)
