"""What is said between the people on a case and the organisation, each in a dialogue of their own."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.access import Action, Forbidden, policy
from casework.audit import Tag
from casework.cases.models import Case, Message, Party
from casework.cases.queries import clocks
from casework.db import new_id, utc_now
from casework.mail import Notice, office_of, tell
from casework.people import Actor, ActorKind
from casework.settings import N_
from casework.vault import Compartment
from casework.vault.room import Room

from . import case as cases
from . import members, told

FEEDBACK, OUTCOME, RECORD = "feedback", "outcome", "record"
TOPICS = (
    "",
    FEEDBACK,
    OUTCOME,
    RECORD,
    "report",
    "retaliation",
    "support",
    "companion",
    "correction",
    "withdrawal",
    "named",
    "disclosure",
    "given",
    "time",
)


def send(db: Session, case: Case, room: Room, *, text: str, by: Actor, topic: str = "") -> Message:
    """A message in an open dialogue. The organisation's first one acknowledges the report, and each answers what
    was waiting there; one with the topic `feedback` gives the feedback that the law asks for."""
    found = cases.lock(db, case)
    theirs = by.kind is ActorKind.REPORTER
    if theirs:
        own(by, room.subject)
    else:
        policy.require(by, Action.WORK_CASE, found)
        answer(db, case, room.subject, by=by)
        heard(db, case, room.subject, topic)
        if topic == RECORD:
            _to_confirm(db, room.subject)
        if topic == OUTCOME:
            _outcome(db, case, room.subject, by)
    id_ = new_id()
    message = Message(
        id=id_,
        case_id=case.id,
        subject=room.subject,
        from_party=theirs,
        by=0 if theirs else by.id,
        topic=topic,
        text=room.seal(Message.text, id_, text),
        at=utc_now(),
    )
    db.add(message)
    cases.touch(db, case, by, Tag.MESSAGE_SENT, quiet=True, party=room.subject)
    if theirs and office_of(db) is not None:
        tell(db, Notice.MESSAGE, to=members.reading(db, case, Compartment.DIALOGUE, room.subject))
    return message


def written_down(db: Session, case: Case, room: Room, *, text: str, by: Actor) -> Message:
    """What somebody said and staff wrote down, into their dialogue: for them to check, correct and confirm."""
    _to_confirm(db, room.subject)
    id_, now = new_id(), utc_now()
    message = Message(
        id=id_,
        case_id=case.id,
        subject=room.subject,
        from_party=False,
        by=by.id,
        topic=RECORD,
        text=room.seal(Message.text, id_, text),
        at=now,
        settled_at=now,
    )
    db.add(message)
    return message


def settle(db: Session, case: Case, message: Message, *, by: Actor) -> None:
    """It needs no answer, somebody says."""
    cases.begin(db, case, by, Action.WORK_CASE)
    if message.from_party and message.settled_at is None:
        message.settled_at, message.settled_by = utc_now(), by.id
        cases.touch(db, case, by, Tag.MESSAGE_SETTLED, quiet=True, message=message.id)


def answer(db: Session, case: Case, party_id: int, *, by: Actor) -> None:
    """What this person wrote so far has its answer now."""
    db.execute(
        update(Message)
        .where(
            Message.case_id == case.id,
            Message.subject == party_id,
            Message.from_party,
            Message.settled_at.is_(None),
        )
        .values(settled_at=utc_now(), settled_by=by.id)
        .execution_options(synchronize_session="fetch")
    )


def own(by: Actor, party_id: int) -> None:
    """A reporter speaks in their own dialogue and in no other."""
    if by.kind is not ActorKind.REPORTER or by.id != party_id:
        raise Forbidden(N_("This needs the receipt of the person whose dialogue it is."))


def waiting(db: Session, case_id: int) -> list[Message]:
    """Messages without an answer, oldest first."""
    query = select(Message).where(Message.case_id == case_id, Message.from_party, Message.settled_at.is_(None))
    return list(db.scalars(query.order_by(Message.at)))


def _to_confirm(db: Session, party_id: int) -> None:
    """What they confirmed before was another text."""
    db.get_one(Party, party_id).confirmed_at = None


def _outcome(db: Session, case: Case, party_id: int, by: Actor) -> None:
    """Telling somebody the outcome in their dialogue is telling them."""
    file = members.enter(db, case, by, Compartment.FILE)
    told_on = clocks.place(db, case.site_id).day(utc_now())
    what = "By message, in their dialogue."
    told.put(
        db,
        case,
        file,
        by=by,
        party_id=party_id,
        about=OUTCOME,
        what=what,
        told_on=told_on,
        how="message",
        was_told=True,
    )


def heard(db: Session, case: Case, party_id: int, topic: str) -> None:
    """Whoever reported has heard from us; with some topics also what came of it."""
    if not db.scalar(select(Party.is_reporter).where(Party.id == party_id)):
        return
    now = utc_now()
    if case.acknowledged_at is None:
        case.acknowledged_at = now
    if topic in (FEEDBACK, OUTCOME):
        case.fed_back_at = now
