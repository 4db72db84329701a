"""A referral in which everything happens that can be written: each text carries the mark."""

from datetime import timedelta

from casework import vault
from casework.db import utc_now
from casework.eap.actions import appointments, messages, notes, placements, providers, receipts, referrals, steps
from casework.eap.actions.referrals import New, Who
from casework.eap.kinds import MANAGEMENT, SELF
from casework.eap.queries import coordinators, parties, sheet
from casework.people import VISITOR, Actor, ActorKind
from casework.vault import EAP_RECOVERY_ID, Holder, HolderKind

from .world import World

PROVIDER = {
    "name": "Counsel House", "areas": [], "languages": [], "places": [], "ways": [], "cost": "", "contact": "",
    "about": "", "capacity": None, "line": False, "public": False,
}  # fmt: skip


def write(world: World, mark: str) -> None:
    """One that a manager suggests and the employee takes up, and one of somebody who asks for themself."""
    with world.database.transaction() as db:
        public = vault.hpke.public_of(vault.hpke.new_private())
        vault.pairs.publish(db, HolderKind.RECOVERY, EAP_RECOVERY_ID, public)
    who = Who(mark, mark)
    number = begun(world, New(MANAGEMENT, "counselling", who, who, mark))
    begun(world, New(SELF, "legal", who, words=mark))
    reached(world, number, mark)
    placed(world, number)
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


def reached(world: World, number: str, mark: str) -> None:
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


def placed(world: World, number: str) -> None:
    eap = world.cast["eap"]
    with world.database.transaction() as db:
        provider = providers.add(db, PROVIDER, by=eap, now=utc_now())
        row = placements.ask(db, parties.referral(db, number), provider.id, by=eap)
        placements.answer(db, parties.referral(db, number), row.id, yes=True, by=eap)
        day = utc_now() + timedelta(days=3)
        appointments.plan(db, parties.referral(db, number), starts=day, way="phone", by=eap)
        steps.take(db, parties.referral(db, number), "begin", by=eap)
