"""Files up and down through the web server, as a specialist adds a paper and a reporter sends a photograph."""

import os
import re
import threading
import time
from collections.abc import Iterator
from statistics import median

import psutil
from sqlalchemy import select

from casework.cases.models import Case, Membership
from casework.people import Actor

from . import stored
from .client import BOUNDARY, Answer, Client, parts
from .promises import Figure, best
from .reports import fields, form_of
from .serving import Served, hidden, served

MIB = 1 << 20
SIZE, TRIES = 10 * MIB, 20
LARGE = 1 << 30
FILM = b"\x00\x00\x00\x14ftypisom\x00\x00\x02\x00isom"
"""How a film begins: a kind that is taken as it is."""


def measure(_: int) -> list[Figure]:
    with served(1_000) as running:
        actor = running.made.specialists[5]
        client, path = running.client(actor), _case(running, actor)
        content = FILM + os.urandom(SIZE - len(FILM))
        up = [_up(client, path, content) for _ in range(TRIES)]
        down = [_down(client, path, content) for _ in range(TRIES)]
        picture = stored.photograph()
        photographs = best([_photograph(running, picture) for _ in range(3)], at_least=True)
        more = _large(running, client, path)
    return [
        _speed("10 MiB up, synced to disk", up, 300),
        _speed("10 MiB down", down, 500),
        Figure("photograph in a report, cleaned", photographs, "MB/s", 25, at_least=True, note="best of 3"),
        Figure("1 GiB up: more memory in the web process", more, "MiB", 32),
    ]


def _speed(what: str, tries: list[float], promised: float) -> Figure:
    note = f"best of {TRIES}, p50 {median(tries):.0f}"
    return Figure(what, best(tries, at_least=True), "MB/s", promised, at_least=True, note=note)


def _case(running: Served, actor: Actor) -> str:
    database = running.made.open()
    with database.reading() as db:
        query = select(Case.number).join(Membership, Membership.case_id == Case.id)
        number = db.scalars(query.where(Membership.person_id == actor.id, Membership.active).limit(1)).one()
    database.dispose()
    return f"/cases/{number}/papers"


def _up(client: Client, path: str, content: bytes) -> float:
    form = _form(client, path)
    answer = client.post_parts(path, parts(form, ("files", "film.mp4", content)))
    assert answer.status == 303, answer.head
    return len(content) / answer.seconds / 1e6


def _form(client: Client, path: str) -> dict[str, str]:
    return {"nonce": hidden(client.get(path).text, "nonce"), "readers": "file"}


def _down(client: Client, path: str, content: bytes) -> float:
    found = re.findall(rf'{path}/(\d+)"', client.get(path.removesuffix("/papers")).text)
    answer = client.get(f"{path}/{found[0]}")
    assert answer.status == 200, answer.head
    assert answer.body == content, "what came back is not what was sent"
    return len(content) / answer.seconds / 1e6


def _photograph(running: Served, picture: bytes) -> float:
    """What the photograph adds to a report."""
    database, client = running.made.open(), running.client()
    forms = [form_of(database) for _ in range(2)]
    database.dispose()
    plain = client.post_parts("/report", parts(fields(forms[0], 1)))
    sent = client.post_parts("/report", parts(fields(forms[1], 1), ("files", "photo.jpg", picture)))
    assert (plain.status, sent.status) == (200, 200), sent.head
    return len(picture) / (sent.seconds - plain.seconds) / 1e6


def _large(running: Served, client: Client, path: str) -> float:
    """MiB that the busiest worker grows by at its peak while a GiB streams in."""
    workers = running.workers()
    before = {worker.pid: worker.memory_full_info().uss for worker in workers}
    peaks, stop = dict(before), threading.Event()
    watcher = threading.Thread(target=_watch, args=(workers, peaks, stop))
    watcher.start()
    answer = _stream(client, path, _form(client, path))
    stop.set()
    watcher.join()
    assert answer.status == 303, answer.head
    return max(peaks[pid] - before[pid] for pid in before) / MIB


def _watch(workers: list[psutil.Process], peaks: dict[int, int], stop: threading.Event) -> None:
    while not stop.is_set():
        for worker in workers:
            peaks[worker.pid] = max(peaks[worker.pid], worker.memory_full_info().uss)
        time.sleep(0.02)


def _stream(client: Client, path: str, form: dict[str, str]) -> Answer:
    whole = parts(form, ("files", "film.mp4", FILM))
    head, end = whole[: whole.rindex(FILM) + len(FILM)], f"\r\n--{BOUNDARY}--\r\n".encode()
    block = os.urandom(MIB)

    def pieces() -> Iterator[bytes]:
        yield head
        for _ in range(LARGE // MIB):
            yield block
        yield end

    return client.stream(path, len(head) + LARGE + len(end), pieces())
