"""An open room: its keys by epoch, for as long as the request lasts. Seals under the newest, opens under any it has."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import InstrumentedAttribute

from . import blob, hpke
from .binding import bind, numbers, place, with_number
from .words import Compartment, NoSeal, Unreadable

_COMMIT = bind("commit")
DROPPED = b"\x02"
"""First byte of what was put in by somebody who could not read the room."""


@dataclass(frozen=True, slots=True)
class Room:
    """`keys`: 32 bytes an epoch. `subject`: whose dialogue or identity it is, else 0."""

    instance: bytes
    case_id: int
    compartment_id: int
    compartment: Compartment
    subject: int
    epoch: int
    keys: dict[int, bytes] = field(repr=False)

    def seal(self, column: InstrumentedAttribute[Any], row_id: int, text: str) -> bytes:
        """Seal a text for one column of one row."""
        return self.seal_bytes(column, row_id, text.encode())

    def seal_bytes(self, column: InstrumentedAttribute[Any], row_id: int, data: bytes) -> bytes:
        return blob.seal(self._key(self.epoch), self.epoch, self._context(column, row_id, self.epoch), data)

    def open(self, column: InstrumentedAttribute[Any], row_id: int, sealed: bytes) -> str:
        """The text; Unreadable when it is of another room, column, row or epoch, or was changed."""
        return self.open_bytes(column, row_id, sealed).decode()

    def open_bytes(self, column: InstrumentedAttribute[Any], row_id: int, sealed: bytes) -> bytes:
        if sealed[:1] == DROPPED:
            return self._open_dropped(column, row_id, sealed)
        epoch = blob.key_id_of(sealed)
        return blob.open_(self._key(epoch), self._context(column, row_id, epoch), sealed)

    def opener(self, column: InstrumentedAttribute[Any]) -> Callable[[int, bytes], str]:
        """`open` for many values of one column: each key is made ready once, what contexts share is spelled once."""
        begin, known = bind("value", self.instance, *place(column)), dict[bytes, tuple[AESGCM, bytes]]()

        def open_(row_id: int, sealed: bytes) -> str:
            ready = known.get(sealed[:4])  # format, algorithm and epoch
            if ready is None:
                if sealed[:1] == DROPPED:
                    return self.open(column, row_id, sealed)
                ready = known[sealed[:4]] = self._ready(blob.key_id_of(sealed))
            return blob.open_known(ready[0], with_number(begin, row_id) + ready[1], sealed).decode()

        return open_

    def _ready(self, epoch: int) -> tuple[AESGCM, bytes]:
        return AESGCM(self._key(epoch)), numbers(self.compartment_id, epoch)

    def _open_dropped(self, column: InstrumentedAttribute[Any], row_id: int, sealed: bytes) -> bytes:
        epoch = int.from_bytes(sealed[1:3], "big")
        private = drop_private(self._key(epoch))
        return hpke.decrypt(private, b"drop" + self._context(column, row_id, epoch), sealed[3:])

    def _key(self, epoch: int) -> bytes:
        try:
            return self.keys[epoch]
        except KeyError:
            raise NoSeal(f"no key of epoch {epoch}") from None

    def _context(self, column: InstrumentedAttribute[Any], row_id: int, epoch: int) -> bytes:
        return value_context(self.instance, column, row_id, self.compartment_id, epoch)


def value_context(
    instance: bytes, column: InstrumentedAttribute[Any], row_id: int, compartment_id: int, epoch: int
) -> bytes:
    return bind("value", instance, *place(column), row_id, compartment_id, epoch)


def value_contexts(instance: bytes, column: InstrumentedAttribute[Any]) -> Callable[[int, int, int], bytes]:
    """The same for many values of one column, by row, compartment and epoch: what they share is spelled once."""
    begin = bind("value", instance, *place(column))
    return lambda row_id, compartment_id, epoch: begin + numbers(row_id, compartment_id, epoch)


def commitment(key: bytes) -> bytes:
    """Kept beside the seals: two keys that both open something cannot share it."""
    return blob.derive(key, _COMMIT)


def check(key: bytes, committed: bytes) -> bytes:
    if not hmac.compare_digest(commitment(key), committed):
        raise Unreadable("this is not the compartment's key")
    return key


def drop_private(key: bytes) -> bytes:
    """The drop box's private half: whoever can read the room can open what was dropped."""
    return blob.derive(key, bind("drop-box"))
