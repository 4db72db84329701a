"""A device with passkeys, in a few lines: it makes and signs what a page asks, and can be told to lie."""

import base64
import hashlib
import html
import json
import re
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, SURE, ATTESTED = 1, 4, 64


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def told(page: str) -> dict[str, Any]:
    """What a page asks of a passkey."""
    found = re.search(r'data-told="([^"]+)"', page)
    assert found, "the page asks for no passkey"
    asked: dict[str, Any] = json.loads(html.unescape(found[1]))
    return asked


@dataclass
class Kept:
    """One passkey: its key, its owner's handle, how often it signed, and the secret that it has for its site."""

    key: ec.EllipticCurvePrivateKey
    handle: str
    count: int = 0
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))


@dataclass
class Authenticator:
    """`sure`: it knows its owner by finger, face or number. `counts`: it says how often it signed."""

    origin: str = "https://cases.example.org"
    host: str = "cases.example.org"
    sure: bool = True
    counts: bool = True
    kept: dict[str, Kept] = field(default_factory=dict)

    def make(self, asked: dict[str, Any]) -> dict[str, str]:
        """The fields of the form that adds it."""
        if {one["id"] for one in asked["excludeCredentials"]} & set(self.kept):
            raise AssertionError("this device has one already")
        id_ = secrets.token_bytes(16)
        one = self.kept[b64(id_)] = Kept(ec.generate_private_key(ec.SECP256R1()), asked["user"]["id"])
        numbers = one.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        data = self._data(ATTESTED, 0) + bytes(16) + struct.pack(">H", 16) + id_ + cbor2.dumps(public)
        answer = {
            "clientDataJSON": b64(self._client("webauthn.create", asked["challenge"])),
            "attestationObject": b64(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
            "transports": ["internal", "hybrid", "made up"],
        }
        return {"made": self._written(b64(id_), answer), "prf": self._prf(one, asked)}

    def sign(self, asked: dict[str, Any], which: str = "", count: int | None = None) -> dict[str, str]:
        """The fields of the form that it signs for: with the one named, else with one that was asked for."""
        allowed = [one["id"] for one in asked.get("allowCredentials", [])]
        name = which or next(one for one in self.kept if not allowed or one in allowed)
        one = self.kept[name]
        one.count = one.count + 1 if count is None else count
        data = self._data(0, one.count if self.counts else 0)
        client = self._client("webauthn.get", asked["challenge"])
        signature = one.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        answer = {"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature)}
        return {"assertion": self._written(name, {**answer, "userHandle": one.handle}), "prf": self._prf(one, asked)}

    def _data(self, flags: int, count: int) -> bytes:
        said = flags | PRESENT | (SURE if self.sure else 0)
        return hashlib.sha256(self.host.encode()).digest() + struct.pack(">BI", said, count)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    @staticmethod
    def _written(name: str, answer: dict[str, Any]) -> str:
        said = {"prf": {"enabled": True}}
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": answer, "clientExtensionResults": said}
        )

    @staticmethod
    def _prf(one: Kept, asked: dict[str, Any]) -> str:
        """Its own secret and the page's salt."""
        salt = asked.get("extensions", {}).get("prf", {}).get("eval", {}).get("first")
        return b64(hashlib.sha256(one.secret + base64.urlsafe_b64decode(salt + "==")).digest()) if salt else ""
