"""What the law asks of the case, as its page says it; each part only to who holds the room that it lies in."""

from dataclasses import dataclass
from datetime import date, datetime

from casework.cases.models import (
    Case,
    Closure,
    Deadline,
    Direction,
    Party,
    PrivilegeClaim,
    Proceeding,
    ProcessingNotice,
    Restriction,
    RestrictionLoss,
    RetentionChoice,
    Review,
)
from casework.cases.queries import clocks, direction, holds
from casework.cases.queries.holds import Subject
from casework.cases.queries.keyholders import APART
from casework.db import utc_now
from casework.vault import Compartment

from .opening import Opening, key_of

PRIVILEGED = (Compartment.PRIVILEGED, 0)
MODELS = (
    Deadline, Direction, PrivilegeClaim, Proceeding, ProcessingNotice, Restriction, RestrictionLoss, RetentionChoice,
    Review,
)  # fmt: skip
"""Tables in which most cases have nothing."""


@dataclass(frozen=True, slots=True)
class RestrictionShown:
    """`lost`: whose keys it ended, and to which rooms; of rooms that the reader holds no key to nothing is said."""

    id: int
    by: int
    at: datetime
    why: str | None
    lost: tuple[tuple[int, tuple[str, ...]], ...]
    lifted_at: datetime | None
    lifted_by: int | None
    why_lifted: str | None


@dataclass(frozen=True, slots=True)
class DirectionShown:
    id: int
    counsel_id: int
    from_on: date
    until_on: date | None
    why: str | None
    by: int
    at: datetime
    ended_at: datetime | None

    def holds(self, today: date) -> bool:
        return direction.holds(self, today)


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """That a note or a paper is privileged: asked, confirmed, refused."""

    id: int
    note_id: int | None
    paper_id: int | None
    state: str
    why: str | None
    asked_by: int
    asked_at: datetime
    reason: str | None
    decided_by: int | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """What counsel was asked, to who holds its room."""

    id: int
    about: str
    state: str
    due_on: date
    counsel_id: int | None


@dataclass(frozen=True, slots=True)
class ProceedingShown:
    """A charge or a claim, as far as a line says it."""

    id: int
    kind: str
    agency: str | None
    state: str
    over: bool


@dataclass(frozen=True, slots=True)
class LegalShown:
    restrictions: tuple[RestrictionShown, ...] = ()
    directions: tuple[DirectionShown, ...] = ()
    claims: tuple[ClaimShown, ...] = ()
    legend: str = ""
    reviews: tuple[ReviewShown, ...] = ()
    proceedings: tuple[ProceedingShown, ...] = ()
    held_since: datetime | None = None
    unchosen: bool = False
    """It was closed again, and nobody has said from which day it is kept."""

    @property
    def restriction(self) -> RestrictionShown | None:
        """The one that holds."""
        return next((one for one in self.restrictions if one.lifted_at is None), None)


def of(opening: Opening, case: Case) -> LegalShown:
    directions = _directions(opening)
    today = clocks.place(opening.db, case.site_id).day(utc_now())
    return LegalShown(
        restrictions=_restrictions(opening),
        directions=directions,
        claims=_claims(opening),
        legend=direction.legend_of(directions, today),
        reviews=_reviews(opening),
        proceedings=_proceedings(opening),
        held_since=_held_since(opening, case),
        unchosen=_unchosen(opening),
    )


def _proceedings(opening: Opening) -> tuple[ProceedingShown, ...]:
    rows = sorted(opening.rows.of(Proceeding), key=lambda row: row.opened_at)
    return tuple(
        ProceedingShown(
            row.id, row.kind, opening.server(Proceeding.agency, row.id, row.agency), row.state, row.ended_on is not None
        )
        for row in rows
    )


def _held_since(opening: Opening, case: Case) -> datetime | None:
    """From the rows that are there already: where nothing is held anywhere, one statement more."""
    parties = opening.rows.of(Party)
    tags = frozenset(party.employee_tag for party in parties if party.employee_tag is not None)
    departments = frozenset(filter(None, [case.department, *(party.department for party in parties)]))
    found = holds.of_subjects(opening.db, [Subject(case.id, case.received_at, tags, departments)])
    return found[case.id].since if case.id in found else None


def _unchosen(opening: Opening) -> bool:
    ends = sorted(opening.rows.of(Closure), key=lambda row: row.at)
    chosen = {row.closure_id for row in opening.rows.of(RetentionChoice)}
    return len(ends) > 1 and ends[-1].undone_at is None and ends[-1].id not in chosen


def _reviews(opening: Opening) -> tuple[ReviewShown, ...]:
    rows = [row for row in opening.rows.of(Review) if (Compartment.REVIEW, row.id) in opening.rooms]
    return tuple(
        ReviewShown(row.id, row.about, row.state, row.due_on, row.counsel_id)
        for row in sorted(rows, key=lambda row: row.asked_at, reverse=True)
    )


def _restrictions(opening: Opening) -> tuple[RestrictionShown, ...]:
    rows = sorted(opening.rows.of(Restriction), key=lambda row: row.at, reverse=True)
    if not rows:
        return ()
    lost: dict[int, list[tuple[int, tuple[str, ...]]]] = {}
    held = {room.value for room, _subject in opening.rooms}
    for loss in sorted(opening.rows.of(RestrictionLoss), key=lambda row: row.id):
        if known := tuple(room for room in loss.rooms.split() if room in held or room not in APART):
            lost.setdefault(loss.restriction_id, []).append((loss.person_id, known))
    return tuple(
        RestrictionShown(
            row.id, row.by, row.at, opening.text(Restriction.why, row.id, row.why), tuple(lost.get(row.id, ())),
            row.lifted_at, row.lifted_by, opening.text(Restriction.why_lifted, row.id, row.why_lifted),
        )
        for row in rows
    )  # fmt: skip


def _directions(opening: Opening) -> tuple[DirectionShown, ...]:
    rows = sorted(opening.rows.of(Direction), key=lambda row: row.at, reverse=True)
    return tuple(
        DirectionShown(
            row.id, row.counsel_id, row.from_on, row.until_on, opening.text(Direction.why, row.id, row.why),
            row.by, row.at, row.ended_at,
        )
        for row in rows
    )  # fmt: skip


def _claims(opening: Opening) -> tuple[ClaimShown, ...]:
    """What is said to be privileged, to who holds that room; what counsel refused, to who holds the room it is in."""
    found = []
    for row in sorted(opening.rows.of(PrivilegeClaim), key=lambda row: row.asked_at):
        went = key_of(row.room, row.subject)
        if PRIVILEGED in opening.rooms or (row.state == "refused" and went in opening.rooms):
            found.append(
                ClaimShown(
                    row.id, row.note_id, row.paper_id, row.state,
                    opening.text(PrivilegeClaim.why, row.id, row.why, PRIVILEGED), row.asked_by, row.asked_at,
                    opening.text(PrivilegeClaim.reason, row.id, row.reason, went), row.decided_by, row.decided_at,
                )
            )  # fmt: skip
    return tuple(found)
