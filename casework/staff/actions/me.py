"""One's own account: password and zone."""

from datetime import datetime

from casework.audit import HouseTag, trail
from casework.db import Database
from casework.mail import Notice
from casework.people import Actor, enrolment, factors, sessions
from casework.people.models import Person
from casework.vault import Vault

from . import told


def change_password(database: Database, keys: Vault, actor: Actor, password: str, now: datetime) -> int:
    """Another password for the same key, after step-up; every other session ends. How many did."""
    assert actor.holder is not None
    made = enrolment.prepare(keys, password)
    with database.transaction() as db:
        credential = factors.credential_of(db, actor.id)
        enrolment.change_password(db, credential, actor.holder.private, made, now)
        ended = sessions.end_all(db, actor.id, but=actor.session_id)
        trail.record(db, actor, HouseTag.PASSWORD_CHANGED)
        told.of_account(db, actor.id, Notice.PASSWORD_CHANGED)
    return ended


def choose_zone(database: Database, actor: Actor, zone: str) -> None:
    with database.transaction() as db:
        db.get_one(Person, actor.id).zone = zone
