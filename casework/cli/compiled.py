"""The templates that are used all day, made into code by a process of its own while the application is imported.

Every worker shares what was loaded before it was forked; to make it took a seventh of the start.
"""

import marshal
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from jinja2 import BaseLoader, BytecodeCache, Environment
from jinja2.bccache import Bucket

from casework.alone import end_with_parent
from casework.web.page import environment

OF_ALL = (
    *("layouts/", "ui/", "desk/", "cases/_", "cases/list.html", "cases/show.html", "cases/reported.html"),
    *("intake/front.html", "intake/report.html", "staff/_"),
)
"""How the names of the templates begin that are used all day."""


@contextmanager
def compiling() -> Iterator[Callable[[], Mapping[str, bytes]]]:
    """Begin at once; what is given answers with the code by name when it is there. With a single processor nothing
    would be gained, and nothing is made."""
    if (os.cpu_count() or 1) < 2:
        yield dict
        return
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork"), initializer=_apart) as process:
        coming = process.submit(_made)

        def codes() -> Mapping[str, bytes]:
            try:
                return coming.result()
            except BrokenProcessPool:  # whatever ended it: it is made here then
                return {}

        yield codes


def load(codes: Mapping[str, bytes]) -> None:
    """All of them into this process. What has no code is made now."""
    templates = environment()
    templates.bytecode_cache = _Codes(codes)
    for name in _names(templates):
        templates.get_template(name)
    templates.bytecode_cache = None


def _names(templates: Environment) -> list[str]:
    return templates.list_templates(filter_func=lambda name: name.startswith(OF_ALL))


def _apart() -> None:
    """Whoever interrupts the start reads no error of this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()


def _made() -> dict[str, bytes]:
    templates, found = environment(), dict[str, bytes]()
    assert isinstance(templates.loader, BaseLoader)
    for name in _names(templates):
        source, path, _ = templates.loader.get_source(templates, name)
        found[name] = marshal.dumps(templates.compile(source, name, path))
    return found


class _Codes(BytecodeCache):
    def __init__(self, codes: Mapping[str, bytes]) -> None:
        self._codes = codes

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 - no two have one name
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._codes:
            bucket.code = marshal.loads(self._codes[bucket.key])  # noqa: S302 - a process of ours made it, just now

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Nothing is kept: what it was made of may be another version at the next start."""
