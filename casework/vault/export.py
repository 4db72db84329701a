"""The keyring's export: root and live KEKs sealed to the recovery pair, to be kept off the host.

Without it a lost host loses every case; with it and two shares everything opens on a new machine.
"""

import json
from base64 import b64decode, b64encode

from . import hpke
from .binding import bind
from .holder import Holder
from .keyring import Keyring
from .pairs import PublicHalf
from .words import RECOVERY_ID, HolderKind, Unreadable

FORMAT = "casework keyring export 1"


def seal(keyring: Keyring, to: PublicHalf) -> bytes:
    """A document to print or file away; it holds no key that opens without the recovery shares."""
    if (to.kind, to.owner) != (HolderKind.RECOVERY, RECOVERY_ID):
        raise Unreadable("an export goes to the installation's recovery pair")
    sealed = hpke.encrypt(to.key, _context(keyring.instance, keyring.current_kek), keyring.encode())
    document = {
        "format": FORMAT,
        "instance": keyring.instance.hex(),
        "kek": keyring.current_kek,
        "sealed": b64encode(sealed).decode(),
    }
    return json.dumps(document, indent=1).encode() + b"\n"


def open_(document: bytes, holder: Holder) -> Keyring:
    """The keyring again; Unreadable for other shares or a changed file."""
    try:
        found = json.loads(document)
        instance, kek, sealed = bytes.fromhex(found["instance"]), int(found["kek"]), b64decode(found["sealed"])
        if found["format"] != FORMAT:
            raise ValueError(found["format"])
    except (ValueError, KeyError, TypeError):
        raise Unreadable("not a keyring export of a format that this release knows") from None
    return Keyring.decode(hpke.decrypt(holder.private, _context(instance, kek), sealed))


def _context(instance: bytes, kek: int) -> bytes:
    return bind("keyring-export", instance, kek)
