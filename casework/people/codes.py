"""The second factor: six digits from a phone (TOTP, SHA-1, 30 seconds), each of use once."""

import base64
import os
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import update
from sqlalchemy.orm import Session

from casework import vault

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


def accept(db: Session, credential: Credential, code: str, now: datetime) -> bool:
    """True once for each code; a code as old as the last accepted one, or older, is refused."""
    secret = secret_of(db, credential)
    step = fitting_step(secret, code, now) if secret is not None else None
    if step is None:
        return False
    newer = update(Credential).where(
        Credential.person_id == credential.person_id,
        Credential.generation == credential.generation,
        Credential.totp_step < step,
    )
    return db.execute(newer.values(totp_step=step).returning(Credential.person_id)).first() is not None


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP)  # noqa: S303 - what authenticator apps speak
