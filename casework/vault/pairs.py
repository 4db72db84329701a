"""Key pairs: public halves in one table, each under a MAC. Nothing is ever sealed to a bare key."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from shamir_mnemonic.wordlist import WORDLIST
from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from casework.db import new_id, utc_now

from . import core, custody, generations, met
from .binding import bind
from .core import Vault
from .models import PublicKey
from .words import RECOVERY_ID, Compartment, HolderKind, Unreadable

_PROVEN = object()


class Published(NamedTuple):
    """One line of the table, as far as anything is done with it."""

    id: int
    kind: str
    owner: int
    case_id: int
    compartment_id: int
    epoch: int
    generation: int
    public: bytes
    mac: bytes
    mac_version: int
    server_kept: bool
    created_at: datetime


_PUBLISH = insert(PublicKey.__table__)  # type: ignore[arg-type]
_OWNED = (
    select(*(getattr(PublicKey, name) for name in Published._fields))
    .where(PublicKey.kind == bindparam("kind"), PublicKey.owner.in_(bindparam("owners", expanding=True)))
    .order_by(PublicKey.generation)
)
"""Made once: a report asks and writes these while others wait for it."""


@dataclass(frozen=True, slots=True)
class PublicHalf:
    """A public key that came through its MAC, with whose it is. Made by this module only. `barred`: the rooms that are
    not sealed to it, since the server keeps its private half."""

    kind: HolderKind
    owner: int
    case_id: int
    compartment_id: int
    epoch: int
    generation: int
    key: bytes
    proof: object
    server_kept: bool = False
    barred: frozenset[Compartment] = frozenset()

    def __post_init__(self) -> None:
        if self.proof is not _PROVEN:
            raise Unreadable("a public key that nobody vouches for")


def publish(
    db: Session,
    kind: HolderKind,
    owner: int,
    public: bytes,
    *,
    case: int = 0,
    compartment: int = 0,
    epoch: int = 0,
    generation: int = 1,
    server_kept: bool = False,
) -> PublicHalf:
    """Enter a public half (32 bytes) into the table, under its MAC."""
    row = _new(core.of(db), kind, owner, public, case, compartment, epoch, generation, server_kept=server_kept)
    db.connection().execute(_PUBLISH, [row._asdict()])
    return _checked(db, row)


def move(db: Session, owner: int, generation: int, *, server_kept: bool) -> None:
    """A person's key changes hands: into the server's, or back into its owner's alone."""
    vault = core.of(db)
    [row] = db.scalars(
        select(PublicKey).where(
            PublicKey.kind == HolderKind.PERSON.value, PublicKey.owner == owner, PublicKey.generation == generation
        )
    )
    checked(vault, row)
    row.server_kept, row.mac_version = server_kept, vault.keyring.version
    row.mac = _mac(vault, row)
    db.flush()


def publish_boxes(db: Session, boxes: Iterable[tuple[int, int, int, bytes]]) -> None:
    """Enter drop boxes of many compartments at once: case, compartment, epoch and public half of each."""
    vault, kind = core.of(db), HolderKind.DROPBOX
    rows = [_new(vault, kind, room, public, case, room, epoch)._asdict() for case, room, epoch, public in boxes]
    db.connection().execute(_PUBLISH, rows)


def current(db: Session, kind: HolderKind, owner: int) -> PublicHalf:
    """The latest generation, verified. LookupError when there is none, Unreadable when the MAC does not fit, or the
    journal knows a newer one."""
    found = current_many(db, kind, [owner])
    if owner not in found:
        raise LookupError(f"no key of {kind} {owner}")
    return found[owner]


def current_many(db: Session, kind: HolderKind, owners: Iterable[int]) -> dict[int, PublicHalf]:
    """The latest generation of each owner that has one."""
    db.flush()  # what follows goes past the session, which would have
    rows = db.connection().execute(_OWNED, {"kind": kind.value, "owners": list(owners)})
    latest = {row.owner: row for row in rows}
    if kind in (HolderKind.PERSON, HolderKind.RECOVERY):
        generations.check(core.of(db), kind, {owner: row.generation for owner, row in latest.items()})
    return {owner: _checked(db, row) for owner, row in latest.items()}


def drop_box(db: Session, compartment: int, epoch: int) -> PublicHalf:
    """The pair of a compartment's epoch, for those who may put in and not read."""
    row = db.scalar(
        select(PublicKey).where(
            PublicKey.kind == HolderKind.DROPBOX.value,
            PublicKey.compartment_id == compartment,
            PublicKey.epoch == epoch,
        )
    )
    if row is None:
        raise Unreadable("this compartment has no drop box")
    return checked(core.of(db), row)


def recovery(db: Session) -> PublicHalf:
    return current(db, HolderKind.RECOVERY, RECOVERY_ID)


def fingerprint(public: bytes) -> str:
    """Six words to compare by voice: 60 bits of SHA-256 over the key, from SLIP-39's list of 1,024."""
    number = int.from_bytes(hashlib.sha256(bind("fingerprint", public)).digest()[:8], "big") >> 4
    return " ".join(WORDLIST[(number >> shift) & 1023] for shift in range(0, 60, 10))


def renew(vault: Vault, row: PublicKey) -> None:
    """The same half under a MAC of the newest version; Unreadable when the MAC that it has does not fit."""
    checked(vault, row)
    row.mac_version = vault.keyring.version
    row.mac = _mac(vault, row)


def _new(
    vault: Vault,
    kind: HolderKind,
    owner: int,
    public: bytes,
    case: int,
    compartment: int,
    epoch: int,
    generation: int = 1,
    *,
    server_kept: bool = False,
) -> Published:
    version = vault.keyring.version
    where = (kind.value, owner, case, compartment, epoch, generation)
    row = Published(new_id(), *where, public, b"", version, server_kept, utc_now())
    return row._replace(mac=_mac(vault, row))


def _mac(vault: Vault, row: Any) -> bytes:
    """`row` has what `Published` has, as an entity or as a line."""
    context = bind(
        "public-key",
        vault.instance,
        row.kind,
        row.owner,
        row.case_id,
        row.compartment_id,
        row.epoch,
        row.generation,
        row.public,
        *(("server-kept",) if row.server_kept else ()),
    )
    return hmac.digest(vault.subkey("keymac", row.mac_version), context, "sha256")


def _checked(db: Session, row: Any) -> PublicHalf:
    return checked(core.of(db), row, custody.barred(db) if row.server_kept else frozenset())


def checked(vault: Vault, row: Any, barred: frozenset[Compartment] = custody.EVERY) -> PublicHalf:
    """The row as a half that can be sealed to; Unreadable when its MAC does not fit. Where nobody says which rooms are
    barred to a key that the server keeps, all are."""
    if not hmac.compare_digest(row.mac, _mac(vault, row)):
        met.note_in(vault, "public key", row.id)
        raise Unreadable(f"the public key of {row.kind} {row.owner} was changed")
    return PublicHalf(
        HolderKind(row.kind),
        row.owner,
        row.case_id,
        row.compartment_id,
        row.epoch,
        row.generation,
        row.public,
        _PROVEN,
        row.server_kept,
        barred if row.server_kept else frozenset(),
    )
