"""Whoever is named by others is told within a month, or later for a reason: on the clocks of the case."""

from collections.abc import Callable
from datetime import date

from casework.cases.lifecycle.clock import NOTICE, NOTICE_AGAIN
from casework.clocks.rules import add_months
from casework.db import utc_now
from tests.cases import doing
from tests.cases.pages.browser import Browser, text_of
from tests.cast import Cast


def runs(cast: Cast) -> list[tuple[str, date]]:
    wanted = (NOTICE, NOTICE_AGAIN)
    return [(one.what, one.on) for one in doing.shown(cast, "lead").clocks if one.what in wanted]


def test_a_month_from_when_they_were_added_until_told_or_later_with_a_reason(
    cast: Cast, browse: Callable[[str], Browser]
) -> None:
    worker, party = browse("specialist"), doing.respondent(cast)
    added = utc_now().date()
    [(what, on)] = runs(cast)
    assert (what, abs(on - add_months(added, 1)).days) <= (NOTICE, 1)
    page = worker.page("/notices")
    assert "Not told yet" in text_of(page)
    assert "Viktor Hale" in page
    later = add_months(added, 2)
    assert worker.send(f"/notices/{party}/delay", why="", review_on="").status_code == 422
    worker.done(f"/notices/{party}/delay", ground="impaired", why="He could warn others.", review_on=later.isoformat())
    assert runs(cast) == [(NOTICE_AGAIN, later)]
    said = text_of(worker.page("/notices"))
    assert "GDPR art. 14(5)(b)" in said
    assert "He could warn others." in said
    worker.done(f"/notices/{party}/told", how="letter", on=added.isoformat())
    assert runs(cast) == []
    assert worker.get(f"{worker.case}/notices/{cast['reporter'].id}/told").status_code == 404
    for name in ("colleague", "party", "administrator", "auditor"):
        assert browse(name).get(f"{worker.case}/notices").status_code in (403, 404)
