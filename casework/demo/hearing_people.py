"""People are heard: asked by the book, noted while they talk, and asked to sign what they said."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from casework.cases.models import InterviewAnswer, Party
from casework.investigations.actions import interview_notes, interview_rights, interview_statements, interviews
from casework.investigations.actions.interview_notes import Written
from casework.investigations.actions.interview_statements import CORRECTED, PAPER, SIGNED, Back
from casework.investigations.actions.interviews import Arranged
from casework.investigations.queries import interview_facts, question_sets

from .telling import Told

ROLES = {"complainant": "complainant", "respondent 0": "respondent", "witness 0": "witness"}
SHARE = 0.4
"""Of the statements, about how many are corrected."""
SAID = {
    "complainant": (
        "It is all right. My sister is waiting outside.",
        "It began in the spring, with small things. I did not think anything of it at first.",
        "Most weeks since then. The last time was on the Tuesday before I wrote to you.",
        "In the corridor by the changing rooms, and twice in the small meeting room. Others were near, not always.",
        "It was said as a joke. I said that I did not find it funny. There was a laugh, and it went on.",
        "I sleep badly. I have asked to swap shifts so that we do not meet.",
    ),
    "respondent": (
        "I got the letter on Friday, and read it at home. I am ready.",
        "Eleven years here, four of them on the same line. I do not decide about anybody’s work.",
        "We all joke. I would say the tone was friendly. I never heard that it was not.",
        "I read it three times. Some of it is right, and some of it I do not recognise.",
        "The Tuesday is right, the words are not. I said that one should be able to take a joke.",
        "Nobody said anything. If somebody had, I would have stopped.",
    ),
    "witness": (
        "I know why I am here. I would rather not be, but ask.",
        "I work beside both. I eat with neither.",
        "I was there on the Tuesday. I heard it said, and I saw the face of the one it was said to.",
        "It was before the late shift, so a quarter to two. I looked at the clock because I was late.",
        "Two from the warehouse, at the door. I do not know whether they heard it.",
        "Word for word I cannot say. Something about clothes.",
    ),
}
WEEKEND = 4
"""From Friday on the next working day is three days away."""
LAST = "There is nothing more. Thank you for asking."
CHANGED = "I want to add that I was not alone in this."


def hear(told: Told, days: float, *, done: bool) -> None:
    """Those whom it is about, a day after each other; where it is done they have signed on paper."""
    rng = Random(f"{told.matter.title} {told.planned.age}")
    if told.matter.kind != "harassment":
        return
    for key, role in ROLES.items():
        party = told.parties.get(key)
        if party is not None and party.mode != "anonymous":
            _hear(told, days, role, party, rng, done=done)
            days = 0.4


def _hear(told: Told, days: float, role: str, party: Party, rng: Random, *, done: bool) -> None:
    db, case, file = told.db, told.case, told.file
    with told.at(days) as actor:
        asked = question_sets.current(db, role, case.kind)
        when = _on_the_half_hour(told.moment) + timedelta(days=1 if told.moment.weekday() < WEEKEND else 3)
        new = Arranged(role, party.id, starts_at=when, place="Room 2.14", interviewer_id=actor.id)
        row = interviews.plan(db, case, file, new, asked.asked, set_id=asked.id, by=actor)
        interviews.take(db, case, row, file, "invite", by=actor, version=None, words="By letter, and by phone.")
    if not done and role == "witness":
        return
    with told.at(0.3) as actor:
        if interview_facts.directed(db, case):
            interview_rights.warn(db, case, row, file, happened_at=told.moment, words="", by=actor)
        as_it_was = replace(new, starts_at=_on_the_half_hour(told.moment))
        interviews.change(db, case, row, file, as_it_was, by=actor, version=row.version)
        interviews.take(db, case, row, file, "begin", by=actor, version=None)
        mine = select(InterviewAnswer).where(InterviewAnswer.interview_id == row.id)
        answers = list(db.scalars(mine.order_by(InterviewAnswer.position)))
        said = [*SAID[role], *[""] * (len(answers) - len(SAID[role]) - 1), LAST]
        written = [Written(one.id, text, 0, 1, 1) for one, text in zip(answers, said, strict=False) if text]
        interview_notes.save(db, row.id, case.id, written, by=actor)
        interviews.take(db, case, row, file, "end", by=actor, version=None)
    with told.at(0.2) as actor:
        text = "\n\n".join(_said(told, answers, said))
        interview_statements.write(db, case, row, file, text, version=0, by=actor)
        interview_statements.hand(db, case, row, file, PAPER, "", due_on=None, version=None, by=actor)
        if done:
            result = CORRECTED if rng.random() < SHARE else SIGNED
            theirs = f"{text}\n\n{CHANGED}" if result == CORRECTED else ""
            name = told.file.open(Party.name, party.id, party.name) if party.name and party.room == "file" else ""
            back = Back(result, name, told.moment, theirs)
            interview_statements.back_on_paper(db, case, row, file, back, version=None, by=actor)


def _on_the_half_hour(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 30 * 30, second=0, microsecond=0)


def _said(told: Told, answers: list[InterviewAnswer], said: list[str]) -> list[str]:
    """Each question with what was said to it."""
    asked = [told.file.open(InterviewAnswer.question, one.id, one.question) for one in answers]
    return [f"{question}\n{text}" for question, text in zip(asked, said, strict=False) if text]
