"""The list of cases, as an ordinary specialist looks at it."""

from .client import Client, timed
from .promises import Figure, best
from .serving import Served, served

TRIES, REQUESTS, WARM = 12, 25, 30
BY_DUE, NEWEST = "/cases", "/cases?sort=received"


def measure(cases: int) -> list[Figure]:
    """Fifty sealed titles, with few cases and with many."""
    with served(1_000) as running:
        few, _ = _p50(running, BY_DUE)
    with served(cases) as running:
        many, work = _p50(running, BY_DUE)
        unread, unread_work = _p50(running, NEWEST)
    note = f"best of {TRIES} × {REQUESTS}"
    return [
        Figure("list of 50, 1,000 cases, p50", few * 1e3, "ms", 10, note=note),
        Figure(
            f"list of 50, {cases:,} cases, p50", many * 1e3, "ms", 10, note=f"{note}; processor {work * 1e3:.1f} ms"
        ),
        Figure("… for each of the other", many / few, "×", 1.3),
        Figure("… of 50 never opened before, p50", unread * 1e3, "ms", note=f"processor {unread_work * 1e3:.1f} ms"),
    ]


def _p50(running: Served, path: str) -> tuple[float, float]:
    """Seconds to wait, and seconds of the server's work, for one page."""
    client = running.client(running.made.specialists[5])
    _is_whole(client, path)
    timed(lambda _: client.get(path), WARM)
    tries, works = [], []
    for _ in range(TRIES):
        before = running.work()
        times = timed(lambda _: client.get(path), REQUESTS)
        assert not times.failed
        tries.append(times.p50)
        works.append((running.work() - before) / REQUESTS)
    return best(tries), best(works)


def _is_whole(client: Client, path: str) -> None:
    first = client.get(path)
    assert first.status == 200, first.head
    assert first.text.count('href="/cases/ER-') == 50, "the list does not show fifty cases"
    assert first.text.count(", received") >= 50, "titles do not open"
