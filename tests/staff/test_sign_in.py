"""Signing in: two steps, one answer for whoever fails, and nothing to gain by trying often."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from litestar import Request
from sqlalchemy import event, select

from casework import vault
from casework.audit.models import TrailEntry
from casework.db import Database
from casework.people import Role, accounts, limits
from casework.people.models import Attempt, Credential, Person, UserSession
from casework.settings import Settings
from casework.staff.address import address_of
from casework.vault import Compartment, HolderKind, Vault, stretch
from tests.people.staff import PASSWORD, Colleague, code, enrolled

from .browser import Browser, words

Browse = Callable[..., Browser]


def test_password_then_code_then_the_page_asked_for(browse: Browse, lead: Colleague) -> None:
    browser = browse()
    answer = browser.post("/sign-in?next=/me", email=" MARA@example.org ", password=PASSWORD)
    assert answer.headers["location"] == "/second-factor?next=/me"
    assert browser.get("/me").headers["location"] == "/second-factor", "half a session reaches one page"
    answer = browser.post("/second-factor?next=/me", code=code(lead.totp, browser.now))
    assert answer.headers["location"] == "/signed-in?next=/me"
    assert browser.get("/signed-in?next=/me").headers["location"] == "/me"
    assert browser.get("/me").status_code == 200


def test_every_step_has_its_own_cookie(browse: Browse, database: Database, lead: Colleague) -> None:
    browser = browse()
    browser.client.cookies.set("__Host-casework", "planted" * 6 + "x", domain="cases.example.org")
    planted = "planted" * 6 + "x"
    browser.first_step(lead)
    first = browser.cookie
    browser.post("/second-factor", code=code(lead.totp, browser.now))
    second = browser.cookie
    browser.step_up(lead)
    assert len({planted, first, second, browser.cookie}) == 4
    for old in (planted, first, second):
        browser.client.cookies.clear()
        browser.client.cookies.set("__Host-casework", old)
        assert browser.get("/me").status_code == 303
    assert trail_of(database)[0] == ("session:foreign cookie", lead.id)


def test_a_thiefs_own_session_planted_in_a_browser_is_left(
    browse: Browse, database: Database, lead: Colleague, specialist: Colleague
) -> None:
    """They know its cookie; whoever signs in over it is in a session that they do not know, and theirs ends."""
    thief, victim = browse().sign_in(specialist), browse()
    victim.client.cookies.set("__Host-casework", thief.cookie, domain="cases.example.org")
    victim.sign_in(lead)
    assert thief.get("/me").status_code == 303
    assert victim.get("/me").status_code == 200
    assert [tag for tag, _ in trail_of(database)][-2:] == ["session:foreign cookie", "session:signed in"]


def trail_of(database: Database) -> list[tuple[str, int]]:
    """Tag and who did it, in order."""
    with database.reading() as db:
        entries = db.scalars(select(TrailEntry).order_by(TrailEntry.seq))
        return [(entry.tag, entry.actor_id) for entry in entries if entry.tag.startswith("session:")]


def test_no_page_elsewhere_is_gone_to(browse: Browse, lead: Colleague) -> None:
    browser = browse()
    for elsewhere in ("//evil.example", "https://evil.example", "/\\evil.example", "/sign-in", "/x\n"):
        answer = browser.client.post(
            "/sign-in", params={"next": elsewhere}, data={"email": lead.email, "password": PASSWORD}
        )
        assert answer.headers["location"] == "/second-factor?next="


@contextmanager
def work(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement, and every stretching of a key, in their order."""
    done: list[str] = []
    real = stretch.stretch

    def stretched(*given: object) -> bytes:
        done.append("argon2id")
        return real(*given)  # type: ignore[arg-type]

    def executed(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        done.append(statement)

    monkeypatch.setattr(stretch, "stretch", stretched)
    event.listen(database.engine, "before_cursor_execute", executed)
    yield done
    event.remove(database.engine, "before_cursor_execute", executed)


def test_nobody_learns_which_accounts_there_are(
    browse: Browse, database: Database, lead: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = enrolled(database, "Gone", Role.SPECIALIST)
    with database.transaction() as db:
        accounts.suspend(db, db.get_one(Person, gone.id))
        accounts.make(db, name="Asked", email="asked@example.org", by=0, now=browse().now)
    browser = browse()
    browser.post("/sign-in", email="first@example.org", password="the trail's first entry")
    seen: set[tuple[int, str, tuple[str, ...]]] = set()
    for email in (lead.email, gone.email, "asked@example.org", "nobody@example.org"):
        with work(database, monkeypatch) as done:
            answer = browser.post("/sign-in", email=email, password=PASSWORD + "?")
            seen.add((answer.status_code, answer.text.replace(email, "…"), tuple(done)))
        assert done.count("argon2id") == 1
    assert len(seen) == 1
    assert "do not fit together" in seen.pop()[1]
    assert trail_of(database) == [("session:refused", 0)] * 5, "each try, and of none whose"
    with database.reading() as db:
        assert db.scalars(select(UserSession)).all() == []


def test_after_a_rotation_of_the_pepper_whoever_signs_in_is_under_the_newest(
    browse: Browse, database: Database, keys: Vault, lead: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the same sign-in and with one key stretching; whoever guesses moves nothing."""
    browser = browse()
    keys.keyring = keys.keyring.renewed()
    assert browser.post("/sign-in", email=lead.email, password=PASSWORD + "?").status_code == 422
    assert pepper(database, lead) == 1
    moved = []
    for _ in range(2):
        with work(database, monkeypatch) as done:
            assert browser.post("/sign-in", email=lead.email, password=PASSWORD).status_code == 303
        assert done.count("argon2id") == 1
        moved.append(sum(one.startswith("UPDATE credential") for one in done))
    assert (pepper(database, lead), moved) == (2, [1, 0])


def pepper(database: Database, who: Colleague) -> int:
    with database.reading() as db:
        return vault.passwords.pepper_of(db.get_one(Credential, (who.id, 1)).by_password)


def test_after_another_recovery_key_whoever_signs_in_has_their_rooms_follow(
    browse: Browse, database: Database, lead: Colleague
) -> None:
    with database.transaction() as db:
        for case in (7, 8):
            vault.rooms.found_case(db, case)
            vault.rooms.build(db, case, Compartment.FILE, to=[vault.pairs.current(db, HolderKind.PERSON, lead.id)])
    with database.transaction() as db:
        vault.succession.publish(db, vault.RECOVERY_ID, vault.hpke.public_of(vault.hpke.new_private()))
        assert vault.succession.lagging(db) == {(vault.RECOVERY_ID, 1): 2}
    browse().sign_in(lead).get("/signed-in")
    with database.reading() as db:
        assert vault.succession.lagging(db) == {}


def test_who_is_suspended_or_never_enrolled_cannot_sign_in(browse: Browse, database: Database, lead: Colleague) -> None:
    with database.transaction() as db:
        accounts.suspend(db, db.get_one(Person, lead.id))
    assert browse().first_step(lead).status_code == 422


def test_a_code_counts_once_and_drifts_by_one_step(browse: Browse, database: Database, lead: Colleague) -> None:
    browser = browse()
    early = code(lead.totp, browser.now)
    browser.first_step(lead)
    browser.wait(seconds=30)
    assert browser.post("/second-factor", code=early).status_code == 303, "one step late is in time"
    again = browse()
    again.first_step(lead)
    assert again.post("/second-factor", code=early).status_code == 422, "nobody comes in with the same code"
    assert trail_of(database)[-1] == ("session:refused", lead.id)
    assert again.post("/second-factor", code="12345").status_code == 422
    assert again.post("/second-factor", code="").status_code == 422
    again.wait(seconds=90)
    assert again.post("/second-factor", code=early).status_code == 422
    assert (
        again.post(
            "/second-factor", code=f"{code(lead.totp, again.now)[:3]} {code(lead.totp, again.now)[3:]}"
        ).status_code
        == 303
    )


def test_tries_at_an_account_slow_down_and_are_let_go(browse: Browse, lead: Colleague) -> None:
    browser = browse()
    for _ in range(limits.MOST["account"]):
        assert browser.first_step(lead, "wrong").status_code == 422
    answer = browser.first_step(lead)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "900")
    assert "Wait 15 minutes" in words(answer)
    assert browser.post("/sign-in", email="nobody@example.org", password="x").status_code == 422
    browser.wait(minutes=15)
    assert browser.first_step(lead).status_code == 303


def test_an_unknown_account_slows_down_just_so(browse: Browse) -> None:
    browser = browse()
    answers = [browser.post("/sign-in", email="nobody@example.org", password="x").status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_an_address_slows_down_and_a_made_up_header_makes_no_other(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.MOST, "address", 2)
    browser, statuses = browse(), []
    for number in range(3):
        browser.client.headers["X-Forwarded-For"] = f"192.0.2.{number}"
        statuses.append(browser.post("/sign-in", email=f"{number}@example.org", password="x").status_code)
    assert statuses == [422, 422, 429]


@pytest.mark.parametrize(
    ("peer", "said", "address"),
    [
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "made up, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ("10.0.0.1", "", "10.0.0.1"),
    ],
)
def test_only_a_proxy_of_ours_is_believed(settings: Settings, peer: str, said: str, address: str) -> None:
    scope = {"type": "http", "client": (peer, 1), "headers": [(b"x-forwarded-for", said.encode())]}
    request: Request[Any, Any, Any] = Request(scope)  # type: ignore[arg-type]
    assert address_of(request, replace(settings, trusted_proxies=("10.0.0.0/8",))) == address


def test_tries_are_tags_and_are_forgotten_within_the_hour(browse: Browse, database: Database, lead: Colleague) -> None:
    browser = browse()
    browser.first_step(lead, "wrong")
    with database.reading() as db:
        rows = db.scalars(select(Attempt)).all()
        assert [len(row.tag) for row in rows] == [32, 32]
    browser.wait(minutes=61)
    browser.sign_in(lead)
    with database.reading() as db:
        assert not {row.id for row in rows} & {row.id for row in db.scalars(select(Attempt))}


def test_too_many_codes_end_the_half_session(browse: Browse, lead: Colleague) -> None:
    browser = browse()
    browser.first_step(lead)
    for _ in range(limits.MOST["code"]):
        assert browser.post("/second-factor", code="000000").status_code == 422
    assert browser.post("/second-factor", code=code(lead.totp, browser.now)).headers["location"] == "/sign-in?wait=1"
    assert browser.get("/second-factor").headers["location"].startswith("/sign-in")


def test_signing_out_ends_it_for_the_copied_cookie_too(browse: Browse, lead: Colleague) -> None:
    browser = browse().sign_in(lead)
    copied = browser.cookie
    assert browser.post("/sign-out").status_code == 303
    assert browser.cookie == ""
    browser.client.cookies.set("__Host-casework", copied)
    assert browser.get("/me").status_code == 303


def test_typing_counts_as_being_there(browse: Browse, lead: Colleague) -> None:
    browser = browse().sign_in(lead)
    for _ in range(5):
        browser.wait(minutes=20)
        assert browser.post("/presence").status_code == 204
    assert browser.get("/me").status_code == 200


def test_only_the_demonstration_goes_without_a_second_factor(browse: Browse, database: Database) -> None:
    one = enrolled(database, "Demo", Role.LEAD, second_factor=False)
    assert browse(demo=True).first_step(one).headers["location"].startswith("/signed-in")
    real = browse()
    assert real.first_step(one).headers["location"].startswith("/second-factor")
    assert real.post("/second-factor", code="000000").status_code == 422
