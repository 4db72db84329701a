"""What a passkey made or signed, judged by the `webauthn` library; and counted, so that a copy is noticed."""

import json
from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from casework import vault
from casework.db import new_id

from . import challenges, passkeys
from .challenges import Use
from .models import Passkey, Person
from .passkeys import Place

LARGEST = 20_000
"""Characters of what a browser hands over."""
NOBODY = bytes.fromhex(
    "a5010203262001215820"
    "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "225820"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
)
"""Some public key: what an unknown passkey is compared with, so that the same is done. It opens nothing."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Whose passkey it was. `sure`: it knew its owner, by finger, face or number. It proves nothing when `copied`: it
    counted backwards, so there may be two of it; or when `changed`: its row is not as Casework wrote it."""

    passkey: Passkey
    sure: bool
    copied: bool = False
    changed: bool = False


def add(
    db: Session, place: Place, person: Person, made: str, *, name: str, whose: str, now: datetime
) -> tuple[Passkey, bool] | None:
    """A new passkey, and whether it knew its owner; None when what the browser handed over is not what was asked."""
    from webauthn import verify_registration_response

    sent, challenge = _read(made)
    if challenge is None or not challenges.take(db, challenge, Use.ADD, whose, now):
        return None
    found = _judged(
        verify_registration_response,
        credential=sent,
        expected_challenge=challenge,
        expected_rp_id=place.host,
        expected_origin=place.origin,
    )
    if found is None or len(found.credential_id) > 1023 or len(passkeys.own(db, person)) >= passkeys.MOST:
        return None
    if db.scalar(select(Passkey.id).where(Passkey.credential == found.credential_id)) is not None:
        return None
    row = Passkey(
        id=new_id(),
        person_id=person.id,
        generation=person.generation,
        credential=found.credential_id,
        public=found.credential_public_key,
        sign_count=found.sign_count,
        transports=_transports(sent),
        can_open=_says_prf(sent),
        created_at=now,
    )
    passkeys.rename(db, row, name)
    row.mac = vault.rows.mac(db, "passkey", *passkeys.words(row))
    db.add(row)
    db.flush()
    return row, bool(found.user_verified)


def prove(
    db: Session, place: Place, assertion: str, *, use: Use, whose: str, now: datetime, person_id: int | None = None
) -> Signed | None:
    """Who signed this challenge, once. `person_id`: nobody else's passkey counts. Known or not, the same is done."""
    from webauthn import verify_authentication_response

    sent, challenge = _read(assertion)
    credential = _octets(sent.get("rawId"))
    row = _find(db, credential or b"")
    if challenge is None or not challenges.take(db, challenge, use, whose, now):
        return None
    found = _judged(
        verify_authentication_response,
        credential=sent,
        expected_challenge=challenge,
        expected_rp_id=place.host,
        expected_origin=place.origin,
        credential_public_key=row.public if row is not None else NOBODY,
        credential_current_sign_count=0,  # how it counts is judged below, so that it can be told of
    )
    if row is None or found is None or not _is_handle(db, row, sent):
        return None
    if person_id is not None and row.person_id != person_id:
        return None
    if not passkeys.is_genuine(db, row):
        return Signed(row, sure=False, changed=True)
    return Signed(row, bool(found.user_verified), copied=not _count(db, row, found.new_sign_count, now))


def _find(db: Session, credential: bytes) -> Passkey | None:
    """Of somebody who can sign in, and of the generation of their key that counts now."""
    query = select(Passkey).join(Person, Person.id == Passkey.person_id)
    current = (Passkey.generation == Person.generation, Person.state == "active")
    return db.scalar(query.where(Passkey.credential == credential, *current))


def _count(db: Session, row: Passkey, count: int, now: datetime) -> bool:
    """False when it has not counted on since: of two requests with the same count one comes first."""
    onward = or_(Passkey.sign_count < count, (Passkey.sign_count == 0) & (count == 0))
    later = update(Passkey).where(Passkey.id == row.id, onward).values(sign_count=count, used_at=now)
    return db.execute(later.returning(Passkey.id)).first() is not None


def _is_handle(db: Session, row: Passkey, sent: dict[str, Any]) -> bool:
    said = _octets(sent["response"].get("userHandle"))
    return not said or said == vault.factors.handle(vault.of(db), row.person_id)


def _judged(judge: Any, **given: Any) -> Any:
    """What the library found, or None. Everything here comes from outside, and it has many ways to say no."""
    try:
        return judge(**given)
    except Exception:  # noqa: BLE001 - a refusal, whatever it is called: nothing of it is used
        return None


def _read(text: str) -> tuple[dict[str, Any], bytes | None]:
    """What the browser handed over, and the challenge that it says it signed."""
    try:
        sent = json.loads(text) if len(text) <= LARGEST else None
        data = _octets(sent["response"]["clientDataJSON"]) if isinstance(sent, dict) else None
        said = json.loads(data or b"{}")
        challenge = _octets(said.get("challenge"))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {"response": {}}, None
    return (sent, challenge) if isinstance(sent, dict) else ({"response": {}}, None)


def _octets(text: object) -> bytes | None:
    if not isinstance(text, str):
        return None
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (NotBase64, ValueError):
        return None


def _transports(sent: dict[str, Any]) -> str:
    from webauthn.helpers.structs import AuthenticatorTransport

    said, known = sent["response"].get("transports"), {way.value for way in AuthenticatorTransport}
    return " ".join(sorted({way for way in said if isinstance(way, str)} & known)) if isinstance(said, list) else ""


def _says_prf(sent: dict[str, Any]) -> bool:
    """Whether the browser says that it has a secret to say: a hint for the page, no more."""
    results = sent.get("clientExtensionResults")
    prf = results.get("prf") if isinstance(results, dict) else None
    return isinstance(prf, dict) and prf.get("enabled") is True
