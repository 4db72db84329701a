"""A referral from the first word on: who can read it, who may move it, and whose word it is."""

import pytest
from sqlalchemy import select

from casework import vault
from casework.access import Forbidden, Hidden
from casework.audit import trail
from casework.audit.models import TrailEntry
from casework.cases.lifecycle import IllegalStep
from casework.db import utc_now
from casework.eap.actions import messages, notes, receipts, referrals, steps, writing
from casework.eap.actions.referrals import New, NobodyAble, ReadersChanged, Who
from casework.eap.kinds import EMPLOYEE, INFORMAL, REFERRER, SELF
from casework.eap.models import Referral, SupportMessage
from casework.eap.queries import coordinators, parties, sheet, stated
from casework.people import VISITOR, Role
from casework.vault import Compartment, Holder, HolderKind, NoSeal
from tests.cast import person

from .conftest import MARK, House, people

ROOMS = (Compartment.REFERRAL, Compartment.SUPPORT)


def opens(house: House, number: str, holder: Holder) -> set[Compartment]:
    with house.database.reading() as db:
        return {name for name, _ in vault.rooms.enter_all(db, holder, parties.referral(db, number).id)}


def test_coordinators_hold_both_rooms_the_employee_theirs_and_nobody_else_any(house: House) -> None:
    for number in (house.begin(), house.management()):
        for name, actor in house.cast.staff.items():
            assert actor.holder is not None
            held = set(ROOMS) if name == "eap" else set()
            assert opens(house, number, actor.holder) == held, name
        for role, actor in house.made[number].items():
            assert actor.holder is not None
            assert opens(house, number, actor.holder) == ({Compartment.SUPPORT} if role == EMPLOYEE else set())
        assert house.second.holder is not None
        assert opens(house, number, house.second.holder) == set(ROOMS)


def test_only_the_second_recovery_pair_could_open_it(house: House, number: str) -> None:
    with house.database.reading() as db:
        seals = select(vault.models.Seal.holder_id).where(
            vault.models.Seal.case_id == parties.referral(db, number).id,
            vault.models.Seal.holder_kind == HolderKind.RECOVERY.value,
        )
        assert set(db.scalars(seals)) == {vault.EAP_RECOVERY_ID}


def test_a_coordinator_holds_nothing_of_a_referral_of_their_own(house: House) -> None:
    number = house.begin(employee=Who("second example", ""))
    assert house.second.holder is not None
    assert opens(house, number, house.second.holder) == set()
    with house.database.transaction() as db, pytest.raises(Hidden):
        steps.take(db, parties.referral(db, number), "withdraw", by=house.second, on_their_word=True)


def test_nothing_is_taken_where_nobody_could_read_it_or_somebody_else_would(house: House) -> None:
    with house.database.transaction() as db:
        first = sheet.read(db, sheet.written(db, coordinators.able(db)))
        assert sheet.read(db, "guessed.1.00") is None
        person(db, "third", Role.EAP)
    with house.database.transaction() as db, pytest.raises(ReadersChanged):
        referrals.make(db, New(SELF), first, by=VISITOR, now=utc_now())
    with house.database.transaction() as db:
        for actor in (house.eap, house.second):
            house_of = db.get_one(vault.models.PublicKey, _half(db, actor.id))
            db.delete(house_of)
    with house.database.reading() as db:
        assert len(coordinators.able(db)) == 1
        assert not coordinators.open_for_referrals(db, frozenset(coordinators.able(db)))


def _half(db: object, person_id: int) -> int:
    query = select(vault.models.PublicKey.id).where(
        vault.models.PublicKey.kind == "person", vault.models.PublicKey.owner == person_id
    )
    return int(db.scalar(query))  # type: ignore[attr-defined]


def test_who_suggests_needs_the_role_and_is_on_no_chain_by_account(house: House) -> None:
    for name in ("administrator", "auditor"):
        with pytest.raises(Forbidden):
            house.begin(INFORMAL, by=house.cast[name])
    number = house.begin(INFORMAL, by=house.cast["specialist"])
    with house.database.reading() as db:
        said = db.scalars(select(TrailEntry).where(TrailEntry.tag.startswith("referral:"))).all()
        assert {entry.chain for entry in said} == {trail.EAP}
        assert house.cast["specialist"].id not in {entry.actor_id for entry in said}
    assert people(house, number)[REFERRER].staff is not None


