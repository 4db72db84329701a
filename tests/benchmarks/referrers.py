"""The page of who suggested support: as long, and as quick, whether or not anything came of it."""

import secrets
from statistics import mean, stdev

from sqlalchemy.orm import Session

from casework import vault
from casework.db import utc_now
from casework.eap.actions import receipts, referrals, steps
from casework.eap.actions.referrals import New, Who
from casework.eap.models import Referral
from casework.eap.queries.sheet import Sheet
from casework.eap.routes import staying
from casework.people import VISITOR, Actor, Role, enrolment, guests
from casework.vault import EAP_RECOVERY_ID
from casework.vault.receipts import Receipt

from . import organisation
from .client import Client
from .promises import Figure
from .serving import Served, served

ROUNDS = 150


def measure(cases: int) -> list[Figure]:
    with served(cases) as running:
        silent, taken_up = _referrers(running)
        for client in (silent, taken_up) * 20:
            _page(client)
        bare, full, sizes = list[float](), list[float](), set[int]()
        for at in range(ROUNDS):
            for client, times in ((silent, bare), (taken_up, full))[:: 1 if at % 2 else -1]:
                seconds, size = _page(client)
                times.append(seconds)
                sizes.add(size)
    bare, full = _calm(bare), _calm(full)
    noise = 3 * (stdev(bare) ** 2 / len(bare) + stdev(full) ** 2 / len(full)) ** 0.5
    apart = abs(mean(bare) - mean(full))
    said = f"nothing came of it {mean(bare) * 1e3:.2f} ms, support taken up {mean(full) * 1e3:.2f} ms"
    return [
        Figure("referrer’s page, lengths that it has", len(sizes), "", 1),
        Figure("… means apart, in ms", apart * 1e3, "ms", noise * 1e3, note=said),
    ]


def _calm(times: list[float]) -> list[float]:
    """Without the slowest tenth: what else the machine did."""
    return sorted(times)[: len(times) * 9 // 10]


def _page(client: Client) -> tuple[float, int]:
    answer = client.get("/support/follow")
    assert answer.status == 200, answer.head
    return answer.seconds, len(answer.text)


def _referrers(running: Served) -> tuple[Client, Client]:
    """Two who suggested support, to people whose names are as long: one who has said nothing, one who consents."""
    database = running.made.open()
    made = enrolment.prepare(running.made.vault(), organisation.PASSWORD)
    with database.transaction() as db:
        vault.succession.publish(db, EAP_RECOVERY_ID, vault.hpke.public_of(vault.hpke.new_private()))
        coordinator = organisation.add(db, "Coordinator", made, Role.EAP)
        clients = [_referred(db, running.port, coordinator, name) for name in ("Vera Lind", "Ada Brock")]
    with database.transaction() as db:
        referral = db.merge(clients[1][1])
        receipts.give(db, referral, _receipt(), by=coordinator)
        steps.take(db, referral, "consent", by=coordinator, on_their_word=True)
    database.dispose()
    return clients[0][0], clients[1][0]


def _referred(db: Session, port: int, coordinator: Actor, name: str) -> tuple[Client, Referral]:
    receipt, now = _receipt(), utc_now()
    words = "Late on eleven mornings since March; we talked twice."
    new = New("management", "", Who(name, "by phone"), Who("Otto Reich", "extension 12"), words)
    made = referrals.make(db, new, Sheet("", frozenset([coordinator.id])), by=VISITOR, receipt=receipt, now=now)
    stay = guests.begin(db, made.party.id, staying.USE, receipt.private, now)
    return Client(port, f"none; {staying.DOOR.cookie}={stay}"), made.referral


def _receipt() -> Receipt:
    return Receipt(secrets.token_bytes(16), vault.hpke.new_private())
