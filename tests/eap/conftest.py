"""The cast, with the pair of employee assistance published, and referrals to look at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import event

from casework import vault
from casework.db import Database, utc_now
from casework.eap.actions import referrals
from casework.eap.actions.referrals import New, Who
from casework.eap.kinds import MANAGEMENT, SELF
from casework.eap.models import ReferralParty
from casework.eap.queries import coordinators, parties, sheet
from casework.eap.routes import ROUTES, staying
from casework.people import VISITOR, Actor, ActorKind, Role
from casework.settings import Settings
from casework.vault import EAP_RECOVERY_ID, Holder, HolderKind, Vault
from casework.vault.receipts import Receipt
from casework.web.guesses import Guesses
from tests.application import application
from tests.cast import Cast, person
from tests.eap.browsing import ORIGIN, Visitor
from tests.stage import cast, database, keys, stage

__all__ = ["cast", "database", "keys", "stage"]
MARK = "MARKER-EAP-5R7"
"""In every word that is written here, so that it can be looked for where it must not be."""


@dataclass
class House:
    """`eap` and `second` are coordinators. Every referral's people are actors by number and role."""

    cast: Cast
    second: Actor
    made: dict[str, dict[str, Actor]] = field(default_factory=dict)
    receipts: dict[int, str] = field(default_factory=dict)

    @property
    def database(self) -> Database:
        return self.cast.database

    @property
    def eap(self) -> Actor:
        return self.cast["eap"]

    def receipt(self) -> tuple[str, Receipt]:
        words = vault.receipts.make()
        with self.database.reading() as db:
            return words, vault.receipts.derive(vault.of(db), words)

    def begin(self, kind: str = SELF, *, by: Actor = VISITOR, **more: object) -> str:
        """A referral's number. `more`: fields of `New`."""
        words, receipt = self.receipt()
        said = {
            "need": "counselling",
            "words": f"{MARK} I sleep badly",
            "employee": Who("Nora Field", f"{MARK}@home"),
            **more,
        }
        if kind != SELF:
            said.setdefault("referrer", Who("Otto Manager", f"{MARK} extension 12"))
        with self.database.transaction() as db:
            shown = sheet.read(db, sheet.written(db, coordinators.able(db)))
            new = New(kind, **said)  # type: ignore[arg-type]
            made = referrals.make(db, new, shown, by=by, receipt=None if by.id else receipt, now=utc_now())
        holder = Holder(HolderKind.REPORTER, made.party.id, 1, receipt.private)
        actor = Actor(ActorKind.REPORTER, made.party.id, holder=holder)
        self.made[made.referral.number] = {made.party.role: actor}
        self.receipts[made.party.id] = words
        return made.referral.number

    def management(self) -> str:
        return self.begin(MANAGEMENT, words=f"{MARK} late four times")


@pytest.fixture
def house(cast: Cast) -> House:
    with cast.database.transaction() as db:
        public = vault.hpke.public_of(vault.hpke.new_private())
        vault.pairs.publish(db, HolderKind.RECOVERY, EAP_RECOVERY_ID, public)
        second = person(db, "second", Role.EAP)
    return House(cast, second)


@pytest.fixture
def number(house: House) -> str:
    """Nora asked for herself."""
    return house.begin()


def people(house: House, number: str) -> dict[str, ReferralParty]:
    with house.database.reading() as db:
        return {party.role: party for party in parties.of_referral(db, parties.referral(db, number).id)}


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    said: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


@pytest.fixture
def app(house: House, keys: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Litestar:
    monkeypatch.setattr(staying, "guesses", Guesses())
    folders = (tmp_path / "keyring.json", tmp_path / "journal", tmp_path / "files")
    settings = Settings(tmp_path, house.database.url, *folders, origin=ORIGIN)
    return application(settings, database=house.database, vault=keys, routes=ROUTES)


@pytest.fixture
def visitor(app: Litestar) -> Iterator[Callable[[], Visitor]]:
    """Another person with a browser of their own."""
    with TestClient(app, base_url=ORIGIN):
        yield lambda: Visitor(TestClient(app, base_url=ORIGIN))
