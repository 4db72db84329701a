"""What is looked at once more or taken back: an interim measure, a link between two cases."""

import re
from collections.abc import Callable
from datetime import timedelta

from casework.db import utc_now
from casework.web.text import day as day_of

from .browser import Browser, hidden, text_of

SPOKEN = {
    "kind": "grievance", "channel": "phone", "received_on": "2026-11-02", "site": "", "mode": "anonymous",
    "narrative": "The lockers are broken open at night.", "title": "Lockers", "no_conflict": "1",
}  # fmt: skip


def another(browser: Browser) -> str:
    """The number of a second case, opened by phone."""
    page = browser.page("/cases/new")
    answer = browser.client.post("/cases/new", data={**hidden(page, "/cases/new"), **SPOKEN})
    assert answer.status_code == 200, text_of(answer.text)[:800]
    [number] = set(re.findall(r"/cases/(ER-\d{4}-\d{6})", answer.text))
    return str(number)


def test_a_measure_is_looked_at_again_from_the_desk(browse: Callable[[str], Browser]) -> None:
    lead = browse("lead")
    today = utc_now().date()
    near, far = (str(today + timedelta(days=days)) for days in (12, 90))
    lead.done("/measures", kind="schedule", what="Day shifts.", starts_on=str(today), review_on=near, paid="")
    [path] = re.findall(rf'href="{lead.case}(/measures/\d+/review)"', lead.page("/desk"))
    assert path in lead.page()
    assert "Day shifts." in lead.page(path)
    early = lead.send(path, review_on=str(today))
    assert early.status_code == 422
    assert "Choose a day after today." in text_of(early.text)
    lead.done(path, review_on=far)
    assert "Look at an interim measure again" not in lead.page("/desk")
    assert far in lead.page()


def test_a_measure_that_ended_is_not_looked_at_again(browse: Callable[[str], Browser]) -> None:
    lead = browse("lead")
    page = lead.done("/measures", kind="support", what="Talks.", starts_on="2026-11-01", review_on="2027-12-01")
    [measure] = re.findall(r"/measures/(\d+)/review", page)
    form = lead.page(f"/measures/{measure}/review")
    page = lead.done(f"/measures/{measure}/end", why="No longer needed.")
    assert f"/measures/{measure}/review" not in page
    assert lead.get(f"{lead.case}/measures/{measure}/review").status_code == 404
    assert lead.send(f"/measures/{measure}/review", form, review_on="2028-01-01").status_code == 404


def test_a_link_is_removed_after_a_page_that_names_it(browse: Callable[[str], Browser]) -> None:
    lead, worker = browse("lead"), browse("colleague")
    other = another(lead)
    page = lead.done("/links", other=other, relation="same facts")
    [path] = re.findall(rf'href="{lead.case}(/links/\d+/removal)"', page)
    asked = lead.page(path)
    assert f"Remove the link to {other}" in text_of(asked)
    assert worker.get(lead.case + path).status_code == 404
    [back] = re.findall(rf'href="(/cases/{other}/links/\d+/removal)"', lead.page(f"/cases/{other}"))
    assert f"Remove the link to {lead.world.cast.number}" in text_of(lead.page(back))
    assert other not in lead.done(path, asked)
    assert lead.send(path, asked).status_code == 303, "a browser shows what the second click of two got"
    assert lead.world.cast.number not in lead.page(f"/cases/{other}")
    assert lead.get(lead.case + path).status_code == 404


def test_who_was_removed_stays_in_the_list_with_the_day(browse: Callable[[str], Browser]) -> None:
    lead, new = browse("lead"), browse("colleague")
    until = lead.sure().send("/members", person=str(new.actor.id), rooms=["file-0"], until="2199-01-01")
    assert (until.status_code, 'value="2199-01-01"' in until.text) == (403, True)
    assert "A last day is for somebody from outside: leave it empty." in until.text
    lead.done("/members", person=str(new.actor.id), rooms=["file-0"])
    said = text_of(lead.done(f"/members/{new.actor.id}/removal"))
    day = day_of(utc_now(), "UTC")
    assert f"Colleague Example Removed on {day}. What they read until then stays read." in said
    said = text_of(lead.sure().done("/members", person=str(new.actor.id), rooms=["file-0"]))
    assert "Colleague Example Removed" not in said
