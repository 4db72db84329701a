"""One party is given something in their own dialogue, opens it there and answers it, once."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden
from casework.audit import Tag
from casework.cases.lifecycle import IllegalStep, Why, giving
from casework.cases.lifecycle.giving import Dated
from casework.cases.models import Case, Given, Paper, Party
from casework.db import new_id, utc_now
from casework.people import Actor, ActorKind
from casework.settings import N_, Said
from casework.vault import Compartment, Room, Unreadable

from . import case as cases
from . import messages
from .box import Place

WITHDRAWN = "given-withdrawn"
"""In the journal: a backup that is put back does not give it to them again."""
TOPIC = "given"
"""The topic of a message that answers what was given."""
GONE = N_("This was taken back meanwhile: nothing is asked of you here any more.")
TWICE = N_("You have answered this already. If something is wrong with it, write to us.")
NAMELESS = N_("To sign it, type your name.")
EMPTY = N_("Write your answer.")


def give(
    db: Session, case: Case, dialogue: Place, *, party_id: int, kind: str, asks: str, heading: str, text: str = "",
    paper_id: int | None = None, about_id: int | None = None, due_on: date | None = None, by: Actor,
    questions: Sequence[str] = (),
) -> Given:  # fmt: skip
    """Put it into their dialogue, where they and its readers find it. `paper_id`: a paper that lies there already;
    `questions`: with what asks for answers. Nobody is told outside of it."""
    if by.kind is not ActorKind.SYSTEM:
        cases.begin(db, case, by, Action.WORK_CASE)
    _fits(db, case, dialogue, party_id, kind, asks, questions)
    _lies_there(db, case, dialogue, paper_id)
    id_ = new_id()
    row = Given(
        id=id_,
        case_id=case.id,
        party_id=party_id,
        kind=kind,
        about_id=about_id,
        asks=asks,
        heading=dialogue.seal(Given.heading, id_, heading),
        text=dialogue.seal(Given.text, id_, text) if text else None,
        questions=dialogue.seal(Given.questions, id_, json.dumps(list(questions))) if questions else None,
        paper_id=paper_id,
        given_at=utc_now(),
        by=by.id,
        due_on=due_on,
    )
    db.add(row)
    messages.heard(db, case, party_id, TOPIC)
    cases.touch(db, case, by, Tag.GIVEN, quiet=True, party=party_id, given=id_, kind=kind)
    return row


def open_(db: Session, given: Given, actor: Actor) -> None:
    """They looked at it: the first time counts."""
    messages.own(actor, given.party_id)
    case = db.get_one(Case, given.case_id)
    cases.lock(db, case)
    if given.opened_at is None:
        given.opened_at = utc_now()
        cases.touch(db, case, actor, Tag.GIVEN_OPENED, quiet=True, party=given.party_id, given=given.id)


def answer(
    db: Session, given: Given, dialogue: Room, *, choice: str, text: str = "", name: str = "",
    answers: Mapping[str, str] | None = None, actor: Actor, now: datetime,
) -> None:  # fmt: skip
    """What they say to it, beside what they were given: neither changes any more. IllegalStep with a sentence where it
    cannot be taken."""
    messages.own(actor, given.party_id)
    case = db.get_one(Case, given.case_id)
    cases.lock(db, case)
    db.refresh(given)
    if why := refusal(given, choice, text, name, answers or {}):
        raise IllegalStep("answer", [Why("given", Said(why), "#given")])
    said = {"choice": choice, "text": text, "name": name, "answers": dict(answers or {})}
    given.answer = dialogue.seal(Given.answer, given.id, json.dumps(said, ensure_ascii=False))
    given.opened_at, given.answered_at = given.opened_at or now, now
    words = _in_words(_heading(given, dialogue), giving.CHOICES[given.asks][choice], text, answers or {})
    message = messages.send(db, case, dialogue, text=words, by=actor, topic=TOPIC)
    if not text and not answers:
        message.settled_at = now
    cases.touch(db, case, actor, Tag.GIVEN_ANSWERED, quiet=True, party=given.party_id, given=given.id)


def refusal(given: Dated, choice: str, text: str, name: str, answers: Mapping[str, str]) -> str:
    """Why it cannot be answered so; empty when it can."""
    if given.withdrawn_at is not None:
        return GONE
    if given.answered_at is not None:
        return TWICE
    if choice not in giving.CHOICES[given.asks]:
        return N_("Choose one of the answers.")
    if choice in ("comment", "corrected") and not text.strip():
        return EMPTY
    if choice in ("signed", "corrected") and not name.strip():
        return NAMELESS
    return EMPTY if choice == "answered" and not any(said.strip() for said in answers.values()) else ""


def withdraw(db: Session, case: Case, given: Given, *, by: Actor) -> None:
    """It was given by mistake, or is asked no more: it stays to be read on the case, and is not shown to them."""
    cases.begin(db, case, by, Action.WORK_CASE)
    if given.answered_at is not None:
        raise IllegalStep("withdraw", [Why("given", Said(N_("It was answered: what was said stays.")), "#given")])
    if given.withdrawn_at is None:
        given.withdrawn_at = utc_now()
        vault.journal.note(db, WITHDRAWN, given=given.id)
        cases.touch(db, case, by, Tag.GIVEN_WITHDRAWN, quiet=True, party=given.party_id, given=given.id)


def withdrawn_again(db: Session, at: str, ids: Mapping[str, int]) -> bool:
    """Where the backup still gives it to them. Answered there, it stays: what they said is not hidden from them."""
    row = db.get(Given, ids["given"])
    if row is None or row.withdrawn_at is not None or row.answered_at is not None:
        return False
    row.withdrawn_at = datetime.fromisoformat(at)
    return True


def _fits(
    db: Session, case: Case, dialogue: Place, party_id: int, kind: str, asks: str, questions: Sequence[str]
) -> None:
    if kind not in giving.KINDS or asks not in giving.CHOICES or bool(questions) != (asks == giving.QUESTIONS):
        raise ValueError(f"this cannot be given: {kind}, {asks}")
    if (dialogue.compartment, dialogue.subject) != (Compartment.DIALOGUE, party_id):
        raise ValueError("this is not their dialogue")
    party = db.get(Party, party_id)
    if party is None or party.case_id != case.id:
        raise ValueError("they are not on this case")
    if party.ended_at is not None:
        raise Forbidden(N_("They are no longer part of the case."))


def _lies_there(db: Session, case: Case, dialogue: Place, paper_id: int | None) -> None:
    """A paper from another room would not open for them, and would say that there is one."""
    if paper_id is None:
        return
    paper = db.get(Paper, paper_id)
    if paper is None or (paper.case_id, paper.room, paper.subject) != (
        case.id, dialogue.compartment.value, dialogue.subject,
    ):  # fmt: skip
        raise ValueError("this paper does not lie in their dialogue")


def _heading(given: Given, dialogue: Room) -> str:
    try:
        return dialogue.open(Given.heading, given.id, given.heading)
    except Unreadable:  # what they say to it counts all the same
        return "…"


def _in_words(heading: str, said: str, text: str, answers: Mapping[str, str]) -> str:
    """The line of the dialogue that says it."""
    each = [f"{question}\n{words}" for question, words in answers.items() if words.strip()]
    return "\n\n".join([f"{heading}\n{said}", *([text] if text.strip() else []), *each])
