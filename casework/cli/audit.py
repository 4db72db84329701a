"""`casework audit verify` walks the trail, `casework audit head` prints what to keep off the host."""

from argparse import Namespace, _SubParsersAction
from pathlib import Path
from typing import Any

from casework.cli.opened import opened
from casework.cli.refusal import Refused
from casework.settings import Settings


def add(commands: "_SubParsersAction[Any]") -> None:
    for_audit = commands.add_parser("audit", help="the trail of who read and did what")
    parts = for_audit.add_subparsers(required=True, metavar="COMMAND")
    verify = parts.add_parser("verify", help="whether anything was changed or taken out")
    verify.add_argument("--excerpt", metavar="FILE", help="the trail.jsonl of a case file that was handed out")
    verify.set_defaults(do=_verify)
    parts.add_parser("head", help="one line to keep off this machine; it fixes the trail up to now").set_defaults(
        do=_head
    )


def _verify(asked: Namespace) -> int:
    from casework import audit  # here, for `casework serve` is to start quickly

    count, what = 0, "excerpt" if asked.excerpt else "trail"
    with opened(Settings.from_environment()) as database, database.reading() as db:
        try:
            for fault in audit.excerpt(db, _lines(asked.excerpt)) if asked.excerpt else audit.faults(db):
                print(f"chain {fault.chain}, entry {fault.seq}: {fault.what}")
                count += 1
        except (audit.Unfit, OSError) as wrong:
            raise Refused(f"{asked.excerpt} is no excerpt of a trail that can be read.") from wrong
    print(f"The {what} has {count} faults." if count else f"The {what} is whole.")
    return 1 if count else 0


def _lines(path: str) -> list[str]:
    return [line for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]


def _head(_: Namespace) -> None:
    from casework import audit

    with opened(Settings.from_environment()) as database, database.reading() as db:
        print(audit.head(db))
