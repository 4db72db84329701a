"""What a form carries of itself: its number, and the readers it showed, under a MAC. A form that showed fewer
readers than there are now is not taken without showing them first."""

import hmac
import secrets
from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework import vault

from .offer import Offer
from .routing import Readers


@dataclass(frozen=True, slots=True)
class Sheet:
    """`number`: 128 random bits, once per form shown."""

    number: str
    file: frozenset[int]
    names: frozenset[int]
    instead: frozenset[int]

    def covers(self, readers: Readers) -> bool:
        """Was everyone who would read it on the page?"""
        all_of_it = self.file | self.instead
        return all_of_it.issuperset(readers.file) and (self.names | self.instead).issuperset(readers.identity)


def written(db: Session, offer: Offer, number: str = "") -> str:
    """For a hidden field of the form that shows this offer."""
    groups = ((reader.id for reader in part) for part in (offer.file, offer.names, offer.instead))
    said = ".".join([number or secrets.token_urlsafe(16), *("-".join(map(str, sorted(group))) for group in groups)])
    return f"{said}.{_mac(db, said)}"


def read(db: Session, text: str) -> Sheet | None:
    """None for what no form of ours carried."""
    said, _, mac = text.rpartition(".")
    if not hmac.compare_digest(mac.encode(errors="replace"), _mac(db, said).encode()):
        return None
    number, *groups = said.split(".")
    file, names, instead = (frozenset(map(int, filter(None, group.split("-")))) for group in groups)
    return Sheet(number, file, names, instead)


def _mac(db: Session, said: str) -> str:
    return vault.rows.mac(db, "readers shown", said.encode(errors="replace")).hex()[:32]
