"""`casework audit verify` walks the trail, `casework audit head` prints what to keep off the host."""

from argparse import Namespace, _SubParsersAction
from typing import Any

from casework.cli.opened import opened
from casework.settings import Settings


def add(commands: "_SubParsersAction[Any]") -> None:
    for_audit = commands.add_parser("audit", help="the trail of who read and did what")
    parts = for_audit.add_subparsers(required=True, metavar="COMMAND")
    parts.add_parser("verify", help="whether anything was changed or taken out").set_defaults(do=_verify)
    parts.add_parser("head", help="one line to keep off this machine; it fixes the trail up to now").set_defaults(
        do=_head
    )


def _verify(_: Namespace) -> int:
    from casework import audit  # here, for `casework serve` is to start quickly

    count = 0
    with opened(Settings.from_environment()) as database, database.reading() as db:
        for fault in audit.faults(db):
            print(f"chain {fault.chain}, entry {fault.seq}: {fault.what}")
            count += 1
    print(f"The trail has {count} faults." if count else "The trail is whole.")
    return 1 if count else 0


def _head(_: Namespace) -> None:
    from casework import audit

    with opened(Settings.from_environment()) as database, database.reading() as db:
        print(audit.head(db))
