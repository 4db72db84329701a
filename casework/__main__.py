"""`python -m casework`, and the command `casework`."""

import gc
import os
import sys

SERVING = frozenset({"serve", "demo"})
TUNABLES, LARGE_PAGES = "GLIBC_TUNABLES", "glibc.malloc.hugetlb=1"
SELDOM = 50_000
"""New objects between two looks of the garbage collector: what a command loads stays, and is looked through in vain."""


def main() -> None:
    """Run one command."""
    if SERVING.intersection(sys.argv[1:2]):
        _in_large_pages()
    gc.set_threshold(SELDOM)
    from casework.cli import main as command  # here, for this is what takes long

    command()


def _in_large_pages() -> None:
    """Begin anew, once, with a C library that asks for pages of 2 MiB where it takes much memory at once. Each report
    stretches a key in 19 MiB, five thousand pages of the usual size: a third of the time went to bringing them in.
    Whoever has set the variable is left alone; a C library that does not know it takes no notice."""
    if sys.platform == "linux" and TUNABLES not in os.environ:
        os.environ[TUNABLES] = LARGE_PAGES
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - the same words as before


if __name__ == "__main__":
    main()
