"""The keyring: the few secrets of an installation that never lie in its database or its backups.

A lasting root gives versioned subkeys; numbered KEKs wrap nothing but case secrets and rotate.
"""

import json
import os
import secrets
import stat
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Self

from .binding import bind
from .blob import derive
from .words import Unreadable

FORMAT = "casework keyring 1"
LASTING = frozenset({"index", "receipt"})
"""Labels whose subkey never changes: what is found by a tag alone has no place to name a version, and neither a
receipt nor the number of somebody outside the directory can be asked for again."""


class KeyringError(Exception):
    """The keyring cannot be used. The message says what to do."""


@dataclass(frozen=True)
class Keyring:
    """Root and KEKs are 32 bytes each; `instance`, of 16, names the installation in every sealed value, and salts what
    receipts are derived by."""

    instance: bytes
    root: bytes = field(repr=False)
    version: int = 1
    keks: Mapping[int, bytes] = field(default_factory=dict, repr=False)
    made: Mapping[int, date] = field(default_factory=dict)

    @classmethod
    def new(cls) -> Self:
        today = datetime.now(UTC).date()
        return cls(secrets.token_bytes(16), secrets.token_bytes(32), 1, {1: secrets.token_bytes(32)}, {1: today})

    @property
    def current_kek(self) -> int:
        return max(self.keks)

    def kek(self, number: int) -> bytes:
        try:
            return self.keks[number]
        except KeyError:
            raise Unreadable(f"no KEK {number} in this keyring") from None

    def subkey(self, label: str, version: int | None = None) -> bytes:
        """A key of its own for each use: `pepper` `keymac` `field` `index` `audit` `receipt` `sso-wrap`."""
        version = self.version if version is None else version
        version = 1 if label in LASTING else version
        if not 1 <= version <= self.version:
            raise Unreadable(f"no version {version} of the root's subkeys")
        return _subkey(self.root, self.instance, label, version)

    def rotated(self, today: date) -> Self:
        """With one KEK more, which is the current one from now on."""
        number = self.current_kek + 1
        keks = {**self.keks, number: secrets.token_bytes(32)}
        return replaced(self, keks=keks, made={**self.made, number: today})

    def without(self, numbers: Collection[int]) -> Self:
        """Those KEKs destroyed; the current one stays."""
        gone = set(numbers) - {self.current_kek}
        keks = {n: key for n, key in self.keks.items() if n not in gone}
        return replaced(self, keks=keks, made={n: day for n, day in self.made.items() if n not in gone})

    def renewed(self) -> Self:
        """With another version of the root's subkeys; every earlier one can still be derived."""
        return replaced(self, version=self.version + 1)

    def encode(self) -> bytes:
        keks = {str(n): {"key": key.hex(), "made": self.made[n].isoformat()} for n, key in self.keks.items()}
        document = {
            "format": FORMAT,
            "instance": self.instance.hex(),
            "root": self.root.hex(),
            "version": self.version,
            "keks": keks,
        }
        return json.dumps(document, indent=1).encode()

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """KeyringError when it is not a keyring of a format that this release knows."""
        try:
            found = json.loads(data)
            if found["format"] != FORMAT:
                raise KeyringError(f"The keyring's format is “{found['format']}”; this release reads “{FORMAT}”.")
            keks = {int(n): bytes.fromhex(kek["key"]) for n, kek in found["keks"].items()}
            made = {int(n): date.fromisoformat(kek["made"]) for n, kek in found["keks"].items()}
            root, instance = bytes.fromhex(found["root"]), bytes.fromhex(found["instance"])
            version = int(found["version"])
        except (ValueError, KeyError, TypeError) as wrong:
            raise KeyringError("The keyring file is damaged: restore it from its export.") from wrong
        if (len(root), len(instance)) != (32, 16) or not keks or any(len(key) != 32 for key in keks.values()):
            raise KeyringError("The keyring file is damaged: restore it from its export.")
        return cls(instance, root, version, keks, made)


@lru_cache(maxsize=64)
def _subkey(root: bytes, instance: bytes, label: str, version: int) -> bytes:
    return derive(root, bind("subkey", instance, label, version))


def write(path: Path, keyring: Keyring) -> None:
    """A new file, readable by its owner alone; never over an existing one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyringError(f"There is a keyring at {path} already: it is never written over.") from None
    with os.fdopen(handle, "wb") as file:
        file.write(keyring.encode())
        file.flush()
        os.fsync(file.fileno())


def replace(path: Path, keyring: Keyring) -> None:
    """Another keyring in its place, whole or not at all: only rotation does this."""
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    write(beside, keyring)
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read(path: Path) -> Keyring:
    """Load it, refusing a file that anybody else may read."""
    try:
        found = path.stat()
    except FileNotFoundError:
        raise KeyringError(f"There is no keyring at {path}: run `casework init`, or set CASEWORK_KEYRING.") from None
    if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyringError(f"The keyring at {path} may be read by others: run `chmod 600 {path}`.")
    if found.st_uid not in (os.geteuid(), 0):
        raise KeyringError(f"The keyring at {path} belongs to another user: run `chown` for the user who serves.")
    return Keyring.decode(path.read_bytes())
