"""Leaving and coming back: nothing typed is lost, and nobody else can read it."""

from datetime import timedelta

from sqlalchemy import func, select

from casework.cases.models import Case, Paper
from casework.db import Database, utc_now
from casework.files import Store
from casework.intake.actions.sweep import sweep
from casework.intake.models import PendingFile, ReportDraft
from casework.people.models import GuestSession
from casework.settings import Settings
from casework.vault.models import PublicKey

from .conftest import Browser, Line, hidden, receipt_in
from .test_files import _ticked, part, stored


def left(browser: Browser) -> str:
    typed = {"what": "Half a sentence", "place": "Loading bay 3", "mode": "named", "then": "draft"}
    answer = browser.send(browser.form() | typed, [part("rota.txt", b"mon tue wed")])
    assert answer.status_code == 200
    assert "It is kept, and not sent." in answer.text
    return receipt_in(answer.text)


def test_a_draft_comes_back_whole_and_its_receipt_goes_on(browser: Browser, line: Line, database: Database) -> None:
    receipt = left(browser)
    form = browser.post("/follow", {"receipt": receipt})
    assert "Half a sentence" in form.text
    assert 'value="Loading bay 3"' in form.text
    assert "set-cookie" not in form.headers
    typed = {"what": "A whole one.", "keep": _ticked(form.text)}
    sent = browser.send(browser.form() | hidden(form.text) | typed)
    assert sent.status_code == 200
    assert "The receipt that you came back with is your way to it from now on." in sent.text
    page = browser.post("/follow", {"receipt": receipt})
    assert "A whole one." in page.text
    assert "Paper 1.txt" in page.text
    with database.reading() as db:
        for gone in (ReportDraft, PendingFile):
            assert db.scalar(select(func.count()).select_from(gone)) == 0


def test_a_draft_may_be_left_again(browser: Browser, line: Line, database: Database) -> None:
    receipt = left(browser)
    form = browser.post("/follow", {"receipt": receipt})
    typed = {"what": "A little more", "then": "draft", "keep": _ticked(form.text)}
    again = browser.send(browser.form() | hidden(form.text) | typed)
    assert "Your receipt goes on working." in again.text
    assert "A little more" in browser.post("/follow", {"receipt": receipt}).text
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(ReportDraft)) == 1


def test_the_same_draft_sent_from_two_windows_is_one_report(browser: Browser, line: Line, database: Database) -> None:
    receipt = left(browser)
    windows = [browser.post("/follow", {"receipt": receipt}).text for _ in range(2)]
    for window in windows:
        answer = browser.send(browser.form() | hidden(window) | {"what": "Sent."})
        assert answer.status_code == 200
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Case)) == 1


def test_what_nobody_came_back_for_goes(browser: Browser, line: Line, database: Database, settings: Settings) -> None:
    receipt, store = left(browser), Store(settings.files)
    sweep(database, store, utc_now())
    assert len(stored(settings)) == 1
    for path in stored(settings):
        import os

        os.utime(path, (0, 0))
    assert sweep(database, store, utc_now() + timedelta(days=31)) == 1
    assert stored(settings) == []
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(ReportDraft)) == 0
        assert db.scalar(select(func.count()).select_from(PublicKey).where(PublicKey.kind == "reporter")) == 0
    assert browser.post("/follow", {"receipt": receipt}).status_code == 422


def test_the_sweep_leaves_what_belongs_to_a_case(
    browser: Browser, line: Line, database: Database, settings: Settings
) -> None:
    sent = browser.send(browser.form() | {"what": "x"}, [part("rota.txt", b"mon tue wed")])
    browser.post("/follow", {"receipt": receipt_in(sent.text)})
    for path in stored(settings):
        import os

        os.utime(path, (0, 0))
    assert sweep(database, Store(settings.files), utc_now() + timedelta(days=400)) == 0
    with database.reading() as db:
        files = set(db.scalars(select(Paper.file_id)))
        assert db.scalar(select(func.count()).select_from(GuestSession)) == 0
    assert all(Store(settings.files).holds(file) for file in files)
