"""The vault of one installation: its keyring, and where the journal goes. Travels on every session."""

from pathlib import Path

from sqlalchemy.orm import Session

from . import homes
from .homes import Home
from .keyring import Keyring
from .words import Unreadable


class Vault:
    """Holds the keyring for the process. Give a path to have it read again when a new KEK turns up."""

    def __init__(self, keyring: Keyring, path: Path | None = None, journal: Path | None = None) -> None:
        self.keyring = keyring
        self.journal = journal
        self.home: Home | None = homes.at(path) if path is not None else None
        self._stamp: object = None

    @classmethod
    def load(cls, path: Path, journal: Path | None = None) -> "Vault":
        return cls(homes.at(path).read(), path, journal)

    @property
    def instance(self) -> bytes:
        return self.keyring.instance

    def refresh(self) -> None:
        """Read the keyring anew where it was changed: before something is put under its newest key."""
        if self.home is not None and (stamp := self.home.stamp()) not in (None, self._stamp):
            self.keyring, self._stamp = self.home.read(), stamp

    def kek(self, number: int) -> bytes:
        """A KEK by its number; one that was rotated in since the start is read from the keyring's home."""
        if number not in self.keyring.keks and self.home is not None:
            self.keyring = self.home.read()
        return self.keyring.kek(number)

    def subkey(self, label: str, version: int | None = None) -> bytes:
        if version is not None and version > self.keyring.version and self.home is not None:
            self.keyring = self.home.read()
        return self.keyring.subkey(label, version)


def of(db: Session) -> Vault:
    """The vault that this session was opened with."""
    vault = db.info.get("vault")
    if not isinstance(vault, Vault):
        raise Unreadable("this session has no vault")
    return vault
