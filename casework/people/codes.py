"""The second factor as it is typed: six digits from a phone (TOTP, SHA-1, 30 seconds), or a printed code; each of use
once."""

import base64
import os
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import update
from sqlalchemy.orm import Session

from casework import vault

from . import printed
from .factor import Factor
from .models import Credential

STEP, DIGITS, DRIFT = 30, 6, 1


def new_secret() -> bytes:
    return os.urandom(20)


def seal(db: Session, credential: Credential, secret: bytes) -> bytes:
    """The secret in the server's tier: it must be checked before its owner's key is there."""
    return vault.field.seal(db, Credential.totp, credential.person_id, secret.hex())


def secret_of(db: Session, credential: Credential) -> bytes | None:
    if credential.totp is None:
        return None
    return bytes.fromhex(vault.field.open_(db, Credential.totp, credential.person_id, credential.totp))


def opened(db: Session, credential: Credential, kept: str) -> bytes | None:
    """A sealed secret that a form carried, while its phone is being taken; None when it is not of this person."""
    try:
        return bytes.fromhex(vault.field.open_(db, Credential.totp, credential.person_id, bytes.fromhex(kept)))
    except (ValueError, vault.Unreadable):
        return None


def address(secret: bytes, account: str, issuer: str) -> str:
    """What the QR code says to the phone."""
    return _totp(secret).get_provisioning_uri(account, issuer)


def written(secret: bytes) -> str:
    """For typing in where no camera is at hand: base32 in fours."""
    letters = base64.b32encode(secret).decode()
    return " ".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def fitting_step(secret: bytes, code: str, now: datetime) -> int | None:
    """Which 30 seconds this code is of: now, one before or one after."""
    typed = "".join(code.split())
    if len(typed) != DIGITS or not (typed.isascii() and typed.isdecimal()):
        return None
    step = int(now.timestamp()) // STEP
    tried = range(step - DRIFT, step + DRIFT + 1)
    return next((at for at in tried if _totp(secret).generate(at * STEP).decode() == typed), None)


def accept(db: Session, credential: Credential, code: str, now: datetime) -> Factor | None:
    """What the code is of, once for each: one from the phone as old as the last accepted, or older, is refused. The
    same is looked at whatever was typed, and whatever somebody has."""
    kept = printed.unused(db, credential)
    secret = secret_of(db, credential)
    step = fitting_step(secret, code, now) if secret is not None else None
    if step is not None and _use(db, credential, step):
        return Factor.PHONE
    return Factor.PRINTED if printed.use(db, credential, kept, code, now) else None


def fits(credential: Credential, secret: bytes, code: str, now: datetime) -> bool:
    """Whether a phone that is about to be taken shows codes of this secret; the code counts as used."""
    if (step := fitting_step(secret, code, now)) is None:
        return False
    credential.totp_step = step
    return True


def _use(db: Session, credential: Credential, step: int) -> bool:
    newer = update(Credential).where(
        Credential.person_id == credential.person_id,
        Credential.generation == credential.generation,
        Credential.totp_step < step,
    )
    return db.execute(newer.values(totp_step=step).returning(Credential.person_id)).first() is not None


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP)  # noqa: S303 - what authenticator apps speak
