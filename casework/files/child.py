"""The capped child: `python -m casework.files.child`. One fork for each file, bytes over pipes, nothing on disk.

The parent sends what is to be done and the kind (32 bytes), then lengths and pieces, a length of zero last. What is to
be done may need words of its own: they are the first piece. The fork answers `Y`, a length and bytes, or `N`, a length
and a word that says why. A fork that dies takes this process with it, which the parent sees as the end.
"""

import os
import resource
import sys

from casework.alone import end_with_parent, without_network
from casework.files.work import CLEAN, ready, work

HEADER = 32
PIECE = 1 << 20


def main(memory: int, seconds: int) -> None:
    """Serve until the parent closes the pipe."""
    ready(CLEAN)  # what most are asked for, while the first file is on its way
    limit = resource.setrlimit
    limit(resource.RLIMIT_CORE, (0, 0))
    limit(resource.RLIMIT_FSIZE, (0, 0))
    limit(resource.RLIMIT_AS, (memory, memory))
    without_network()
    while len(header := _exactly(HEADER)) == HEADER:
        task = header.rstrip(b"\x00").decode()
        ready(task)  # while files can be opened
        process = os.fork()
        if process == 0:
            end_with_parent()
            # From here on nothing can be opened: no file, no socket.
            limit(resource.RLIMIT_NOFILE, (3, 3))
            limit(resource.RLIMIT_CPU, (seconds, seconds))
            _answer(task)
        _, status = os.waitpid(process, 0)
        if status:
            sys.exit(1)


def _answer(task: str) -> None:
    """Do it with one file, and end."""
    status = 1
    try:
        pieces: list[bytes] = []
        while size := int.from_bytes(_exactly(4)):
            pieces.append(_exactly(size))
        try:
            said, done = b"Y", work(task, pieces)
        except Exception as error:  # noqa: BLE001 - whatever a parser throws, this file is not clean
            said, done = b"N", str(getattr(error, "why", "")).encode()
        _write(said + len(done).to_bytes(8))
        _write(done)
        status = 0
    finally:
        os._exit(status)


def _exactly(size: int) -> bytes:
    """So many bytes, fewer only at the end."""
    parts: list[bytes] = []
    while size and (part := os.read(0, min(size, PIECE))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _write(data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(1, left[:PIECE]) :]


if __name__ == "__main__":
    main(memory=int(sys.argv[1]), seconds=int(sys.argv[2]))
