"""Reviews as rules and pages look at them: the door to one, who holds its room, what waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from casework import vault
from casework.access import Action, policy
from casework.access.models import Wall
from casework.cases.lifecycle.counsel import APPROVED, ASKED, DECLINED, OPEN, RETURNED
from casework.cases.models import Case, Declaration, Review
from casework.cases.queries import matter
from casework.cases.queries.matter import LIFTED, CaseMatter
from casework.legal.lifecycle.review import WITH_COUNSEL
from casework.legal.models import ReviewRound
from casework.people import Actor
from casework.people.models import Person
from casework.vault import Compartment, HolderKind, Unreadable
from casework.vault.models import CompartmentRow, Seal

MOST = 100
"""Lines of a section."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A review that exists for somebody, its case, and what the rules look at."""

    review: Review
    case: Case
    matter: CaseMatter

    @property
    def path(self) -> str:
        return f"/reviews/{self.review.id}"


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the queue. `asked`: how the question begins, where it opens; `mine`: it waits for the reader."""

    id: int
    number: str
    about: str
    state: str
    due_on: date
    who: str
    mine: bool
    asked: str = ""


def matter_of(db: Session, case: Case, review_id: int) -> CaseMatter:
    """The case's, with those among the holders who hold the room of this one review."""
    return of_review(matter.of(db, case), review_id)


def of_review(found: CaseMatter, review_id: int) -> CaseMatter:
    holders = dict(found.holders)
    for person_id in readers_of(found, review_id):
        holders[person_id] = holders.get(person_id, frozenset()) | {Compartment.REVIEW}
    return replace(found, holders=holders)


def readers_of(found: CaseMatter, review_id: int) -> list[int]:
    room = (Compartment.REVIEW, review_id, HolderKind.PERSON)
    return [one.holder_id for one in found.readers if (one.compartment, one.subject, one.kind) == room]


def find(db: Session, actor: Actor, review_id: int) -> Entry | None:
    """None where for this actor there is no such review: it is there for who holds its room."""
    row = db.get(Review, review_id)
    case = None if row is None else db.get(Case, row.case_id)
    if row is None or case is None:
        return None
    found = matter_of(db, case, row.id)
    return Entry(row, case, found) if policy.judge(actor, Action.SEE_REVIEW, found) else None


def is_free(db: Session, person_id: int, case_id: int, version: int) -> bool:
    """Their latest word on this case was that they have no conflict, with these names before them."""
    query = select(Declaration.conflict, Declaration.parties_version)
    query = query.where(Declaration.case_id == case_id, Declaration.person_id == person_id)
    last = db.execute(query.order_by(Declaration.at.desc(), Declaration.id).limit(1)).first()
    return last is not None and not last.conflict and last.parties_version >= version


def waiting(db: Session, actor: Actor) -> list[Listed]:
    """Reviews that wait for this counsel, soonest first."""
    return _listed(db, actor, _WAITING)


def answered(db: Session, actor: Actor) -> list[Listed]:
    """What this counsel answered, the newest first."""
    return _listed(db, actor, _ANSWERED)


def asked(db: Session, actor: Actor) -> list[Listed]:
    """What somebody asked and is not over, returned ones first."""
    rows = _listed(db, actor, _ASKED)
    return sorted(rows, key=lambda one: not one.mine)


def news(db: Session, actor: Actor, since: datetime) -> list[Listed]:
    """For the desk of who asked: what came back with changes, what no counsel has any more, what was answered of
    late."""
    rows = _listed(db, actor, _NEWS, since=since)
    return [one for one in rows if one.mine or one.state not in OPEN]


def of_case(db: Session, actor: Actor, case_id: int) -> list[Listed]:
    """All of one case that are there for the reader, the newest first."""
    return _listed(db, actor, _OF_CASE, case=case_id)


_READER: BindParameter[Any] = bindparam("reader")


def _held() -> Select[Review, str, str | None]:
    """Those whose room's newest key somebody holds, and that no wall keeps from them; soonest first."""
    walled = exists().where(Wall.case_id == Review.case_id, Wall.person_id == _READER, Wall.state != LIFTED)
    room = (
        select(CompartmentRow.subject)
        .join(Seal, (Seal.compartment_id == CompartmentRow.id) & (Seal.epoch == CompartmentRow.epoch))
        .where(CompartmentRow.name == Compartment.REVIEW.value, Seal.holder_kind == HolderKind.PERSON.value)
        .where(Seal.holder_id == _READER, Seal.generation == bindparam("generation"))
    )
    other = aliased(Person)
    query = select(Review, Case.number, other.name).join(Case, Case.id == Review.case_id)
    query = query.outerjoin(other, other.id == Review.asked_by).where(Review.id.in_(room), ~walled)
    return query.order_by(Review.due_on, Review.id).limit(MOST)


