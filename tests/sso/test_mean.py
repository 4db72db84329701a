"""What somebody may try with the provider between them and an account: each refused, each on the trail."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from sqlalchemy import select

from casework.audit import trail, verify
from casework.audit.models import TrailEntry
from casework.db import Database
from casework.people import Role, admissions, grants, role_claims
from casework.people.models import Person, SsoSubject
from casework.sso import protocol
from casework.sso.routes import door
from tests.people.staff import Colleague
from tests.staff.browser import words

from .browser import STARTED, Browser
from .provider import ELSEWHERE, Provider, answer_of

Browse = Callable[[], Browser]


@pytest.fixture
def noor(browse: Browse, provider: Provider, newcomer: tuple[int, str], database: Database) -> int:
    """Enrolled with the provider as `noor-1`, and admitted."""
    provider.signs_in("noor-1")
    assert browse().through(f"/enrol/{newcomer[1]}/sso").status_code == 303
    with database.transaction() as db:
        admissions.admit(db, newcomer[0], 1, by=1, now=datetime.now(UTC))
    return newcomer[0]


def refused(database: Database, browser: Browser, answer: httpx.Response, why: str) -> None:
    assert (answer.status_code, browser.cookie) == (403, ""), words(answer)
    assert "You are not signed in" in words(answer)
    with database.reading() as db:
        ours = select(TrailEntry).where(TrailEntry.chain == trail.GLOBAL)
        last = db.scalars(ours.order_by(TrailEntry.seq.desc()).limit(1)).one()
        assert (last.tag, f'"why":"sso: {why}"' in last.ids) == ("session:refused", True), last.ids
        assert verify(db) == []


def changed(address: str, **query: str) -> str:
    """The same answer with another word in it."""
    parts = urlsplit(address)
    said = {name: values[0] for name, values in parse_qs(parts.query).items()} | query
    return f"{parts.path}?{urlencode({name: value for name, value in said.items() if value})}"


SPOILED: dict[str, dict[str, Any]] = {
    "another audience": {"claims": {"aud": "elsewhere"}},
    "ours and another's, of no named party": {"claims": {"aud": ["casework", "elsewhere"]}},
    "ours and another's, of the other's party": {"claims": {"aud": ["casework", "elsewhere"], "azp": "elsewhere"}},
    "another party": {"claims": {"azp": "elsewhere"}},
    "another nonce": {"claims": {"nonce": "guessed"}},
    "no nonce": {"without": ["nonce"]},
    "run out": {"claims": {"exp": 1_700_000_000}},
    "endless": {"without": ["exp"]},
    "from the future": {"claims": {"iat": 4_000_000_000}},
    "another issuer": {"claims": {"iss": "https://accounts.example"}},
    "nobody": {"without": ["sub"]},
    "an empty name": {"claims": {"sub": ""}},
    "no name but a list": {"claims": {"sub": ["noor-1"]}},
    "alg none": {"as": "none"},
    "no signature": {"as": "cut"},
    "signed with the shared secret": {"as": "shared"},
    "signed by somebody else under the same name": {"as": "foreign"},
    "of another access token": {"claims": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}},
}


@pytest.mark.parametrize("how", SPOILED.values(), ids=SPOILED.keys())
def test_a_token_that_is_not_good_opens_nothing(
    browse: Browse, provider: Provider, noor: int, database: Database, how: dict[str, Any]
) -> None:
    browser = browse()
    provider.spoils(**how)
    refused(database, browser, browser.through(), "token")


def test_a_code_for_another_client_is_none_of_ours(
    browse: Browse, provider: Provider, noor: int, database: Database
) -> None:
    browser = browse()
    started = parse_qs(urlsplit(browser.away()).query)
    theirs = {name: values[0] for name, values in started.items()}
    theirs |= {"client_id": "elsewhere", "redirect_uri": ELSEWHERE}
    answer = answer_of(f"{provider.issuer}/auth?{urlencode(theirs)}")
    refused(database, browser, browser.back(answer), "code")


def test_the_same_answer_counts_once(browse: Browse, provider: Provider, noor: int, database: Database) -> None:
    browser = browse()
    answer = answer_of(browser.away())
    kept = browser.client.cookies.get(STARTED)
    assert kept is not None
    assert browser.back(answer).status_code == 303
    thief = browse()
    thief.client.cookies.set(STARTED, kept, domain="cases.example.org", path="/")
    refused(database, thief, thief.back(answer), "replayed")


def test_a_code_that_was_used_is_refused_by_the_provider_and_here(
    browse: Browse, provider: Provider, noor: int, database: Database
) -> None:
    first, second = browse(), browse()
    code = parse_qs(urlsplit(answer_of(first.away())).query)["code"][0]
    second_answer = answer_of(second.away())
    refused(database, second, second.back(changed(second_answer, code=code)), "code")


def test_somebody_elses_answer_signs_nobody_in(
    browse: Browse, provider: Provider, noor: int, database: Database
) -> None:
    """Login CSRF: a link with the attacker's own code, opened by somebody who began nothing, or began themselves."""
    attacker, victim, other = browse(), browse(), browse()
    answer = answer_of(attacker.away())
    refused(database, victim, victim.back(answer), "state")
    other.away()
    refused(database, other, other.back(answer), "state")


