"""`casework recovery replace`: another recovery key in place of the one before, with two people present."""

from argparse import Namespace, _SubParsersAction
from typing import Any

from casework.cli.opened import opened
from casework.cli.refusal import Refused
from casework.db import utc_now
from casework.settings import Settings
from casework.vault import EAP_RECOVERY_ID, RECOVERY_ID, pairs, recovery, succession

NEXT = """\
What is new is sealed to it from now on; {rooms:,} rooms follow when somebody who reads them signs in, or opens them.
With two cards of the earlier key all of it follows at once: `casework recovery ask --renew{eap} --to FILE`.
`casework check` counts what is left. Keep the earlier cards until nothing is, then destroy them."""


def add(parts: "_SubParsersAction[Any]") -> None:
    replace = parts.add_parser("replace", help="on the server: another recovery key, in place of the one before")
    replace.add_argument("key", metavar="KEY", help="the line that `casework recovery new` printed")
    replace.add_argument("--eap", action="store_true", help="of employee assistance's own pair")
    replace.add_argument("--present", action="append", default=[], metavar="NAME", help="who is there; given twice")
    replace.set_defaults(do=_replace)


def _replace(asked: Namespace) -> None:
    from casework.cases.actions import replacing

    try:
        public = recovery.decode_public(asked.key)
    except ValueError as wrong:
        raise Refused(str(wrong)) from wrong
    two_present(asked)
    _compare(public)
    pair = EAP_RECOVERY_ID if asked.eap else RECOVERY_ID
    with opened(Settings.from_environment()) as database:
        with database.transaction() as db:
            try:
                half = replacing.enter(db, pair, public, asked.present, utc_now())
            except replacing.NotNow as why:
                raise Refused(str(why)) from why
        with database.reading() as db:
            rooms = sum(count for (owner, _), count in succession.lagging(db).items() if owner == pair)
    print(f"It is recovery's key, generation {half.generation}. Leads and auditors are told.")
    print(NEXT.format(rooms=rooms, eap=" --eap" if asked.eap else ""))
    if not asked.eap:
        print("The keyring's exports are sealed to the earlier key: run `casework keys export`, and destroy those.")


def _compare(public: bytes) -> None:
    """Typed from a card: a line that was swapped on the way is noticed before anything is sealed to it."""
    print("Type the six words that stand on the new cards.")
    if " ".join(input("The words: ").lower().split()) != pairs.fingerprint(public):
        raise Refused("These are not the words of this key: nothing was done.")


def two_present(asked: Namespace) -> None:
    if len({name.strip().casefold() for name in asked.present if name.strip()}) < 2:
        raise Refused("Two people are there, and named: `--present 'NAME' --present 'NAME'`.")
