"""The command line: what it makes, and what it refuses in one clear sentence."""

import json
import stat
from pathlib import Path

import pytest

from casework import vault
from casework.vault import RECOVERY_ID, Holder, HolderKind, Keyring, export, recovery

from .conftest import Command

PEOPLE = ("--lead", "Ingrid Dahl <i@example.org>", "--administrator", "Tom Reyes <t@example.org>")


@pytest.fixture
def folder(tmp_path: Path, empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in {
        "CASEWORK_DIR": str(tmp_path / "casework"),
        "CASEWORK_DATABASE_URL": empty_database_url,
        "CASEWORK_ORIGIN": "https://cases.example.org",
    }.items():
        monkeypatch.setenv(name, value)
    return tmp_path / "casework"


@pytest.fixture
def casework(command: Command) -> Command:
    return command


@pytest.fixture
def pair() -> recovery.NewPair:
    return recovery.new()


@pytest.fixture
def founded(folder: Path, casework: Command, pair: recovery.NewPair) -> str:
    code, told, complaint = casework("init", "--recovery", pair.public, *PEOPLE)
    assert (code, complaint) == (0, "")
    return told


def test_init_prints_a_link_for_each_founder(founded: str) -> None:
    assert founded.count("https://cases.example.org/enrol/") == 2
    assert "Ingrid Dahl, lead" in founded
    assert "Tom Reyes, administrator" in founded


def test_init_makes_everything_its_owners_alone(folder: Path, founded: str) -> None:
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
    assert [name for name, mode in modes.items() if mode & 0o077] == []


def test_init_never_writes_over_an_installation(founded: str, casework: Command, pair: recovery.NewPair) -> None:
    code, _, complaint = casework("init", "--recovery", pair.public, *PEOPLE)
    assert code == 2
    assert "in use already" in complaint


def test_init_that_fails_leaves_no_keyring(
    folder: Path, casework: Command, pair: recovery.NewPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "casework.db")

    monkeypatch.setattr("casework.people.founders.found", interrupted)
    assert casework("init", "--recovery", pair.public, *PEOPLE)[0] == 2
    assert not (folder / "keyring.json").exists()
    monkeypatch.undo()


def test_init_wants_the_whole_recovery_line(folder: Path, casework: Command) -> None:
    code, _, complaint = casework("init", "--recovery", "abc", *PEOPLE)
    assert (code, complaint.count("\n")) == (2, 1)
    assert "recovery" in complaint
    assert not folder.exists()


def test_two_cards_open_the_exported_keyring(founded: str, casework: Command, pair: recovery.NewPair) -> None:
    document = casework("keys", "export")[1].encode()
    holder = Holder(HolderKind.RECOVERY, RECOVERY_ID, 1, recovery.join([pair.shares[0], pair.shares[2]]))
    instance = json.loads(document)["instance"]
    opened = export.open_(document, holder)
    assert isinstance(opened, Keyring)
    assert opened.instance.hex() == instance


def test_an_export_is_never_written_over(founded: str, casework: Command, tmp_path: Path) -> None:
    to = tmp_path / "keyring.export"
    assert casework("keys", "export", "--to", str(to))[0] == 0
    before = to.read_bytes()
    assert casework("keys", "export", "--to", str(to))[0] == 2
    assert to.read_bytes() == before
    assert stat.S_IMODE(to.stat().st_mode) == 0o600


def test_the_cards_printed_are_the_shares(casework: Command) -> None:
    _, told, _ = casework("recovery", "new")
    cards = told.split("-" * 80)[1:4]
    shares = [" ".join(word for word in card.partition("others.")[2].split() if word.isalpha()) for card in cards]
    private = recovery.join(shares[1:])
    assert recovery.encode_public(vault.hpke.public_of(private)) == told.splitlines()[-1]


def test_serve_refuses_a_keyring_that_others_may_read(folder: Path, founded: str, casework: Command) -> None:
    (folder / "keyring.json").chmod(0o640)
    code, _, complaint = casework("serve")
    assert code == 2
    assert "chmod 600" in complaint


def test_serve_refuses_a_database_that_is_behind(
    folder: Path, founded: str, casework: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casework.migrations.newest", lambda: "9999")
    code, _, complaint = casework("serve")
    assert code == 2
    assert "casework upgrade" in complaint


def test_upgrade_needs_an_installation(folder: Path, casework: Command) -> None:
    code, _, complaint = casework("upgrade")
    assert code == 2
    assert "casework init" in complaint


def test_upgrade_says_when_there_is_nothing_to_do(founded: str, casework: Command) -> None:
    assert casework("upgrade")[1] == "The database is at this version already.\n"


def test_the_trail_of_a_new_installation_is_whole(founded: str, casework: Command) -> None:
    assert casework("audit", "verify")[:2] == (0, "The trail is whole.\n")
    assert ":" in casework("audit", "head")[1]


def test_a_wrong_setting_is_named(folder: Path, casework: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEWORK_PORT", "many")
    code, _, complaint = casework("serve")
    assert code == 2
    assert "CASEWORK_PORT" in complaint


def test_a_database_that_cannot_be_reached_is_one_sentence(
    founded: str, casework: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEWORK_DATABASE_URL", "sqlite:////nowhere/casework.db")
    code, _, complaint = casework("audit", "head")
    assert (code, complaint.count("\n")) == (2, 1)
