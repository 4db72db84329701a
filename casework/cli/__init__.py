"""The command `casework`: an installation's life outside the browser. Errors are one sentence; the exit code is 2."""

import argparse
import os
import sys
from collections.abc import Sequence

from sqlalchemy.exc import OperationalError

from casework.cli import audit, backup, check, demo, founding, keys, mail, privacy, recovery, scim, serving
from casework.cli.refusal import Refused
from casework.settings import SettingError
from casework.vault import KeyringError, Unreadable


def main(words: Sequence[str] | None = None) -> None:
    """Run one command. Ends the process with 0, with 1 where a check found faults, or with 2 where it cannot be."""
    asked = _parser().parse_args(words)
    os.umask(0o077)  # whatever a command makes is its owner's alone
    try:
        sys.exit(asked.do(asked))
    except (Refused, SettingError, KeyringError, Unreadable) as refusal:
        _refuse(str(refusal))
    except OperationalError as failure:
        _refuse(f"The database cannot be used: {failure.orig}")
    except OSError as failure:
        _refuse(f"{failure.strerror or failure}: {failure.filename or 'while talking to the system'}")
    except KeyboardInterrupt:
        sys.exit(130)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="casework", description="Employee and labor relations case management.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for part in (founding, serving, demo, recovery, keys, mail, backup, check, audit, privacy, scim):
        part.add(commands)
    return parser


def _refuse(sentence: str) -> None:
    print(f"casework: {' '.join(sentence.split())}", file=sys.stderr)
    sys.exit(2)
