"""What a reporter and the organisation have said to each other, and what the reporter handed in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.actions.newcomers import COMPLAINANT, REPORTER
from casework.cases.actions.reporting import SENT
from casework.cases.lifecycle.clock import NEVER
from casework.cases.lifecycle.disclosing import AGREED, CONSENT_ASKED, DISCLOSED, TOLD
from casework.cases.lifecycle.giving import NOTICE
from casework.cases.models import Case, Message, Paper, Party, Withdrawal
from casework.cases.queries import disclosing, given, reported
from casework.cases.queries.disclosing import Question
from casework.cases.queries.given import GivenShown
from casework.cases.queries.reported import Known
from casework.files import Kind, paper_name
from casework.people import shown
from casework.vault import Compartment, Holder, Room, Unreadable

RECORD = "record"
"""The topic of what was written down for somebody who spoke: theirs to check."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message. `text` is None where it is damaged; `by` is empty for the reporter's own."""

    id: int
    mine: bool
    by: str
    topic: str
    text: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Own:
    """Everything of the page that only this reporter can open."""

    party: Party
    case: Case
    known: Known
    lines: list[Line]
    sent: list[Line]
    papers: list[tuple[str, int, datetime]]
    withdrawal: Withdrawal | None
    to_confirm: bool
    questions: list[Question]
    given: list[GivenShown]

    def one_given(self, id_: int) -> GivenShown | None:
        return next((one for one in self.given if one.id == id_), None)

    @property
    def asked(self) -> list[GivenShown]:
        """What waits for their answer: what is alleged, then what is due soonest."""
        waiting = [one for one in self.given if one.is_open]
        return sorted(waiting, key=lambda one: (one.kind != NOTICE, one.due_on or NEVER, one.given_at))

    @property
    def unread(self) -> list[GivenShown]:
        """To be read, and nothing is asked with it."""
        return [one for one in self.given if not one.is_open and one.opened_at is None]

    @property
    def kept(self) -> list[GivenShown]:
        """What they were given before, with what they said to it."""
        return [one for one in self.given if not one.is_open and one.opened_at is not None]

    @property
    def to_answer(self) -> list[Question]:
        """Who may know who they are: asked, and not answered yet."""
        return [one for one in self.questions if one.state == CONSENT_ASKED]

    @property
    def answered(self) -> list[Question]:
        """Those that they agreed to, while that is not over, and what came of them."""
        return [one for one in self.questions if one.agreed and one.state in (AGREED, TOLD, DISCLOSED)]

    @property
    def reported(self) -> bool:
        """It is their report; a witness or a companion talks with us about somebody else's."""
        return self.party.role in (COMPLAINANT, REPORTER)

    @property
    def waiting(self) -> bool:
        """The last word was the organisation's."""
        return bool(self.lines) and not self.lines[0].mine


def of(db: Session, holder: Holder, party_id: int) -> Own:
    """The dialogue, newest first. NoSeal when the receipt's key opens it no more."""
    party = db.get_one(Party, party_id)
    room = vault.rooms.enter(db, holder, party.case_id, Compartment.DIALOGUE, party.id)
    rows = db.scalars(
        select(Message)
        .where(Message.case_id == party.case_id, Message.subject == party.id)
        .order_by(Message.at.desc(), Message.id)
    ).all()
    names = shown.names(db, {row.by for row in rows if row.by})
    lines = [_line(room, row, names) for row in rows]
    case = db.get_one(Case, party.case_id)
    recorded = any(line.topic == RECORD for line in lines)
    return Own(
        party=party,
        case=case,
        known=reported.of_report(db, party.id),
        lines=[line for line in lines if line.topic not in (SENT, RECORD)],
        sent=[line for line in lines if line.topic in (SENT, RECORD)],
        papers=_papers(db, party, room),
        withdrawal=_withdrawal(db, party),
        to_confirm=recorded and party.confirmed_at is None,
        questions=disclosing.of_reporter(db, room),
        given=[one for one in given.of_party(db, room, party.id) if one.withdrawn_at is None],
    )


def _line(room: Room, row: Message, names: dict[int, str]) -> Line:
    try:
        text = room.open(Message.text, row.id, row.text)
    except Unreadable:
        text = None
    return Line(row.id, row.from_party, names.get(row.by, ""), row.topic, text, row.at)


def _papers(db: Session, party: Party, room: Room) -> list[tuple[str, int, datetime]]:
    """What they handed in; by its own name where it lies in their dialogue."""
    rows = db.scalars(
        select(Paper)
        .where(Paper.case_id == party.case_id, Paper.from_party == party.id, Paper.copy_of.is_(None))
        .order_by(Paper.at, Paper.position)
    )
    return [(_called(room, row), row.size, row.at) for row in rows]


def _called(room: Room, row: Paper) -> str:
    numbered = paper_name(row.position, Kind(row.type))
    try:
        return room.open(Paper.name, row.id, row.name) if row.room == room.compartment.value else numbered
    except Unreadable:
        return numbered


def _withdrawal(db: Session, party: Party) -> Withdrawal | None:
    query = select(Withdrawal).where(Withdrawal.case_id == party.case_id, Withdrawal.party_id == party.id)
    return db.scalar(query.order_by(Withdrawal.asked_at.desc()).limit(1))
