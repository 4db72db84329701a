"""Everything that a case's page shows, opened with the reader's own keys."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access.models import Wall
from casework.cases.lifecycle import WORKFLOWS, Facts, Next, Point, clock, next_steps, track
from casework.cases.lifecycle.clock import Due
from casework.cases.models import (
    Allegation,
    Appeal,
    Approval,
    ApprovalComment,
    Case,
    Closure,
    Departure,
    Finding,
    FindingGround,
    Measure,
    Message,
    NoteChange,
    Paper,
    Particular,
    Pause,
    ReportVersion,
    StepTaken,
    SupportOffer,
    Task,
    Told,
    Withdrawal,
)
from casework.cases.queries import clocks, facts, keyholders, matter, part, visible
from casework.cases.queries.matter import CaseMatter
from casework.cases.queries.rows import Rows
from casework.db import Base
from casework.people import Actor
from casework.people.models import Person, ServerKeptKey
from casework.vault import Room
from casework.vault.readers import Reader

from . import around, events, legal, people, timeline, work
from .legal import ClaimShown, LegalShown
from .opening import Key, Opening
from .values import (
    AllegationShown,
    ChangeShown,
    DepartureShown,
    Event,
    FindingShown,
    Line,
    LinkShown,
    MeasureShown,
    MemberShown,
    PaperShown,
    PartyShown,
    TaskShown,
    ToldShown,
    WallShown,
)
from .work import WorkShown

__all__ = [
    "AllegationShown",
    "ChangeShown",
    "ClaimShown",
    "DepartureShown",
    "Entry",
    "Event",
    "FindingShown",
    "LegalShown",
    "Line",
    "LinkShown",
    "MeasureShown",
    "MemberShown",
    "PaperShown",
    "PartyShown",
    "Record",
    "TaskShown",
    "ToldShown",
    "WallShown",
    "WorkShown",
    "entry",
    "load",
    "names_of_parties",
]
PAGE = 250
"""Entries of the timeline on one page: cases of two hundred notes are read, searched and printed as one, in time."""
SELDOM: tuple[type[Base], ...] = (
    Allegation, Appeal, Approval, ApprovalComment, Closure, Departure, Finding, FindingGround, Measure, Message,
    NoteChange, Paper, Particular, Pause, ReportVersion, StepTaken, SupportOffer, Task, Told, Wall, Withdrawal,
    *legal.MODELS, *work.MODELS, *part.MODELS,
)  # fmt: skip
"""Tables in which many a case has nothing."""


_STAFF = select(Person.id, Person.name, ServerKeptKey.person_id.label("kept")).outerjoin(
    ServerKeptKey, (ServerKeptKey.person_id == Person.id) & (ServerKeptKey.generation == Person.generation)
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands at the door of a case: enough to judge, nothing that is sealed."""

    case: Case
    matter: CaseMatter
    rows: Rows = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Record:
    """A case as one reader sees it. What they hold no key to is None and says so; so is what would not open. `kept`:
    of all staff, those whose key the server keeps."""

    case: Case
    matter: CaseMatter
    rooms: Mapping[Key, Room] = field(repr=False)
    site: str = ""
    title: str | None = None
    narrative: str | None = None
    damaged: bool = False
    particulars: list[tuple[str, str | None]] = field(default_factory=list)
    parties: list[PartyShown] = field(default_factory=list)
    allegations: list[AllegationShown] = field(default_factory=list)
    measures: list[MeasureShown] = field(default_factory=list)
    tasks: list[TaskShown] = field(default_factory=list)
    told: list[ToldShown] = field(default_factory=list)
    offered: Mapping[int, date] = field(default_factory=dict)
    departures: Mapping[int, DepartureShown] = field(default_factory=dict)
    links: list[LinkShown] = field(default_factory=list)
    members: list[MemberShown] = field(default_factory=list)
    left: list[MemberShown] = field(default_factory=list)
    walls: list[WallShown] = field(default_factory=list)
    papers: list[PaperShown] = field(default_factory=list)
    timeline: list[Line] = field(default_factory=list)
    older: datetime | None = None
    approvals: list[Event] = field(default_factory=list)
    closures: list[Event] = field(default_factory=list)
    pauses: list[Event] = field(default_factory=list)
    withdrawals: list[Event] = field(default_factory=list)
    appeals: list[Event] = field(default_factory=list)
    people: Mapping[int, str] = field(default_factory=dict)
    kept: frozenset[int] = frozenset()
    earlier: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    clocks: list[Due] = field(default_factory=list)
    facts: Facts | None = None
    steps: list[Next[Facts]] = field(default_factory=list)
    track: list[Point] = field(default_factory=list)
    legal: LegalShown = field(default_factory=LegalShown)
    work: WorkShown = field(default_factory=WorkShown)

    @property
    def readers(self) -> tuple[Reader, ...]:
        return keyholders.known(self.matter.readers, self.rooms)

    def party(self, id_: int | None) -> PartyShown | None:
        return next((party for party in self.parties if party.id == id_), None)


