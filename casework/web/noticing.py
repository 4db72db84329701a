"""After a request: what it met that was changed outside Casework goes on the trail, in a transaction of its own, so
that it stands there though the request failed by it."""

import logging

import anyio.to_thread
from litestar.types import ASGIApp, Receive, Scope, Send

from casework.audit import met as recording
from casework.db import Database
from casework.vault import met

log = logging.getLogger("casework")


class Noticing:
    """Stands round the whole application; costs a look at a set."""

    def __init__(self, app: ASGIApp, database: Database) -> None:
        self.app, self.database = app, database

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, receive, send)
        finally:
            if met.waiting():
                await anyio.to_thread.run_sync(self._record)

    def _record(self) -> None:
        try:
            recording.record(self.database)
        except Exception as wrong:  # noqa: BLE001 - the answer is gone; the next request that meets it tries again
            log.error("putting on record what was changed outside: %s", type(wrong).__qualname__)
