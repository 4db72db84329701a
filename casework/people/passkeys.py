"""Passkeys: rows, names, and what a browser has to be told. `signing` judges what they sign."""

import base64
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.vault import Unreadable

from . import noted
from .models import Passkey, Person

log = logging.getLogger("casework")
MOST = 20
"""Passkeys of one person."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passkey counts: an origin, and its host as the authenticator knows it."""

    origin: str
    host: str


def place_of(origin: str) -> Place | None:
    """None where browsers have no passkeys: at a bare number, or without https anywhere but on one's own machine."""
    parts = urlsplit(origin)
    host = parts.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        safe = parts.scheme == "https" or host == "localhost" or host.endswith(".localhost")
        return Place(origin, host) if safe else None
    return None


def own(db: Session, person: Person) -> Sequence[Passkey]:
    """Those of the current generation that nobody has changed, oldest first."""
    query = select(Passkey).where(Passkey.person_id == person.id, Passkey.generation == person.generation)
    return [row for row in db.scalars(query.order_by(Passkey.created_at, Passkey.id)) if is_genuine(db, row)]


def one(db: Session, person_id: int, passkey_id: int) -> Passkey | None:
    """Somebody's own; anybody else's is not there."""
    person = db.get_one(Person, person_id)
    return next((row for row in own(db, person) if row.id == passkey_id), None)


def name_of(db: Session, row: Passkey) -> str:
    return vault.field.open_(db, Passkey.name, row.id, row.name)


def rename(db: Session, row: Passkey, name: str) -> None:
    row.name = vault.field.seal(db, Passkey.name, row.id, name)


def remove(db: Session, row: Passkey) -> None:
    noted.passkey_gone(db, row.person_id, row.id)
    db.delete(row)
    db.flush()


def let_open(db: Session, row: Passkey, prf: bytes, private: bytes) -> None:
    """From now on it opens its owner's key alone."""
    known, owner = vault.of(db), (row.person_id, row.generation)
    row.wrapped, row.can_open = vault.factors.wrap(known, prf, owner, row.credential, private), True


def stop_opening(db: Session, row: Passkey) -> None:
    """From now on it is a second factor and no more."""
    row.wrapped = None
    noted.passkey_shut(db, row.person_id, row.id)


def opened(db: Session, row: Passkey, prf: bytes) -> bytes | None:
    """The private half, where this passkey may open it and has said its secret; under the newest pepper from then
    on."""
    try:
        owner = row.person_id, row.generation
        if row.wrapped is None:
            return None
        known = vault.of(db)
        known.refresh()
        private = vault.factors.unwrap(known, prf, owner, row.credential, row.wrapped)
        if vault.blob.key_id_of(row.wrapped) != known.keyring.version:
            row.wrapped = vault.factors.wrap(known, prf, owner, row.credential, private)
        return private
    except Unreadable:
        return None


def creating(
    db: Session, place: Place, person: Person, *, email: str, organisation: str, challenge: bytes
) -> dict[str, Any]:
    """What the browser is told for making one: nobody's attestation is asked for, and no device twice."""
    from webauthn import generate_registration_options
    from webauthn.helpers.structs import AuthenticatorSelectionCriteria, ResidentKeyRequirement

    options = generate_registration_options(
        rp_id=place.host,
        rp_name=organisation,
        user_id=vault.factors.handle(vault.of(db), person.id),
        user_name=email,
        user_display_name=person.name,
        challenge=challenge,
        timeout=300_000,
        authenticator_selection=AuthenticatorSelectionCriteria(resident_key=ResidentKeyRequirement.PREFERRED),
        exclude_credentials=_described(own(db, person)),
    )
    return _told(db, options, secret=True)


def asking(
    db: Session,
    place: Place,
    challenge: bytes,
    rows: Sequence[Passkey] = (),
    *,
    secret: bool = False,
    sure: bool = False,
) -> dict[str, Any]:
    """What the browser is told for signing: with one of these, or whichever it has for this place. `secret`: it shall
    say its secret too; `sure`: it has to know that it is its owner who holds it."""
    from webauthn import generate_authentication_options
    from webauthn.helpers.structs import UserVerificationRequirement as Verification

    options = generate_authentication_options(
        rp_id=place.host,
        challenge=challenge,
        timeout=300_000,
        allow_credentials=_described(rows),
        user_verification=Verification.REQUIRED if sure else Verification.PREFERRED,
    )
    return _told(db, options, secret=secret)


def is_genuine(db: Session, row: Passkey) -> bool:
    try:
        vault.rows.check(db, row.mac, "passkey", *words(row))
    except Unreadable:
        log.error("A passkey was changed outside Casework and does not count: person %s", row.person_id)
        return False
    return True


def words(row: Passkey) -> tuple[int | bytes, ...]:
    """What its MAC covers."""
    return row.id, row.person_id, row.generation, row.credential, row.public


def _described(rows: Sequence[Passkey]) -> list[Any]:
    from webauthn.helpers.structs import AuthenticatorTransport, PublicKeyCredentialDescriptor

    return [
        PublicKeyCredentialDescriptor(
            id=row.credential, transports=[AuthenticatorTransport(way) for way in row.transports.split()] or None
        )
        for row in rows
    ]


def _told(db: Session, options: Any, *, secret: bool) -> dict[str, Any]:
    from webauthn import options_to_json

    told: dict[str, Any] = json.loads(options_to_json(options))
    if secret:
        salt = base64.urlsafe_b64encode(vault.factors.prf_salt(vault.of(db))).rstrip(b"=").decode()
        told["extensions"] = {"prf": {"eval": {"first": salt}}}
    return told
