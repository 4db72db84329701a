"""What a release lets whoever referred somebody know, and for how long: by what the employee signs and takes back, what
a coordinator tells, and the clock."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from casework import vault
from casework.access import Forbidden, Hidden
from casework.audit import trail
from casework.audit.models import TrailEntry
from casework.db import as_of, utc_now
from casework.eap.actions import disclosures, releases, steps
from casework.eap.actions.disclosures import Saying
from casework.eap.queries import disclosures as told
from casework.eap.queries import releases as queries
from casework.eap.releasing import ATTENDANCE, COMPLIANCE, TO_OTHER, TO_REFERRER
from casework.vault import Compartment

from .conftest import MARK, House
from .signing import Signing, signing, terms


def tell(one: Signing, release_id: int, saying: Saying | None = None) -> None:
    with one.house.database.transaction() as db:
        disclosures.tell(db, one.referral(db), release_id, saying or Saying(True), by=one.house.eap)


def test_somebody_signs_is_told_of_and_takes_it_back(house: House) -> None:
    one = signing(house)
    release = one.sign()
    assert one.seen() is None
    tell(one, release)
    seen = one.seen()
    assert seen is not None
    assert (seen.attended.attended, seen.attended.keeps, seen.attended.purpose) == (True, None, f"{MARK} agreed")
    tell(one, release, Saying(False))
    seen = one.seen()
    assert seen is not None
    assert not seen.attended.attended
    one.revoke(release)
    assert one.seen() is None
    with pytest.raises(Forbidden):
        tell(one, release)
    one.revoke(release)
    with house.database.reading() as db:
        assert queries.recipients(db, one.referral(db).id, release) == set()
        said = select(TrailEntry.tag).where(TrailEntry.tag.startswith("release:")).order_by(TrailEntry.seq)
        assert list(db.scalars(said)) == ["release:signed", "release:revoked"]


def test_the_key_of_who_referred_them_opens_one_room_and_none_once_it_is_over(house: House) -> None:
    one = signing(house)
    release = one.sign(days=2)
    tell(one, release)
    referrer, counts = one.referrer.holder, []
    assert referrer is not None

    def opens() -> set[tuple[Compartment, int]]:
        with house.database.reading() as db:
            return set(vault.rooms.enter_all(db, referrer, one.referral(db).id))

    assert opens() == {(Compartment.DISCLOSURE, release)}
    with as_of(utc_now() + timedelta(days=4)):
        assert one.seen() is None
        counts = [releases.end_due(house.database), releases.end_due(house.database)]
        assert opens() == set()
    assert counts == [1, 0]
    with house.database.reading() as db:
        [ended] = db.scalars(select(TrailEntry).where(TrailEntry.tag == "release:ended")).all()
        assert (ended.chain, ended.actor_id) == (trail.EAP, 0)


def test_one_for_the_time_of_the_support_ends_with_it(house: House) -> None:
    one = signing(house)
    release = one.sign(with_support=True, days=300)
    tell(one, release)
    assert one.seen() is not None
    with house.database.transaction() as db:
        steps.take(db, one.referral(db), "decline", by=one.employee)
    assert one.seen() is None
    with house.database.reading() as db:
        assert queries.recipients(db, one.referral(db).id, release) == set()
    with pytest.raises(Forbidden):
        one.sign(with_support=True)


def test_it_says_how_much_and_to_whom(house: House) -> None:
    one = signing(house)
    attendance, both, other = one.sign(), one.sign(COMPLIANCE), one.sign(recipient=TO_OTHER)
    for release, saying in ((attendance, Saying(True, True)), (both, Saying(True))):
        with pytest.raises(Forbidden):
            tell(one, release, saying)
    tell(one, other)
    assert one.seen() is None
    tell(one, both, Saying(True, False))
    seen = one.seen()
    assert seen is not None
    assert seen.attended.keeps is False
    for days in (-1, 400):
        with pytest.raises(Forbidden):
            one.sign(days=days)
    with pytest.raises(releases.NotThere):
        tell(signing(house), both)
    alone = signing(house, house.begin())
    with pytest.raises(Forbidden):
        alone.sign()


def test_nobody_but_the_employee_signs_and_a_coordinator_needs_their_word(house: House) -> None:
    one = signing(house)
    release = one.sign()
    until = utc_now().date() + timedelta(days=9)
    for actor in (one.referrer, house.eap, house.cast["lead"]):
        with house.database.transaction() as db, pytest.raises((Forbidden, Hidden)):
            releases.sign(db, terms(ATTENDANCE, until), by=actor)
        with house.database.transaction() as db, pytest.raises((Forbidden, Hidden)):
            releases.revoke(db, one.referral(db), release, by=actor)
    for name in ("lead", "counsel", "administrator", "auditor", "specialist"):
        with house.database.transaction() as db, pytest.raises(Forbidden):
            disclosures.tell(db, one.referral(db), release, Saying(True), by=house.cast[name])
    with house.database.transaction() as db:
        releases.revoke(db, one.referral(db), release, by=house.second, on_their_word=True)
    with pytest.raises(Forbidden):
        tell(one, release)


def test_a_colleague_who_suggested_it_reads_it_with_their_account(house: House) -> None:
    specialist = house.cast["specialist"]
    one = signing(house, house.begin("informal", by=specialist))
    tell(one, one.sign())
    with house.database.reading() as db:
        seen = told.to_referrer(db, one.referral(db), specialist.holder)
        assert seen is not None
        assert seen.attended.attended
        assert told.to_referrer(db, one.referral(db), house.cast["colleague"].holder) is None


ACTS = st.one_of(
    st.tuples(st.just("sign"), st.sampled_from([1, 3, 60]), st.sampled_from([TO_REFERRER, TO_OTHER])),
    st.tuples(st.just("revoke"), st.integers(0, 3), st.just("")),
    st.tuples(st.just("tell"), st.integers(0, 3), st.sampled_from(["came", "did not"])),
    st.tuples(st.just("wait"), st.integers(1, 4), st.just("")),
    st.tuples(st.just("clear"), st.just(0), st.just("")),
)


@dataclass
class Model:
    """A release as it should be. `told`: at which act somebody was told something last, and what."""

    id: int
    until: date
    recipient: str
    revoked: bool = False
    told: tuple[int, bool] | None = None

    def valid(self, now: datetime) -> bool:
        return not self.revoked and now.date() <= self.until


@pytest.fixture
def same(house: House) -> Signing:
    """One referral for all that is tried."""
    return signing(house)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTS, min_size=3, max_size=9))
def test_attended_is_read_with_a_valid_release_and_a_disclosure_and_never_else(
    same: Signing, acts: list[tuple[str, int, str]]
) -> None:
    """Whatever is done in whatever order: who referred them reads the last that was told under a release to them which
    lasts, and nothing where there is none."""
    now, made = utc_now().replace(hour=12), list[Model]()
    _begin_anew(same)
    for at, (act, number, word) in enumerate(acts):
        now += timedelta(seconds=1)
        with as_of(now):
            if act == "sign":
                until = now.date() + timedelta(days=number)
                made.append(Model(same.sign(days=number, recipient=word), until, word))
            elif act == "clear":
                releases.end_due(same.house.database)
            elif act == "wait":
                now += timedelta(days=number)
            elif number < len(made):
                _act(same, act, made[number], now, (at, word == "came"))
        with as_of(now):
            told = [one.told for one in made if one.told and one.recipient == TO_REFERRER and one.valid(now)]
            seen = same.seen()
            assert (seen and seen.attended.attended) == (max(told)[1] if told else None)


def _begin_anew(same: Signing) -> None:
    """Without a release of the try before."""
    with same.house.database.reading() as db:
        left = [one.id for one in queries.of(db, same.referral(db).id) if not one.over_by]
    for release in left:
        same.revoke(release)
    assert same.seen() is None


def _act(same: Signing, act: str, one: Model, now: datetime, told: tuple[int, bool]) -> None:
    if act == "revoke":
        same.revoke(one.id)
        one.revoked = True
    elif one.valid(now):
        tell(same, one.id, Saying(told[1]))
        one.told = told
    else:
        with pytest.raises(Forbidden):
            tell(same, one.id, Saying(told[1]))
