"""After the end: people are asked how they fare, on the days that have come; most write, some say it on the phone."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from casework.cases.actions import aftercare, given, letting_in
from casework.cases.lifecycle.aftercare import QUESTIONS
from casework.cases.models import Aftercare, Given, Party
from casework.db import utc_now
from casework.people import Actor

from . import doing
from .telling import Told

HEADING = "How are you since?"
SAID = (
    ("Nothing has changed.", "As before.", "The same."),
    ("No.", "The new rota is kept to.", "Better. People talk to me again."),
    ("I am not passed over any more.", "Polite, and not more than that.", "About the same as before."),
)
PEACE = "They have settled in, and asked not to be asked again."


def check_in(told: Told, *, until: int, rests: bool) -> None:
    """On the days that have come; the others were given up where the case goes to rest."""
    rows = told.db.scalars(
        select(Aftercare).where(Aftercare.case_id == told.case.id).order_by(Aftercare.due_on, Aftercare.id)
    ).all()
    for row in rows:
        due = datetime.combine(row.due_on, time(9), ZoneInfo(told.place.zone(told.matter.site)))
        has_come = told.now - due >= timedelta(days=4)
        if row.day <= until and has_come:
            told.moment = max(told.moment, due)
            _one(told, row)
        elif rests:
            with told.at(0.1) as actor:
                aftercare.give_up(told.db, told.case, row, told.file, by=actor, why=PEACE)
    doing.settle(told)


def _one(told: Told, row: Aftercare) -> None:
    said = dict(zip((QUESTIONS[1], QUESTIONS[4], QUESTIONS[5]), told.rng.choice(SAID), strict=True))
    with told.at(1.0) as actor:
        room = letting_in.quarters(told.db, told.case, told.db.get_one(Party, row.party_id), by=actor)
        if told.reporter is None or told.party is None or row.party_id != told.party.id:
            aftercare.write_down(told.db, told.case, row, room, by=actor, answers=said)
            return
        asked = aftercare.ask(
            told.db, told.case, row, room, by=actor, heading=HEADING, text=doing.some(told, "check_in"),
            questions=QUESTIONS,
        )  # fmt: skip
    with told.at(2.0, told.reporter) as reporter:
        _answer(told, asked, reporter, said)


def _answer(told: Told, asked: Given, reporter: Actor, said: dict[str, str]) -> None:
    assert told.dialogue is not None
    given.answer(
        told.db, asked, told.dialogue, choice="answered", answers=said, actor=reporter, now=utc_now()
    )  # fmt: skip
