"""What a reporter does when they are back: write, give their name, pause, withdraw, confirm."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from casework import vault
from casework.audit import Tag
from casework.cases.actions import case as cases
from casework.cases.actions import messages
from casework.cases.models import Case, Message, Party, Withdrawal
from casework.db import new_id
from casework.intake.kinds import MODES
from casework.people import Actor
from casework.vault import Compartment, NoSeal

from . import papers
from .box import Box
from .cleaning import Ready


class NotBack(Exception):
    """A reporter may become more known, and never less."""


def write(
    db: Session, by: Actor, text: str, ready: Sequence[Ready] = (), *, topic: str = "", now: datetime
) -> Message | None:
    """A message into their own dialogue; files as with a report. Without words the files are the message."""
    party, case = _own(db, by)
    called = _hand_in(db, party, ready, now)
    words = "\n\n".join(part for part in (text, _listed(called)) if part)
    if not words:
        return None
    if by.holder is None:
        raise NoSeal("nobody came back")
    room = vault.rooms.enter(db, by.holder, party.case_id, Compartment.DIALOGUE, party.id)
    return messages.send(db, case, room, text=words, by=by, topic=topic)


def give_name(db: Session, by: Actor, mode: str, name: str, contact: str) -> None:
    """Towards named, never back. What is sealed to more people stays so."""
    party, case = _own(db, by)
    if MODES.index(mode) <= MODES.index(party.mode):
        raise NotBack
    cases.lock(db, case)
    room = Compartment.IDENTITY if mode == "confidential" else Compartment.FILE
    box = Box(db, case.id, room, party.id if room is Compartment.IDENTITY else 0)
    party.mode, party.room = mode, room.value
    party.name = box.seal(Party.name, party.id, name)
    party.contact = box.seal(Party.contact, party.id, contact) if contact else None
    cases.touch(db, case, by, Tag.REPORTER_NAMED, party=party.id)


def pause(db: Session, by: Actor, *, paused: bool, now: datetime) -> None:
    """Nothing is asked of them until they say so."""
    party, case = _own(db, by)
    party.contact_paused_at = now if paused else None
    cases.touch(db, case, by, Tag.PARTY_CHANGED, quiet=True, party=party.id)


def confirm(db: Session, by: Actor, now: datetime) -> None:
    """What was written down for them is right."""
    party, case = _own(db, by)
    party.confirmed_at = now
    cases.touch(db, case, by, Tag.PARTY_CHANGED, quiet=True, party=party.id)


def withdraw(db: Session, by: Actor, words: str, now: datetime) -> Withdrawal:
    """Their statement, in their own room; a lead decides whether the matter goes on."""
    party, case = _own(db, by)
    if by.holder is None:
        raise NoSeal("nobody came back")
    cases.lock(db, case)
    room = vault.rooms.enter(db, by.holder, case.id, Compartment.DIALOGUE, party.id)
    id_ = new_id()
    said = room.seal(Withdrawal.words, id_, words)
    row = Withdrawal(id=id_, case_id=case.id, party_id=party.id, words=said, asked_at=now)
    db.add(row)
    cases.touch(db, case, by, Tag.REPORT_WITHDRAWN, party=party.id)
    return row


def _own(db: Session, by: Actor) -> tuple[Party, Case]:
    party = db.get_one(Party, by.id)
    return party, db.get_one(Case, party.case_id)


def _hand_in(db: Session, party: Party, ready: Sequence[Ready], now: datetime) -> list[str]:
    if not ready:
        return []
    file = Box(db, party.case_id, Compartment.FILE)
    identity = Box(db, party.case_id, Compartment.IDENTITY, party.id)
    return papers.hand_in(db, party, file, identity, ready, now)


def _listed(called: list[str]) -> str:
    return "+ " + ", ".join(called) if called else ""
