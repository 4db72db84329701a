"""The one who sends, beside the pages: a look every few seconds, rarer while the server is away."""

import asyncio
import logging
import random
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from .delivery import Done
from .lifecycle import pause

log = logging.getLogger("casework")
Round = Callable[[Callable[[], bool]], Done]
"""One round of sending; it asks between two mails whether it is over."""


@asynccontextmanager
async def going_round(send: Round) -> AsyncIterator[None]:
    """As long as the block lasts, in a thread that is not one of those which answer. The mail in hand at its end is
    still handed in."""
    over = threading.Event()
    going = asyncio.create_task(_go_round(send, over))
    try:
        yield
    finally:
        over.set()
        going.cancel()


async def _go_round(send: Round, over: threading.Event) -> None:
    chance, failures = random.SystemRandom(), 0
    while True:
        await asyncio.sleep(pause(failures, chance))
        try:
            done = await asyncio.to_thread(send, over.is_set)
            failures = failures + 1 if done.away else 0
        except Exception as error:  # noqa: BLE001 - the next round may go better, and serving goes on
            log.error("mail: %s", type(error).__qualname__)
            failures += 1
