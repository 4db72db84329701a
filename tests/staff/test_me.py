"""One's own account: sessions, password, and what came too late."""

from collections.abc import Callable

from casework.db import Database
from casework.people import Role, sessions
from tests.people.staff import PASSWORD, Colleague, code, enrolled

from .browser import Browser, words

Browse = Callable[..., Browser]
OTHER = "an umbrella in the fruit bowl"


def test_sessions_are_listed_and_ended_one_by_one(browse: Browse, database: Database, lead: Colleague) -> None:
    here, there = browse(), browse()
    there.client.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    there.sign_in(lead)
    here.wait(seconds=30)
    here.sign_in(lead)
    assert "Firefox, Linux" in words(here.get("/me"))
    other = sessions.find(database, there.cookie, here.now)
    assert other is not None
    stranger = browse().sign_in(enrolled(database, "Tom", Role.SPECIALIST))
    stranger.post(f"/me/sessions/{other.session_id}/end")
    assert there.get("/me").status_code == 200, "nobody ends another person's session"
    here.post(f"/me/sessions/{other.session_id}/end")
    assert there.get("/me").status_code == 303
    assert here.get("/me").status_code == 200


def test_a_new_password_takes_proof_and_ends_the_other_sessions(browse: Browse, lead: Colleague) -> None:
    here, there = browse(), browse()
    there.sign_in(lead)
    here.wait(seconds=30)
    here.sign_in(lead)
    assert here.post("/me/password", password=OTHER, again=OTHER).headers["location"].startswith("/step-up")
    here.step_up(lead)
    assert here.post("/me/password", password=OTHER, again=PASSWORD).status_code == 422
    assert here.post("/me/password", password="short", again="short").status_code == 422
    assert here.post("/me/password", password=OTHER, again=OTHER).status_code == 303
    assert there.get("/me").status_code == 303
    assert here.get("/me").status_code == 200
    fresh = browse()
    assert fresh.first_step(lead).status_code == 422
    assert fresh.first_step(lead, OTHER).status_code == 303


def test_stepping_up_takes_both_and_lasts_five_minutes(browse: Browse, lead: Colleague) -> None:
    browser = browse().sign_in(lead)
    browser.wait(seconds=30)
    now = code(lead.totp, browser.now)
    assert browser.post("/step-up", password="wrong", code=now).status_code == 422
    assert browser.post("/step-up", password=PASSWORD, code="000000").status_code == 422
    answer = browser.post("/step-up?next=/me/password", password=PASSWORD, code=now)
    assert answer.headers["location"] == "/me/password"
    browser.wait(minutes=4)
    assert browser.get("/me/password").status_code == 200
    browser.wait(minutes=1)
    assert browser.get("/me/password").headers["location"] == "/step-up?next=/me/password"


def test_what_came_too_late_is_offered_after_signing_in(browse: Browse, lead: Colleague) -> None:
    browser = browse().sign_in(lead)
    browser.wait(minutes=31)
    answer = browser.client.post(
        "/me/zone", data={"zone": "Europe/Oslo"}, headers={"Referer": "https://cases.example.org/me"}
    )
    assert answer.headers["location"] == "/sign-in?next=/me&kept=1"
    assert "is kept, sealed" in words(browser.get("/sign-in?next=/me&kept=1"))
    assert "What you sent was not saved" in words(browser.get("/sign-in?next=/me&kept=0"))
    browser.sign_in(lead)
    assert browser.get("/signed-in?next=/me").headers["location"] == "/kept"
    shown = browser.get("/kept")
    assert "Your account Sent" in words(shown), "where it was written, in words"
    assert "Europe/Oslo" in words(shown)
    assert 'action="/me/zone?kept=' in shown.text
    drop = shown.text.split('action="/kept/')[1].split("/drop")[0]
    assert browser.post(f"/kept/{drop}/drop").status_code == 303
    assert browser.get("/kept").headers["location"] == "/me"


def test_what_is_sent_again_and_taken_is_kept_no_longer(browse: Browse, lead: Colleague, specialist: Colleague) -> None:
    browser = browse().sign_in(lead)
    browser.wait(minutes=31)
    browser.post("/me/zone", zone="Europe/Oslo")
    browser.sign_in(lead)
    again = browser.get("/kept").text.split('action="/me/zone')[1].split('"')[0]
    stranger = browse().sign_in(specialist)
    assert stranger.post(f"/me/zone{again}", zone="Europe/Oslo").status_code == 303, "theirs, and it keeps nothing"
    assert browser.get(f"/me/zone{again}").status_code == 405
    assert browser.post(f"/me/zone{again}", zone="Mars/Base").status_code == 422
    assert browser.get("/kept").status_code == 200, "what was refused stays"
    assert browser.post(f"/me/zone{again}", zone="Europe/Oslo").status_code == 303
    assert browser.get("/kept").headers["location"] == "/me"
    for odd in ("?kept=", "?kept=x", "?kept=99999999999999999999999", "?kept=²"):
        assert browser.post(f"/me/zone{odd}", zone="Europe/Oslo").status_code == 303


def test_what_needs_proof_first_stays_kept_until_it_is_taken(browse: Browse, lead: Colleague) -> None:
    browser = browse().sign_in(lead)
    line = {"kind": "", "site_id": "0", "person_id": str(lead.id), "duty": "reader"}
    assert browser.post("/settings/routing", **line).headers["location"] == "/step-up?next=/kept"
    shown = browser.get("/kept")
    assert "Who reads what comes in Sent" in words(shown)
    again = shown.text.split('action="/settings/routing')[1].split('"')[0]
    assert browser.post(f"/settings/routing{again}", **line).headers["location"].startswith("/step-up")
    assert browser.step_up(lead).get("/kept").status_code == 200


def test_a_late_text_for_a_case_that_is_not_theirs_stays_shut(browse: Browse, lead: Colleague) -> None:
    browser = browse().sign_in(lead)
    browser.wait(minutes=31)
    browser.post("/cases/ER-2026-000001/notes", text="canary of a walled case")
    browser.post("/me/zone", zone="Europe/Oslo")
    browser.sign_in(lead)
    assert "canary" not in browser.get("/kept").text


def test_the_time_zone_is_the_persons_own(browse: Browse, database: Database, lead: Colleague) -> None:
    browser = browse().sign_in(lead)
    assert browser.post("/me/zone", zone="Mars/Base").status_code == 422
    assert browser.post("/me/zone", zone="America/New_York").status_code == 303
    actor = sessions.find(database, browser.cookie, browser.now)
    assert actor is not None
    assert actor.zone == "America/New_York"


def test_whoever_is_not_admitted_sees_why_and_nothing_else(browse: Browse, database: Database) -> None:
    new = enrolled(database, "New", Role.SPECIALIST, Role.LEAD, Role.ADMINISTRATOR, Role.AUDITOR, admitted=False)
    browser = browse().sign_in(new)
    assert browser.get("/signed-in").headers["location"] == "/waiting"
    assert "read these six words" in words(browser.get("/waiting"))
    for path in ("/people", "/settings", "/audit", "/people/directory"):
        answer = browser.get(path)
        assert answer.headers["location"] == "/waiting", path