_HELD = _held()
_OVER = and_(Review.state.in_((APPROVED, DECLINED)), Review.decided_at > bindparam("since"))
_WAITING = _HELD.where(Review.counsel_id == _READER, Review.state.in_(WITH_COUNSEL))
_ANSWERED = (
    _HELD.where(Review.counsel_id == _READER, Review.state.not_in(WITH_COUNSEL))
    .order_by(None)
    .order_by(Review.decided_at.desc(), Review.id)
)
_ASKED = _HELD.where(Review.asked_by == _READER, Review.state.in_(OPEN))
_NEWS = _HELD.where(Review.asked_by == _READER, or_(Review.state.in_(OPEN), _OVER))
_OF_CASE = (
    _HELD.where(Review.case_id == bindparam("case")).order_by(None).order_by(Review.asked_at.desc(), Review.id)
)  # fmt: skip


def _listed(db: Session, actor: Actor, query: Select[Review, str, str | None], **known: Any) -> list[Listed]:
    if actor.holder is None or not actor.admitted:
        return []
    rows = db.execute(query, {"reader": actor.id, "generation": actor.holder.generation, **known}).all()
    begins = _begins(db, actor, [row for row, _number, _who in rows])
    gone = without_counsel(db, [row for row, _number, _who in rows if row.state in WITH_COUNSEL])
    return [
        Listed(
            row.id, number, row.about, row.state, row.due_on, who or "",
            row.state in WITH_COUNSEL if row.counsel_id == actor.id else row.state == RETURNED or row.id in gone,
            begins.get(row.id, ""),
        )
        for row, number, who in rows
    ]  # fmt: skip


def without_counsel(db: Session, rows: Sequence[Review]) -> set[int]:
    """Those that nobody can answer: no counsel has them, or theirs holds no key any more."""
    if not rows:
        return set()
    query = (
        select(CompartmentRow.subject, Seal.holder_id)
        .join(Seal, (Seal.compartment_id == CompartmentRow.id) & (Seal.epoch == CompartmentRow.epoch))
        .join(Person, (Person.id == Seal.holder_id) & (Person.generation == Seal.generation))
        .where(CompartmentRow.name == Compartment.REVIEW.value, CompartmentRow.subject.in_([row.id for row in rows]))
        .where(Seal.holder_kind == HolderKind.PERSON.value, Person.state == "active")
    )
    held = set(map(tuple, db.execute(query).all()))
    return {row.id for row in rows if (row.id, row.counsel_id) not in held}


def _begins(db: Session, actor: Actor, rows: Sequence[Review]) -> dict[int, str]:
    """How the question of each begins, in three statements however many there are."""
    if not rows or actor.holder is None:
        return {}
    cases = {row.id: row.case_id for row in rows}
    rooms = vault.rooms.enter_subjects(db, actor.holder, Compartment.REVIEW, cases)
    newest = select(ReviewRound.review_id, func.max(ReviewRound.round).label("round"))
    last = newest.where(ReviewRound.review_id.in_(cases)).group_by(ReviewRound.review_id).subquery()
    query = select(ReviewRound).join(
        last, (last.c.review_id == ReviewRound.review_id) & (last.c.round == ReviewRound.round)
    )
    found: dict[int, str] = {}
    for one in db.scalars(query):
        free = one.review_id in rooms and _may_open(actor, rows, one)
        if free:
            found[one.review_id] = _first_line(rooms[one.review_id], one)
    return found


def _may_open(actor: Actor, rows: Sequence[Review], one: ReviewRound) -> bool:
    """Counsel reads nothing of it before they have said that there is no conflict."""
    row = next(row for row in rows if row.id == one.review_id)
    return row.counsel_id != actor.id or row.state != ASKED


def _first_line(room: vault.Room, one: ReviewRound) -> str:
    try:
        words = room.open(ReviewRound.question, one.id, one.question)
    except Unreadable:
        return ""
    first = words.strip().split("\n", 1)[0]
    return first if len(first) <= 120 else f"{first[:119]}…"


def names(db: Session, people: Sequence[int | None]) -> dict[int, str]:
    wanted = [id_ for id_ in people if id_]
    return dict(db.execute(select(Person.id, Person.name).where(Person.id.in_(wanted))).all()) if wanted else {}
