"""Coming back with a receipt: slowed when it is guessed at, told nothing when it is wrong, never turned away."""

import hashlib
import math
import os
import time
from collections import OrderedDict
from typing import Any

from litestar import Request, Response

from casework.db import Database, utc_now
from casework.intake.actions import stays
from casework.intake.actions.stays import Stay
from casework.settings import Settings
from casework.web import cookies

COOKIE = "casework-follow"
FREE, LONGEST, FORGET, MOST = 3, 5.0, 600.0, 50_000
"""Wrong receipts before it slows, the longest wait in seconds, when it is forgotten, and how many are remembered."""


class Guesses:
    """Wrong receipts by where they came from: a keyed hash that dies with the process, in memory and nowhere else."""

    def __init__(self) -> None:
        self._key = os.urandom(32)
        self._wrong: OrderedDict[bytes, tuple[int, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """Seconds that the next try from there takes."""
        count, last = self._wrong.get(self._tag(address), (0, 0.0))
        if count < FREE or time.monotonic() - last > FORGET:
            return 0.0
        return min(0.25 * math.pow(2, count - FREE), LONGEST)

    def wrong(self, address: str) -> None:
        tag = self._tag(address)
        count, last = self._wrong.pop(tag, (0, 0.0))
        fresh = time.monotonic() - last > FORGET
        self._wrong[tag] = (1 if fresh else min(count + 1, 20), time.monotonic())
        while len(self._wrong) > MOST:
            self._wrong.popitem(last=False)

    def right(self, address: str) -> None:
        self._wrong.pop(self._tag(address), None)

    def _tag(self, address: str) -> bytes:
        return hashlib.blake2b(address.encode(), key=self._key, digest_size=16).digest()


guesses = Guesses()


def staying(request: Request[Any, Any, Any], database: Database, settings: Settings) -> Stay | None:
    """Who came back, while their half hour lasts."""
    cookie = request.cookies.get(cookies.name(settings.origin, COOKIE))
    return stays.find(database, cookie, utc_now()) if cookie else None


def end(request: Request[Any, Any, Any], answer: Response[Any], database: Database, settings: Settings) -> None:
    """Leave: the cookie and what it opened."""
    cookie = request.cookies.get(cookies.name(settings.origin, COOKIE))
    if cookie:
        with database.transaction() as db:
            stays.end(db, cookie)
    cookies.drop(answer, settings.origin, COOKIE)


def address_of(request: Request[Any, Any, Any]) -> str:
    """Where it came from, for the length of one decision. The server behind trusted proxies puts the sender here."""
    return request.client.host if request.client else ""
