"""Give memory back. The C library's allocator raises its own bounds with use, and keeps an arena for every thread: two
workers held 770 MiB after a hundred reports, each of which stretches a key in 19 MiB; so they hold 170."""

import ctypes

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
LARGE, SPARE, ARENAS = 1 << 19, 1 << 22, 1
"""From how many octets on a piece of memory goes back to the system when it is freed, how many octets of the rest are
kept, and how many arenas there are. A file streams in and out in pieces of up to 256 KiB: fresh memory for each takes
longer than all that is done with it."""


def give_back() -> None:
    """For this process, before it has threads. Where the C library is another one, nothing happens."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_MMAP_THRESHOLD, LARGE)
        mallopt(M_TRIM_THRESHOLD, SPARE)
        mallopt(M_ARENA_MAX, ARENAS)