@pytest.mark.parametrize("iss", ["https://accounts.example", ""])
def test_an_answer_that_names_another_issuer_or_none_is_mixed_up(
    browse: Browse, provider: Provider, noor: int, database: Database, iss: str
) -> None:
    browser = browse()
    refused(database, browser, browser.back(changed(answer_of(browser.away()), iss=iss)), "issuer")


def test_what_was_begun_runs_out(browse: Browse, provider: Provider, noor: int, database: Database) -> None:
    browser = browse()
    answer = answer_of(browser.away())
    browser.wait(minutes=10, seconds=1)
    refused(database, browser, browser.back(answer), "state")


@pytest.mark.parametrize("at", [5, -5])
def test_what_was_begun_cannot_be_rewritten(
    browse: Browse, provider: Provider, noor: int, database: Database, at: int
) -> None:
    browser = browse()
    answer = answer_of(browser.away())
    kept = browser.client.cookies.get(STARTED) or ""
    letter = "A" if kept[at] != "A" else "B"
    place = at % len(kept)
    browser.client.cookies.delete(STARTED)
    browser.client.cookies.set(STARTED, kept[:place] + letter + kept[place + 1 :], domain="cases.example.org", path="/")
    refused(database, browser, browser.back(answer), "state")


def test_the_provider_may_say_no(browse: Browse, provider: Provider, noor: int, database: Database) -> None:
    browser = browse()
    answer = changed(answer_of(browser.away()), code="", error="access_denied")
    refused(database, browser, browser.back(answer), "said no")


def test_a_stranger_with_a_colleagues_address_is_nobody(
    browse: Browse, provider: Provider, noor: int, database: Database
) -> None:
    provider.signs_in("mallory", email="noor@example.org", email_verified=True)
    browser = browse()
    refused(database, browser, browser.through(), "unknown")


def test_a_subject_differs_by_every_letter(browse: Browse, provider: Provider, noor: int, database: Database) -> None:
    provider.signs_in("NOOR-1")
    browser = browse()
    refused(database, browser, browser.through(), "unknown")


def test_a_subject_that_was_put_in_from_outside_is_nobodys(
    browse: Browse, provider: Provider, noor: int, database: Database
) -> None:
    """Whoever writes to the database has no key for the tag: another account's tag opens only that account's key."""
    with database.transaction() as db:
        row = db.scalars(select(SsoSubject)).one()
        db.delete(row)
        db.flush()
        db.add(SsoSubject(tag=b"mallory".ljust(32), person_id=noor, linked_at=datetime.now(UTC)))
    provider.signs_in("mallory")
    browser = browse()
    refused(database, browser, browser.through(), "unknown")


