"""Receipts and codes that were guessed at: each try from there takes longer, and nobody is turned away."""

import hashlib
import math
import os
import time
from collections import OrderedDict
from typing import Any

import anyio
from litestar import Request

FREE, LONGEST, FORGET, MOST = 3, 5.0, 600.0, 50_000
"""Wrong receipts before it slows, the longest wait in seconds, when it is forgotten, and how many are remembered."""


class Guesses:
    """Wrong ones by where they came from: a keyed hash that dies with the process, in memory and nowhere else. Each
    door that takes receipts has its own."""

    def __init__(self) -> None:
        self._key = os.urandom(32)
        self._wrong: OrderedDict[bytes, tuple[int, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """Seconds that the next try from there takes."""
        count, last = self._wrong.get(self._tag(address), (0, 0.0))
        if count < FREE or time.monotonic() - last > FORGET:
            return 0.0
        return min(0.25 * math.pow(2, count - FREE), LONGEST)

    async def slow(self, address: str) -> float:
        """Wait before the next try from there; how long it was, for the page to say."""
        seconds = self.wait(address)
        if seconds:
            await anyio.sleep(seconds)
        return seconds

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


def address_of(request: Request[Any, Any, Any]) -> str:
    """Where it came from, for the length of one decision. The server behind trusted proxies puts the sender here."""
    return request.client.host if request.client else ""
