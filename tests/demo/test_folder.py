"""The demo's folder: only its own, only here, made once."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from casework import audit, demo
from casework.cases.models import Case, Membership
from casework.db import Database
from casework.demo import halves, making, marker
from casework.settings import MailServer, SettingError
from casework.vault import Vault


def test_a_folder_with_something_else_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "accounts.xlsx").write_text("not a demo")
    with pytest.raises(demo.FolderInUse):
        demo.prepare(tmp_path, 8000, cases=1)
    assert [path.name for path in tmp_path.iterdir()] == ["accounts.xlsx"]


def test_one_that_was_cut_short_is_made_anew(tmp_path: Path) -> None:
    settings = demo.settings_for(tmp_path / "demo", 8000)
    demo.begin(settings)
    making.make(settings, cases=2)
    (settings.folder / marker.MARKER).rename(settings.folder / marker.BEGUN)
    before = settings.keyring.read_bytes()
    demo.prepare(settings.folder, 8000, cases=2)
    assert settings.keyring.read_bytes() != before
    assert not (settings.folder / marker.BEGUN).exists()


def test_it_is_made_once_in_two_halves_and_verifies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = demo.prepare(tmp_path / "demo", 8123, cases=4)
    first = capsys.readouterr().out
    assert "demo-demo-demo-demo" in first
    again = demo.prepare(tmp_path / "demo", 8123, cases=4)
    assert capsys.readouterr().out == ""
    assert settings == again
    assert settings.demo
    assert settings.origin == "http://127.0.0.1:8123"
    assert sorted(path.name for path in settings.folder.glob("*.db")) == ["casework.db"]
    database = Database(settings.database_url, {"vault": Vault.load(settings.keyring, settings.journal)})
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Case)) == 4
        assert audit.verify(db) == []
    database.dispose()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "cases.example.org", "::"])  # noqa: S104 - what is refused
def test_it_is_never_served_to_the_world(tmp_path: Path, host: str) -> None:
    settings = replace(demo.settings_for(tmp_path, 8000), host=host)
    assert demo.only_here(settings) == settings
    (tmp_path / marker.MARKER).touch()
    with pytest.raises(SettingError, match=r"127\.0\.0\.1"):
        demo.only_here(settings)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_served_on_loopback_it_says_what_it_is_and_mails_nobody(tmp_path: Path, host: str) -> None:
    (tmp_path / marker.MARKER).touch()
    post = MailServer("mail.example.org", 465, tls=True, sender="casework@example.org")
    settings = replace(demo.settings_for(tmp_path, 8000), host=host, demo=False, mail=post)
    assert demo.only_here(settings).demo
    assert demo.only_here(settings).mail is None


def test_a_number_that_both_halves_drew_is_drawn_anew(tmp_path: Path) -> None:
    settings = demo.settings_for(tmp_path / "demo", 8000)
    demo.begin(settings)
    making.make(settings, cases=2)
    one, two = settings.folder / "casework.db", tmp_path / "two.db"
    two.write_bytes(one.read_bytes())
    with sqlite3.connect(two) as raw:
        raw.execute('UPDATE "case" SET id = id + 1')
        raw.execute("UPDATE case_member SET id = id + 1, case_id = case_id + 1")
    raw.close()
    halves.put_in(one, two)
    database = Database(settings.database_url)
    with database.reading() as db:
        rows = db.execute(select(Case.number, Membership.number).join(Membership, Membership.case_id == Case.id)).all()
        assert len(set(db.scalars(select(Case.number)))) == 4
        assert all(number == theirs for number, theirs in rows)
    database.dispose()