def test_whoever_is_suspended_does_not_come_in(
    browse: Browse, provider: Provider, noor: int, database: Database, lead: Colleague
) -> None:
    from casework.people import accounts

    with database.transaction() as db:
        accounts.suspend(db, db.get_one(Person, noor))
    browser = browse()
    refused(database, browser, browser.through(), "unknown")


def test_claims_never_give_what_holds_cases(
    browse: Browse, provider: Provider, noor: int, database: Database, lead: Colleague
) -> None:
    provider.signs_in("noor-1", groups=["er-leads"])
    browse().through()
    with database.reading() as db:
        assert Role.LEAD not in grants.roles_of(db, noor)
        assert role_claims.proposals(db, noor) == {noor: [Role.LEAD]}


def test_a_link_of_somebody_else_does_not_move_a_subject(
    browse: Browse, provider: Provider, noor: int, database: Database, administrator: Colleague
) -> None:
    """Noor's sign-in, used with a link for another account, would make two people one."""
    from casework.people import accounts

    with database.transaction() as db:
        other = accounts.make(db, name="Other", email="other@example.org", by=0, now=datetime.now(UTC))
        token = accounts.invite(db, other, datetime.now(UTC))
    browser = browse()
    refused(database, browser, browser.through(f"/enrol/{token}/sso"), "claimed")
    assert browser.get(f"/enrol/{token}").status_code == 200, "the link is still good"


def test_step_up_as_somebody_else_is_none(browse: Browse, provider: Provider, noor: int, database: Database) -> None:
    browser = browse()
    browser.through()
    before = browser.cookie
    provider.signs_in("mallory")
    answer = browser.through("/sso/step-up")
    assert answer.status_code == 403
    assert browser.cookie == before
    assert browser.get("/me/key/own").headers["location"].startswith("/step-up")


@pytest.mark.parametrize("how", [{"without": ["auth_time"]}, {"claims": {"auth_time": 1_700_000_000}}])
def test_step_up_by_a_session_of_yesterday_is_none(
    browse: Browse, provider: Provider, noor: int, database: Database, how: dict[str, Any]
) -> None:
    browser = browse()
    browser.through()
    provider.spoils(**how)
    assert browser.through("/sso/step-up").status_code == 403
    assert browser.get("/me/key/own").headers["location"].startswith("/step-up")


def test_new_keys_of_the_provider_are_found_and_old_ones_forgotten(
    browse: Browse, provider: Provider, noor: int, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "AGAIN", -1.0)
    assert browse().through().status_code == 303
    provider.tell(rotate=True)
    assert browse().through().status_code == 303


def test_a_provider_that_is_away_is_said_plainly(
    browse: Browse, provider: Provider, noor: int, trusting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browse()
    answer = answer_of(browser.away())
    assert trusting.provider is not None
    gone = protocol.Talk(replace(trusting.provider, issuer="http://127.0.0.1:9"))
    monkeypatch.setattr(door, "_talk", lambda _: gone)
    for said in (browser.get("/sso/start"), browser.back(changed(answer, iss="http://127.0.0.1:9"))):
        assert said.status_code == 503
        assert "does not answer" in words(said)
        assert said.headers["retry-after"] == "60"
    assert browser.cookie == ""


def test_a_provider_that_names_another_issuer_is_not_believed(
    browse: Browse, provider: Provider, trusting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = protocol.Talk(replace(trusting.provider, issuer=provider.issuer + "/"))
    monkeypatch.setattr(door, "_talk", lambda _: other)
    assert browse().get("/sso/start").status_code == 503


def test_too_many_answers_from_one_place_wait(
    browse: Browse, provider: Provider, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from casework.people import limits

    monkeypatch.setitem(limits.MOST, "address", 3)
    browser = browse()
    tried = [browser.get("/sso/callback?state=x&code=y") for _ in range(4)]
    assert [answer.status_code for answer in tried] == [403] * 4
    assert "Too many tries" in words(tried[-1])
    assert "Too many tries" not in words(tried[-2])
