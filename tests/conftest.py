"""One installation's vault and database for a test: tables made, the recovery pair published, nobody in it yet."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from litestar.testing import TestClient

from casework import vault
from casework.db import Database
from casework.vault import HolderKind, Keyring, Vault, stretch

STRENGTH = stretch.MEMORY_KIB, stretch.PASSES


def pytest_configure() -> None:
    """A key is stretched a thousand times in these tests, each time for nothing but the time it takes; and garbage is
    looked for as seldom as in a process that has a moment."""
    stretch.MEMORY_KIB, stretch.PASSES = 64, 1
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_finish() -> None:
    """What was imported stays to the end: nobody looks through half a million objects again and again for what can go.
    It took a third of the time."""
    gc.freeze()


@pytest.fixture
def full_strength(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is outside of tests: for what another process stretches too, or did once and for all."""
    monkeypatch.setattr(stretch, "MEMORY_KIB", STRENGTH[0])
    monkeypatch.setattr(stretch, "PASSES", STRENGTH[1])


@pytest.fixture(autouse=True)
def _not_nicer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that step back for others would keep this whole process back for good."""
    monkeypatch.setattr("os.nice", lambda _: 0)


@pytest.fixture(scope="session", autouse=True)
def _one_loop() -> Iterator[None]:
    """All requests of a worker go through one event loop: otherwise each would start a thread and a loop for itself."""
    with start_blocking_portal() as portal, pytest.MonkeyPatch.context() as patched:
        patched.setattr(TestClient, "blocking_portal", portal, raising=False)
        yield


@pytest.fixture
def keys(tmp_path: Path) -> Vault:
    return Vault(Keyring.new(), journal=tmp_path / "journal")


@pytest.fixture
def database(database_url: str, keys: Vault) -> Iterator[Database]:
    made = Database(database_url, {"vault": keys})
    with made.transaction() as db:
        public = vault.hpke.public_of(vault.hpke.new_private())
        vault.pairs.publish(db, HolderKind.RECOVERY, vault.RECOVERY_ID, public)
    yield made
    made.dispose()
