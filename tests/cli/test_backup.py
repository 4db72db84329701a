"""`casework backup`, `restore` and `check` as whoever runs the server meets them."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from casework.db import Database, utc_now
from casework.settings import Settings
from tests.databases import Databases

from .conftest import Command


def test_a_backup_says_what_it_takes_to_open_it(casework: Command, tmp_path: Path) -> None:
    code, told, _ = casework("backup", str(tmp_path / "backup"))
    assert code == 0
    assert "the head of its trail is" in told.casefold()
    assert "casework keys export" in told
    assert "opens nothing, for any case" in told
    assert "35 days" in told
    assert {path.name for path in (tmp_path / "backup").iterdir()} >= {"manifest.json", "files.sha256", "files"}
    assert not list((tmp_path / "backup").rglob("*keyring*"))
    code, _, complaint = casework("backup", str(tmp_path / "backup"))
    assert (code, complaint.count("\n")) == (2, 1)
    assert "never written over" in complaint


def test_a_backup_goes_to_another_machine(
    casework: Command, tmp_path: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keyring and journal were kept elsewhere; the folder that it came from is gone."""
    head = casework("audit", "head")[1]
    assert casework("backup", str(tmp_path / "backup"))[0] == 0
    settings = Settings.from_environment()
    shutil.copytree(settings.journal, tmp_path / "kept" / "journal")
    (tmp_path / "kept" / "journal" / "2026-01.journal").touch()  # nobody has enrolled: a month without a line
    shutil.copy(settings.keyring, tmp_path / "kept" / "keyring.json")
    shutil.rmtree(settings.folder)
    place = tmp_path / "elsewhere"
    place.mkdir()
    shutil.copy(tmp_path / "kept" / "keyring.json", place / "keyring.json")
    if not settings.database_url.startswith("sqlite"):
        monkeypatch.setenv("CASEWORK_DATABASE_URL", databases.empty())
    words = ("restore", str(tmp_path / "backup"), "--dir", str(place))
    code, _, complaint = casework(*words)
    assert code == 2
    assert "no journal" in complaint
    code, told, _ = casework(*words, "--journal", str(tmp_path / "kept" / "journal"))
    assert code == 0
    assert "Every session and every link has ended" in told
    monkeypatch.setenv("CASEWORK_DIR", str(place))
    assert casework("audit", "verify")[0] == 0
    assert casework("audit", "head")[1] != head  # the restoring itself stands there
    assert casework(*words)[0] == 2


def test_the_check_has_sentences_objects_and_an_exit_code(casework: Command) -> None:
    code, told, progress = casework("check")
    assert code == 1  # nothing was exported yet
    assert "!! The keyring has no export" in told
    assert "The trail is whole" in told
    assert "Its first people have not enrolled yet" in told
    assert "looking at the trail" in progress
    assert casework("keys", "export")[0] == 0
    code, told, _ = casework("check")
    assert (code, told.splitlines()[-1]) == (0, "All is well.")
    with time_machine.travel(utc_now() + timedelta(days=366)):
        code, told, _ = casework("check")
    assert code == 1
    assert "!! The key that new cases are kept under is 366 days old. Run `casework keys rotate`." in told
    assert "!! The recovery cards were last tested, or made," in told
    with pytest.MonkeyPatch.context() as newer:
        newer.setattr("casework.migrations.newest", lambda: "9999")
        code, _, complaint = casework("check")
    assert (code, "run `casework upgrade`" in complaint) == (2, True)
    code, told, _ = casework("check", "--json")
    found = [json.loads(line) for line in told.splitlines()]
    assert code == 0
    assert {one["name"] for one in found} > {"case secrets", "seals", "trail", "journal", "files", "care"}
    database = Database(Settings.from_environment().database_url)
    with database.transaction() as db:
        db.connection().exec_driver_sql("UPDATE role_grant SET role = 'lead'")
    database.dispose()
    code, told, _ = casework("check")
    assert code == 1
    assert "roles were changed outside Casework" in told


def test_what_is_no_backup_is_one_sentence(casework: Command, tmp_path: Path) -> None:
    code, _, complaint = casework("restore", str(tmp_path))
    assert (code, complaint.count("\n")) == (2, 1)
    assert "it is no backup" in complaint
