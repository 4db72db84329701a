"""One seal: a compartment's key for one holder, in two layers.

Inside HPKE to the holder's public half, or AES-GCM under the holder's own symmetric key once it was opened;
outside AES-GCM under the case secret, so that a destroyed case stays shut for whoever still has a key pair.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import blob, hpke
from .binding import bind, numbers, spelled
from .core import Vault
from .holder import Holder
from .models import Seal
from .pairs import PublicHalf
from .words import Barred, Compartment, HolderKind, Unreadable

HPKE, OWN = "hpke", "own"
Secret = bytes | AESGCM
"""A case's, as it is or made ready for many seals."""


@dataclass(frozen=True, slots=True)
class Target:
    """Which key it is that a seal carries."""

    case_id: int
    compartment_id: int
    compartment: Compartment
    subject: int
    epoch: int


class Sealed(Protocol):
    """What opening looks at, of an entity or of a row."""

    @property
    def generation(self) -> int: ...
    @property
    def form(self) -> str: ...
    @property
    def sealed(self) -> bytes: ...


class Held(Sealed, Protocol):
    """The same, with whose it is."""

    @property
    def epoch(self) -> int: ...
    @property
    def holder_kind(self) -> str: ...
    @property
    def holder_id(self) -> int: ...


def make(vault: Vault, secret: Secret, target: Target, to: PublicHalf, key: bytes) -> bytes:
    """A seal of the first form, for a holder who need not be there. Barred, where the organisation seals this room to
    no key that the server keeps."""
    return dress(vault, secret, target, to, hpke.encrypt(*wish(vault, target, to, key)))


def wish(vault: Vault, target: Target, to: PublicHalf, key: bytes) -> hpke.Wish:
    """Its inner layer, still to be made; `dress` puts the outer one round it."""
    if target.compartment in to.barred:
        raise Barred(f"{target.compartment} is sealed to no key that the server keeps")
    return to.key, _context(vault, target, to.kind.value, to.owner, to.generation), key


def make_own(vault: Vault, secret: bytes, target: Target, holder: Holder, key: bytes) -> bytes:
    """A seal of the second form, by the holder: opened ten times as fast."""
    context = _context(vault, target, holder.kind.value, holder.id, holder.generation)
    inner = blob.seal(holder.own_key, target.epoch, b"inner" + context, key)
    return blob.seal(secret, target.epoch, b"outer" + context, inner)


def open_(vault: Vault, secret: Secret, target: Target, holder: Holder, seal: Sealed) -> bytes:
    """The compartment's key; its commitment is still to be compared."""
    context = _context(vault, target, holder.kind.value, holder.id, holder.generation)
    return open_in(context, secret, holder, seal)


def open_in(context: bytes, secret: Secret, holder: Holder, seal: Sealed) -> bytes:
    """`open_`, with a context from `contexts`."""
    if seal.generation != holder.generation:
        raise Unreadable("this seal was made for another generation of the key")
    inner = blob.open_(secret, b"outer" + context, seal.sealed)
    if seal.form == OWN:
        return blob.open_(holder.own_cipher, b"inner" + context, inner)
    return hpke.decrypt(holder.opener, context, inner)


def contexts(vault: Vault, compartment: Compartment, subject: int, holder: Holder) -> Callable[[int, int, int], bytes]:
    """What each of a holder's seals on such a compartment is bound to, by case, compartment and epoch: of many, what
    they share is spelled once."""
    begin, name = bind("seal", vault.instance), spelled(compartment.value, subject)
    end = spelled(holder.kind.value, holder.id, holder.generation)
    return lambda case_id, id_, epoch: b"".join((begin, numbers(case_id, id_), name, numbers(epoch), end))


def is_genuine(vault: Vault, secret: Secret, target: Target, seal: Held) -> bool:
    """Was it made here, for this holder, generation and epoch? The outer layer says so without the holder's key."""
    context = _context(vault, target, seal.holder_kind, seal.holder_id, seal.generation)
    try:
        blob.open_(secret, b"outer" + context, seal.sealed)
    except Unreadable:
        return False
    return True


def bare(vault: Vault, secret: bytes, target: Target, seal: Seal) -> bytes:
    """A seal of the first form without the case's layer: for a holder whose private half is never on this machine."""
    if seal.form != HPKE:
        raise Unreadable("this seal was turned to its holder's own key")
    context = _context(vault, target, seal.holder_kind, seal.holder_id, seal.generation)
    return blob.open_(secret, b"outer" + context, seal.sealed)


def dress(vault: Vault, secret: Secret, target: Target, to: PublicHalf, inner: bytes) -> bytes:
    """What was sealed to `to`, here or elsewhere, under the case's layer."""
    context = _context(vault, target, to.kind.value, to.owner, to.generation)
    return blob.seal(secret, target.epoch, b"outer" + context, inner)


def bound(instance: bytes, target: Target, kind: HolderKind, holder_id: int, generation: int) -> bytes:
    """What both layers of a seal are bound to."""
    return _of_room(instance, target) + _of_holder(kind.value, holder_id, generation)


def _context(vault: Vault, target: Target, kind: str, holder_id: int, generation: int) -> bytes:
    return _of_room(vault.instance, target) + _of_holder(kind, holder_id, generation)


@lru_cache(maxsize=256)
def _of_room(instance: bytes, target: Target) -> bytes:
    """The same for everybody who holds it: a room of forty readers spells it once."""
    where = (target.case_id, target.compartment_id, target.compartment.value, target.subject, target.epoch)
    return bind("seal", instance, *where)


@lru_cache(maxsize=1024)
def _of_holder(kind: str, holder_id: int, generation: int) -> bytes:
    return spelled(kind, holder_id, generation)
