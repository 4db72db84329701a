"""A referral in which everything happens that can be written: each text carries the mark."""

from datetime import timedelta
from typing import Any

from casework import vault
from casework.db import utc_now
from casework.eap.actions import (
    appointments,
    danger,
    disclosures,
    messages,
    notes,
    orders,
    placements,
    providers,
    receipts,
    referrals,
    releases,
    steps,
)
from casework.eap.actions.danger import Deed
from casework.eap.actions.disclosures import Saying
from casework.eap.actions.orders import New as Order
from casework.eap.actions.referrals import New, Who
from casework.eap.actions.releases import Terms
from casework.eap.duties import BINDS
from casework.eap.kinds import MANAGEMENT, SELF
from casework.eap.queries import coordinators, parties, sheet
from casework.eap.releasing import ATTENDANCE, TO_REFERRER
from casework.people import VISITOR, Actor, ActorKind, Role
from casework.vault import EAP_RECOVERY_ID, Holder, HolderKind
from tests.cast import person

from .world import World

PROVIDER: dict[str, Any] = {
    "name": "Counsel House", "areas": [], "languages": [], "places": [], "ways": [], "cost": "", "contact": "",
    "about": "", "capacity": None, "line": False, "public": False,
}  # fmt: skip


def write(world: World, mark: str) -> None:
    """One that a manager suggests and the employee takes up, and one of somebody who asks for themself."""
    with world.database.transaction() as db:
        public = vault.hpke.public_of(vault.hpke.new_private())
        vault.pairs.publish(db, HolderKind.RECOVERY, EAP_RECOVERY_ID, public)
        second = person(db, "reviewer", Role.EAP)
    who = Who(mark, mark)
    number = begun(world, New(MANAGEMENT, "counselling", who, who, mark))
    begun(world, New(SELF, "legal", who, words=mark))
    employee = reached(world, number, mark)
    placed(world, number)
    confided(world, number, employee, second, mark)
    eap = world.cast["eap"]
    with world.database.transaction() as db:
        messages.add(db, parties.of_referral(db, parties.referral(db, number).id)[1], mark)
        messages.write(db, parties.referral(db, number), mark, by=eap)
        notes.add(db, parties.referral(db, number), mark, by=eap)


def begun(world: World, new: New) -> str:
    with world.database.reading() as db:
        receipt = vault.receipts.derive(vault.of(db), vault.receipts.make())
    with world.database.transaction() as db:
        shown = sheet.read(db, sheet.written(db, coordinators.able(db)))
        return referrals.make(db, new, shown, by=VISITOR, receipt=receipt, now=utc_now()).referral.number


def reached(world: World, number: str, mark: str) -> Actor:
    """The employee gets a receipt, writes and consents."""
    with world.database.reading() as db:
        receipt = vault.receipts.derive(vault.of(db), vault.receipts.make())
    with world.database.transaction() as db:
        referral = parties.referral(db, number)
        receipts.give(db, referral, receipt, by=world.cast["eap"])
        own = parties.employee(db, referral).id
    employee = Actor(ActorKind.REPORTER, own, holder=Holder(HolderKind.REPORTER, own, 1, receipt.private))
    with world.database.transaction() as db:
        messages.answer(db, mark, by=employee)
        steps.take(db, parties.referral(db, number), "consent", by=employee)
    return employee


def confided(world: World, number: str, employee: Actor, second: Actor, mark: str) -> None:
    """What is told to others: under a release, in danger, under a court's order."""
    eap, counsel, day = world.cast["eap"], world.cast["counsel"], utc_now().date()
    elements = dict.fromkeys(("name", "discloser", "what", "purpose", "recipient", "revoke", "expires"), mark)
    with world.database.transaction() as db:
        terms = Terms(TO_REFERRER, ATTENDANCE, day + timedelta(days=9), True, mark, elements)
        release = releases.sign(db, terms, by=employee).id
    with world.database.transaction() as db:
        referral = parties.referral(db, number)
        disclosures.tell(db, referral, release, Saying(True), by=eap, word=lambda _: mark)
        act = danger.act(db, referral, Deed("life", mark, mark), by=eap).id
        order = orders.enter(db, Order(mark, mark, day, mark, counsel.id), by=eap)
        orders.answer(db, order, BINDS, mark, by=counsel)
        disclosures.under_order(db, referral, order, mark, by=eap)
        danger.review(db, referral, act, agreed=True, words=mark, by=second)


def placed(world: World, number: str) -> None:
    eap = world.cast["eap"]
    with world.database.transaction() as db:
        provider = providers.add(db, PROVIDER, by=eap, now=utc_now())
        row = placements.ask(db, parties.referral(db, number), provider.id, by=eap)
        placements.answer(db, parties.referral(db, number), row.id, yes=True, by=eap)
        day = utc_now() + timedelta(days=3)
        appointments.plan(db, parties.referral(db, number), starts=day, way="phone", by=eap)
        steps.take(db, parties.referral(db, number), "begin", by=eap)
