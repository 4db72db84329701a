"""`casework demo`: a made-up organisation in a folder of its own, served on this machine alone."""

import gc
import multiprocessing
from argparse import Namespace, _SubParsersAction
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casework import alone
from casework.cli.memory import one_arena
from casework.cli.serving import serve
from casework.settings import Settings

if TYPE_CHECKING:
    from litestar import Litestar


def add(commands: "_SubParsersAction[Any]") -> None:
    parser = commands.add_parser("demo", help="serve a made-up organisation, to look round in")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--dir", type=Path, default=Path("demo-data"))
    parser.set_defaults(do=_demo)


def _demo(asked: Namespace) -> int:
    from casework import demo  # here, for the other commands need none of it

    folder = asked.dir.absolute()
    if demo.is_demo(folder):
        return serve(demo.prepare(folder, asked.port))
    settings = demo.settings_for(folder, asked.port)
    demo.begin(settings)
    return serve(settings, _made_apart(settings))


def _made_apart(settings: Settings) -> "Litestar":
    """Made by a process of its own, whose memory does not stay with the server. What will serve it is got ready
    meanwhile."""
    from casework import demo

    one_arena()  # what gathers the other's answer is a thread
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, context, initializer=_apart) as process:
        made = process.submit(demo.finish, settings)
        from casework.app import create_app

        app = create_app(settings)
        made.result()
    return app


def _apart() -> None:
    alone.end_with_parent()
    gc.disable()  # it ends soon: looking for what could be let go would cost more than it holds
