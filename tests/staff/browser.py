"""Somebody at a browser: signs in as people do, and reads what comes back."""

import html
import re
from datetime import UTC, datetime, timedelta

import httpx
import time_machine
from litestar import Litestar
from litestar.testing import TestClient

from tests.people.staff import PASSWORD, Colleague, code

COOKIE = "__Host-casework"


class Browser:
    def __init__(self, client: TestClient[Litestar], clock: time_machine.Traveller) -> None:
        self.client, self.clock = client, clock

    @property
    def cookie(self) -> str:
        return self.client.cookies.get(COOKIE) or ""

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)

    def wait(self, **time: float) -> None:
        self.clock.shift(timedelta(**time))

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path)

    def post(self, path: str, **fields: str | list[str]) -> httpx.Response:
        return self.client.post(path, data=fields)

    def first_step(self, who: Colleague, password: str = PASSWORD) -> httpx.Response:
        return self.post("/sign-in", email=who.email, password=password)

    def sign_in(self, who: Colleague) -> "Browser":
        """Both steps, with a code that was not used yet."""
        assert self.first_step(who).status_code == 303
        self.wait(seconds=30)
        assert self.post("/second-factor", code=code(who.totp, self.now)).status_code == 303
        return self

    def step_up(self, who: Colleague) -> "Browser":
        self.wait(seconds=30)
        answer = self.post("/step-up", password=PASSWORD, code=code(who.totp, self.now))
        assert answer.status_code == 303, words(answer)
        return self


def words(answer: httpx.Response) -> str:
    """What a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())
