"""The cast's installation, with a directory that has a token."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from litestar import Litestar

from casework.db import Database
from casework.people import Actor, ActorKind
from casework.scim import tokens
from casework.settings import Settings
from casework.vault import Vault
from tests.application import application
from tests.staff.conftest import settings
from tests.stage import cast, database, keys, stage

from .directory import Directory

__all__ = ["cast", "database", "keys", "settings", "stage"]
MADE_BY = Actor(ActorKind.PERSON, 1)


@pytest.fixture
def app(database: Database, keys: Vault, settings: Settings, tmp_path: Path) -> Litestar:
    roles = {"IT admins": "administrator", "HR audit": "auditor", "ER leads": "lead", "Counsel": "counsel"}
    return application(replace(settings, roles=roles), database=database, vault=keys)


@pytest.fixture
def directory(app: Litestar, database: Database) -> Directory:
    with database.transaction() as db:
        return Directory(app, tokens.make(db, by=MADE_BY, now=datetime.now(UTC)))
