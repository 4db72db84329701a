"""What a backup says of itself, under a MAC: which keys it needs, how far trail and journal went, each file’s sum."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from casework.backup.copying import put
from casework.vault import Vault
from casework.vault.binding import bind
from casework.vault.journal import Place

FORMAT = "casework backup 1"
NAME, SUMS, FILES = "manifest.json", "files.sha256", "files"
PIECE = 1 << 20


class Damaged(Exception):
    """The backup is not as it was made. The message names what differs."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`keks`: without each of them cases stay shut for ever. `database`: its file. `lacking`: files that were gone
    from the store when it was made. `sums`: SHA-256 of the list of sums."""

    made: str
    release: str
    instance: str
    key_version: int
    keks: list[int]
    kind: str
    server: str
    migration: str
    database: str
    trail: str
    journal: Place
    files: int
    bytes: int
    lacking: list[int]
    sums: str
    format: str = FORMAT
    mac: str = field(default="", repr=False)

    def write(self, folder: Path, vault: Vault) -> None:
        """Complete and synced, for everything else is there already."""
        document = asdict(self) | {"mac": ""}
        document["mac"] = _mac(vault, self.key_version, document)
        put(folder / NAME, json.dumps(document, indent=1).encode() + b"\n")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """As it stands there, not compared with anything yet."""
        try:
            found = json.loads((folder / NAME).read_bytes())
        except FileNotFoundError:
            raise Damaged(f"There is no {NAME} in {folder}: it is no backup, or was never finished.") from None
        except ValueError:
            raise Damaged(f"{NAME} was changed: it cannot be read.") from None
        if not isinstance(found, dict) or found.get("format") != FORMAT:
            raise Damaged(f"{NAME} names no format that this release knows ({FORMAT}).")
        try:
            return cls(**{**found, "journal": Place(**found["journal"])})
        except (TypeError, KeyError):
            raise Damaged(f"{NAME} was changed: it lacks what it must say.") from None

    def check(self, vault: Vault) -> None:
        """Damaged unless this installation wrote it so."""
        document: dict[str, Any] = {one.name: getattr(self, one.name) for one in fields(self)}
        document |= {"journal": asdict(self.journal), "mac": ""}
        if not hmac.compare_digest(self.mac.encode(), _mac(vault, self.key_version, document).encode()):
            raise Damaged(f"{NAME} was changed, or is another installation’s.")


def sums(folder: Path, listed: str) -> Iterator[tuple[str, str]]:
    """Path and SHA-256 of each file, from the list; Damaged unless the list's own sum is `listed`, said at its end."""
    digest = hashlib.sha256()
    try:
        with (folder / SUMS).open("rb") as file:
            for line in file:
                digest.update(line)
                known, _, path = line.decode(errors="replace").rstrip("\n").partition("  ")
                yield path, known
    except FileNotFoundError:
        raise Damaged(f"There is no {SUMS}.") from None
    if digest.hexdigest() != listed:
        raise Damaged(f"{SUMS} was changed.")


def _mac(vault: Vault, version: int, document: dict[str, Any]) -> str:
    body = json.dumps(document, separators=(",", ":"), sort_keys=True)
    return hmac.digest(vault.subkey("audit", version), bind("backup", vault.instance, body), "sha256").hex()
