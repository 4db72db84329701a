"""Somebody at a browser who signs in with the provider."""

from urllib.parse import urlsplit

import httpx

from tests.staff.browser import Browser as Here

from .provider import answer_of

STARTED = "__Host-casework-sso"


class Browser(Here):
    def away(self, path: str = "/sso/start") -> str:
        """Sent to the provider; the address there."""
        answer = self.get(path)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def back(self, address: str) -> httpx.Response:
        """At our callback, with what the provider said."""
        parts = urlsplit(address)
        return self.get(f"{parts.path}?{parts.query}")

    def through(self, path: str = "/sso/start") -> httpx.Response:
        """All the way there and back."""
        return self.back(answer_of(self.away(path)))
