"""Signing in, eight times a second for a minute, while others read on."""

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

from casework.people import codes, enrolment

from . import organisation
from .client import Client, timed
from .organisation import PASSWORD
from .promises import Figure
from .serving import Served, served

RATE, SECONDS = 8, 60
AROUND, CALM = 0.1, 20.0
"""Seconds between two pages of the others, and how long they are alone, first and again at last: a slow minute of the
machine is not to be the sign-ins' alone."""


def measure(cases: int) -> list[Figure]:
    with served(cases) as running:
        people = _people(running, RATE * SECONDS)
        reader = running.client(running.made.specialists[5])
        timed(lambda _: reader.get("/cases"), 20)
        calm = _pages(reader, CALM)
        stop = threading.Event()
        with ThreadPoolExecutor(33) as pool:
            others = pool.submit(_pages, reader, SECONDS, stop)
            taken = _at_rate(pool, running.client(), people)
            stop.set()
            beside = others.result()
        calm += _pages(reader, CALM)
    seconds = [one for one in taken if one is not None]
    both = f"password and code, {len(seconds)} of {len(taken)} in"
    return [
        Figure(f"sign-in, {RATE} a second, p95", _p95(seconds) * 1e3, "ms", 400, note=both),
        Figure("… refused", len(taken) - len(seconds), "", 0),
        Figure("… other pages meanwhile, p95", _p95(beside) * 1e3, "ms", note=f"alone {_p95(calm) * 1e3:.1f} ms"),
        Figure("… for each of theirs without", _p95(beside) / _p95(calm), "×", 2),
    ]


def _people(running: Served, count: int) -> list[tuple[str, bytes]]:
    """Accounts with a second factor, whose codes are of use once: one for each sign-in."""
    database = running.made.open()
    made = enrolment.prepare(running.made.vault(), PASSWORD)
    assert made.totp is not None
    found = []
    with database.transaction() as db:
        for number in range(count):
            actor = organisation.add(db, f"Reader {number}", made)
            found.append((organisation.address_of(db, actor.id), made.totp))
    database.dispose()
    return found


def _at_rate(pool: ThreadPoolExecutor, client: Client, people: list[tuple[str, bytes]]) -> list[float | None]:
    """They come when they come, whether those before are in or not."""
    begun, waiting = time.monotonic(), list[Future[float | None]]()
    for number, (address, secret) in enumerate(people):
        time.sleep(max(0.0, begun + number / RATE - time.monotonic()))
        waiting.append(pool.submit(_enter, client, address, secret))
    return [one.result() for one in waiting]


def _enter(client: Client, address: str, secret: bytes) -> float | None:
    """Seconds for both steps; None when they did not get in."""
    first = client.post("/sign-in", {"email": address, "password": PASSWORD})
    cookie = _cookie(first.head)
    if first.status != 303 or not cookie:
        return None
    code = codes._totp(secret).generate(int(time.time())).decode()
    second = Client(client.port, cookie).post("/second-factor", {"code": code})
    return first.seconds + second.seconds if second.status == 303 and _cookie(second.head) else None


def _cookie(head: str) -> str:
    for line in head.splitlines():
        name, _, value = line.partition(": ")
        if name.lower() == "set-cookie" and value.startswith("casework="):
            return value.removeprefix("casework=").partition(";")[0]
    return ""


def _pages(client: Client, seconds: float, stop: threading.Event | None = None) -> list[float]:
    """A page every now and then."""
    end, found = time.monotonic() + seconds, []
    while time.monotonic() < end and not (stop and stop.is_set()):
        answer = client.get("/cases")
        found.append(answer.seconds if answer.status == 200 else float("inf"))
        time.sleep(AROUND)
    return found


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]
