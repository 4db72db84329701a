"""A referral by its number, and its people: the employee, and who referred them."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Hidden
from casework.eap.kinds import EMPLOYEE, REFERRER
from casework.eap.models import Referral, ReferralParty
from casework.people import grants
from casework.people.roles import CASE_HOLDING
from casework.vault.receipts import Receipt

_WHO = select(ReferralParty.id).where(ReferralParty.receipt == bindparam("receipt"))


def who(db: Session, receipt: Receipt) -> int | None:
    """Whose receipt it is."""
    found: int | None = db.connection().execute(_WHO, {"receipt": receipt.lookup}).scalar()
    return found


def referral(db: Session, number: str) -> Referral:
    """Hidden where there is no such number; its rooms decide whose it is."""
    found = db.scalars(select(Referral).where(Referral.number == number)).one_or_none()
    if found is None:
        raise Hidden
    return found


def of_referral(db: Session, referral_id: int) -> list[ReferralParty]:
    query = select(ReferralParty).where(ReferralParty.referral_id == referral_id)
    return list(db.scalars(query.order_by(ReferralParty.role, ReferralParty.id)))


def employee_of(people: Iterable[ReferralParty]) -> ReferralParty:
    return next(party for party in people if party.role == EMPLOYEE)


def employee(db: Session, referral: Referral) -> ReferralParty:
    query = select(ReferralParty).where(ReferralParty.referral_id == referral.id, ReferralParty.role == EMPLOYEE)
    return db.scalars(query).one()


def referrer(db: Session, referral: Referral) -> ReferralParty | None:
    """None where the employee asked for themself."""
    query = select(ReferralParty).where(ReferralParty.referral_id == referral.id, ReferralParty.role == REFERRER)
    return db.scalars(query).one_or_none()


def staff_tag(db: Session, person_id: int) -> bytes:
    """Finds what an account suggested, for that account: the database alone does not say whose it is."""
    return vault.field.index(db, "referred by", str(person_id))


def account_of(db: Session, party: ReferralParty) -> int | None:
    """The account that suggested it; None for who came without one. For a coordinator who tells them something."""
    if party.staff is None:
        return None
    people = grants.said_to_have(db, *CASE_HOLDING)
    return next((id_ for id_ in people if staff_tag(db, id_) == party.staff), None)
