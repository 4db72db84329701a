"""`casework serve`: the web server, after a look at everything that would make it unsafe to start."""

import resource
import sys
from argparse import _SubParsersAction
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from casework.cli.memory import one_arena
from casework.cli.opened import opened
from casework.settings import Settings

if TYPE_CHECKING:
    from litestar import Litestar


def add(commands: "_SubParsersAction[Any]") -> None:
    parser = commands.add_parser("serve", help="serve the pages (CASEWORK_HOST, CASEWORK_PORT, CASEWORK_WORKERS)")
    parser.set_defaults(do=lambda _: serve(Settings.from_environment()))


def serve(settings: Settings, app: "Litestar | None" = None) -> int:
    """Until it is stopped; by `app` where that was got ready before. Refuses a lagging database, a keyring that others
    may read or of another installation, a demo for the world."""
    from casework.demo import only_here  # here, for the other commands need none of it
    from casework.people import role_claims

    one_arena()
    role_claims.check(settings.roles)
    with opened(settings):
        settings = only_here(settings)
    if not settings.demo:
        _warn(settings)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold every key in memory

    from casework.cli.compiled import compiling

    with compiling() if app is None else nullcontext(dict[str, bytes]) as codes:
        from casework.app import create_app  # here, and before the workers are forked: they share it
        from casework.cli.workers import Workers

        workers = Workers(settings, app or create_app(settings), codes())
    print(f"Casework is at {settings.origin} (Ctrl-C ends it).", flush=True)
    return workers.run()


def _warn(settings: Settings) -> None:
    from casework.cli import asking, keys

    for sentence in (*keys.warnings(settings), *asking.warnings(settings)):
        print(f"casework: {sentence}", file=sys.stderr, flush=True)
