"""Browsers of people without an account, on the pages of support."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from litestar import Litestar
from litestar.testing import TestClient

ORIGIN = "http://127.0.0.1:8000"
SAME = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}


@dataclass
class Visitor:
    """Fills in what a form carries of itself, and keeps cookies."""

    client: TestClient[Litestar]

    def get(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path, follow_redirects=True)
        assert answer.status_code == status, answer.text
        return answer.text

    def post(self, path: str, typed: dict[str, Any], status: int = 200) -> str:
        answer = self.client.post(path, data=typed, headers=SAME, follow_redirects=True)
        assert answer.status_code == status, answer.text
        return answer.text

    def fill(self, path: str, typed: dict[str, Any], to: str = "", status: int = 200) -> str:
        """Open a form and send it."""
        hidden = hidden_in(self.get(path))
        return self.post(to or path.partition("?")[0], {**hidden, **typed}, status)

    def come_back(self, receipt: str) -> str:
        return self.post("/support/follow", {"receipt": receipt})


def hidden_in(html: str) -> dict[str, str]:
    return {n: unescape(v) for n, v in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)}


def receipt_in(html: str) -> str:
    found = re.search(r'name="receipt" value="([0-9A-Z-]{19})"', html)
    assert found, html
    return found[1]


def without_numbers(html: str) -> str:
    """Without what every form carries anew each time that it is shown."""
    return re.sub(r'(name="(?:nonce|shown)" value=")[^"]*', r"\1", html)
