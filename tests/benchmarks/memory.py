"""What the two web workers hold after they have served a little of everything, shared pages counted once."""

from .client import parts, timed
from .promises import Figure
from .reports import fields, form_of
from .serving import Served, served

ROUNDS, AT_ONCE = 400, 16


def measure(cases: int) -> list[Figure]:
    with served(cases) as running:
        idle = proportional(running)
        _load(running)
        loaded = proportional(running)
        document = _documents(running)
    return [
        Figure("two web workers after load", loaded, "MiB", 180, note=f"before any {idle:.0f} MiB"),
        Figure("… what works on documents, apart", document, "MiB"),
    ]


def proportional(running: Served) -> float:
    """MiB of proportional set size of all web workers together."""
    return sum(worker.memory_full_info().pss for worker in running.workers()) / (1 << 20)


def _load(running: Served) -> None:
    """Lists, cases, desks, front doors and reports, from many at once."""
    reader = running.client(running.made.specialists[5])
    visitor, database = running.client(), running.made.open()
    forms = [form_of(database) for _ in range(ROUNDS // 4)]
    database.dispose()
    numbers = [part[:14] for part in reader.get("/cases").text.split('href="/cases/')[1:] if part.startswith("ER-")]
    paths = ["/cases", "/desk", "/report?kind=harassment", "/", *(f"/cases/{number}" for number in numbers[:20])]
    assert len(paths) > 20, "the list has no links to cases"
    asked = timed(lambda at: reader.get(paths[at % len(paths)]), ROUNDS * 2, at_once=AT_ONCE)
    sent = timed(lambda at: visitor.post_parts("/report", parts(fields(forms[at], at))), len(forms), at_once=AT_ONCE)
    assert not asked.failed, f"{asked.failed} pages failed"
    assert not sent.failed, f"{sent.failed} reports failed"


def _documents(running: Served) -> float:
    children = [child for worker in running.workers() for child in worker.children(recursive=True)]
    return sum(child.memory_full_info().pss for child in children) / (1 << 20)
