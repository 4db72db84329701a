"""A report: one alone, then a thousand at once, every one of them stored."""

from casework.cases.queries import offer, sheet
from casework.db import Database

from . import organisation
from .client import Answer, Client, parts, timed
from .promises import Figure, best
from .serving import Served, served
from .texts import account

ALONE, TRIES = 20, 5
TOGETHER, AT_ONCE = 1_000, 16


def measure(cases: int) -> list[Figure]:
    with served(cases) as running:
        client = running.client()
        forms = _forms(running, ALONE * TRIES + TOGETHER + 5)
        _send(client, forms.pop(), 0)
        tries = []
        for _ in range(TRIES):
            part = [forms.pop() for _ in range(ALONE)]
            times = timed(lambda at, part=part: _send(client, part[at], at), ALONE)  # type: ignore[misc]
            assert not times.failed, f"{times.failed} reports were refused"
            tries.append(times.p50)
        before, worked = organisation.size(running.made.settings.folder), running.work()
        crowd = timed(lambda at: _send(client, forms[at], at), TOGETHER, at_once=AT_ONCE)
        work = (running.work() - worked) / TOGETHER
        stored = organisation.size(running.made.settings.folder) - before
    return [
        Figure("report, p50", best(tries) * 1e3, "ms", 150, note=f"best of {TRIES} × {ALONE}"),
        Figure(f"{TOGETHER:,} reports at {AT_ONCE} at once: stored", stored, "", TOGETHER, at_least=True),
        Figure("… refused or lost", crowd.failed, "", 0),
        Figure("… rate", crowd.rate, "/s", 30, at_least=True, note=f"processor {work * 1e3:.0f} ms each"),
    ]


def form_of(database: Database) -> str:
    """The hidden field of a form that was just shown."""
    with database.reading() as db:
        return sheet.written(db, offer.of(db, "harassment", 0))


def _forms(running: Served, count: int) -> list[str]:
    """As `GET /report` writes them, which is not what is measured here."""
    database = running.made.open()
    found = [form_of(database) for _ in range(count)]
    database.dispose()
    return found


def fields(shown: str, seed: int) -> dict[str, str]:
    return {
        "shown": shown,
        "what": account(seed),
        "kind": "harassment",
        "site": "0",
        "place": "Packing hall",
        "mode": "anonymous",
        "then": "send",
    }


def _send(client: Client, shown: str, seed: int) -> Answer:
    return client.post_parts("/report", parts(fields(shown, seed)))
