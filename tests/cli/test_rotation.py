"""Keys grow old and are replaced: every case goes under the new one, whoever stops in the middle goes on, and what no
backup needs any more is destroyed."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select, update

from casework import vault
from casework.audit.models import TrailEntry
from casework.cli import keys, rotation
from casework.cli.opened import opened
from casework.db import Database, new_id, utc_now
from casework.settings import Settings
from casework.vault import Keyring, KeyringError, Unreadable, Vault, keyring, rewrapping
from casework.vault.models import CaseSecret

from .conftest import Command


@pytest.fixture
def running(casework: Command) -> Iterator[Database]:
    """A server that was started before, with what it then knew."""
    settings = Settings.from_environment()
    made = Database(settings.database_url, {"vault": Vault.load(settings.keyring, settings.journal)})
    yield made
    made.dispose()


def with_cases(database: Database, count: int = 25) -> dict[int, bytes]:
    """Their secrets, by case."""
    ids = [new_id() for _ in range(count)]
    with database.transaction() as db:
        for id_ in ids:
            vault.rooms.found_case(db, id_)
        return vault.secrets.of_cases(db, ids)


def secrets_of(database: Database, known: dict[int, bytes]) -> dict[int, bytes]:
    with database.reading() as db:
        return vault.secrets.of_cases(db, known)


def named(database: Database) -> list[int]:
    with database.reading() as db:
        return rewrapping.numbers(db)


def tags(database: Database) -> list[tuple[str, dict[str, int]]]:
    with database.reading() as db:
        rows = db.execute(select(TrailEntry.tag, TrailEntry.ids).order_by(TrailEntry.seq))
        return [(row.tag, json.loads(row.ids)) for row in rows if row.tag.startswith("keys:")]


def test_every_case_goes_under_the_new_key_and_a_running_server_follows(casework: Command, running: Database) -> None:
    known = with_cases(running)
    assert casework("keys", "rotate")[0] == 0
    assert named(running) == [2]
    assert secrets_of(running, known) == known
    with_cases(running, 1)
    assert named(running) == [2], "a server that was running goes on under the old key"
    assert [tag for tag, _ in tags(running)] == ["keys:rotated", "keys:rewrapped"]
    assert tags(running)[-1][1] == {"kek": 2, "cases": 25, "oldest": 1}
    assert casework("audit", "verify")[0] == 0


def test_whoever_is_stopped_in_the_middle_goes_on(
    casework: Command, running: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = with_cases(running)
    monkeypatch.setattr(rewrapping, "BATCH", 10)
    whole, count = rewrapping._write, []

    def cut(*given: object) -> None:
        count.append(1)
        if len(count) == 2:
            raise KeyboardInterrupt
        whole(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(rewrapping, "_write", cut)
    monkeypatch.setattr(rewrapping, "rewrap", _by_ten)
    assert casework("keys", "rotate")[0] == 130
    assert named(running) == [1, 2]
    assert secrets_of(running, known) == known
    code, told, _ = casework("keys", "rotate")
    assert (code, "goes on" in told) == (0, True)
    assert named(running) == [2]
    assert keyring.read(Settings.from_environment().keyring).current_kek == 2, "a second key was made for nothing"
    assert secrets_of(running, known) == known


def _by_ten(database: Database, known: Vault) -> Iterator[rewrapping.Progress]:
    return ORIGINAL(database, known, batch=10, pause=0)


ORIGINAL = rewrapping.rewrap


def test_by_the_calendar_nothing_happens_before_a_month_is_over(casework: Command, running: Database) -> None:
    with_cases(running, 1)
    assert "no other is due" in casework("keys", "rotate", "--due")[1]
    assert named(running) == [1]
    with time_machine.travel(utc_now() + timedelta(days=32), tick=True):
        casework("keys", "rotate", "--due")
        assert named(running) == [2]


def test_a_rotation_writes_one_export_of_each_keyring(casework: Command, running: Database, tmp_path: Path) -> None:
    for _ in range(2):
        assert casework("keys", "rotate", "--due", "--export", str(tmp_path / "out"))[0] == 0
    [document] = (tmp_path / "out").iterdir()
    assert json.loads(document.read_bytes())["kek"] == 1
    assert keys.warnings(Settings.from_environment()) == []


def test_an_old_key_is_destroyed_when_its_last_backup_has_expired_and_no_sooner(
    casework: Command, running: Database
) -> None:
    with_cases(running)
    with running.reading() as db:
        [backup, *_] = db.execute(select(CaseSecret.case_id, CaseSecret.wrapped)).all()
    assert "after `casework keys rotate` has ended" not in casework("keys", "retire")[1]
    casework("keys", "rotate")
    assert "can be destroyed on" in casework("keys", "retire")[1]
    home = Settings.from_environment().keyring
    assert set(keyring.read(home).keks) == {1, 2}
    with time_machine.travel(utc_now() + timedelta(days=36), tick=True):
        assert casework("keys", "retire")[0] == 0
    assert set(keyring.read(home).keks) == {2}
    with pytest.raises(Unreadable, match="no KEK 1"):
        vault.secrets.unwrap(Vault.load(home), backup.case_id, backup.wrapped)
    assert tags(running)[-1] == ("keys:retired", {"kek": 2, "retired": 1, "version": 1})


def test_no_key_is_destroyed_that_a_secret_is_under_whatever_its_row_says(casework: Command, running: Database) -> None:
    known = with_cases(running, 3)
    rotation.renew(running, Settings.from_environment())
    with running.transaction() as db:
        db.execute(update(CaseSecret).where(CaseSecret.case_id == min(known)).values(kek=2))  # it lies
    rotation.go_on(running)
    with time_machine.travel(utc_now() + timedelta(days=60), tick=True):
        code, _, complaint = casework("keys", "retire")
    assert (code, "1 cases are still under" in complaint) == (2, True)
    assert secrets_of(running, known) == known


def test_a_secret_that_somebody_damaged_stops_nobody_elses(casework: Command, running: Database) -> None:
    known = with_cases(running, 3)
    with running.transaction() as db:
        row = db.get_one(CaseSecret, min(known))
        row.wrapped = row.wrapped[:-1] + bytes([row.wrapped[-1] ^ 1])
    code, told, _ = casework("keys", "rotate")
    assert (code, "1 do not open" in told) == (1, True)
    others = {id_: secret for id_, secret in known.items() if id_ != min(known)}
    assert secrets_of(running, others) == others


@pytest.mark.parametrize("cases", [0, 3])
def test_a_keyring_that_cannot_be_written_is_made_elsewhere(
    casework: Command, running: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cases: int
) -> None:
    """As a systemd credential: the new one is written beside, put in place by hand, and the rest is the same."""
    known = with_cases(running, cases)
    given = tmp_path / "credentials"
    given.mkdir()
    keyring.write(given / "keyring", keyring.read(Settings.from_environment().keyring))
    (given / "keyring").chmod(0o440)  # as an access list's mask shows
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(given))
    monkeypatch.setenv("CASEWORK_KEYRING", "credential:keyring")
    code, _, complaint = casework("keys", "rotate")
    assert (code, "--to FILE" in complaint) == (2, True)
    assert "systemd-creds encrypt --name=keyring" in casework("keys", "rotate", "--to", str(tmp_path / "next"))[1]
    assert named(running) == [1][:cases]
    put(tmp_path / "next", given / "keyring")
    assert casework("keys", "rotate")[0] == 0
    with opened(Settings.from_environment()) as database:
        assert (named(database), secrets_of(database, known)) == ([2][:cases], known)
    told = casework("keys", "rotate", "--root", "--to", str(tmp_path / "root"))[1]
    assert "run `casework keys rotate --root` once more" in told
    put(tmp_path / "root", given / "keyring")
    assert casework("keys", "rotate", "--root")[0] == 0
    with time_machine.travel(utc_now() + timedelta(days=40)):
        assert "run `casework keys retire` once more" in casework("keys", "retire", "--to", str(tmp_path / "less"))[1]
        put(tmp_path / "less", given / "keyring")
        assert casework("keys", "retire")[0] == 0
    assert keyring.Keyring.decode((given / "keyring").read_bytes()).keks.keys() == {2}
    said = [(tag, ids["version"]) for tag, ids in tags(running) if tag in ("keys:rotated", "keys:retired")]
    assert said == [("keys:rotated", 1), ("keys:rotated", 2), ("keys:retired", 2)]


def put(made: Path, home: Path) -> None:
    """In its place by hand, as `systemd-creds` and a new start do it."""
    home.unlink()
    made.rename(home)
    home.chmod(0o400)


def test_a_credential_that_is_not_there_or_open_to_others_is_told_with_the_cure(
    casework: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEWORK_KEYRING", "credential:keyring")
    assert "LoadCredentialEncrypted=keyring" in casework("keys", "export")[2]
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert "LoadCredentialEncrypted=keyring" in casework("keys", "export")[2]
    keyring.write(tmp_path / "keyring", Keyring.new())
    (tmp_path / "keyring").chmod(0o444)
    assert "may be read by others" in casework("keys", "export")[2]


@pytest.mark.parametrize(
    ("what", "cure"),
    [
        ("another", "another installation"),
        ("older", "lacks KEK 2"),
        ("version", "version 2"),
        ("newer", "newer backup"),
    ],
)
def test_a_keyring_that_does_not_fit_is_refused_with_the_cure(
    casework: Command, running: Database, what: str, cure: str
) -> None:
    with_cases(running, 2)
    home = Settings.from_environment().keyring
    first = keyring.read(home)
    if what == "older":
        casework("keys", "rotate")
    if what == "version":
        with Unlocked(home, first.renewed()), opened(Settings.from_environment()) as newer, newer.transaction() as db:
            vault.pairs.publish(db, vault.HolderKind.PERSON, 5, bytes(32))
    later = first.rotated(utc_now().date())
    put = {"another": Keyring.new(), "newer": later.without({1})}.get(what, first)
    keyring.replace(home, put)
    for words in (("serve",), ("keys", "rotate"), ("keys", "export")):
        code, _, complaint = casework(*words)
        assert (code, cure in complaint) == (2, True), complaint


class Unlocked:
    """Another keyring in its place, for as long as the block lasts."""

    def __init__(self, home: Path, instead: Keyring) -> None:
        self._home, self._instead, self._kept = home, instead, keyring.read(home)

    def __enter__(self) -> None:
        keyring.replace(self._home, self._instead)

    def __exit__(self, *_: object) -> None:
        keyring.replace(self._home, self._kept)


def test_a_recovery_key_that_somebody_changed_is_noticed_at_the_start(casework: Command, running: Database) -> None:
    with running.transaction() as db:
        vault.pairs.publish(db, vault.HolderKind.PERSON, 5, bytes(32))
        mine = vault.hpke.public_of(vault.hpke.new_private())
        rows = update(vault.models.PublicKey).where(vault.models.PublicKey.kind == "recovery")
        db.execute(rows.values(public=mine))
    code, _, complaint = casework("serve")
    assert (code, "was changed outside Casework" in complaint) == (2, True)


def test_two_rotations_at_once_make_two_keys_and_lose_none(casework: Command, running: Database) -> None:
    """The second waits for the first, and sees what it made."""
    known, settings = with_cases(running, 3), Settings.from_environment()
    with vault.homes.at(settings.keyring).changing() as (found, put):
        put(found.rotated(utc_now().date()))
        made = keyring.read(settings.keyring)
    rotation.renew(running, settings)
    assert keyring.read(settings.keyring).keks[2] == made.keks[2]
    assert secrets_of(running, known) == known


def test_a_keyring_keeps_its_current_key_whatever_is_retired() -> None:
    made = Keyring.new().rotated(utc_now().date())
    assert made.without({1, 2}).keks.keys() == {2}
    assert replace(made, version=3).renewed().version == 4
    with pytest.raises(KeyringError):
        vault.homes.Credential(Path("nowhere") / "keyring").changing()
