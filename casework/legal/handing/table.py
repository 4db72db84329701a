"""A chronology as a document: `python -m casework.legal.handing.table`, JSON in, the file out, closed if it is to be.

A process of its own: typesetting would leave its memory with the server.
"""

import io
import resource
from typing import Any

from casework.press import child

from . import closing

MOST = resource.getrlimit(resource.RLIMIT_DATA)[1]
"""Octets that it may hold while a passphrase is stretched, which takes what it takes."""


def made(asked: Any, say: child.Say) -> bytes:
    """As the press sets it; `lock` says to whom it is closed, if to anybody."""
    data = child.work(asked, say)
    if "recipient" in asked["lock"]:
        out = _Kept()
        closed = closing.ToKey(out, asked["lock"]["recipient"])
        closed.write(data)
        closed.close()
        return out.getvalue()
    if "passphrase" in asked["lock"]:
        resource.setrlimit(resource.RLIMIT_DATA, (MOST, MOST))
        return closing.to_passphrase(data, asked["lock"]["passphrase"])
    return data


class _Kept(io.BytesIO):
    """What closes it ends it; what was written is read all the same."""

    def close(self) -> None:
        """It stays."""


if __name__ == "__main__":
    child.serve(made, most=MOST)
