"""The list of cases, as an ordinary specialist looks at it."""

from .client import timed
from .promises import Figure, best
from .serving import served

TRIES, REQUESTS, WARM = 5, 60, 20


def measure(cases: int) -> list[Figure]:
    """Fifty sealed titles, with few cases and with many."""
    few, many = _p50(1_000), _p50(cases)
    note = f"best of {TRIES} × {REQUESTS}"
    return [
        Figure("list of 50, 1,000 cases, p50", few * 1e3, "ms", 10, note=note),
        Figure(f"list of 50, {cases:,} cases, p50", many * 1e3, "ms", 10, note=note),
        Figure("… for each of the other", many / few, "×", 1.3),
    ]


def _p50(cases: int) -> float:
    with served(cases) as running:
        client = running.client(running.made.specialists[5])
        first = client.get("/cases")
        assert first.status == 200, first.head
        assert first.text.count("ER-202") >= 50, "the list does not show fifty cases"
        assert "received" in first.text, "titles do not open"
        timed(lambda _: client.get("/cases"), WARM)
        tries = []
        for _ in range(TRIES):
            times = timed(lambda _: client.get("/cases"), REQUESTS)
            assert not times.failed
            tries.append(times.p50)
    return best(tries)
