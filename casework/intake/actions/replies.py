"""What a reporter does when they are back: write, give their name, pause, withdraw, confirm."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from casework.cases.actions import members, messages, naming, withdrawals
from casework.cases.actions.box import Box
from casework.cases.actions.newcomers import COMPLAINANT, REPORTER
from casework.cases.models import Case, Message, Party
from casework.people import Actor
from casework.vault import Compartment, Room

from . import papers
from .cleaning import Ready


def write(
    db: Session, by: Actor, text: str, ready: Sequence[Ready] = (), *, topic: str = "", now: datetime
) -> Message | None:
    """A message into their own dialogue; files as with a report. Without words the files are the message."""
    party, case = own(db, by)
    called = _hand_in(db, party, by, ready, now)
    words = "\n\n".join(part for part in (text, _listed(called)) if part)
    if not words:
        return None
    return messages.send(db, case, _room(db, by), text=words, by=by, topic=topic)


def give_name(
    db: Session, by: Actor, mode: str, name: str, contact: str, readers: Collection[int] | None = None
) -> None:
    """Towards named, never back. `readers`: of those who may know a name kept apart, the chosen ones."""
    party, case = own(db, by)
    naming.name_reporter(db, case, party, by=by, mode=mode, name=name, contact=contact, readers=readers)


def pause(db: Session, by: Actor, *, paused: bool) -> None:
    """Nothing is asked of them until they say so."""
    party, case = own(db, by)
    naming.pause_contact(db, case, party, by=by, paused=paused)


def confirm(db: Session, by: Actor) -> None:
    """What was written down for them is right."""
    party, case = own(db, by)
    naming.confirm(db, case, party, by=by)


def withdraw(db: Session, by: Actor, words: str) -> None:
    """Their statement, in their own room; a lead decides whether the matter goes on."""
    _, case = own(db, by)
    withdrawals.ask_withdrawal(db, case, _room(db, by), by=by, words=words)


def own(db: Session, by: Actor) -> tuple[Party, Case]:
    party = db.get_one(Party, by.id)
    return party, db.get_one(Case, party.case_id)


def _room(db: Session, by: Actor) -> Room:
    party, case = own(db, by)
    return members.enter(db, case, by, Compartment.DIALOGUE, party.id)


def reports(db: Session, by: Actor) -> bool:
    """Is it their report? Files of a report are cleaned; what anybody else hands in is theirs by name."""
    return db.get_one(Party, by.id).role in (COMPLAINANT, REPORTER)


def _hand_in(db: Session, party: Party, by: Actor, ready: Sequence[Ready], now: datetime) -> list[str]:
    if not ready:
        return []
    if not reports(db, by):
        return papers.hand_over(db, party, _room(db, by), [one.original for one in ready], by=by, now=now)
    file = Box(db, party.case_id, Compartment.FILE)
    identity = Box(db, party.case_id, Compartment.IDENTITY, party.id)
    return papers.hand_in(db, party, file, identity, ready, by=by, now=now)


def _listed(called: list[str]) -> str:
    return "+ " + ", ".join(called) if called else ""
