"""The keyring's care: recovery away from it, an export for every state of it, another key now and then."""

import stat
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from casework.audit.models import TrailEntry
from casework.cli import keys
from casework.cli.opened import opened
from casework.db import utc_now
from casework.demo import marker
from casework.settings import Settings
from casework.vault import keyring

from .conftest import Command


def test_the_recovery_pair_is_not_made_beside_a_keyring_but_a_demos(casework: Command) -> None:
    code, told, complaint = casework("recovery", "new")
    assert (code, told) == (2, "")
    assert "another machine" in complaint
    (Settings.from_environment().folder / marker.MARKER).touch()
    assert casework("recovery", "new")[0] == 0


def test_an_export_is_on_the_trail_and_ends_the_warning(casework: Command) -> None:
    settings = Settings.from_environment()
    assert ["keys export" in said for said in keys.warnings(settings)] == [True]
    assert casework("keys", "export")[0] == 0
    assert keys.warnings(settings) == []
    with opened(settings) as database, database.reading() as db:
        assert "keys:exported" in db.scalars(select(TrailEntry.tag)).all()
    assert casework("audit", "verify")[0] == 0


def test_an_old_key_is_warned_of_until_another_is_made_and_exported(casework: Command) -> None:
    settings = Settings.from_environment()
    assert casework("keys", "export")[0] == 0
    known = keyring.read(settings.keyring)
    old = utc_now().date() - timedelta(days=32)
    keyring.replace(settings.keyring, replace(known, made={1: old}))
    [said] = keys.warnings(settings)
    assert "32 days" in said
    assert casework("keys", "rotate")[0] == 0
    rotated = keyring.read(settings.keyring)
    assert (rotated.current_kek, rotated.kek(1), rotated.root) == (2, known.kek(1), known.root)
    assert stat.S_IMODE(settings.keyring.stat().st_mode) == 0o600
    [said] = keys.warnings(settings)
    assert "keys export" in said
    assert casework("keys", "export")[0] == 0
    assert keys.warnings(settings) == []


def test_a_founders_link_can_be_printed_again(casework: Command) -> None:
    code, told, _ = casework("link", "i@example.org")
    assert code == 0
    assert "/enrol/" in told
    assert casework("link", "stranger@example.org")[0] == 2
