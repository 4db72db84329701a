"""What is not put back, and what is not written over: refused by name, with nothing changed."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from litestar import Litestar
from sqlalchemy import select

from casework import vault
from casework.backup import manifest, restoring, taking
from casework.backup.manifest import Damaged, Manifest
from casework.db import utc_now
from casework.files import Store
from casework.vault import Keyring, Unreadable, Vault, journal
from casework.vault.models import CaseSecret
from tests.whole.everything import Working
from tests.whole.world import World

from .conftest import Drill

Change = Callable[[bytes], bytes]


def flipped(data: bytes) -> bytes:
    at = len(data) // 2
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def nothing_there(drill: Drill) -> bool:
    return not any(drill.tmp.glob("elsewhere-*/*"))


@pytest.mark.parametrize("which", ["casework.", "files/", manifest.SUMS, manifest.NAME])
@pytest.mark.parametrize("change", [flipped, lambda data: data[:-1], lambda data: data + b"\n"])
def test_a_changed_byte_is_refused_by_its_files_name(drill: Drill, which: str, change: Change) -> None:
    drill.paper()
    drill.backup()
    [name] = [name for name in names(drill.tmp / "backup") if name.startswith(which)]
    path = drill.tmp / "backup" / name
    path.write_bytes(change(path.read_bytes()))
    if which == manifest.NAME and change is not flipped:  # an end of line more or less says nothing else
        drill.restore()
        return
    with pytest.raises(Damaged, match=name.replace(".", r"\.")):
        drill.restore()
    assert nothing_there(drill)


@pytest.mark.parametrize("which", ["casework.", "files/", manifest.SUMS, manifest.NAME])
def test_a_missing_file_is_refused_by_its_name(drill: Drill, which: str) -> None:
    drill.paper()
    drill.backup()
    [name] = [name for name in names(drill.tmp / "backup") if name.startswith(which)]
    (drill.tmp / "backup" / name).unlink()
    with pytest.raises(Damaged, match=name):
        drill.restore()
    assert nothing_there(drill)


def test_a_file_left_out_of_list_and_folder_is_missed(drill: Drill) -> None:
    drill.paper()
    drill.backup()
    sums = drill.tmp / "backup" / manifest.SUMS
    sums.write_bytes(sums.read_bytes().splitlines(keepends=True)[0])
    with pytest.raises(Damaged, match=manifest.SUMS):
        drill.restore()


def test_a_manifest_written_anew_by_somebody_without_the_keyring_is_refused(drill: Drill) -> None:
    drill.backup()
    folder = drill.tmp / "backup"
    found = Manifest.read(folder)
    (folder / manifest.NAME).unlink()
    replace(found, trail="0:" + "0" * 64).write(folder, Vault(Keyring.new()))
    with pytest.raises(Damaged, match=manifest.NAME):
        drill.restore()


def test_without_the_journal_nothing_is_put_back(drill: Drill) -> None:
    drill.backup()
    drill.settings.journal.rename(drill.tmp / "elsewhere")
    with pytest.raises(restoring.Refused, match="no journal"):
        drill.restore()
    assert nothing_there(drill)


def test_a_journal_older_than_the_backup_is_refused(drill: Drill) -> None:
    older = shutil.copytree(drill.settings.journal, drill.tmp / "older")
    journal.write(drill.keys, "case-destroyed", case=1)
    drill.backup()
    with pytest.raises(restoring.Refused, match="older than this backup"):
        drill.restore(settings=replace(drill.elsewhere(), journal=older))


def test_a_changed_journal_is_refused(drill: Drill) -> None:
    drill.backup()
    [path] = drill.settings.journal.iterdir()
    path.write_bytes(path.read_bytes().replace(b'"generation"', b'"Generation"', 1))
    with pytest.raises(Unreadable, match="changed"):
        drill.restore()
    assert nothing_there(drill)


def test_a_backup_older_than_its_keys_says_that_nothing_in_it_opens(drill: Drill) -> None:
    drill.backup()
    keyring = drill.keys.keyring.rotated(utc_now().date())
    left = replace(keyring, keks={2: keyring.kek(2)}, made={2: keyring.made[2]})
    drill.keys = Vault(left, journal=drill.settings.journal)
    with pytest.raises(restoring.Refused, match="Nothing in it opens"):
        drill.restore()


def test_the_raw_backup_opens_nothing_once_its_key_is_gone(drill: Drill) -> None:
    """Test 4 of the vault: rotate, let the key's time pass; all that the installation still holds does not help."""
    drill.backup()
    keyring = drill.keys.keyring.rotated(utc_now().date())
    left = Vault(replace(keyring, keks={2: keyring.kek(2)}, made={2: keyring.made[2]}))
    with drill.database.reading() as db:
        secret = db.scalars(select(CaseSecret)).first()
        assert secret is not None
        with pytest.raises(Unreadable, match="no KEK 1"):
            vault.secrets.unwrap(left, secret.case_id, secret.wrapped)


