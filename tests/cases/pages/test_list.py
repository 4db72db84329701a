"""The list: the address holds the view, and it ends where it ends."""

import re
from collections.abc import Callable

from .browser import Browser, hidden, text_of


def numbers(html: str) -> list[str]:
    return re.findall(r'<td class="number">(ER-\d{4}-\d{6})</td>', html)


def opened(browser: Browser, **typed: str) -> str:
    """A concern recorded on the page, and its number."""
    page = browser.page("/cases/new")
    sent = {
        "kind": "grievance", "channel": "phone", "received_on": "2026-11-02", "mode": "anonymous", "site": "",
        "narrative": "Hours were cut.", "no_conflict": "1", **typed,
    }  # fmt: skip
    answer = browser.client.post("/cases/new", data={**hidden(page, "/cases/new"), **sent})
    assert answer.status_code == 200, text_of(answer.text)[:800]
    return str(re.findall(r'href="/cases/(ER-\d{4}-\d{6})"', answer.text)[0])


def test_filters_are_in_the_address_and_can_be_taken_away_one_by_one(browse: Callable[[str], Browser]) -> None:
    browser = browse("specialist")
    own, other = browser.world.cast.number, opened(browser, title="Hours in the bakery")
    page = browser.page("/cases")
    assert sorted(numbers(page)) == sorted([own, other])
    assert "Hours in the bakery" in page
    assert numbers(browser.page("/cases?kind=grievance")) == [other]
    assert numbers(browser.page("/cases?kind=harassment&sort=number")) == [own]
    assert numbers(browser.page("/cases?state=closed")) == []
    assert numbers(browser.page("/cases?from=2026-11-01&to=2026-11-30")) == [other]
    assert numbers(browser.page("/cases?from=nonsense&kind=x&state=y&sort=z&with=q&after=~~")) != []
    page = browser.page("/cases?kind=grievance&from=2026-11-01")
    assert 'href="/cases?from=2026-11-01"' in page
    assert 'href="/cases?kind=grievance"' in page
    assert '<option value="grievance" selected>' in page
    assert f'href="/cases?with={browser.actor.id}"' not in page


def test_nobody_else_finds_them_there(browse: Callable[[str], Browser]) -> None:
    number = opened(browse("specialist"))
    page = browse("colleague").page("/cases")
    assert numbers(page) == []
    assert number not in page
    assert "Here are the cases that you hold a key to." not in page
    assert "No case that you can read fits this view." in page
    for who in ("administrator", "auditor", "eap"):
        assert browse(who).get("/cases").status_code == 403


def test_what_came_by_phone_is_recorded_and_handed_back_with_a_receipt(browse: Callable[[str], Browser]) -> None:
    browser = browse("specialist")
    page = browser.page("/cases/new")
    typed = {
        "kind": "harassment", "channel": "person", "received_on": "2026-11-02", "mode": "named", "site": "",
        "name": "Noor Jansen", "narrative": "He shouted.", "place": "Dock 3", "respondent": "Leo Fontaine",
        "consent": "1", "no_conflict": "1",
        **hidden(page, "/cases/new"),
    }  # fmt: skip
    wrong = browser.client.post("/cases/new", data={**typed, "narrative": ""})
    assert wrong.status_code == 422
    assert "Dock 3" in wrong.text
    answers = [browser.client.post("/cases/new", data=typed) for _ in range(2)]
    receipts = [re.findall(r"<output>([0-9A-Z-]{19})</output>", answer.text) for answer in answers]
    assert len(receipts[0]) == 1
    assert receipts[0] == receipts[1]
    [number] = set(re.findall(r'href="/cases/(ER-\d{4}-\d{6})"', answers[0].text + answers[1].text))
    browser.case = f"/cases/{number}"
    said = text_of(browser.page())
    for words in ("Noor Jansen", "He shouted.", "Dock 3", "Leo Fontaine", "in person"):
        assert words in said, words


def test_whoever_was_not_on_the_readers_line_does_not_read_it_unseen(browse: Callable[[str], Browser]) -> None:
    browser = browse("specialist")
    page = browser.page("/cases/new")
    assert "Lead Example" in page
    typed = {
        **hidden(page, "/cases/new"), "kind": "grievance", "channel": "phone", "received_on": "2026-11-02", "site": "",
        "mode": "anonymous", "narrative": "Kept words.", "no_conflict": "1", "shown": "",
    }  # fmt: skip
    answer = browser.client.post("/cases/new", data=typed)
    assert answer.status_code == 409
    assert "other people will read it" in answer.text
    assert "Kept words." in answer.text
    again = browser.client.post("/cases/new", data=typed | hidden(answer.text, "/cases/new"))
    assert again.status_code == 200


def test_an_anonymous_name_is_dropped(browse: Callable[[str], Browser]) -> None:
    browser = browse("specialist")
    browser.case = f"/cases/{opened(browser, name='Somebody Real', contact='real@example.org')}"
    page = browser.page()
    assert "Hours were cut." in page
    assert "Somebody Real" not in page
    assert "real@example.org" not in page


def test_whoever_records_it_says_that_they_have_no_conflict_and_is_not_asked_again(
    browse: Callable[[str], Browser],
) -> None:
    browser, lead = browse("specialist"), browse("lead")
    page = browser.page("/cases/new")
    typed = {
        **hidden(page, "/cases/new"), "kind": "grievance", "channel": "phone", "received_on": "2026-11-02", "site": "",
        "mode": "anonymous", "narrative": "Kept words.",
    }  # fmt: skip
    wrong = browser.client.post("/cases/new", data=typed)
    assert wrong.status_code == 422
    assert "Say that you have none." in text_of(wrong.text)
    assert "Kept words." in wrong.text
    path = f"/cases/{opened(browser)}"
    assert "Hours were cut." in browser.page(path)
    assert "Hours were cut." not in lead.page(path)
    browser.case = path
    browser.done("/parties", role="respondent", name="Leo Fontaine", relation="employee")
    assert "Hours were cut." in browser.page(path)
