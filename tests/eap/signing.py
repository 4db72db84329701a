"""An employee with a receipt, whom a manager referred, and what they sign."""

from dataclasses import dataclass
from datetime import date, timedelta

from casework.db import utc_now
from casework.eap.actions import receipts, releases
from casework.eap.actions.releases import Terms
from casework.eap.kinds import EMPLOYEE, REFERRER
from casework.eap.models import Referral
from casework.eap.queries import disclosures, parties
from casework.eap.queries.disclosures import ToReferrer
from casework.eap.releasing import ATTENDANCE, TO_REFERRER
from casework.people import Actor, guests

from .conftest import MARK, House, people


@dataclass
class Signing:
    """`employee` came with the receipt `words`."""

    house: House
    number: str
    employee: Actor
    words: str

    @property
    def referrer(self) -> Actor:
        return self.house.made[self.number][REFERRER]

    def referral(self, db: object) -> Referral:
        return parties.referral(db, self.number)  # type: ignore[arg-type]

    def sign(
        self, scope: str = ATTENDANCE, *, days: int = 30, recipient: str = TO_REFERRER, with_support: bool = False
    ) -> int:
        until = utc_now().date() + timedelta(days=days)
        with self.house.database.transaction() as db:
            return releases.sign(db, terms(scope, until, recipient, with_support=with_support), by=self.employee).id

    def revoke(self, release_id: int) -> None:
        with self.house.database.transaction() as db:
            releases.revoke(db, self.referral(db), release_id, by=self.employee)

    def seen(self) -> ToReferrer | None:
        """By who referred them, with their receipt."""
        with self.house.database.reading() as db:
            return disclosures.to_referrer(db, self.referral(db), self.referrer.holder)


def terms(scope: str, until: date, recipient: str = TO_REFERRER, *, with_support: bool = False) -> Terms:
    said = {"name": "Nora Field", "recipient": "Otto Manager", "purpose": f"{MARK} agreed", "expires": str(until)}
    return Terms(recipient, scope, until, with_support, "Nora Field", said)


def signing(house: House, number: str = "") -> Signing:
    """A management referral whose employee has just been given a receipt."""
    number = number or house.management()
    words, receipt = house.receipt()
    with house.database.transaction() as db:
        receipts.give(db, parties.referral(db, number), receipt, by=house.eap)
    party = people(house, number)[EMPLOYEE]
    with house.database.reading() as db:
        return Signing(house, number, guests.actor_of(db, party.id, receipt.private), words)
