"""`casework serve`: the web server, after a look at everything that would make it unsafe to start."""

import os
import resource
import sys
from argparse import _SubParsersAction
from typing import Any

from casework.cli.opened import opened
from casework.settings import Settings


def add(commands: "_SubParsersAction[Any]") -> None:
    parser = commands.add_parser("serve", help="serve the pages (CASEWORK_HOST, CASEWORK_PORT, CASEWORK_WORKERS)")
    parser.set_defaults(do=lambda _: serve(Settings.from_environment()))


def serve(settings: Settings) -> int:
    """Until it is stopped. Refuses a lagging database, a keyring that others may read or of another installation, a
    demo for the world."""
    from casework.demo import only_here  # here, for the other commands need none of it
    from casework.people import role_claims

    role_claims.check(settings.roles)
    with opened(settings):
        settings = only_here(settings)
    if not settings.demo:
        _warn(settings)
    _hand_on(settings)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold every key in memory

    import casework.app  # noqa: F401 - loaded before the workers are forked, so that they share it
    from casework.cli.workers import Workers

    workers = Workers(settings)
    print(f"Casework is at {settings.origin} (Ctrl-C ends it).", flush=True)
    return workers.run()


def _warn(settings: Settings) -> None:
    from casework.cli import asking, keys

    for sentence in (*keys.warnings(settings), *asking.warnings(settings)):
        print(f"casework: {sentence}", file=sys.stderr, flush=True)


def _hand_on(settings: Settings) -> None:
    """The workers are processes of their own: they read the environment."""
    os.environ |= {
        "CASEWORK_DIR": str(settings.folder),
        "CASEWORK_DATABASE_URL": settings.database_url,
        "CASEWORK_KEYRING": str(settings.keyring),
        "CASEWORK_JOURNAL": str(settings.journal),
        "CASEWORK_FILES": str(settings.files),
        "CASEWORK_ORIGIN": settings.origin,
        "CASEWORK_HOST": settings.host,
        "CASEWORK_PORT": str(settings.port),
        "CASEWORK_WORKERS": str(settings.workers),
        "CASEWORK_TRUSTED_PROXIES": ",".join(settings.trusted_proxies),
        "CASEWORK_DEMO": "1" if settings.demo else "",
    }
