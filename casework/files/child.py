"""The capped child: `python -m casework.files.child`. One fork for each file, bytes over pipes, nothing on disk.

The parent sends what is to be done and the kind (32 bytes), then lengths and pieces, a length of zero last. What is to
be done may need words of its own: they are the first piece. The fork answers `Y`, a length and bytes, or `N`, a length
and a word that says why. A fork that dies takes this process with it, which the parent sees as the end.
"""

import ctypes
import os
import resource
import signal
import sys

from casework.files.work import ready, work

HEADER = 32
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG = 1
PIECE = 1 << 20


def main(memory: int, seconds: int) -> None:
    """Serve until the parent closes the pipe."""
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


def end_with_parent() -> None:
    """A fork without its parent would hold the pipes open."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def without_network() -> None:
    """A network of its own, with nobody on it, where the system lets an ordinary process have one."""
    ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET)


if __name__ == "__main__":
    main(memory=int(sys.argv[1]), seconds=int(sys.argv[2]))
