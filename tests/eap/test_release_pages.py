"""A release on the pages of support: signed by the employee, read by whoever referred them for as long as it lasts, and
the same page to the octet in every other case."""

import re
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import func, select

from casework.audit import trail
from casework.audit.models import TrailEntry
from casework.db import as_of, utc_now
from casework.eap.actions import disclosures, releases, steps
from casework.eap.actions.disclosures import Saying
from casework.eap.queries.disclosures import Attended
from casework.eap.releasing import TO_OTHER

from .browsing import Visitor, hidden_in
from .conftest import MARK, House, statements
from .signing import Signing, signing

Visitors = Callable[[], Visitor]
SIGNED = {"recipient": "referrer", "scope": "attendance", "purpose": "agreed", "ends": "support", "name": "Nora Field"}


def manager(one: Signing, visitor: Visitors) -> Visitor:
    browser = visitor()
    browser.come_back(one.house.receipts[one.referrer.id])
    return browser


def tell(one: Signing, release: int, *, came: bool = True) -> None:
    with one.house.database.transaction() as db:
        disclosures.tell(db, one.referral(db), release, Saying(came), by=one.house.eap, word=word)


def word(said: Attended) -> str:
    return f"{MARK} told {said.recipient}"


def only_release(page: str) -> int:
    [found] = re.findall(r"/support/follow/releases/(\d+)/revocation", page)
    return int(found)


def test_signed_read_and_taken_back_on_the_pages(house: House, visitor: Visitors) -> None:
    one = signing(house)
    employee, boss = visitor(), manager(one, visitor)
    own = employee.come_back(one.words)
    assert "Nobody at work: not whether you come" in own
    form = employee.get("/support/follow/releases")
    assert form.index("What a release does") < form.index("<form class")
    assert "Otto Manager, who suggested it" in form
    assert "Eap Example" in form
    assert not re.findall(r'type="radio"[^>]* checked', form)
    signed = employee.post("/support/follow/releases", {**hidden_in(form), **SIGNED})
    twice = employee.post("/support/follow/releases", {**hidden_in(form), **SIGNED})
    release = only_release(signed)
    assert only_release(twice) == release
    for element in (
        "<b>Otto Manager</b>: Whether I come to my appointments", "Because I agreed it with them", "Eap Example",
        "I can take it back at any time", "When my support ends, on", "Nora Field, typed with the receipt on",
        "Nothing was told under it",
    ):  # fmt: skip
        assert element in signed, element
    bare = boss.get("/support/follow")
    assert "You see it here only with a release" in bare
    tell(one, release)
    told = boss.get("/support/follow")
    for words in (
        "Attended.", "42 CFR part 2 prohibits unauthorized use or disclosure of these records.",
        "Nora Field allowed it", "“Because I agreed it with them”", "Do not pass it on",
    ):  # fmt: skip
        assert words in told, words
    assert MARK not in told
    own = employee.get("/support/follow")
    assert f"{MARK} told Otto Manager" in own
    assert "Told on" in own
    over = employee.post(f"/support/follow/releases/{release}/revocation", {})
    assert "Taken back on" in over
    assert "/revocation" not in over
    assert without_nonce(boss.get("/support/follow")) == without_nonce(bare)
    for path in ("/support/follow/releases", f"/support/follow/releases/{release}/revocation"):
        assert "You suggested support" in boss.post(path, {**SIGNED})
    assert "You suggested support" in boss.get("/support/follow/releases")


def test_what_was_filled_in_stays_on_an_error_and_over_a_stay_that_ended(house: House, visitor: Visitors) -> None:
    one = signing(house)
    employee = visitor()
    employee.come_back(one.words)
    typed = {**SIGNED, "ends": "day", "until": "2020-01-01", "purpose": "other", "words": f"{MARK} my depression"}
    form = employee.get("/support/follow/releases")
    wrong = employee.post("/support/follow/releases", {**hidden_in(form), **typed}, status=422)
    assert "within a year" in wrong
    assert "This speaks of health" in wrong
    assert "Nora Field" in wrong
    missing = {**SIGNED, "recipient": "other", "purpose": "other"}
    assert (
        employee.post("/support/follow/releases", {**hidden_in(wrong), **missing}, status=422).count("is missing") >= 2
    )
    employee.client.cookies.clear()
    away = employee.post("/support/follow/releases", {**hidden_in(wrong), **SIGNED, "words": f"{MARK} agreed"})
    assert "not signed yet" in away
    assert "16 letters" in employee.post("/support/follow", {**hidden_in(away), "receipt": "short"}, status=422)
    again = employee.post("/support/follow", {**hidden_in(away), "receipt": one.words})
    assert f"{MARK} agreed" in again
    assert re.search(r'value="referrer" checked', again)
    assert "Nothing was told under it" in employee.post("/support/follow/releases", {**hidden_in(again), **SIGNED})


def test_the_referrer_cannot_tell_what_was_signed_told_to_others_taken_back_or_has_ended(
    house: House, visitor: Visitors
) -> None:
    """Octets, questions to the database and entries on the trail are those of a referral to which nothing happened."""
    one = signing(house)
    boss = manager(one, visitor)
    boss.get("/support/follow")
    pages, counts, written = [], [], []

    def look(later: int = 0) -> None:
        before = entries(house)
        with as_of(utc_now() + timedelta(days=later)), statements(house.database) as said:
            page = boss.get("/support/follow")
        pages.append((len(page), without_nonce(page)))
        counts.append(len(said))
        written.append(entries(house) - before)

    look()
    first = one.sign(days=2)
    look()
    other = one.sign(recipient=TO_OTHER)
    tell(one, other)
    look()
    tell(one, first)
    one.revoke(first)
    look()
    second = one.sign(with_support=True)
    tell(one, second, came=False)
    with house.database.transaction() as db:
        steps.take(db, one.referral(db), "decline", by=one.employee)
    look()
    assert len(set(pages)) == 1
    assert len(set(counts)) == 1
    assert set(written) == {1}
    third = one.sign(days=1)
    tell(one, third)
    assert "Attended." in boss.get("/support/follow")
    with as_of(utc_now() + timedelta(days=3)):
        boss.come_back(house.receipts[one.referrer.id])
        late = boss.get("/support/follow")
        releases.end_due(house.database)
        cleared = boss.get("/support/follow")
    assert without_nonce(late) == without_nonce(cleared) == pages[0][1]


def entries(house: House) -> int:
    with house.database.reading() as db:
        return db.scalar(select(func.count()).select_from(TrailEntry).where(TrailEntry.chain == trail.EAP)) or 0


def without_nonce(page: str) -> str:
    for value in hidden_in(page).values():
        page = page.replace(value, "-")
    return page
