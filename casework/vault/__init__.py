"""The vault: who can read what is settled by keys. It knows no domain; a case is a number to it.

Choices where the design left room:
- A value's key id in its header is the epoch of its room, the KEK's number or the subkey's version, by where it lies.
- Server-tier values of a case are sealed once, under HKDF(`field` subkey ‖ `S`): either missing, they stay shut.
- Rows that decide who is sealed to are MACed under `keymac` as public keys are (`rows`).
- A drop box is HPKE to a pair derived from the compartment's key; what was dropped starts with 02.
- Root subkeys of one version serve all labels and move together, but `index` and `receipt`, which stay at version 1:
  what is found by a tag alone has no place to name a version.
- A fingerprint is 60 bits in six words of SLIP-39's list.
- A link salts the stretching of its code; what both give goes through HKDF with the link again and the pepper, so that
  whoever has the database, the keyring and a link still stretches for every code, and for each link anew.
- Files lie in a folder, under random names; one machine is the scale of this release.
- A line of the journal is chained to the one before it. A restore does all of it again, from the first line: a removed
  seal names the epoch that followed, so that a backup which has it is left as it is; what cannot be made again (a
  password) is taken away.
- Recovery's next pair was compared when it was entered, so that a room which is sealed to an earlier one gets its next
  key sealed to the newest, with nobody signed in; its earlier keys follow when a holder opens it, or from the cards.
- A long sealing of the background is shared with a second process, which knows public halves and new keys meanwhile.
- The journal's newest generations are kept in memory and followed as it grows; nothing is sealed to an older one.
"""

from . import (
    blob,
    building,
    ceremony,
    custody,
    ending,
    export,
    factors,
    field,
    files,
    fit,
    homes,
    hpke,
    journal,
    letters,
    many,
    met,
    moving,
    pairs,
    passwords,
    readers,
    receipts,
    recovery,
    rekeying,
    returned,
    rewrapping,
    room,
    rooms,
    rows,
    seals,
    secrets,
    succession,
)
from .core import Vault, of
from .holder import Holder
from .keyring import Keyring, KeyringError
from .room import Room
from .words import (
    EAP_RECOVERY_ID,
    OF_CASES,
    OF_EXITS,
    OF_HOLDS,
    OF_REQUESTS,
    OF_SUPPORT,
    RECOVERY_ID,
    Barred,
    Compartment,
    HolderKind,
    NoSeal,
    Unreadable,
)

__all__ = [
    "EAP_RECOVERY_ID",
    "OF_CASES",
    "OF_EXITS",
    "OF_HOLDS",
    "OF_REQUESTS",
    "OF_SUPPORT",
    "RECOVERY_ID",
    "Barred",
    "Compartment",
    "Holder",
    "HolderKind",
    "Keyring",
    "KeyringError",
    "NoSeal",
    "Room",
    "Unreadable",
    "Vault",
    "blob",
    "building",
    "ceremony",
    "custody",
    "ending",
    "export",
    "factors",
    "field",
    "files",
    "fit",
    "homes",
    "hpke",
    "journal",
    "letters",
    "many",
    "met",
    "moving",
    "of",
    "pairs",
    "passwords",
    "readers",
    "receipts",
    "recovery",
    "rekeying",
    "returned",
    "rewrapping",
    "room",
    "rooms",
    "rows",
    "seals",
    "secrets",
    "succession",
]