def entry(db: Session, actor: Actor, number: str) -> Entry | None:
    """The case and what rules look at; None where for this actor there is nothing."""
    case = visible.find(db, actor, number)
    if case is None:
        return None
    rows = Rows(db, case.id)
    rows.look(*SELDOM)
    return Entry(case, matter.of(db, case, rows), rows)


def names_of_parties(db: Session, actor: Actor, case: Case) -> list[PartyShown]:
    """Shown before the narrative: whom it is about, so that a conflict can be declared."""
    return people.parties(Opening(db, Rows(db, case.id), _rooms(db, actor, case)))


def load(
    db: Session, actor: Actor, number: str, *, part: str = "all", before: datetime | None = None, limit: int = PAGE
) -> Record | None:  # fmt: skip
    """The whole case; None where for this actor there is nothing. Before their declaration nothing opens."""
    known = entry(db, actor, number)
    return None if known is None else of(db, actor, known, part=part, before=before, limit=limit)


def of(
    db: Session, actor: Actor, known: Entry, *, part: str = "all", before: datetime | None = None, limit: int = PAGE,
    only: Container[Key] | None = None,
) -> Record:  # fmt: skip
    """The case behind a door that was judged in this same reading; `only`: of these rooms alone."""
    case, judged, rows = known.case, known.matter, known.rows
    rooms = _rooms(db, actor, case) if actor.id in judged.declared else {}
    if only is not None:
        rooms = {key: room for key, room in rooms.items() if key in only}
    opening = Opening(db, rows, rooms)
    lines, older = timeline.page(opening, part, before, limit)
    title = opening.text(Case.title, case.id, case.title)
    narrative = opening.text(Case.narrative, case.id, case.narrative)
    staff = db.connection().execute(_STAFF).all()
    names = {row.id: row.name for row in staff}
    where = clocks.place(db, case.site_id)
    known_facts = facts.of(db, case, actor, rows, where)
    return Record(
        case=case,
        matter=judged,
        rooms=rooms,
        site=where.name,
        title=title,
        narrative=narrative,
        damaged=case.id in opening.damaged,
        particulars=around.particulars(opening),
        parties=people.parties(opening),
        allegations=people.allegations(opening),
        measures=people.measures(opening),
        tasks=people.tasks(opening),
        told=people.told(opening),
        offered=around.offered(opening),
        departures=around.departures(opening),
        links=around.links(opening, actor),
        members=around.members(opening, judged, names),
        left=around.left(opening, judged, names),
        walls=around.standing_walls(opening),
        papers=around.papers(opening),
        timeline=lines,
        older=older,
        people=names,
        kept=frozenset(row.id for row in staff if row.kept is not None),
        earlier=around.earlier(opening, actor),
        clocks=clock.all_due(clocks.course(db, case, where, rows), where),
        facts=known_facts,
        steps=next_steps(case.kind, known_facts),
        track=_track(case, rows),
        legal=legal.of(opening, case),
        work=work.of(opening),
        **events.all_of(opening),
    )


def _rooms(db: Session, actor: Actor, case: Case) -> Mapping[Key, Room]:
    return vault.rooms.enter_all(db, actor.holder, case.id) if actor.holder else {}


def _track(case: Case, rows: Rows) -> list[Point]:
    taken = sorted(rows.of(StepTaken), key=lambda step: (step.at, step.id))
    return track(WORKFLOWS[case.kind], case.state, case.received_at, case.opened_by, taken)
