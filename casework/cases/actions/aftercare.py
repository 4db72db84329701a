"""Whoever reported or bore witness is asked, after the end, whether anything has changed for them since: in their own
dialogue, or in a talk that is written down there. What they say is read by who holds that dialogue, and by nobody else.
"""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag, trail
from casework.cases.lifecycle import IllegalStep, Why, aftercare, giving
from casework.cases.lifecycle.aftercare import GIVEN_UP, NO_ANSWER, TALKED
from casework.cases.models import Aftercare, Case, Given, Party
from casework.cases.queries import clocks
from casework.db import Database, new_id, utc_now
from casework.people import SYSTEM, Actor
from casework.settings import N_, Said
from casework.vault.room import Room

from . import case as cases
from . import given, messages

STEP, TOPIC = "aftercare", "check"
ASKS = frozenset({"complainant", "witness"})


def begin(db: Session, case: Case, *, by: Actor) -> int:
    """With the step into aftercare, in its transaction: every check that there will be; how many."""
    place = clocks.place(db, case.site_id)
    today = place.day(utc_now())
    closed = place.day(case.closed_at) if case.closed_at else today
    open_ = select(Aftercare.party_id, Aftercare.day).where(
        Aftercare.case_id == case.id, Aftercare.ended_at.is_(None)
    )  # fmt: skip
    known = {(party_id, day) for party_id, day in db.execute(open_)}
    rows = [
        Aftercare(id=new_id(), case_id=case.id, party_id=party_id, day=one.day, due_on=one.on)
        for party_id in _asked(db, case)
        for one in aftercare.schedule(closed, today, place)
        if (party_id, one.day) not in known
    ]
    db.add_all(rows)
    db.flush()
    if rows:
        trail.record(db, by, Tag.AFTERCARE_BEGUN, case.id, checks=len(rows))
    return len(rows)


def _asked(db: Session, case: Case) -> list[int]:
    query = select(Party.id).where(Party.case_id == case.id, Party.ended_at.is_(None))
    return list(db.scalars(query.where(Party.is_reporter | Party.role.in_(ASKS)).order_by(Party.added_at, Party.id)))


def ask(
    db: Session, case: Case, row: Aftercare, dialogue: Room, *, by: Actor, heading: str, text: str,
    questions: Sequence[str],
) -> Given:  # fmt: skip
    """In writing, in their own dialogue: they find it with their receipt, or with link and code."""
    _open(db, case, row, by)
    if row.asked_at is not None:
        raise _illegal(N_("They were asked already."))
    place, now = clocks.place(db, case.site_id), utc_now()
    until = aftercare.answer_until(place.day(now), place)
    row.how, row.asked_at, row.asked_by = "asked", now, by.id
    one = given.give(
        db, case, dialogue, party_id=row.party_id, kind=giving.CHECK, asks=giving.QUESTIONS, heading=heading, text=text,
        questions=questions, about_id=row.id, due_on=until, by=by,
    )  # fmt: skip
    row.given_id = one.id
    cases.touch(db, case, by, Tag.AFTERCARE_ASKED, quiet=True, check=row.id, party=row.party_id)
    return one


def remind(db: Session, case: Case, row: Aftercare, dialogue: Room, *, by: Actor, text: str) -> None:
    """Once more, and then no more."""
    _open(db, case, row, by)
    asked = db.get(Given, row.given_id) if row.given_id else None
    if asked is None or asked.answered_at is not None or row.reminded_at is not None:
        raise _illegal(N_("They are asked once more after they did not answer, and only once."))
    place, now = clocks.place(db, case.site_id), utc_now()
    row.reminded_at = now
    asked.due_on = aftercare.answer_until(place.day(now), place)
    messages.send(db, case, dialogue, text=text, by=by, topic=TOPIC)
    cases.touch(db, case, by, Tag.AFTERCARE_REMINDED, quiet=True, check=row.id, party=row.party_id)


def write_down(
    db: Session, case: Case, row: Aftercare, dialogue: Room, *, by: Actor, answers: Mapping[str, str]
) -> None:  # fmt: skip
    """What they said in a talk, in their own dialogue; what they were asked in writing is asked no more."""
    _open(db, case, row, by)
    said = {question: words for question, words in answers.items() if words.strip()}
    if not said:
        raise _illegal(N_("Write down what they said."))
    row.answer = dialogue.seal(Aftercare.answer, row.id, json.dumps(said, ensure_ascii=False))
    _end(db, case, row, TALKED, by=by)
    cases.touch(db, case, by, Tag.AFTERCARE_RECORDED, quiet=True, check=row.id, party=row.party_id)


def give_up(db: Session, case: Case, row: Aftercare, file: Room, *, by: Actor, why: str) -> None:
    """They asked to be left in peace, or cannot be reached."""
    _open(db, case, row, by)
    row.why = file.seal(Aftercare.why, row.id, why)
    _end(db, case, row, GIVEN_UP, by=by)
    cases.touch(db, case, by, Tag.AFTERCARE_GIVEN_UP, quiet=True, check=row.id, party=row.party_id)


def end_unanswered(database: Database) -> int:
    """Every hour: whoever was asked twice and did not answer is left in peace; how many."""
    with database.reading() as db:
        query = select(Aftercare.case_id).where(Aftercare.ended_at.is_(None), Aftercare.reminded_at.is_not(None))
        found = sorted(set(db.scalars(query)))
    return sum(_end_of_case(database, case_id) for case_id in found)


def _end_of_case(database: Database, case_id: int) -> int:
    with database.transaction() as db:
        case = db.get(Case, case_id)
        if case is None:
            return 0
        cases.lock(db, case)
        place, done = clocks.place(db, case.site_id), 0
        rows = db.scalars(select(Aftercare).where(Aftercare.case_id == case_id, Aftercare.ended_at.is_(None))).all()
        for row in rows:
            one = db.get(Given, row.given_id) if row.given_id else None
            if aftercare.state_of(row, one, place.day(utc_now()), place) == NO_ANSWER:
                row.how, row.ended_at = NO_ANSWER, utc_now()
                done += 1
        if done:
            cases.touch(db, case, SYSTEM, Tag.AFTERCARE_GIVEN_UP, quiet=True, checks=done)
        return done


def _open(db: Session, case: Case, row: Aftercare, by: Actor) -> None:
    cases.begin(db, case, by, Action.WORK_CASE)
    db.refresh(row, with_for_update=True)
    if row.case_id != case.id or row.ended_at is not None:
        raise _illegal(N_("This check is done."))


def _end(db: Session, case: Case, row: Aftercare, how: str, *, by: Actor) -> None:
    row.how, row.ended_at, row.ended_by = how, utc_now(), by.id
    one = db.get(Given, row.given_id) if row.given_id else None
    if one is not None and one.answered_at is None and one.withdrawn_at is None:
        given.withdraw(db, case, one, by=by)


def _illegal(said: str) -> IllegalStep:
    return IllegalStep("check", [Why("check", Said(said), "#aftercare")])
