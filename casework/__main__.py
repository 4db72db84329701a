"""`python -m casework`, and the command `casework`."""

import gc
import os
import sys

SERVING = frozenset({"serve", "demo"})
TUNABLES, LARGE_PAGES = "GLIBC_TUNABLES", "glibc.malloc.hugetlb=1"
NO_COLUMNS = "PYTHONNODEBUGRANGES"
SELDOM = 50_000
"""New objects between two looks of the garbage collector: what a command loads stays, and is looked through in vain."""


def main() -> None:
    """Run one command."""
    if SERVING.intersection(sys.argv[1:2]):
        _begin_anew()
    gc.set_threshold(SELDOM)
    from casework.cli import main as command  # here, for this is what takes long

    command()


def _begin_anew() -> None:
    """Once, with a C library that asks for pages of 2 MiB where it takes much memory at once. Each report stretches a
    key in 19 MiB, five thousand pages of the usual size: a third of the time went to bringing them in. And with code
    that knows its lines and not the columns of each: 4 MiB less in two workers. Whoever has set the first variable is
    left alone; a C library that does not know it takes no notice."""
    if sys.platform == "linux" and TUNABLES not in os.environ:
        os.environ[TUNABLES] = LARGE_PAGES
        os.environ.setdefault(NO_COLUMNS, "1")
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - the same words as before


if __name__ == "__main__":
    main()
