"""What was said becomes a statement: drawn up, given to read and sign, and kept in both texts, ours and theirs."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Forbidden
from casework.audit import Tag
from casework.cases.actions import given, letting_in
from casework.cases.actions.case import Changed
from casework.cases.lifecycle import IllegalStep, Why, giving
from casework.cases.lifecycle.heard import GIVEN, HEARD, HELD
from casework.cases.models import Case, Given, Interview, InterviewStatement, Paper, Party
from casework.cases.queries import given as given_queries
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Compartment, Room

from . import interviews

LINK, PAPER = "link", "paper"
SIGNED, CORRECTED, REFUSED = "signed", "corrected", "refused"
STEP_OF = {SIGNED: "sign", CORRECTED: "correct", REFUSED: "refuse"}
NOBODY = N_("They are no party of the case, and have no page of their own: print it for them.")
NOT_BACK = N_("They have not answered yet.")
ELSEWHERE = N_("It was given on paper: write down what came back.")
LOCKED = N_("It is with them, or settled: take it back first, or draw up another.")
NO_WORDS = N_("They gave no reason.")


@dataclass(frozen=True, slots=True)
class Back:
    """What came back on paper. `theirs`: the text as they corrected it."""

    result: str
    name: str = field(repr=False)
    signed_at: datetime
    theirs: str = field(default="", repr=False)
    paper_id: int | None = None


def open_one(db: Session, interview_id: int) -> InterviewStatement | None:
    """The one that is drawn up or with them; none where all are settled."""
    mine = select(InterviewStatement).where(InterviewStatement.interview_id == interview_id)
    return db.scalar(mine.where(InterviewStatement.settled_at.is_(None)).limit(1))


def write(db: Session, case: Case, row: Interview, file: Room, text: str, *, version: int, by: Actor) -> None:
    """`version`: of the draft that was on screen, 0 for none. What was given is not changed any more."""
    interviews.begin_on(db, case, row, by)
    draft = open_one(db, row.id)
    if row.state != HELD or (draft is not None and draft.handed):
        raise IllegalStep("write", [Why("state", Said(LOCKED), "#statement")])
    if version != (draft.version if draft is not None else 0):
        raise Changed([])
    if draft is None:
        draft = _new(db, row)
    else:
        draft.version += 1
    draft.text, draft.by, draft.at = file.seal(InterviewStatement.text, draft.id, text), by.id, utc_now()
    db.add(draft)
    interviews.end_on(db, case, row, by, Tag.INTERVIEW_STATEMENT, what="written")


def hand(
    db: Session, case: Case, row: Interview, file: Room, how: str, heading: str, *, due_on: date | None,
    version: int | None, by: Actor,
) -> None:  # fmt: skip
    """Into their own dialogue, to be signed there; or on paper, printed."""
    interviews.begin_on(db, case, row, by, version)
    interviews.move(db, case, row, file, "hand", by=by)
    statement = open_one(db, row.id)
    assert statement is not None  # the table asks for it
    if how == LINK:
        party = db.get(Party, row.party_id) if row.party_id is not None else None
        if party is None:
            raise Forbidden(NOBODY)
        dialogue = letting_in.quarters(db, case, party, by=by)
        text = file.open(InterviewStatement.text, statement.id, statement.text)
        put = given.give(
            db, case, dialogue, party_id=party.id, kind=giving.STATEMENT, asks=giving.SIGNATURE, heading=heading,
            text=text, about_id=statement.id, due_on=due_on, by=by,
        )  # fmt: skip
        statement.given_id = put.id
    statement.handed, statement.handed_at, statement.handed_by = how, utc_now(), by.id
    interviews.end_on(db, case, row, by, Tag.INTERVIEW_STATEMENT, what="given")


def take_back(
    db: Session, case: Case, row: Interview, file: Room, reason: str, *, version: int | None, by: Actor
) -> None:  # fmt: skip
    """Something in it is wrong: they are asked no more, and it can be written anew."""
    interviews.begin_on(db, case, row, by, version)
    interviews.move(db, case, row, file, "take back", by=by, words=reason)
    statement = open_one(db, row.id)
    assert statement is not None
    if statement.given_id is not None:
        given.withdraw(db, case, db.get_one(Given, statement.given_id), by=by)
    statement.handed, statement.handed_at, statement.handed_by, statement.given_id = "", None, None, None
    statement.version += 1
    interviews.end_on(db, case, row, by, Tag.INTERVIEW_STATEMENT, what="taken back")


def take_in(
    db: Session, case: Case, row: Interview, file: Room, dialogue: Room, *, version: int | None, by: Actor
) -> None:  # fmt: skip
    """What they answered on their own page, into the file: their text beside ours, their name and when."""
    interviews.begin_on(db, case, row, by, version)
    statement = _with_them(row, open_one(db, row.id))
    if statement.given_id is None:
        raise _refused(ELSEWHERE)
    put = given_queries.shown(dialogue, db.get_one(Given, statement.given_id))
    if put.answer is None or put.answered_at is None:
        raise _refused(NOT_BACK)
    said, result = put.answer, put.answer.choice
    reason = (said.text or NO_WORDS) if result == REFUSED else ""
    theirs = said.text if result == CORRECTED else ""
    _move(db, case, row, file, result, reason, by)
    name = said.name if names_nobody(db, row) is None else ""
    _settle(db, statement, file, result, theirs=theirs, name=name, reason=reason, at=put.answered_at, by=by)


def back_on_paper(
    db: Session, case: Case, row: Interview, file: Room, back: Back, *, version: int | None, by: Actor
) -> None:  # fmt: skip
    """Signed by hand. `paper_id`: the scan, which lies on this case."""
    interviews.begin_on(db, case, row, by, version)
    statement = _with_them(row, open_one(db, row.id))
    paper = db.get(Paper, back.paper_id) if back.paper_id is not None else None
    if paper is not None and paper.case_id != case.id:
        raise ValueError("this paper is not of this case")
    _no_longer_asked(db, case, statement, by)
    statement.paper_id = paper.id if paper is not None else None
    _move(db, case, row, file, back.result, "", by)
    name = back.name if names_nobody(db, row) is None else ""
    _settle(db, statement, file, back.result, theirs=back.theirs, name=name, reason="", at=back.signed_at, by=by)


def refuse(
    db: Session, case: Case, row: Interview, file: Room, reason: str, *, version: int | None, by: Actor
) -> None:  # fmt: skip
    """They do not sign: what we wrote stays, with why they did not."""
    interviews.begin_on(db, case, row, by, version)
    _move(db, case, row, file, REFUSED, reason, by)
    statement = open_one(db, row.id)
    assert statement is not None
    _no_longer_asked(db, case, statement, by)
    _settle(db, statement, file, REFUSED, theirs="", name="", reason=reason, at=None, by=by)


def names_nobody(db: Session, row: Interview) -> Party | None:
    """Whoever reported in confidence, or without a name, is named nowhere in the file: also not by what they sign
    with, which stays in their dialogue. None for everybody else."""
    party = db.get(Party, row.party_id) if row.party_id is not None else None
    apart = party is not None and (party.room != Compartment.FILE.value or party.mode == "anonymous")
    return party if apart else None


def another(
    db: Session, case: Case, row: Interview, file: Room, reason: str, *, version: int | None, by: Actor
) -> None:  # fmt: skip
    """The settled one stays as it is; a further one is drawn up beside it."""
    interviews.take(db, case, row, file, "another", by=by, version=version, words=reason)


def _new(db: Session, row: Interview) -> InterviewStatement:
    mine = select(func.max(InterviewStatement.position)).where(InterviewStatement.interview_id == row.id)
    return InterviewStatement(
        id=new_id(), case_id=row.case_id, interview_id=row.id, position=(db.scalar(mine) or 0) + 1, version=1
    )


def _with_them(row: Interview, statement: InterviewStatement | None) -> InterviewStatement:
    if row.state != GIVEN or statement is None or not statement.handed:
        words = LOCKED if row.state in HEARD else N_("The interview is not over yet.")
        raise _refused(words)
    return statement


def _settle(
    db: Session, statement: InterviewStatement, file: Room, result: str, *, theirs: str, name: str, reason: str,
    at: datetime | None, by: Actor,
) -> None:  # fmt: skip
    def sealed(column: str, text: str) -> bytes | None:
        return file.seal(getattr(InterviewStatement, column), statement.id, text) if text.strip() else None

    statement.result, statement.signed_at = result, at
    statement.theirs, statement.signed_name = sealed("theirs", theirs), sealed("signed_name", name)
    statement.reason = sealed("reason", reason)
    statement.settled_at, statement.settled_by = utc_now(), by.id
    db.flush()


def _move(db: Session, case: Case, row: Interview, file: Room, result: str, reason: str, by: Actor) -> None:
    interviews.move(db, case, row, file, STEP_OF[result], by=by, words=reason)
    interviews.end_on(db, case, row, by, Tag.INTERVIEW_STATEMENT, what=result)


def _no_longer_asked(db: Session, case: Case, statement: InterviewStatement, by: Actor) -> None:
    """They had it on their page too: it is not asked for any more. What they answered there is taken in, not passed
    over."""
    if statement.given_id is not None:
        given.withdraw(db, case, db.get_one(Given, statement.given_id), by=by)


def _refused(words: str) -> IllegalStep:
    return IllegalStep("statement", [Why("statement", Said(words), "#statement")])
