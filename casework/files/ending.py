"""The end of a file: synced and named in a thread of its own, while whoever received it goes on."""

from concurrent.futures import Future, ThreadPoolExecutor

from casework.db import Busy

from .store import Writer

MOMENT = 0.1
"""Seconds that a transaction waits for the disk: others wait for the transaction."""
_threads = ThreadPoolExecutor(4, "files")


class Unfinished(Busy):
    """The disk takes longer than a transaction waits for it. Nothing was written."""


class Ending:
    """`commit()` of one file, under way. Nothing that lasts may speak of the file before it is over."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._over: Future[None] = _threads.submit(writer.commit)

    def wait(self, seconds: float | None = None) -> None:
        """Until the file is whole; what went wrong is raised here, however often it is asked for."""
        try:
            self._over.result(seconds)
        except TimeoutError:
            if self._over.done():
                raise
            raise Unfinished("A file is still on its way to the disk. Nothing was saved.") from None

    def wait_a_moment(self) -> None:
        """The same inside a transaction: Unfinished rather than keep others waiting for a slow disk."""
        self.wait(MOMENT)

    def drop(self) -> None:
        """Whatever is under way is over afterwards, and what is not whole is gone."""
        if not self._over.cancel():
            self._over.exception()
        self._writer.abort()
