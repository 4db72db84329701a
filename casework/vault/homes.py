"""Where the keyring lies: a file of its owner's alone, or a systemd credential, which nothing here can write."""

import fcntl
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from . import keyring as keyrings
from .keyring import Keyring, KeyringError

Writer = Callable[[Keyring], None]


class Home(Protocol):
    """One place for a keyring."""

    def read(self) -> Keyring:
        """KeyringError, with the cure, when it is missing, damaged or open to others."""

    def stamp(self) -> object:
        """Another value once the keyring was changed: asking costs next to nothing. None when it is not there."""

    def changing(self) -> AbstractContextManager[tuple[Keyring, Writer]]:
        """The keyring as it is, and how to put another in its place, with everybody else who would do so kept out.
        KeyringError where it cannot be written."""


def at(path: Path) -> Home:
    """The home that a path stands for."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    return Credential(path) if folder and path.is_relative_to(folder) else File(path)


@dataclass(frozen=True)
class File:
    """Mode 600, changed under a lock that lies beside it."""

    path: Path

    def read(self) -> Keyring:
        return keyrings.read(self.path)

    def stamp(self) -> object:
        return _stamp(self.path)

    @contextmanager
    def changing(self) -> Iterator[tuple[Keyring, Writer]]:
        beside = self.path.with_name(f"{self.path.name}.lock")
        try:
            handle = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as wrong:
            raise KeyringError(f"{self.path.parent} cannot be written here. {ELSEWHERE}") from wrong
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield self.read(), lambda keyring: keyrings.replace(self.path, keyring)
        finally:
            os.close(handle)


ELSEWHERE = (
    "Give `--to FILE`: the new keyring is written there. Put it in its place on every host, start each anew, "
    "then run the same command without `--to`."
)


@dataclass(frozen=True)
class Credential:
    """What systemd decrypted for this service: a copy of its own, as it was when the service started."""

    path: Path

    def read(self) -> Keyring:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            raise KeyringError(
                f"systemd has given this process no credential “{self.path.name}”: add "
                f"`LoadCredentialEncrypted={self.path.name}` to the unit."
            ) from None
        if found.st_mode & stat.S_IRWXO:  # its group's bits are an access list's mask there, and say nothing
            raise KeyringError(f"The credential {self.path} may be read by others.")
        return Keyring.decode(self.path.read_bytes())

    def stamp(self) -> object:
        return _stamp(self.path)

    def changing(self) -> AbstractContextManager[tuple[Keyring, Writer]]:
        raise KeyringError(f"The keyring is a systemd credential, which is read-only. {ELSEWHERE}")


def _stamp(path: Path) -> object:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size
