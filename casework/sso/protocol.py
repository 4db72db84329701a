"""The provider, spoken to: discovery, the address to sign in at, the code for a token, the token checked whole.

Only this module knows authlib. It is imported when there is a provider, so that others do not pay for it.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from casework.settings import Provider, is_private

from .refusal import CODE, TOKEN, ProviderDown, Refused
from .started import Asked

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures of a private key that only the provider has: no `none`, nothing made with a shared secret."""
FRESH, AGAIN = 3600.0, 10.0
"""Seconds for which what the provider publishes is remembered, and after which an unknown key is asked for anew."""
PATIENCE = httpx2.Timeout(5.0)
LEEWAY, LONGEST = 30, 255
"""Seconds by which two clocks may differ; characters of a subject (OpenID Connect Core, 2)."""


@dataclass(frozen=True, slots=True)
class Proven:
    """A token that was found good: who it is to the provider, and what it claims of them."""

    subject: str
    claims: Mapping[str, Any]

    def words(self, claim: str) -> frozenset[str]:
        """The words of one claim: a list, or one."""
        value = self.claims.get(claim)
        return frozenset(word for word in (value if isinstance(value, list) else [value]) if isinstance(word, str))


class Talk:
    """One provider, for the process; what it publishes is read once an hour, and its keys when a new one turns up."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._lock = threading.Lock()
        self._known: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def address(self, asked: Asked, *, again: bool = False) -> str:
        """Where the browser goes. `again`: whoever is signed in there proves it once more."""
        more = {"prompt": "login", "max_age": 0} if again else {}
        with self._client(asked.redirect) as client:
            url, _ = client.create_authorization_url(
                self._published()["authorization_endpoint"],
                state=asked.state,
                nonce=asked.nonce,
                code_verifier=asked.verifier,
                **more,
            )
        return str(url)

    def names_itself(self) -> bool:
        """Whether its answers always carry `iss` (RFC 9207)."""
        return bool(self._published().get("authorization_response_iss_parameter_supported"))

    def exchange(self, asked: Asked, code: str, now: datetime) -> Proven:
        """The code for a token, and the token checked. Refused, or ProviderDown."""
        published = self._published()
        try:
            with self._client(asked.redirect) as client:
                token = client.fetch_token(published["token_endpoint"], code=code, code_verifier=asked.verifier)
        except AuthlibBaseError as said:
            raise Refused(CODE) from said
        except (httpx2.HTTPError, ValueError) as silent:
            raise ProviderDown from silent
        if not isinstance(token.get("id_token"), str):
            raise Refused(TOKEN)
        return self.check(token["id_token"], asked.nonce, now, str(token.get("access_token", "")))

    def check(self, id_token: str, nonce: str, now: datetime, access_token: str = "") -> Proven:
        """Signature, issuer, audience, party, times and nonce. Refused when one of them is not as it must be."""
        try:
            claims = self._decoded(id_token, nonce, access_token)
            claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
        except (JoseError, ValueError, KeyError, TypeError) as wrong:
            raise Refused(TOKEN) from wrong
        subject = claims["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST or not subject.isprintable():
            raise Refused(TOKEN)
        return Proven(subject, dict(claims))

    def _decoded(self, id_token: str, nonce: str, access_token: str) -> CodeIDToken:
        try:
            token = jwt.decode(id_token, self._key_set(), algorithms=ALGORITHMS)
        except JoseError:
            token = jwt.decode(id_token, self._key_set(newer=True), algorithms=ALGORITHMS)
        ours = self.provider.client_id
        options = {
            "iss": {"essential": True, "value": self.provider.issuer},
            "aud": {"essential": True, "value": ours},
            "nonce": {"essential": True, "value": nonce},
        }
        params = {"client_id": ours, "nonce": nonce, "access_token": access_token}
        return CodeIDToken(token.claims, token.header, options, params)

    def _published(self) -> dict[str, Any]:
        """The discovery document, whose issuer is the one that was set and whose addresses are private."""
        with self._lock:
            if self._known is None or time.monotonic() - self._known[0] > FRESH:
                found = self._get(self.provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
                addresses = [found.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
                if found.get("issuer") != self.provider.issuer:
                    raise ProviderDown
                if not all(isinstance(one, str) and is_private(one) for one in addresses):
                    raise ProviderDown
                self._known = (time.monotonic(), found)
            return self._known[1]

    def _key_set(self, *, newer: bool = False) -> KeySet:
        address = self._published()["jwks_uri"]
        with self._lock:
            age = time.monotonic() - self._keys[0] if self._keys else FRESH + 1
            if self._keys is None or age > (AGAIN if newer else FRESH):
                try:
                    self._keys = (time.monotonic(), KeySet.import_key_set({"keys": self._get(address)["keys"]}))
                except (JoseError, KeyError, TypeError, ValueError) as wrong:
                    raise ProviderDown from wrong
            return self._keys[1]

    def _get(self, address: str) -> dict[str, Any]:
        try:
            answer = httpx2.get(address, timeout=PATIENCE, headers={"Accept": "application/json"})
            answer.raise_for_status()
            found = answer.json()
        except (httpx2.HTTPError, ValueError) as silent:
            raise ProviderDown from silent
        if not isinstance(found, dict):
            raise ProviderDown
        return found

    def _client(self, redirect: str) -> OAuth2Client:
        ways = self._published().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        way = "client_secret_post" if "client_secret_post" in ways else "client_secret_basic"
        return OAuth2Client(
            self.provider.client_id,
            self.provider.secret or None,
            token_endpoint_auth_method=way if self.provider.secret else "none",
            scope=self.provider.scope,
            redirect_uri=redirect,
            code_challenge_method="S256",
            timeout=PATIENCE,
        )
