"""What workers share: objects that each makes next lie close together, and little is held for that."""

import ctypes
import os
import subprocess
import sys

import pytest

from tests.processes import ROOT

PARTED = """
import runpy, sys
memory = runpy.run_path("casework/cli/memory.py")  # by its file: nothing else need be loaded
mixed = [bytes(15 + at % 400) for at in range(50_000)]
del mixed[::3]  # gaps all over
kept = memory["parted"]()
made = [bytes(64 - sys.getsizeof(b"")) for _ in range(200)]
print(sum(map(sys.getsizeof, kept)), len({id(one) // memory["TOGETHER"] for one in made}))
"""


def _parted(allocator: str) -> list[int]:
    """Octets that are held, and in how many places the next two hundred objects lie."""
    environment = {**os.environ, "PYTHONMALLOC": allocator}
    done = subprocess.run([sys.executable, "-c", PARTED], env=environment, cwd=ROOT, capture_output=True, check=True)
    return [int(said) for said in done.stdout.split()]


def test_what_a_worker_makes_next_lies_close_together() -> None:
    held, places = _parted("pymalloc")
    assert held > 0
    assert places <= 2


def test_little_is_held_where_python_keeps_its_objects_some_other_way() -> None:
    held, _ = _parted("malloc")
    assert held < 4 << 20


GAPS = """
import ctypes, random, runpy
memory = runpy.run_path("casework/cli/memory.py")
library = ctypes.CDLL(None)
library.malloc.restype, library.malloc.argtypes, library.free.argtypes = (
    ctypes.c_size_t, [ctypes.c_size_t], [ctypes.c_size_t])
library.mallinfo2.restype = memory["_Mallinfo"]
random.seed(7)
pieces = [library.malloc(random.randrange(24, 30_000)) for _ in range(2_000)]
library.malloc(64)
for piece in pieces[::2]:
    library.free(piece)
before = library.mallinfo2()
memory["parted"]()
after = library.mallinfo2()
print(before.fordblks - before.keepcost, after.fordblks - after.keepcost)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="the C library is another one")
def test_no_gap_of_the_heap_is_left_for_what_a_worker_makes() -> None:
    done = subprocess.run([sys.executable, "-c", GAPS], cwd=ROOT, capture_output=True, check=True)
    before, after = (int(said) for said in done.stdout.split())
    assert before > 10 << 20
    assert after < 64 << 10
