"""Who may come to what, put back: what was taken from somebody since the backup was made does not come back with it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Forbidden, walls
from casework.access.models import Wall
from casework.cases.actions import case as case_actions
from casework.cases.actions import declarations, given, leaving, letting_in, members, parties, rekeying, renewal
from casework.cases.actions.newcomers import NewParty
from casework.cases.models import Given, Membership, Party
from casework.cases.queries import ways_in
from casework.cases.queries.routing import readers_for
from casework.check import journal
from casework.check.found import Found, Place
from casework.db import Database, new_id, utc_now
from casework.eap.actions import releases
from casework.eap.actions.releases import Terms
from casework.eap.models import Referral, ReferralParty, SupportMessage
from casework.eap.queries import releases as signed_releases
from casework.eap.releasing import ATTENDANCE, REVOKED, TO_OTHER
from casework.people import SYSTEM, Actor, ActorKind, Role, guests, passkeys
from casework.people.models import Passkey, Person, Route
from casework.scim import tokens
from casework.sso import keys as kept_keys
from casework.staff.actions import settings as routing
from casework.vault import Compartment, Holder, HolderKind, Unreadable
from tests import matters
from tests.cast import person

from .conftest import Drill

FILE = (Compartment.FILE, 0)


def walled(database: Database, drill: Drill) -> dict[int, str]:
    with database.reading() as db:
        rows = db.execute(select(Wall.person_id, Wall.state).where(Wall.case_id == drill.cast.case_id))
        return {row.person_id: row.state for row in rows}


def test_walls_memberships_and_routes_of_since_stay_as_they_are(drill: Drill) -> None:
    """A wall before somebody without any key, one that was lifted again, and who was taken out of the routing."""
    cast, lead = drill.cast, drill.cast["lead"]
    with drill.database.transaction() as db:
        for who in ("lead", "specialist", "colleague"):
            routing.route(
                db, kind="", site_id=0, person_id=cast[who].id, duty="reader", by=lead, now=utc_now()
            )  # fmt: skip
    drill.backup()
    with drill.database.transaction() as db:
        walls.raise_one(db, cast.case_id, cast["colleague"].id, walls.DECLARED, by=cast["colleague"])
        walls.raise_one(db, cast.case_id, cast["specialist"].id, walls.NAMED, by=SYSTEM)
        walls.raise_one(db, cast.case_id, cast["counsel"].id, walls.NAMED, by=SYSTEM)
    with drill.database.transaction() as db:
        wall = db.scalars(select(Wall).where(Wall.person_id == cast["counsel"].id)).one()
        walls.lift(db, case_actions.lock(db, cast.case(db)), wall, by=lead)
        route = db.scalars(select(Route).where(Route.person_id == cast["specialist"].id)).one()
        routing.end_route(db, route, by=lead)
    back = drill.restore()
    assert walled(back, drill) == walled(drill.database, drill)
    with back.transaction() as db:
        assert set(readers_for(db, "grievance", 0).file) == {lead.id, cast["colleague"].id}
        active = select(Membership.person_id).where(Membership.active, Membership.case_id == cast.case_id)
        assert cast["specialist"].id not in db.scalars(active).all()
        with pytest.raises(Forbidden, match="wall"):
            members.add(db, cast.case(db), cast["colleague"].id, by=lead, rooms=[FILE])
    assert [one.wrong for one in looked(back, drill)] == [0, 0]


def looked(database: Database, drill: Drill) -> list[Found]:
    with database.reading() as db:
        return list(journal.look(Place(db, drill.keys, drill.settings, lambda _: None)))


def test_a_database_put_back_by_hand_is_told_by_the_walls_that_are_missing(drill: Drill) -> None:
    drill.backup()
    back = drill.restore()
    with drill.database.transaction() as db:
        walls.raise_one(db, drill.cast.case_id, drill.cast["colleague"].id, walls.DECLARED, by=drill.cast["colleague"])
    assert [one.wrong for one in looked(back, drill)] == [1, 0]
    assert [one.wrong for one in looked(drill.database, drill)] == [0, 0]


def test_a_membership_without_seals_ends_too_and_one_begun_anew_stays(drill: Drill) -> None:
    cast = drill.cast
    with drill.database.transaction() as db:
        case = cast.case(db)
        for who in ("colleague", "counsel"):
            members.join(db, case, cast[who].id, by=cast["lead"], reads_file=False)
        members.leave(db, case.id, cast["counsel"].id, by=cast["lead"])
        members.join(db, case, cast["counsel"].id, by=cast["lead"], reads_file=False)
    drill.backup()
    with drill.database.transaction() as db:
        members.leave(db, cast.case_id, cast["colleague"].id, by=cast["lead"])
    with drill.restore().reading() as db:
        active = select(Membership.person_id).where(Membership.active, Membership.case_id == cast.case_id)
        assert set(db.scalars(active)) == {cast["lead"].id, cast["specialist"].id, cast["counsel"].id}


def test_keys_that_somebody_saw_are_not_written_under_again(drill: Drill) -> None:
    """A room that was rekeyed since: whoever copied its key of before opens nothing that is written now."""
    lead, note = drill.cast["lead"], new_id()
    assert lead.holder is not None
    with drill.database.reading() as db:
        seen = vault.rooms.enter(db, lead.holder, drill.cast.case_id, Compartment.FILE)
    drill.backup()
    with drill.database.transaction() as db:
        rekeying.rekey(db, drill.cast.case(db), by=lead, which=[FILE])
    with drill.restore().transaction() as db:
        room = vault.rooms.enter(db, lead.holder, drill.cast.case_id, Compartment.FILE)
        assert room.epoch == seen.epoch + 1
        sealed = room.seal(Passkey.name, note, "said since")
        assert room.open(Passkey.name, note, sealed) == "said since"
        with pytest.raises(Unreadable):
            seen.open(Passkey.name, note, sealed)


def test_a_link_and_a_code_that_were_ended_since_open_nothing(drill: Drill) -> None:
    cast, lead = drill.cast, drill.cast["lead"]
    ended, stays = letting_in.prepare(drill.keys, "form 1"), letting_in.prepare(drill.keys, "form 2")
    with drill.database.transaction() as db:
        respondent = db.scalars(select(Party).where(Party.role == "respondent")).one()
        witness = parties.add(db, cast.case(db), _file(db, drill), NewParty("witness", "Jo"), by=lead)
        declarations.declare(db, cast.case(db), by=lead, conflict=False)
        for party, ticket in ((respondent, ended), (witness, stays)):
            letting_in.let_in(db, cast.case(db), party, ticket, by=lead)
    drill.backup()
    with drill.database.transaction() as db:
        letting_in.shut(db, cast.case(db), db.get_one(Party, respondent.id), by=lead)
    with drill.restore().reading() as db:
        assert ways_in.by_both(db, ended.both, utc_now()) is None
        assert letting_in.standing(db, respondent.id, utc_now()) is None
        way = ways_in.by_both(db, stays.both, utc_now())
        assert way is not None
        mine = Holder(HolderKind.REPORTER, way.id, 1, stays.both.private)
        assert set(vault.rooms.enter_all(db, mine, cast.case_id)) == {(Compartment.DIALOGUE, witness.id)}


def test_what_was_taken_back_since_is_not_given_again(drill: Drill) -> None:
    """A letter that was given to the wrong person, and one that stays with theirs."""
    cast, lead = drill.cast, drill.cast["lead"]
    with drill.database.transaction() as db:
        case, party = cast.case(db), db.scalars(select(Party).where(Party.role == "respondent")).one()
        declarations.declare(db, case, by=lead, conflict=False)
        dialogue = letting_in.quarters(db, case, party, by=lead)
        letter: dict[str, Any] = {"kind": "letter", "asks": "receipt", "heading": "A letter", "by": lead}
        wrong, right = (given.give(db, case, dialogue, party_id=party.id, **letter) for _ in range(2))
    drill.backup()
    with drill.database.transaction() as db:
        given.withdraw(db, cast.case(db), db.get_one(Given, wrong.id), by=lead)
    back = drill.restore()
    with back.reading() as db:
        assert db.get_one(Given, wrong.id).withdrawn_at is not None
        assert db.get_one(Given, right.id).withdrawn_at is None
    assert [one.wrong for one in looked(back, drill)] == [0, 0]
    with back.transaction() as db:  # as if it had been put back by hand
        db.get_one(Given, wrong.id).withdrawn_at = None
    assert [one.wrong for one in looked(back, drill)] == [1, 0]


def _file(db: Session, drill: Drill) -> vault.Room:
    holder = drill.cast["lead"].holder
    assert holder is not None
    return vault.rooms.enter(db, holder, drill.cast.case_id, Compartment.FILE)


def test_a_receipt_replaced_since_finds_nothing_and_a_lead_makes_another(drill: Drill) -> None:
    cast = drill.cast
    with drill.database.transaction() as db:
        db.get_one(Party, cast["reporter"].id).mode = "named"
    drill.backup()
    with_another_receipt(drill.database, drill)
    back, lost = drill.restore(), vault.receipts.derive(drill.keys, cast.receipt)
    with back.reading() as db:
        assert db.scalar(select(Party).where(Party.receipt == lost.lookup)) is None
    with_another_receipt(back, drill)


def with_another_receipt(database: Database, drill: Drill) -> None:
    """By the lead, for a reporter who lost theirs; it opens the dialogue."""
    fresh = vault.receipts.derive(drill.keys, vault.receipts.make())
    with database.transaction() as db:
        party = db.get_one(Party, drill.cast["reporter"].id)
        renewal.renew_receipt(db, drill.cast.case(db), party, fresh, by=drill.cast["lead"])
    holder = Holder(HolderKind.REPORTER, party.id, 2, fresh.private)
    with database.reading() as db:
        assert db.scalars(select(Party.id).where(Party.receipt == fresh.lookup)).one() == party.id
        assert (Compartment.DIALOGUE, party.id) in vault.rooms.enter_all(db, holder, party.case_id)


def test_tokens_passkeys_and_policies_of_since(drill: Drill) -> None:
    cast, id_ = drill.cast, new_id()
    with drill.database.transaction() as db:
        boss = person(db, "boss", Role.ADMINISTRATOR)
        token = tokens.make(db, by=boss, now=utc_now())
        row = Passkey(id=id_, person_id=boss.id, generation=1, credential=b"c" * 16, public=b"p", created_at=utc_now())
        row.name = vault.field.seal(db, Passkey.name, id_, "A key")
        row.mac = vault.rows.mac(db, "passkey", *passkeys.words(row))
        row.wrapped = b"opens"
        db.add(row)
    drill.backup()
    with drill.database.transaction() as db:
        assert tokens.end(db, tokens.living(db)[0].id, by=boss, now=utc_now())
        passkeys.stop_opening(db, db.get_one(Passkey, id_))
        kept_keys.bar(db, frozenset({Compartment.IDENTITY}), by=cast["lead"])
    back = drill.restore()
    with back.reading() as db:
        assert tokens.of(db, f"Bearer {token}") is None
        assert db.get_one(Passkey, id_).wrapped is None
        assert vault.custody.barred(db) == {Compartment.IDENTITY}
        assert db.scalar(select(func.count()).select_from(Wall)) == len(walled(drill.database, drill))


def test_what_befell_referrals_and_exits_since_befell_them(drill: Drill) -> None:
    cast, coordinator, lead = drill.cast, drill.cast["eap"], drill.cast["lead"]
    with drill.database.transaction() as db:
        second = person(db, "tove", Role.EAP)
        kept, dead = (matters.referral(db, coordinator, second) for _ in range(2))
        exit_ = matters.leaving(db, lead, cast["alternate"])
        party = db.scalars(select(ReferralParty).where(ReferralParty.referral_id == kept.id)).one()
        party.receipt = before = b"r" * 16
    employee, release = signed(drill, kept)
    drill.backup()
    with drill.database.transaction() as db:
        releases.revoke(db, db.get_one(Referral, kept.id), release, by=employee)
        leaving.begin(db, db.get_one(Person, coordinator.id), leaving.LEFT, by=lead, now=utc_now())
        guests.replaced(db, party.id, before)
    leaving.end_keys(drill.database)
    with drill.database.transaction() as db:
        vault.secrets.destroy(db, dead.id)
    with drill.restore().reading() as db:
        assert matters.held(db, coordinator, kept) == set()
        assert matters.said(db, second.holder, kept, Compartment.SUPPORT) == matters.SAID
        assert matters.said(db, kept.guest, kept, Compartment.SUPPORT) == matters.SAID
        assert matters.said(db, lead.holder, exit_, Compartment.INTERVIEW) == matters.SAID
        assert list(db.scalars(select(Referral.id))) == [kept.id]
        rows = select(SupportMessage.referral_id).union(select(ReferralParty.referral_id))
        assert list(db.scalars(rows)) == [kept.id], "nothing of the other came back"
        assert db.scalars(select(ReferralParty).where(ReferralParty.receipt == before)).all() == []
        [once] = signed_releases.of(db, kept.id)
        assert once.over_by == REVOKED, "nobody is told anything under what was taken back"


def signed(drill: Drill, matter: matters.Matter) -> tuple[Actor, int]:
    """By the employee, with their receipt."""
    assert matter.guest is not None
    employee = Actor(ActorKind.REPORTER, matter.guest.id, holder=matter.guest)
    with drill.database.transaction() as db:
        db.get_one(Referral, matter.id).number = "123456"
        terms = Terms(TO_OTHER, ATTENDANCE, utc_now().date() + timedelta(days=9), False, "Sanna Rask", {})
        return employee, releases.sign(db, terms, by=employee).id
