"""`casework scim token` makes a token for the directory; `casework scim end` ends all that there are."""

from argparse import Namespace, _SubParsersAction
from typing import Any

from casework.cli.opened import opened
from casework.db import utc_now
from casework.settings import Settings


def add(commands: "_SubParsersAction[Any]") -> None:
    for_scim = commands.add_parser("scim", help="the directory that keeps accounts in step (SCIM 2.0)")
    parts = for_scim.add_subparsers(required=True, metavar="COMMAND")
    parts.add_parser("token", help="make a token; it is printed this once").set_defaults(do=_token)
    parts.add_parser("end", help="end every token: nothing comes in by them any more").set_defaults(do=_end)


def _token(_: Namespace) -> None:
    from casework.people import SYSTEM
    from casework.scim import tokens

    settings = Settings.from_environment()
    with opened(settings) as database, database.transaction() as db:
        token = tokens.make(db, by=SYSTEM, now=utc_now())
    print(f"For {settings.origin}/scim/v2; it is shown this once.\n\n  {token}")


def _end(_: Namespace) -> None:
    from casework.people import SYSTEM
    from casework.scim import tokens

    with opened(Settings.from_environment()) as database, database.transaction() as db:
        living = tokens.living(db)
        for row in living:
            tokens.end(db, row.id, by=SYSTEM, now=utc_now())
    print(f"{len(living)} ended.")
