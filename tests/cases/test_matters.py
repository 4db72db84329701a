"""Referrals and exits have rooms and no case: whoever leaves loses them too, and nobody learns of them by it."""

import pytest
from sqlalchemy import select

from casework import vault
from casework.audit import Act, HouseTag, Tag, verify
from casework.audit.models import TrailEntry
from casework.audit.trail import EAP, GLOBAL
from casework.cases.actions import barring, leaving
from casework.cases.models import Handover, HandoverCase
from casework.cases.queries import barring as barred
from casework.cases.queries import handovers
from casework.db import utc_now
from casework.eap.models import SupportMessage
from casework.people import Actor, Role, custody
from casework.people.models import Person
from casework.vault import Compartment, NoSeal, rekeying, rooms
from tests import matters
from tests.cast import Cast, person
from tests.matters import SAID, held, said

SUPPORT, DISCLOSURE, INTERVIEW = Compartment.SUPPORT, Compartment.DISCLOSURE, Compartment.INTERVIEW


def another(cast: Cast, name: str, *roles: Role) -> Actor:
    with cast.database.transaction() as db:
        return person(db, name, *roles)


def out(cast: Cast, who: Actor, cause: str = leaving.LEFT) -> int:
    with cast.database.transaction() as db:
        row = leaving.begin(db, db.get_one(Person, who.id), cause, by=cast["lead"], now=utc_now())
    leaving.end_keys(cast.database)
    return row.id


def chains(cast: Cast, tag: Act) -> set[int]:
    with cast.database.reading() as db:
        assert verify(db) == []
        return set(db.scalars(select(TrailEntry.chain).where(TrailEntry.tag == tag.value)))


@pytest.fixture
def second(cast: Cast) -> Actor:
    return another(cast, "tove", Role.EAP)


def test_a_coordinator_who_leaves_reads_no_referral_and_no_hand_over_tells_of_any(cast: Cast, second: Actor) -> None:
    with cast.database.transaction() as db:
        referral = matters.referral(db, cast["eap"], second)
        order = matters.order(db, cast["counsel"], cast["eap"], second)
    handover = out(cast, cast["eap"])
    with cast.database.reading() as db:
        assert held(db, cast["eap"], referral) == held(db, cast["eap"], order) == set()
        assert said(db, second.holder, referral, SUPPORT) == SAID
        assert said(db, referral.guest, referral, SUPPORT) == SAID, "the employee goes on reading"
        assert said(db, cast["counsel"].holder, order, Compartment.ORDER) == SAID
        assert db.scalars(select(HandoverCase)).all() == []
        for name in ("lead", "alternate"):
            [line] = handovers.waiting(db, cast[name])
            shown = handovers.one(db, cast[name], handover)
            assert shown is not None
            assert (line.yours, line.keys_ended, shown.yours, shown.nobodys, shown.beyond) == (0, True, [], [], [])
    assert chains(cast, Tag.MEMBER_REMOVED) - {cast.case_id} == {EAP}
    assert not chains(cast, Tag.CASE_UNATTENDED)


def test_the_last_coordinators_keys_rest_until_they_have_left_for_good(cast: Cast) -> None:
    with cast.database.transaction() as db:
        referral = matters.referral(db, cast["eap"])
        both = matters.halves(db, cast["eap"], cast["lead"])
        rooms.build(db, referral.id, DISCLOSURE, subject=5, to=both, recovery=vault.EAP_RECOVERY_ID)
    handover = out(cast, cast["eap"])
    with cast.database.reading() as db:
        assert said(db, cast["eap"].holder, referral, SUPPORT) == SAID
        assert "disclosure" in held(db, cast["eap"], referral), "whoever was told keeps nothing for the others"
    with cast.database.transaction() as db:
        leaving.end(db, db.get_one(Handover, handover), by=cast["lead"], now=utc_now())
    leaving.end_keys(cast.database)
    with cast.database.reading() as db:
        assert held(db, cast["eap"], referral) == set()
        assert said(db, referral.guest, referral, SUPPORT) == SAID


