"""Give memory back. The C library's allocator raises its own bounds with use, and keeps an arena for every thread: two
workers held 770 MiB after a hundred reports, each of which stretches a key in 19 MiB; so they hold 170."""

import ctypes
import sys
from pathlib import Path

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
LARGE, SPARE, ARENAS = 1 << 19, 1 << 21, 1
"""From how many octets on a piece of memory goes back to the system when it is freed, how many octets of the rest are
kept, and how many arenas there are. A file streams in and out in pieces of up to 256 KiB: fresh memory for each takes
longer than all that is done with it."""
MADV_NOHUGEPAGE = 15
SMALLEST, LARGEST, STEP = 48, 512, 16
"""Octets of the objects that Python keeps close together, by their size."""
TOGETHER, HEAD, OTHERS = 1 << 14, 48, 8
"""Octets of one such place, of what it begins with, and how many objects in it may be somebody else's."""
LARGEST_GAP, SMALLEST_GAP = 1 << 18, 24
"""Octets of what is too large for that, and of what libraries ask the C library for."""
MOST = 1 << 21
"""Octets of one size, after which none such place is looked for any more: Python keeps its objects some other way."""


def one_arena() -> None:
    """For this process and those that it forks, before it has threads: an arena that is there already is used. Where
    the C library is another one, nothing happens."""
    _set(M_ARENA_MAX, ARENAS)


def give_back() -> None:
    """For this process."""
    _set(M_MMAP_THRESHOLD, LARGE)
    _set(M_TRIM_THRESHOLD, SPARE)


def _set(what: int, value: int) -> None:
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(what, value)


def parted() -> list[bytes]:
    """Before the workers are forked, so that each writes into as few pages as may be that it shares with the others.
    What is answered has to be kept for as long as they live."""
    _small_pages()
    _fill_gaps()
    return [one for size in range(SMALLEST, LARGEST + 1, STEP) for one in _gaps(size)]


def _small_pages() -> None:
    """What is loaded stays in pages of the usual size. The system makes large ones of them by and by, each of which is
    one worker's alone, though it wrote into little of it."""
    madvise = getattr(ctypes.CDLL(None), "madvise", None)
    maps = Path("/proc/self/maps")
    if madvise is None or not maps.exists():
        return
    for line in maps.read_text().splitlines():
        if line.endswith("[heap]"):
            start, end = (int(place, 16) for place in line.split()[0].split("-"))
            madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), MADV_NOHUGEPAGE)


class _Mallinfo(ctypes.Structure):
    """`fordblks`: octets that are free, `keepcost` of them at the end of the heap."""

    _fields_ = [(name, ctypes.c_size_t) for name in (
        "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"
    )]  # fmt: skip


def _fill_gaps() -> None:
    """Of the C library's heap: 2.6 MB of gaps in four thousand places made 7 MiB a worker's own. They are asked for,
    the largest first, and not given back; from then on all that a worker makes lies behind what is shared."""
    library = ctypes.CDLL(None)
    if not all(hasattr(library, name) for name in ("mallinfo2", "sbrk", "malloc", "free")):
        return
    library.mallinfo2.restype, library.sbrk.restype = _Mallinfo, ctypes.c_size_t
    library.malloc.restype, library.malloc.argtypes = ctypes.c_size_t, [ctypes.c_size_t]
    library.free.argtypes = [ctypes.c_size_t]
    known = library.mallinfo2()
    end = library.sbrk(0) - known.keepcost - SMALLEST_GAP
    size, left = LARGEST_GAP, known.fordblks  # never more than is free, wherever a system puts its heap
    while size >= SMALLEST_GAP and left > 0:
        found = library.malloc(size)
        if found and found < end:
            left -= size
        else:
            library.free(found)
            size -= size // 4


def _gaps(size: int) -> list[bytes]:
    """So many objects of this size that no gap is left among those that are there. Gaps lie all over, and what a worker
    made next would go into them: thousands of pages would be its own for the sake of one object each."""
    empty = sys.getsizeof(b"")
    whole = (TOGETHER - HEAD) // size - OTHERS
    kept: list[bytes] = []
    fresh: list[bytes] = []  # in a place that has nothing else: there are no gaps any more
    for _ in range(MOST // size):
        one = bytes(size - empty)
        if fresh and id(one) // TOGETHER != id(fresh[0]) // TOGETHER:
            kept += fresh
            fresh = []
        fresh.append(one)
        if len(fresh) >= whole:
            return kept
    return []
