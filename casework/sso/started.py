"""A sign-in that was begun: everything about it lies in a cookie of the browser that began it, under a MAC; nothing is
kept here until the provider's answer comes, and that counts once."""

import base64
import hashlib
import hmac
import json
import os
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from casework import vault
from casework.vault import Unreadable

LASTS = timedelta(minutes=10)
LABEL = "sso start"


class Purpose(StrEnum):
    SIGN_IN = "sign in"
    ENROL = "enrol"
    LINK = "link"
    STEP_UP = "step up"


@dataclass(frozen=True, slots=True)
class Asked:
    """What this sign-in was begun with, and what its token must answer to."""

    redirect: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Started:
    """`link`: the one-time link that is enrolled with. `session`: whose key changes hands, or who steps up."""

    secret: bytes
    purpose: Purpose
    at: datetime
    after: str = ""
    link: str = ""
    session: int = 0

    @property
    def state(self) -> str:
        return self._derived("state")

    @property
    def nonce(self) -> str:
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        """43 characters of the 64 that PKCE allows (RFC 7636)."""
        return self._derived("verifier")

    def asked(self, redirect: str) -> Asked:
        return Asked(redirect, self.state, self.nonce, self.verifier)

    def _derived(self, use: str) -> str:
        digest = hmac.digest(self.secret, f"casework/v1/sso/{use}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def begin(purpose: Purpose, now: datetime, *, after: str = "", link: str = "", session: int = 0) -> Started:
    return Started(os.urandom(32), purpose, now.replace(microsecond=0), after, link, session)


def written(db: Session, started: Started) -> str:
    """The cookie's value."""
    said: dict[str, Any] = {
        "secret": started.secret.hex(),
        "purpose": started.purpose.value,
        "at": int(started.at.timestamp()),
        "after": started.after,
        "link": started.link,
        "session": started.session,
    }
    text = json.dumps(said).encode()
    return f"{_plain(text)}.{_plain(vault.rows.mac(db, LABEL, text))}"


def read(db: Session, cookie: str, now: datetime) -> Started | None:
    """What was begun here within the last ten minutes; None for anything else."""
    text, _, mac = cookie.partition(".")
    try:
        raw = _raw(text)
        vault.rows.check(db, _raw(mac), LABEL, raw)
    except (ValueError, Unreadable):
        return None
    said = json.loads(raw)
    at = datetime.fromtimestamp(said["at"], now.tzinfo)
    found = Started(bytes.fromhex(said["secret"]), Purpose(said["purpose"]), at)
    found = replace(found, after=said["after"], link=said["link"], session=said["session"])
    return found if at <= now < at + LASTS else None


def _plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _raw(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
