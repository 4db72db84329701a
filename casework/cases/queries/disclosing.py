"""What is asked of a reporter's identity: all of it for who knows the identity, their own requests' states for others,
the question for the reporter."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework.cases.lifecycle.disclosing import DISCLOSURE, OPEN, OVER, READY, Facts
from casework.cases.models import IdentityDisclosure, Party
from casework.people import Actor, Role
from casework.people.standing import Standing
from casework.vault import Compartment, Room, Unreadable

KNOWING = (Role.LEAD, Role.ALTERNATE)
"""They give an identity on among themselves; everybody else needs a request that was told to the reporter."""
CONSENT, DUTY = "consent", "duty"
Key = tuple[Compartment, int]


@dataclass(frozen=True, slots=True)
class Request:
    """One request, opened. `asked`: who, kind, why, shows; `ground`: kind, name, source, words; `told`: what the
    reporter read, or why they are not told; `shown`: what, how, on. Empty where it is not there or does not open."""

    id: int
    party_id: int
    state: str
    person_id: int | None
    by: int
    at: datetime
    asked: Mapping[str, Any] = field(default_factory=dict)
    ground: Mapping[str, Any] = field(default_factory=dict)
    told: str = ""
    shown: Mapping[str, Any] = field(default_factory=dict)
    ended: str = ""
    question: Mapping[str, Any] = field(default_factory=dict)
    agreed: bool | None = None
    answered_at: datetime | None = None
    told_at: datetime | None = None
    review_on: date | None = None
    ended_at: datetime | None = None
    ended_by: int | None = None

    @property
    def over(self) -> bool:
        return self.state in OVER

    @property
    def by_consent(self) -> bool:
        return bool(self.ground.get("kind") == CONSENT)

    @property
    def owes(self) -> bool:
        """The reporter is still to be told."""
        return self.review_on is not None and self.told_at is None


@dataclass(frozen=True, slots=True)
class Own:
    """A request of somebody who does not know the identity: that it is there, and where it stands."""

    id: int
    party_id: int
    state: str
    at: datetime


def known(db: Session, case_id: int, rooms: Mapping[Key, Room]) -> list[Request]:
    """Those about identities that the reader has the key to, newest first."""
    rows = db.scalars(_of_case(case_id)).all()
    return [
        opened(row, rooms[Compartment.IDENTITY, row.party_id], rooms.get((Compartment.DIALOGUE, row.party_id)))
        for row in rows
        if (Compartment.IDENTITY, row.party_id) in rooms
    ]


def own(db: Session, case_id: int, rooms: Mapping[Key, Room], by: Actor) -> list[Own]:
    """Requests of theirs about identities that they do not know."""
    rows = db.scalars(_of_case(case_id).where(IdentityDisclosure.by == by.id)).all()
    return [
        Own(row.id, row.party_id, row.state, row.at)
        for row in rows
        if (Compartment.IDENTITY, row.party_id) not in rooms
    ]


def opened(row: IdentityDisclosure, identity: Room, dialogue: Room | None) -> Request:
    question = text(dialogue, IdentityDisclosure.question, row.id, row.question)
    return Request(
        id=row.id, party_id=row.party_id, state=row.state, person_id=row.person_id, by=row.by, at=row.at,
        asked=read(text(identity, IdentityDisclosure.asked, row.id, row.asked)),
        ground=read(text(identity, IdentityDisclosure.ground, row.id, row.ground)),
        told=text(identity, IdentityDisclosure.telling, row.id, row.telling),
        shown=read(text(identity, IdentityDisclosure.shown, row.id, row.shown)),
        ended=text(identity, IdentityDisclosure.ended, row.id, row.ended),
        question=read(question), agreed=agreed(dialogue, row, question),
        answered_at=row.answered_at, told_at=row.told_at, review_on=row.review_on, ended_at=row.ended_at,
        ended_by=row.ended_by,
    )  # fmt: skip


def facts(row: IdentityDisclosure, party: Party, request: Request) -> Facts:
    return Facts(row.state, party.receipt is not None, request.by_consent, request.agreed is True)


def steps(found: Facts) -> dict[str, list[str]]:
    """What can come next, each with what stands in its way."""
    return {one.step.name: [str(why) for why in one.whys] for one in DISCLOSURE.next_steps(found)}


@dataclass(frozen=True, slots=True)
class Question:
    """What a reporter reads of it. `answer`: their own, None before. `over`: how it ended, and when."""

    id: int
    state: str
    asked: Mapping[str, Any]
    agreed: bool | None
    answered_at: datetime | None
    ended_at: datetime | None


def of_reporter(db: Session, room: Room) -> list[Question]:
    """Questions put to them in their dialogue that are open, that they answered, or that ended in a disclosure."""
    query = _of_case(room.case_id).where(
        IdentityDisclosure.party_id == room.subject, IdentityDisclosure.question.is_not(None)
    )
    found = []
    for row in db.scalars(query):
        question = text(room, IdentityDisclosure.question, row.id, row.question)
        said = agreed(room, row, question)
        found.append(Question(row.id, row.state, read(question), said, row.answered_at, row.ended_at))
    return found


def covering(db: Session, party_id: int, person_id: int) -> IdentityDisclosure | None:
    """The request under which somebody of staff may be given this identity."""
    query = select(IdentityDisclosure).where(
        IdentityDisclosure.party_id == party_id,
        IdentityDisclosure.person_id == person_id,
        IdentityDisclosure.state.in_(READY),
    )
    return db.scalar(query.order_by(IdentityDisclosure.at.desc()).limit(1))


def covered(db: Session, case_id: int, party_id: int) -> set[int]:
    """Whom the key may be given to: by id."""
    query = select(IdentityDisclosure.person_id).where(
        IdentityDisclosure.case_id == case_id,
        IdentityDisclosure.party_id == party_id,
        IdentityDisclosure.state.in_(READY),
        IdentityDisclosure.person_id.is_not(None),
    )
    return {id_ for id_ in db.scalars(query) if id_ is not None}


def knows_anyway(person: Standing) -> bool:
    return person.has(*KNOWING)


def waiting(db: Session, case_ids: Collection[int]) -> list[IdentityDisclosure]:
    """Open ones, and those whose reporter is still to be told, of these cases."""
    row = IdentityDisclosure
    owed = (row.told_at.is_(None)) & (row.review_on.is_not(None))
    query = select(row).where(row.case_id.in_(case_ids), row.state.in_(OPEN) | owed)
    return list(db.scalars(query.order_by(row.at)))


def digest(question: str) -> str:
    return hashlib.sha256(question.encode()).hexdigest()


def agreed(dialogue: Room | None, row: IdentityDisclosure, question: str) -> bool | None:
    """Their answer, if it is there and to this question."""
    said = read(text(dialogue, IdentityDisclosure.answer, row.id, row.answer))
    return bool(said.get("agree")) if said and said.get("to") == digest(question) else None


def text(room: Room | None, column: InstrumentedAttribute[Any], id_: int, sealed: bytes | None) -> str:
    if room is None or sealed is None:
        return ""
    try:
        return room.open(column, id_, sealed)
    except (Unreadable, UnicodeDecodeError):
        return ""


def read(said: str) -> dict[str, Any]:
    return dict(json.loads(said)) if said else {}


def _of_case(case_id: int) -> Any:
    query = select(IdentityDisclosure).where(IdentityDisclosure.case_id == case_id)
    return query.order_by(IdentityDisclosure.at.desc(), IdentityDisclosure.id)
