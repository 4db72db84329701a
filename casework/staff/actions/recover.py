"""A forgotten password: the recovery code and the phone together open the same key, under a new password."""

from datetime import datetime

from sqlalchemy.orm import Session

from casework.audit import HouseTag, trail
from casework.db import Database
from casework.mail import Notice
from casework.people import VISITOR, Actor, ActorKind, accounts, enrolment, limits, sessions, sign_in
from casework.people.models import Credential
from casework.vault import Vault

from . import told
from .door import Entered
from .factors import typed


def recover(
    database: Database,
    keys: Vault,
    *,
    email: str,
    recovery_code: str,
    code: str,
    password: str,
    address: str,
    now: datetime,
) -> Entered:
    """`complete` when it is done: every session has ended, and they sign in with the new password. The same answer
    for an unknown account, a wrong code and a used one."""
    with database.transaction() as db:
        counted = limits.enter(db, now, account=accounts.plainest(email), address=address)
        known = sign_in.look_up(db, email)
    if counted.wait:
        return Entered(wait=counted.wait)
    made = enrolment.prepare(keys, password)
    with database.transaction() as db:
        private = enrolment.recover(db, known.credential, recovery_code) if known.credential else None
        if known.credential is None or private is None or not _proved(db, known.credential, code, now):
            trail.record(db, VISITOR, HouseTag.SIGN_IN_REFUSED)
            return Entered()
        limits.forgive(db, counted, account=accounts.plainest(email))
        person_id = known.credential.person_id
        credential = db.get_one(Credential, (person_id, known.credential.generation))
        enrolment.change_password(db, credential, private, made, now)
        sessions.end_all(db, person_id)
        trail.record(db, Actor(ActorKind.PERSON, person_id), HouseTag.PASSWORD_CHANGED)
        told.of_account(db, person_id, Notice.PASSWORD_CHANGED)
    return Entered(complete=True)


def _proved(db: Session, credential: Credential, code: str, now: datetime) -> bool:
    return typed(db, Actor(ActorKind.PERSON, credential.person_id), credential, code, now) is not None
