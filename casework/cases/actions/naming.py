"""What a reporter does about themselves, from the follow page: give their name, pause contact, confirm a record."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from casework import vault
from casework.access import Forbidden, relations, walls
from casework.audit import Tag
from casework.cases.models import Case, Party
from casework.cases.queries import matter
from casework.db import utc_now
from casework.people import SYSTEM, Actor
from casework.settings import N_
from casework.vault import Compartment, HolderKind

from . import case as cases
from . import members, messages
from .newcomers import ANONYMOUS, CONFIDENTIAL, NAMED

ORDER = (ANONYMOUS, CONFIDENTIAL, NAMED)


def name_reporter(
    db: Session,
    case: Case,
    party: Party,
    *,
    by: Actor,
    mode: str,
    name: str,
    contact: str = "",
    readers: Collection[int] | None = None,
) -> None:
    """From anonymous towards named, never back. Confidential: those who hold the identity's key, or the chosen ones
    of them; named: everybody who reads the file. The reporter puts it in without being able to read the room."""
    cases.lock(db, case)
    messages.own(by, party.id)
    if mode not in ORDER or ORDER.index(mode) <= ORDER.index(party.mode):
        raise Forbidden(N_("A name that was given cannot be taken back."))
    if mode == CONFIDENTIAL and readers is not None:
        _only(db, case, party, readers)
    compartment, subject = (Compartment.FILE, 0) if mode == NAMED else (Compartment.IDENTITY, party.id)
    party.mode, party.room = mode, compartment.value
    party.name = vault.rooms.drop(db, case.id, compartment, subject, Party.name, party.id, name)
    party.contact = (
        vault.rooms.drop(db, case.id, compartment, subject, Party.contact, party.id, contact) if contact else None
    )
    if mode == NAMED:
        party.employee_tag = relations.find(db, name=name, email=contact)
        for person_id in sorted(relations.staff_named(db, name=name, email=contact)):
            walls.raise_one(db, case.id, person_id, walls.NAMED, by=by)
        walls.recompute(db, case.id, by=by)
    cases.touch(db, case, by, Tag.REPORTER_NAMED, party=party.id, mode=mode)


def pause_contact(db: Session, case: Case, party: Party, *, by: Actor, paused: bool) -> None:
    """They want to be left alone for a while; messages wait until they look."""
    cases.lock(db, case)
    messages.own(by, party.id)
    party.contact_paused_at = utc_now() if paused else None
    cases.touch(db, case, by, Tag.PARTY_CHANGED, quiet=True, party=party.id)


def confirm(db: Session, case: Case, party: Party, *, by: Actor) -> None:
    """What was written down for them is right, they say."""
    cases.lock(db, case)
    messages.own(by, party.id)
    party.confirmed_at = utc_now()
    cases.touch(db, case, by, Tag.PARTY_CHANGED, quiet=True, party=party.id, confirmed=1)


def _only(db: Session, case: Case, party: Party, readers: Collection[int]) -> None:
    """The identity's key goes to a new epoch, for the chosen holders alone."""
    found = matter.of(db, case).readers
    holding = [
        reader.holder_id
        for reader in found
        if (reader.compartment, reader.subject, reader.kind) == (Compartment.IDENTITY, party.id, HolderKind.PERSON)
    ]
    if not set(holding) & set(readers):
        raise Forbidden(N_("Choose at least one person who may know."))
    for person_id in holding:
        if person_id not in readers:
            vault.rooms.remove(db, case.id, Compartment.IDENTITY, HolderKind.PERSON, person_id, subject=party.id)
    for person_id in set(holding) - set(readers) - matter.of(db, case).holders.keys():
        members.leave(db, case.id, person_id, by=SYSTEM)  # it was all that they held here
