"""One installation's vault and database for a test: tables made, the recovery pair published, nobody in it yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from casework import vault
from casework.db import Database
from casework.vault import HolderKind, Keyring, Vault


@pytest.fixture(autouse=True)
def _not_nicer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that step back for others would keep this whole process back for good."""
    monkeypatch.setattr("os.nice", lambda _: 0)


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
