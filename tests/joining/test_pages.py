"""Joining and leaving as people do it: pages with and without JavaScript, and what each of them may see."""

from collections.abc import Callable

import pytest
from httpx import Response

from casework.access import walls
from casework.cases.actions import granting, leaving
from casework.cases.models import BulkGrant
from casework.db import utc_now
from casework.people import SYSTEM, standing_in
from casework.people.models import Person
from tests.cases.joining import newer, opened, rooms
from tests.cases.pages.browser import Browser, hidden, text_of
from tests.cast import Cast

Browse = Callable[[str], Browser]


def asked(browser: Browser, person: int, **fields: str) -> Response:
    return browser.client.post(f"/people/{person}/access/preview", data=fields)


def begun(browser: Browser, person: int, preview: Response) -> Response:
    path = f"/people/{person}/access"
    return browser.client.post(path, data=hidden(preview.text, path))


def test_a_lead_chooses_looks_gives_and_the_colleague_reads(proved: Browse, cast: Cast) -> None:
    lead, person = proved("lead"), cast["colleague"].id
    one, two = opened(cast, "lead"), opened(cast, "lead", confidentiality="restricted")
    page = lead.get(f"/people/{person}/access")
    assert "Give Colleague Example cases" in text_of(page.text)
    preview = asked(lead, person, how="kind", kind="grievance")
    assert "1 case, which they can read" in text_of(preview.text)
    assert two.number in preview.text
    assert not rooms(cast, cast["colleague"], one.id)  # looking gives nothing
    answer = begun(lead, person, preview)
    assert answer.status_code == 303
    progress = lead.get(answer.headers["location"])
    assert "1 of 1 case given" in text_of(progress.text)
    assert rooms(cast, cast["colleague"], one.id)
    number = lead.client.get("/access").text
    assert "Colleague Example" in number
    again = begun(lead, person, preview)  # the same form a second time
    assert again.headers["location"] == "/access"


def test_without_javascript_a_button_carries_on(proved: Browse, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(granting, "BATCH", 1)
    monkeypatch.setattr(granting.go_on, "__kwdefaults__", {"seconds": 0})
    lead, person = proved("lead"), cast["colleague"].id
    for _ in range(3):
        opened(cast, "lead")
    path = begun(lead, person, asked(lead, person, how="kind", kind="grievance")).headers["location"]
    page = lead.get(path)
    assert "1 of 3 cases given" in text_of(page.text)
    assert "Carry on giving Colleague Example cases" in text_of(lead.page("/desk"))
    for _ in range(3):
        assert lead.client.post(f"{path}/slices").status_code == 303
    assert "It is done." in lead.get(path).text
    assert "Carry on giving" not in lead.page("/desk")


def test_with_javascript_the_page_carries_on_by_itself(proved: Browse, cast: Cast) -> None:
    lead, person = proved("lead"), cast["colleague"].id
    opened(cast, "lead")
    path = begun(lead, person, asked(lead, person, how="kind", kind="grievance")).headers["location"]
    answer = lead.client.post(f"{path}/slices", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'id="grant"' in answer.text


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, "Choose which cases."),
        ({"how": "chosen", "numbers": "the one of Tuesday"}, "Write the numbers"),
        ({"how": "chosen", "numbers": "er-2026-000001 and others"}, "Not among the cases that you read"),
        ({"how": "kind", "kind": "murder"}, "Choose one of the list."),
        ({"how": "like", "source": "12"}, "Choose one of the list."),
    ],
)
def test_what_cannot_be_said_yet_is_shown_with_what_was_typed(
    proved: Browse, cast: Cast, fields: dict[str, str], wrong: str
) -> None:
    answer = asked(proved("lead"), cast["colleague"].id, **fields)
    assert answer.status_code == 422
    assert wrong in text_of(answer.text)
    assert fields.get("numbers", "") in answer.text


def test_numbers_that_are_not_theirs_say_the_same_whether_they_exist_or_not(proved: Browse, cast: Cast) -> None:
    other, lead = opened(cast, "colleague"), proved("lead")
    there = asked(lead, cast["specialist"].id, how="chosen", numbers=other.number)
    none = asked(lead, cast["specialist"].id, how="chosen", numbers="ER-2026-000000")
    assert there.text.replace(other.number, "") == none.text.replace("ER-2026-000000", "")


def test_somebody_elses_grant_is_not_there(proved: Browse, cast: Cast) -> None:
    lead, person = proved("lead"), cast["colleague"].id
    opened(cast, "lead")
    path = begun(lead, person, asked(lead, person, how="kind", kind="grievance")).headers["location"]
    other = proved("alternate")
    assert other.get(path).status_code == 404
    assert other.client.post(f"{path}/slices").status_code == 404
    assert other.get("/access").text.count("Colleague Example") == 0


@pytest.mark.parametrize("name", ["administrator", "auditor", "party"])
def test_cases_are_given_to_nobody_who_cannot_hold_them_or_to_oneself(proved: Browse, cast: Cast, name: str) -> None:
    lead = proved("lead")
    assert lead.get(f"/people/{cast['lead'].id}/access").status_code == 404
    expected = 200 if name == "party" else 404
    assert lead.get(f"/people/{cast[name].id}/access").status_code == expected


def test_giving_asks_for_a_new_proof(browse: Browse, cast: Cast) -> None:
    lead = browse("lead")
    for path in (f"/people/{cast['colleague'].id}/access", f"/give-back/{cast['colleague'].id}"):
        answer = lead.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/step-up")
    with cast.database.reading() as db:
        assert db.query(BulkGrant).count() == 0