def test_an_interviewer_who_leaves_is_followed_by_another(cast: Cast) -> None:
    first = another(cast, "ilse", Role.INTERVIEWER)
    with cast.database.transaction() as db:
        alone, shared = matters.leaving(db, first), matters.leaving(db, first, cast["lead"])
    handover = out(cast, first, leaving.SUSPENDED)
    with cast.database.reading() as db:
        assert (held(db, first, shared), held(db, first, alone)) == (set(), {"interview", "leaving"})
        assert said(db, cast["lead"].holder, shared, INTERVIEW) == SAID
        assert db.scalars(select(HandoverCase).where(HandoverCase.handover_id == handover)).all() == []
    assert chains(cast, Tag.MEMBER_REMOVED) - {cast.case_id} == {shared.id}


def test_a_coordinators_key_that_the_server_keeps_ends_where_another_goes_on(cast: Cast, second: Actor) -> None:
    with cast.database.transaction() as db:
        both, alone = matters.referral(db, cast["eap"], second), matters.referral(db, cast["eap"])
        holder = cast["eap"].holder
        assert holder is not None
        custody.hand_in(db, holder.id, holder.generation, holder.private, utc_now())
    with cast.database.transaction() as db:
        vault.custody.bar(db, [SUPPORT])
        assert [(one.ends, one.rests) for one in barred.touched(db, [SUPPORT])] == [(0, 0)], "no lead learns how many"
    barring.end_keys(cast.database)
    with cast.database.reading() as db:
        assert (held(db, cast["eap"], both), held(db, cast["eap"], alone)) == ({"referral"}, {"referral", "support"})
        assert said(db, second.holder, both, SUPPORT) == SAID
    assert chains(cast, HouseTag.KEPT_KEY_ENDED) == {EAP}
    assert GLOBAL not in chains(cast, Tag.MEMBER_REMOVED)


def test_new_keys_for_a_referral_take_what_lies_in_it_along(cast: Cast, second: Actor) -> None:
    with cast.database.transaction() as db:
        referral = matters.referral(db, cast["eap"], second)
    holder = cast["eap"].holder
    assert holder is not None
    with cast.database.transaction() as db:
        mine = rooms.enter_all(db, holder, referral.id)
        fresh = rekeying.renew(db, mine, list(mine))
        assert rekeying.reseal(db, referral.id, list(fresh.values())) == 2
    with cast.database.reading() as db:
        assert said(db, second.holder, referral, SUPPORT) == SAID
        room = rooms.enter(db, second.holder or holder, referral.id, SUPPORT)
        only = vault.Room(room.instance, *_place(room), {2: room.keys[2]})
        row = db.get_one(SupportMessage, referral.text)
        assert only.open(SupportMessage.text, row.id, row.text) == SAID, "the key of before opens nothing here"


def test_another_coordinator_is_let_into_many_at_once(cast: Cast) -> None:
    with cast.database.transaction() as db:
        made = [matters.referral(db, cast["eap"]) for _ in range(3)]
        matters.leaving(db, cast["lead"])
    newcomer, holder = another(cast, "tove", Role.EAP), cast["eap"].holder
    assert holder is not None
    assert newcomer.holder is not None
    with cast.database.transaction() as db:
        [half] = matters.halves(db, newcomer)
        given = vault.many.admit(db, holder, [one.id for one in made], half, lambda _: True)
        assert given.keys() == {one.id for one in made}
    with cast.database.reading() as db:
        assert rooms.enter_many(db, newcomer.holder, list(given), SUPPORT).keys() == given.keys()
        with pytest.raises(NoSeal):
            said(db, cast["lead"].holder, made[0], SUPPORT)


def test_a_key_of_the_installation_that_is_gone_takes_no_referral_with_it(cast: Cast, keys: vault.Vault) -> None:
    with cast.database.transaction() as db:
        referral, exit_ = matters.referral(db, cast["eap"]), matters.leaving(db, cast["lead"])
    keys.keyring = keys.keyring.rotated(utc_now().date())
    for _ in vault.rewrapping.rewrap(cast.database, keys, batch=50, pause=0):
        pass
    keys.keyring = keys.keyring.without({1})
    with cast.database.reading() as db:
        assert said(db, cast["eap"].holder, referral, SUPPORT) == SAID
        assert said(db, cast["lead"].holder, exit_, INTERVIEW) == SAID


def _place(room: vault.Room) -> tuple[int, int, Compartment, int, int]:
    return room.case_id, room.compartment_id, room.compartment, room.subject, room.epoch
