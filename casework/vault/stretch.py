"""Argon2id behind semaphores: one for staff, one for receipts, so that neither can hold up the other."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from nacl.pwhash import argon2id

MEMORY_KIB, PASSES = 19 * 1024, 2
"""In one lane, the only number of them that the library knows."""
STAFF, RECEIPTS = threading.BoundedSemaphore(2), threading.BoundedSemaphore(1)
"""In each process. Two at once on one core only push each other's memory out of its cache."""
NICE, NICEST = 10, 19
"""How far the thread that stretches steps back, on Linux, and how far one can: it takes a processor for longer than a
page does, and a page goes first. A tenth of one is left to it where everything is taken, so that nobody who only asks
for pages keeps others out."""


def stretch(gate: threading.BoundedSemaphore, secret: bytes, salt: bytes) -> bytes:
    """32 bytes out of a secret and a salt of 16; 19 MiB and about 20 ms each. Never inside a transaction. By libsodium,
    which asks the processor what it can do: OpenSSL's takes nearly twice as long for the same octets, and a sixth
    longer where the C library is told to take large pages. In a thread of its own, for one that was made to give way
    may not go back."""
    with gate, ThreadPoolExecutor(1, initializer=_give_way) as aside:
        return aside.submit(argon2id.kdf, 32, secret, salt, opslimit=PASSES, memlimit=MEMORY_KIB * 1024).result()


def _give_way() -> None:
    if sys.platform == "linux":  # where a thread has a priority of its own
        with suppress(OSError):  # where none may be changed, all goes on as it was
            os.setpriority(os.PRIO_PROCESS, 0, min(NICEST, os.getpriority(os.PRIO_PROCESS, 0) + NICE))
