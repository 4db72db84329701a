"""The list of cases, as an ordinary specialist looks at it."""

from collections.abc import Callable
from dataclasses import dataclass

from .client import Client, timed
from .promises import Figure, best
from .serving import Served, served

TRIES, REQUESTS, WARM = 12, 25, 30
BY_DUE, NEWEST = "/cases", "/cases?sort=received"


def measure(cases: int) -> list[Figure]:
    """Fifty sealed titles, with few cases and with many: in turns, so that a slow minute of the machine is both's."""
    with served(1_000) as small, served(cases) as large:
        few, many = _in_turns(_reader(small, BY_DUE), _reader(large, BY_DUE))
        [unread] = _in_turns(_reader(large, NEWEST))
    note = f"best of {TRIES} × {REQUESTS}"
    return [
        Figure("list of 50, 1,000 cases, p50", few.p50 * 1e3, "ms", 10, note=f"{note}; {few.said}"),
        Figure(f"list of 50, {cases:,} cases, p50", many.p50 * 1e3, "ms", 10, note=f"{note}; {many.said}"),
        Figure("… for each of the other", many.p50 / few.p50, "×", 1.3, note=f"processor {many.work / few.work:.2f} ×"),
        Figure("… of 50 never opened before, p50", unread.p50 * 1e3, "ms", note=unread.said),
    ]


@dataclass(frozen=True, slots=True)
class _Took:
    """Seconds to wait, and seconds of the server's work, for one page."""

    p50: float
    work: float

    @property
    def said(self) -> str:
        return f"processor {self.work * 1e3:.1f} ms"


def _reader(running: Served, path: str) -> Callable[[], _Took]:
    """Reads the page some times, when it has been read often enough before."""
    client = running.client(running.made.specialists[5])
    _is_whole(client, path)
    timed(lambda _: client.get(path), WARM)

    def read() -> _Took:
        before = running.work()
        times = timed(lambda _: client.get(path), REQUESTS)
        assert not times.failed
        return _Took(times.p50, (running.work() - before) / REQUESTS)

    return read


def _in_turns(*readers: Callable[[], _Took]) -> list[_Took]:
    tries = [[read() for read in readers] for _ in range(TRIES)]
    return [
        _Took(best([took.p50 for took in its]), best([took.work for took in its])) for its in zip(*tries, strict=True)
    ]


def _is_whole(client: Client, path: str) -> None:
    first = client.get(path)
    assert first.status == 200, first.head
    assert first.text.count('href="/cases/ER-') == 50, "the list does not show fifty cases"
    assert first.text.count(", received") >= 50, "titles do not open"
