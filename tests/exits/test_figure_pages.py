"""A quarter's figures as a page and as a sheet: what is published, and nothing that could be asked for beside it."""

import csv
import io
import re

import pytest
from sqlalchemy import select

from casework.audit import Tag
from casework.audit.models import TrailEntry
from casework.exits.actions import figures
from casework.figures.publishing import Shown
from tests.cases.pages.browser import text_of

from .people import House
from .test_figures import OVER, come_in, left, of
from .test_pages import Browse, browse, world

__all__ = ["browse", "world"]
FORMULA = '=HYPERLINK("https://elsewhere")'
PEOPLE = [
    *[left(department=FORMULA, reason=reason, manager="2", also="pay growth") for reason in ["pay", "growth"] * 8],
    *[left(department="Sales", reason="manager", manager="1", also="growth")] * 12,
    *[left("redundancy", "Board", manager="5")] * 2,
]


@pytest.fixture
def published(house: House) -> House:
    come_in(house.database, PEOPLE)
    figures.publish_what_is_over(house.database, OVER)
    return house


def numbers(tables: tuple[Shown, ...]) -> list[int]:
    return [number for table in tables for line in table.lines for number in (line.counts or (line.all,))]


def test_it_shows_what_is_published_and_no_more(published: House, browse: Browse) -> None:
    lead = browse("lead")
    assert "2026, quarter 4" in text_of(lead.page("/exits/figures"))
    page = lead.page("/exits/figures/2026Q4")
    assert "30 people" in text_of(page)
    tables = of(published.database).published.tables
    shown = {(title, int(count)) for title, count in re.findall(r'<th scope="row">(.*?)</th><td>(\d+)</td>', page)}
    assert shown
    assert {count for _, count in shown} <= set(numbers(tuple(table for table in tables if not table.group)))
    assert page.count('<svg class="chart"') == page.count("<desc ") > 2
    assert "style=" not in page
    for group in ("department", "tenure", "way"):
        assert FORMULA not in lead.page(f"/exits/figures/2026Q4/{group}")  # escaped


def test_the_sheet_has_the_same_numbers_and_no_formula(published: House, browse: Browse) -> None:
    answer = browse("auditor").get("/exits/figures/2026Q4.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="exits-2026Q4.csv"' in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.text, newline="")))
    assert [int(row[-1]) for row in rows[1:]] == numbers(of(published.database).published.tables)
    assert f"'{FORMULA}" in {row[-2] for row in rows}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    with published.database.reading() as db:
        taken = db.scalars(select(TrailEntry).where(TrailEntry.tag == Tag.FIGURES_TAKEN.value)).all()
        assert [entry.actor_id for entry in taken] == [published["auditor"].id]


def test_nobody_else_and_nothing_else(published: House, browse: Browse) -> None:
    for path in ("/exits/figures", "/exits/figures/2026Q4", "/exits/figures/2026Q4.csv"):
        assert browse("specialist").get(path).status_code == 403
    lead = browse("lead")
    for path in ("2026Q1", "2026Q4.csv.csv", "2026Q4/reason", "2026q4", "2026Q4/department/Sales"):
        assert lead.get(f"/exits/figures/{path}").status_code == 404
    assert lead.page("/exits/figures/2026Q4?department=Sales") == lead.page("/exits/figures/2026Q4")