def test_nothing_is_written_over(drill: Drill) -> None:
    drill.backup()
    with pytest.raises(taking.Refused, match="already"):
        drill.backup()
    with pytest.raises(taking.Refused, match="no folder"):
        drill.backup("nowhere/backup")
    with pytest.raises(taking.Refused, match="stands apart"):
        drill.backup("casework/files/backup")
    with pytest.raises(restoring.Refused, match="already"):
        drill.restore(settings=drill.settings)
    place = drill.elsewhere()
    with Store(place.files).create(7) as writer:
        writer.commit()
    with pytest.raises(restoring.Refused, match="files"):
        drill.restore(settings=place)
    assert not (place.folder / "casework.db").exists()


def test_the_database_of_another_kind_is_refused(drill: Drill) -> None:
    drill.backup()
    other = f"sqlite:///{drill.tmp / 'x.db'}" if not drill.database.is_sqlite else "postgresql://casework@/casework"
    with pytest.raises(restoring.Refused, match="is of"):
        drill.restore(settings=replace(drill.elsewhere(), database_url=other))


def test_a_backup_of_another_release_is_sent_to_that_release(drill: Drill, monkeypatch: pytest.MonkeyPatch) -> None:
    drill.backup()
    monkeypatch.setattr("casework.migrations.newest", lambda: "9999")
    with pytest.raises(restoring.Refused, match=r"made by Casework 0\.1\.0"):
        drill.restore()


def test_what_a_backup_holds_is_its_owners_alone_and_says_nothing(drill: Drill) -> None:
    mark = "kanarienvogel"
    world = World(Litestar([]), drill.cast, drill.database, drill.keys, drill.settings.folder)
    Working(world, mark).write()
    drill.paper(mark.encode() * 100)
    os.umask(0o077)
    drill.backup()
    found = names(drill.tmp / "backup")
    keyring = drill.keys.keyring
    assert len(found) == 4
    for name in found:
        path = drill.tmp / "backup" / name
        assert path.stat().st_mode & 0o077 == 0 or name.startswith("files/")
        data = path.read_bytes()
        for secret in (mark.encode(), mark.encode("utf-16-le"), mark.upper().encode()):
            assert secret not in data, name
        for key in (keyring.root, *keyring.keks.values()):
            assert key not in data, name
            assert key.hex().encode() not in data, name


def test_postgresql_programs_that_are_missing_or_too_old_are_named(drill: Drill, tmp_path: Path) -> None:
    if drill.database.is_sqlite:
        pytest.skip("SQLite needs no program")
    from casework.backup import postgres

    drill.settings = replace(drill.settings, pg_programs=tmp_path)
    with pytest.raises(postgres.Failed, match=r"no pg_dump in .*CASEWORK_PG_PROGRAMS"):
        drill.backup()
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    old.chmod(0o700)
    with pytest.raises(postgres.Failed, match="of version 9, the server of"):
        drill.backup()
    assert not (tmp_path / "backup").exists()
