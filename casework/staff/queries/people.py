"""Accounts as their pages show them."""

from casework.db import Database
from casework.people import sign_in


def has_second_factor(database: Database, person_id: int) -> bool:
    with database.reading() as db:
        credential = sign_in.of_person(db, person_id).credential
    return credential is not None and credential.totp is not None
