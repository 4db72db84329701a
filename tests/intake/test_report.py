"""From the form to the receipt."""

from sqlalchemy import func, select

from casework.cases.models import Case
from casework.db import Database

from .conftest import Browser, Line, receipt_in


def test_a_report_gives_a_receipt(browser: Browser, line: Line, database: Database) -> None:
    answer = browser.send(browser.form() | {"what": "It is every week."})
    assert answer.status_code == 200, answer.text
    assert receipt_in(answer.text)
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Case)) == 1
