"""Two things that are asked before somebody is disciplined: is it because they spoke up, and is there just cause."""

import json
from collections.abc import Container, Mapping

from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag
from casework.cases.actions import case as cases
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Case, JustCause, Party, RetaliationReview
from casework.cases.queries import spoke_up
from casework.cases.queries.rows import Rows
from casework.db import new_id, utc_now
from casework.discipline.just_cause import ANSWERS
from casework.discipline.just_cause import QUESTIONS as SEVEN
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Room

QUESTIONS = {
    "known": N_("Who of those who propose or decide knew that they reported or bore witness, and since when?"),
    "timing": N_("What came first, and how far apart: what they did, what they said, and that anybody looked into it?"),
    "alike": N_("What became of others who did the like and had not spoken up?"),
    "without": N_("Would the same follow if they had said nothing? What shows it?"),
}


def review(
    db: Session, case: Case, file: Room, *, by: Actor, party_id: int, cleared: bool, answers: Mapping[str, str],
    reason: str,
) -> RetaliationReview:  # fmt: skip
    """By somebody without part in it so far. The newest says what holds."""
    cases.begin(db, case, by, Action.REVIEW_RETALIATION)
    if party_id not in spoke_up.of(db, case, Rows(db, case.id), by):
        raise _illegal(N_("It is reviewed of respondents who reported or bore witness."))
    id_ = new_id()
    row = RetaliationReview(
        id=id_,
        case_id=case.id,
        party_id=party_id,
        cleared=cleared,
        answers=file.seal(RetaliationReview.answers, id_, _json(answers, QUESTIONS)),
        reason=file.seal(RetaliationReview.reason, id_, reason),
        by=by.id,
        at=utc_now(),
    )
    db.add(row)
    cases.touch(db, case, by, Tag.RETALIATION_REVIEWED, party=party_id)
    return row


def just_cause(
    db: Session, case: Case, file: Room, *, by: Actor, party_id: int, answers: Mapping[str, str]
) -> JustCause:  # fmt: skip
    """All seven, each with a word and words."""
    cases.begin(db, case, by, Action.PREPARE_DECISION)
    party = db.get(Party, party_id)
    if party is None or party.case_id != case.id:
        raise ValueError("nobody to ask about")
    for name in SEVEN:
        if answers.get(name) not in ANSWERS or not answers.get(f"{name} why", "").strip():
            raise _illegal(N_("Answer each of the questions, in words too."))
    id_ = new_id()
    known = {*SEVEN, *(f"{name} why" for name in SEVEN)}
    row = JustCause(
        id=id_, case_id=case.id, party_id=party_id, answers=file.seal(JustCause.answers, id_, _json(answers, known)),
        by=by.id, at=utc_now(),
    )  # fmt: skip
    db.add(row)
    cases.touch(db, case, by, Tag.JUST_CAUSE, party=party_id)
    return row


def _json(answers: Mapping[str, str], known: Container[str]) -> str:
    return json.dumps({name: words for name, words in answers.items() if name in known})


def _illegal(said: str) -> IllegalStep:
    return IllegalStep("review", [Why("review", Said(said), "#retaliation")])
