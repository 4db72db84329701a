"""Work that goes on when the answer has left: nobody waits for it, and what is not done is found again later."""

import logging
from collections.abc import Callable
from typing import Any

import anyio.to_thread
from litestar import Response
from litestar.background_tasks import BackgroundTask

log = logging.getLogger("casework")


def afterwards(answer: Response[Any], do: Callable[..., None], *args: Any) -> Response[Any]:
    """The same answer, with `do` run in a thread once it was sent."""
    answer.background = BackgroundTask(_run, do, args)
    return answer


async def _run(do: Callable[..., None], args: tuple[Any, ...]) -> None:
    try:
        await anyio.to_thread.run_sync(do, *args)
    except Exception as wrong:  # noqa: BLE001 - the answer is gone; the hourly round tries again
        log.error("after an answer: %s", type(wrong).__qualname__)
