"""A file that a command leaves: its owner's alone, on disk before anything else happens, never over another."""

import os
from pathlib import Path

from casework.cli.refusal import Refused


def anew(to: Path, document: bytes) -> None:
    """Refused when something is there already."""
    try:
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused(f"There is a file at {to} already: it is never written over.") from None
    with os.fdopen(handle, "wb") as file:
        file.write(document)
        file.flush()
        os.fsync(file.fileno())