def test_consent_is_the_employees_and_a_coordinator_takes_it_on_their_word(house: House) -> None:
    number = house.management()
    referrer = house.made[number][REFERRER]
    with house.database.transaction() as db, pytest.raises(Forbidden):
        steps.take(db, parties.referral(db, number), "consent", by=referrer)
    with house.database.transaction() as db, pytest.raises(Forbidden):
        steps.take(db, parties.referral(db, number), "consent", by=house.eap)
    with house.database.transaction() as db, pytest.raises(IllegalStep):
        steps.take(db, parties.referral(db, number), "refer", by=house.eap)
    for name in ("lead", "counsel", "specialist", "administrator", "auditor"):
        with house.database.transaction() as db, pytest.raises(Forbidden):
            steps.take(db, parties.referral(db, number), "consent", by=house.cast[name], on_their_word=True)
    with house.database.transaction() as db:
        assert steps.take(db, parties.referral(db, number), "consent", by=house.eap, on_their_word=True) == "consented"
    with house.database.transaction() as db, pytest.raises(writing.Changed):
        steps.take(db, parties.referral(db, number), "withdraw", by=house.eap, on_their_word=True, version=1)


def test_the_employee_reads_what_was_written_of_them_with_the_newest_receipt_alone(house: House) -> None:
    number = house.management()
    words, receipt = house.receipt()
    _, other = house.receipt()
    employee = people(house, number)[EMPLOYEE]
    for one in (receipt, other):
        with house.database.transaction() as db:
            receipts.give(db, parties.referral(db, number), one, by=house.second)
    old, new = (Holder(HolderKind.REPORTER, employee.id, at, key.private) for at, key in ((1, receipt), (2, other)))
    with house.database.reading() as db:
        with pytest.raises(NoSeal):
            vault.rooms.enter(db, old, parties.referral(db, number).id, Compartment.SUPPORT)
        room = vault.rooms.enter(db, new, parties.referral(db, number).id, Compartment.SUPPORT)
        said = db.scalars(
            select(SupportMessage).where(SupportMessage.referral_id == parties.referral(db, number).id)
        ).one()
        assert room.open(SupportMessage.text, said.id, said.text) == f"{MARK} late four times"
    assert words


def test_who_referred_adds_and_does_not_read_back(house: House) -> None:
    number = house.management()
    party = people(house, number)[REFERRER]
    with house.database.transaction() as db:
        messages.add(db, party, f"{MARK} and once more")
        notes.add(db, parties.referral(db, number), f"{MARK} called twice", by=house.eap)
    with house.database.transaction() as db, pytest.raises(Forbidden):
        messages.answer(db, "to the employee", by=house.made[number][REFERRER])
    with house.database.reading() as db:
        room = writing.room(db, parties.referral(db, number), house.eap)
        said = db.scalars(select(SupportMessage).order_by(SupportMessage.at)).all()
        assert [room.open(SupportMessage.text, one.id, one.text) for one in said][-1] == f"{MARK} and once more"
        assert opens(house, number, house.made[number][REFERRER].holder) == set()  # type: ignore[arg-type]


def test_the_server_knows_the_state_and_the_database_alone_does_not(house: House) -> None:
    number = house.management()
    with house.database.reading() as db:
        referral = db.get_one(Referral, parties.referral(db, number).id)
        assert stated.of(db, referral) == stated.Stated("management", "requested", "counselling")
        assert b"requested" not in referral.state
        assert b"management" not in referral.kind


def test_without_the_pair_of_employee_assistance_nothing_is_taken(house: House) -> None:
    with house.database.transaction() as db:
        row = db.scalars(select(vault.models.PublicKey).where(vault.models.PublicKey.kind == "recovery")).all()
        for half in row:
            if half.owner == vault.EAP_RECOVERY_ID:
                db.delete(half)
    with house.database.transaction() as db, pytest.raises(NobodyAble):
        referrals.make(db, New(SELF), None, by=VISITOR, now=utc_now())
