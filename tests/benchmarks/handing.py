"""A case of a thousand notes and 2 GiB of papers, handed out as a bag with a PDF in it, and fetched again."""

import os
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass

import psutil
from sqlalchemy import select, update

from casework import vault
from casework.cases.actions import papers
from casework.cases.models import Case, Membership, Note
from casework.db import Database, new_id, utc_now
from casework.files import Store
from casework.legal.models import Export
from casework.people import Actor
from casework.people.models import UserSession
from casework.vault import Compartment

from .client import Client
from .promises import Figure
from .serving import Served, hidden, served
from .texts import account

NOTES, PAPERS, SIZE, LETTERS = 1_000, 32, 64 << 20, 2_000
PIECE = 1 << 20
PASSPHRASE = "five plain words are enough"


@dataclass
class Watched:
    """MiB at the most: of the web workers beyond what they had, and of any one process that builds."""

    web: float = 0.0
    child: float = 0.0


def measure(cases: int) -> list[Figure]:
    with served(cases) as running:
        database = running.made.open()
        lead = running.made.lead
        case = _filled(database, Store(running.made.settings.files), lead)
        client = running.client(lead)
        with database.transaction() as db:
            db.execute(update(UserSession).values(stepped_up_at=utc_now()))
        client.get(f"/cases/{case.number}")
        seconds, watched = _made(running, database, client, case.number)
        with database.reading() as db:
            export = db.scalars(select(Export)).one()
        rate, fetching = _fetched(running, client, export)
        database.dispose()
    what = f"{NOTES:,} notes and {PAPERS * SIZE >> 20:,} MiB of papers handed out"
    return [
        Figure(what, seconds, "s", 30, note="a bag with a PDF in it, closed to a passphrase"),
        Figure("… more in the web workers meanwhile", watched.web, "MiB", 64),
        Figure("… the largest process that builds", watched.child, "MiB", 600),
        Figure("… fetched", rate, "MiB/s"),
        Figure("… more in the web workers meanwhile", fetching, "MiB", 64),
    ]


def _filled(database: Database, store: Store, by: Actor) -> Case:
    """Notes and papers as their verbs write them."""
    assert by.holder is not None
    with database.reading() as db:
        query = select(Case).join(Membership, Membership.case_id == Case.id)
        case = db.scalars(query.where(Membership.person_id == by.id, Membership.active)).first()
        known = vault.of(db)
    assert case is not None
    data = os.urandom(PIECE)
    files = []
    for _ in range(PAPERS):
        file_id, key = new_id(), vault.files.new_key()
        sealing = vault.files.Encryptor(known, file_id, key)
        with store.create(file_id) as out:
            for _piece in range(SIZE // PIECE):
                out.write(sealing.update(data))
            out.write(sealing.finish())
            out.commit()
        files.append((file_id, key))
    with database.transaction() as db:
        case = db.get_one(Case, case.id)
        room = vault.rooms.enter(db, by.holder, case.id, Compartment.FILE)
        for number, (file_id, key) in enumerate(files):
            name = f"film {number}.mp4"
            papers.add(db, case, room, file_id=file_id, key=key, name=name, type="mp4", size=SIZE, by=by)
        for number in range(NOTES):
            id_ = new_id()
            words = (account(number) * (LETTERS // 100))[:LETTERS]
            text = room.seal(Note.text, id_, words)
            db.add(Note(id=id_, case_id=case.id, class_="internal", text=text, by=by.id, at=utc_now()))
    return case


def _made(running: Served, database: Database, client: Client, number: str) -> tuple[float, Watched]:
    path = f"/cases/{number}/export"
    page = client.get(path)
    assert page.status == 200, page.head
    fields = {
        "nonce": hidden(page.text, "nonce"), "rooms": "file-0", "copies": "redacted", "form": "both", "sure": "1",
        "classes": ["parties", "steps", "notes_internal", "papers", "trail"],
        "lock": "passphrase", "passphrase": PASSPHRASE, "passphrase_again": PASSPHRASE,
    }  # fmt: skip
    begun, watched, before = time.perf_counter(), Watched(), _held(running)
    sent = client.post(path, fields)
    assert sent.status == 303, sent.head
    while time.perf_counter() - begun < 180:
        _watch(running, watched, before)
        with database.reading() as db:
            row = db.scalars(select(Export)).one()
        if row.state != "building":
            assert row.state == "ready", row.why
            return time.perf_counter() - begun, watched
        time.sleep(0.1)
    raise AssertionError("it was not made in three minutes")


def _fetched(running: Served, client: Client, export: Export) -> tuple[float, float]:
    """MiB a second, and MiB more that the web workers held."""
    watched, before, came, begun = Watched(), _held(running), 0, time.perf_counter()
    for size in _stream(client, f"/exports/{export.id}/file"):
        if came >> 28 != (came + size) >> 28:
            _watch(running, watched, before)
        came += size
    assert came > export.size, "it did not come whole"
    return (came >> 20) / (time.perf_counter() - begun), watched.web


def _stream(client: Client, path: str) -> Iterator[int]:
    place = bytearray(PIECE)
    with socket.create_connection(("127.0.0.1", client.port), 60) as wire:
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{client.port}", "Connection: close"]
        wire.sendall("\r\n".join([*lines, f"Cookie: casework={client.cookie}", "", ""]).encode())
        while size := wire.recv_into(place):
            yield size


def _held(running: Served) -> float:
    return sum(worker.memory_full_info().uss for worker in running.workers()) / (1 << 20)


def _watch(running: Served, watched: Watched, before: float) -> None:
    watched.web = max(watched.web, _held(running) - before)
    for worker in running.workers():
        for child in worker.children(recursive=True):
            try:
                watched.child = max(watched.child, child.memory_full_info().uss / (1 << 20))
            except psutil.NoSuchProcess:
                continue
