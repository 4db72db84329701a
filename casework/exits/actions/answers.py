"""Answers come in: from the leaver by code or link, or written down by an interviewer who speaks with them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action
from casework.audit import Tag, trail
from casework.db import new_id
from casework.exits.lifecycle import COMPLETED, INVITED, REVIEWED, Facts
from casework.exits.models import Exit, ExitAnswers, ExitGuest, ExitTally
from casework.exits.queries import hearing, tallies
from casework.exits.queries.tallies import Tally
from casework.mail import Notice, outbox
from casework.people import Actor
from casework.vault import Compartment

from . import course, notes

FORM, PERSON = "form", "person"
AFTER = timedelta(hours=1)
"""How long the page of thanks can still be come back to, for whoever wants to raise a concern."""


@dataclass(frozen=True, slots=True)
class Said:
    """`answers`: all of them, by question. `coded`: those of scales and choices that may be counted. `complete`: what
    must be answered is. `name` and `version` are the questionnaire's."""

    questionnaire_id: int
    name: str
    version: int
    answers: Mapping[str, Sequence[str]]
    coded: Mapping[str, Sequence[str]]
    complete: bool


def send(db: Session, guest: ExitGuest, said: Said, *, by: Actor, now: datetime) -> bool:
    """Into the interview's room, which the leaver cannot read; what was typed and not sent goes, and the code and the
    link with it. False where it was sent before: a second click does nothing."""
    exit_ = db.get_one(Exit, guest.exit_id)
    course.lock(db, exit_)
    if exit_.state in (COMPLETED, REVIEWED):
        return False
    course.move(db, exit_, "complete", _facts(exit_, said, heard=exit_.state == INVITED), by=by, now=now)
    id_ = new_id()
    text = vault.rooms.drop(db, exit_.id, Compartment.INTERVIEW, 0, ExitAnswers.answers, id_, _written(said))
    _keep(db, exit_, said, id_, text, FORM, now)
    course.end_guests(db, exit_, now + AFTER, out=False)
    trail.record(db, by, Tag.EXIT_SENT, exit_.id)
    outbox.tell(
        db, Notice.EXIT_SENT, to=hearing.holders(db, exit_.id, Compartment.INTERVIEW), path=f"/exits/{exit_.number}"
    )
    return True


def write_down(db: Session, exit_: Exit, said: Said, *, by: Actor, now: datetime, note: str = "") -> None:
    """In person, or on the telephone: by somebody who may read it, with a note of the talk beside it."""
    room = course.enter(db, exit_, by, Compartment.INTERVIEW, Action.READ_ANSWERS)
    course.lock(db, exit_)
    course.move(db, exit_, "complete", _facts(exit_, said, heard=True), by=by, now=now)
    id_ = new_id()
    _keep(db, exit_, said, id_, room.seal(ExitAnswers.answers, id_, _written(said)), PERSON, now)
    course.end_guests(db, exit_, now)
    if note:
        notes.put(db, exit_, room, note, by=by, now=now)
    trail.record(db, by, Tag.EXIT_SENT, exit_.id, mode=PERSON)


def _facts(exit_: Exit, said: Said, *, heard: bool) -> Facts:
    """A leaver who was invited was told who reads it: what they send is not turned away since."""
    return Facts(exit_.state, heard=heard, answered=said.complete)


def _keep(db: Session, exit_: Exit, said: Said, id_: int, text: bytes, mode: str, now: datetime) -> None:
    """The answers, and what is counted of them: a line of its own that leads back to nobody."""
    day, way = now.date(), vault.field.open_(db, Exit.way, exit_.id, exit_.way, case=exit_.id)
    exit_.questionnaire_id, exit_.completed_on = said.questionnaire_id, day
    db.add(
        ExitAnswers(
            id=id_, exit_id=exit_.id, questionnaire_id=said.questionnaire_id, answers=text, mode=mode, on=day
        )
    )  # fmt: skip
    band = tallies.tenure(exit_.starts_on, exit_.ends_on)
    tally = Tally(way, exit_.department, band, (said.name, said.version), said.coded)
    row_id = new_id()
    db.add(ExitTally(id=row_id, quarter=tallies.quarter(day), coded=tallies.written(db, row_id, tally)))


def _written(said: Said) -> str:
    return json.dumps({id_: list(of) for id_, of in said.answers.items()}, ensure_ascii=False)


def opened(text: str) -> dict[str, tuple[str, ...]]:
    """Answers by question, as the room keeps them."""
    return {id_: tuple(of) for id_, of in json.loads(text).items()}
