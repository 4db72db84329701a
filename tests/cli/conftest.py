"""Commands as they are typed: in this process, with what they print and how they end."""

from collections.abc import Callable
from pathlib import Path

import pytest

from casework.cli import main
from casework.vault import recovery
from tests.backup.conftest import pg_programs

Command = Callable[..., tuple[int, str, str]]
"""Words in; the exit code, what it printed, what it complained about."""
PEOPLE = ("--lead", "Ingrid <i@example.org>", "--administrator", "Tom <t@example.org>")


@pytest.fixture
def command(capsysbinary: pytest.CaptureFixture[bytes]) -> Command:
    """Run one, wherever the environment says."""

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main(words)
        told = capsysbinary.readouterr()
        return int(end.value.code or 0), told.out.decode(), told.err.decode()

    return run


@pytest.fixture
def casework(command: Command, tmp_path: Path, unfounded_database_url: str, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command of a new installation. A SQLite one keeps its database in its own folder, as it would by itself."""
    monkeypatch.setenv("CASEWORK_DIR", str(tmp_path / "casework"))
    if unfounded_database_url.startswith("postgresql"):
        monkeypatch.setenv("CASEWORK_DATABASE_URL", unfounded_database_url)
    monkeypatch.setenv("CASEWORK_PG_PROGRAMS", str(pg_programs()))
    assert command("init", "--recovery", recovery.new().public, *PEOPLE)[0] == 0
    return command
