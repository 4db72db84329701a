"""What a form carries of itself: its number, and the readers that it showed, under a MAC. A form that showed fewer
readers than there are now is not taken without showing them first."""

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework import vault


@dataclass(frozen=True, slots=True)
class Sheet:
    """`number`: 128 random bits, once per form shown."""

    number: str
    readers: frozenset[int]


def written(db: Session, readers: Iterable[int], number: str = "") -> str:
    """For a hidden field of the form that shows these."""
    said = ".".join([number or secrets.token_urlsafe(16), "-".join(map(str, sorted(readers)))])
    return f"{said}.{_mac(db, said)}"


def read(db: Session, text: str) -> Sheet | None:
    """None for what no form of ours carried."""
    said, _, mac = text.rpartition(".")
    if not hmac.compare_digest(mac.encode(errors="replace"), _mac(db, said).encode()):
        return None
    number, group = said.split(".")
    return Sheet(number, frozenset(map(int, filter(None, group.split("-")))))


def _mac(db: Session, said: str) -> str:
    return vault.rows.mac(db, "coordinators shown", said.encode(errors="replace")).hex()[:32]