def test_a_colleague_leaves_and_a_successor_takes_over(proved: Browse, cast: Cast) -> None:
    lead, gone = proved("lead"), cast["specialist"].id
    shared, only = opened(cast, "lead", "specialist"), opened(cast, "specialist")
    assert lead.client.post(f"/people/{gone}/leaving").status_code == 303
    assert "has left" in text_of(lead.get(f"/people/{gone}").text)
    assert not rooms(cast, cast["specialist"], shared.id)
    assert "Specialist Example is out" in text_of(lead.page("/desk"))
    listing = lead.get("/handovers").text
    path = listing.split('href="/handovers/')[1].split('"')[0]
    page = lead.get(f"/handovers/{path}").text
    said = text_of(page)
    assert said.index("Nobody can read these now") < said.index(only.number)
    assert shared.number in said
    assert "only you" in said
    to = lead.get(f"/handovers/{path}/successor?person={cast['colleague'].id}")
    assert to.headers["location"] == f"/people/{cast['colleague'].id}/access?like={gone}"
    chosen = lead.get(to.headers["location"])
    assert 'value="like" checked' in chosen.text
    preview = asked(lead, cast["colleague"].id, how="like", source=str(gone))
    begun(lead, cast["colleague"].id, preview)
    assert rooms(cast, cast["colleague"], shared.id)
    unsure = lead.client.post(f"/handovers/{path}/end", data=hidden(page, f"/handovers/{path}/end"))
    assert unsure.status_code == 422
    assert rooms(cast, cast["specialist"], only.id)
    lead.client.post(f"/handovers/{path}/end", data={**hidden(page, f"/handovers/{path}/end"), "sure": "1"})
    assert not rooms(cast, cast["specialist"], only.id)
    assert "None." in text_of(lead.get("/handovers").text)


def test_a_hand_over_tells_nobody_of_cases_that_are_not_theirs(proved: Browse, cast: Cast) -> None:
    hidden_one = opened(cast, "specialist", "removed")
    excluded = opened(cast, "specialist")
    with cast.database.transaction() as db:
        walls.raise_one(db, excluded.id, cast["lead"].id, walls.EXCLUDED, by=cast["reporter"])
        leaving.begin(db, db.get_one(Person, cast["specialist"].id), leaving.LEFT, by=cast["lead"], now=utc_now())
    leaving.end_keys(cast.database)
    for name in ("lead", "alternate"):
        browser = proved(name)
        path = browser.get("/handovers").text.split('href="/handovers/')[1].split('"')[0]
        page = browser.get(f"/handovers/{path}").text
        assert hidden_one.number not in page, name
        assert "Removed Example, 1 case" in text_of(page), name
        assert (excluded.number in page) == (name == "alternate"), name
    for name in ("specialist", "colleague", "counsel", "administrator", "auditor"):
        assert proved(name).get("/handovers").status_code in (303, 403), name


def test_a_colleague_with_a_new_key_is_on_the_desk_of_who_can_give_back(proved: Browse, cast: Cast) -> None:
    shared = opened(cast, "lead", "specialist")
    newer(cast, "specialist")
    lead = proved("lead")
    assert "2 cases to give back to Specialist Example" in text_of(lead.page("/desk"))
    assert "to give back" not in proved("colleague").page("/desk")
    path = f"/give-back/{cast['specialist'].id}"
    page = lead.get(path)
    assert "It does not open 2 cases that you share" in text_of(page.text)
    assert lead.client.post(path, data=hidden(page.text, path)).status_code == 303
    assert rooms(cast, cast["specialist"], shared.id)
    assert "to give back" not in lead.page("/desk")


def test_a_restored_account_reads_what_was_not_ended_and_nothing_else(proved: Browse, cast: Cast) -> None:
    lead, who = proved("lead"), cast["specialist"].id
    shared, only = opened(cast, "lead", "specialist"), opened(cast, "specialist")
    lead.client.post(f"/people/{who}/suspension")
    lead.client.post(f"/people/{who}/suspension/end")
    back = proved("specialist")
    assert back.get(f"/cases/{only.number}").status_code == 200
    assert back.get(f"/cases/{shared.number}").status_code == 404


def test_the_last_who_could_admit_anybody_does_not_leave_by_a_click(proved: Browse, cast: Cast) -> None:
    administrator = proved("administrator").client
    assert administrator.post(f"/people/{cast['alternate'].id}/leaving").status_code == 303
    answer = administrator.post(f"/people/{cast['lead'].id}/leaving")
    assert answer.status_code == 409
    assert "There would be nobody left with this role" in text_of(answer.text)


def test_a_lead_who_becomes_the_respondent_learns_nothing_and_the_alternate_sees_to_it(
    proved: Browse, cast: Cast
) -> None:
    """What the lead may do of accounts stays as it was: that it changed would tell them."""
    only, both = opened(cast, "lead"), opened(cast, "lead", "alternate")
    lead, alternate = proved("lead"), proved("alternate")
    with cast.database.transaction() as db:
        for case in (only, both):
            walls.raise_one(db, case.id, cast["lead"].id, walls.NAMED, by=SYSTEM)
    assert only.number in alternate.page("/cases/unattended")
    assert only.number not in lead.page("/cases/unattended")
    assert alternate.get(f"/cases/{both.number}").status_code == 200
    assert lead.get(f"/cases/{both.number}").status_code == 404
    person = f"/people/{cast['specialist'].id}"
    assert "Suspend Specialist" in text_of(lead.get(person).text)
    assert "Suspend Specialist" not in text_of(alternate.get(person).text)
    assert alternate.client.post(f"{person}/suspension").status_code == 403
    with cast.database.reading() as db:
        assert standing_in.of(db, cast["alternate"].roles, administered=True) == frozenset()
