"""The trail in sentences, newest first: who did what, when; ids, never content."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session

from casework.access import walls
from casework.access.models import Wall
from casework.audit import SENTENCES, tag_of
from casework.audit.models import TrailEntry
from casework.audit.trail import EAP, GLOBAL
from casework.cases.models import Case, Destroyed, DestroyedFor, Membership, RestrictionLoss
from casework.people import ActorKind
from casework.people.models import Person, Site

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """As they stand in the address. `who`: a person's id, or a kind of actor; `case`: a number."""

    tag: str = ""
    who: str = ""
    case: str = ""
    since: date | None = None
    until: date | None = None
    zone: str = "UTC"

    def address(self, after: str = "") -> str:
        said = {
            "tag": self.tag,
            "who": self.who,
            "case": self.case,
            "since": self.since or "",
            "until": self.until or "",
            "after": after,
        }
        kept = {name: str(value) for name, value in said.items() if value}
        return f"/audit?{urlencode(kept)}" if kept else "/audit"


@dataclass(frozen=True, slots=True)
class Sentence:
    """`who` is a name where the installation has one, else the kind of actor. `details`: word and id."""

    id: int
    at: datetime
    kind: str
    who: str
    sentence: str
    number: str
    details: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Page:
    sentences: list[Sentence]
    after: str


def page(db: Session, filters: Filters, after: str = "", *, reader: int = 0) -> Page:
    """One page, and where the next begins. A handful of statements however long the trail is. Of a case that a wall
    keeps the reader from, and of one that was closed to them, there is nothing, the wall included."""
    kept = select(Wall.case_id).where(Wall.person_id == reader, Wall.state != walls.LIFTED)
    unsaid = (kept, _gone_before(reader), _closed_to(reader))
    query = _filtered(db, filters).where(*(TrailEntry.chain.not_in(cases) for cases in unsaid))
    if (place := _place(after)) is not None:
        query = query.where(tuple_(TrailEntry.at, TrailEntry.id) < place)
    rows = db.scalars(query.order_by(TrailEntry.at.desc(), TrailEntry.id.desc()).limit(PAGE + 1)).all()
    shown = rows[:PAGE]
    last = shown[-1] if len(rows) > PAGE else None
    return Page(_sentences(db, shown), f"{last.at.timestamp():.6f}-{last.id}" if last else "")


def _gone_before(reader: int) -> Select[int]:
    """What was destroyed and had not existed for the reader, who was here then: its walls are gone with it."""
    shown = select(DestroyedFor.destroyed_id).where(DestroyedFor.person_id == reader)
    here = select(Person.created_at).where(Person.id == reader).scalar_subquery()
    return select(Destroyed.id).where(Destroyed.id.not_in(shown), Destroyed.destroyed_at >= here)


def _closed_to(reader: int) -> Select[int]:
    """Cases that they were on when these were restricted to others, and are not on again."""
    again = select(Membership.id).where(
        Membership.case_id == RestrictionLoss.case_id, Membership.person_id == reader, Membership.active
    )
    return select(RestrictionLoss.case_id).where(RestrictionLoss.person_id == reader, ~again.exists())


def people(db: Session) -> list[tuple[str, str]]:
    return [(str(row.id), row.name) for row in db.execute(select(Person.id, Person.name).order_by(Person.name))]


def _filtered(db: Session, filters: Filters) -> Select[TrailEntry]:
    query = select(TrailEntry).where(TrailEntry.chain != EAP)
    if filters.tag:
        query = query.where(TrailEntry.tag == filters.tag)
    if filters.who.isdecimal():
        query = query.where(TrailEntry.actor_kind == ActorKind.PERSON.value, TrailEntry.actor_id == int(filters.who))
    elif filters.who:
        query = query.where(TrailEntry.actor_kind == filters.who)
    if filters.case:
        number = filters.case.strip().upper()
        gone = select(Destroyed.id).where(Destroyed.number == number, Destroyed.of == "case")
        chain = db.scalar(select(Case.id).where(Case.number == number).union_all(gone))
        query = query.where(TrailEntry.chain == (chain if chain is not None else EAP))
    if filters.since:
        query = query.where(TrailEntry.at >= _midnight(filters.since, filters.zone))
    if filters.until:
        query = query.where(TrailEntry.at < _midnight(filters.until + timedelta(days=1), filters.zone))
    return query


def _sentences(db: Session, rows: Sequence[TrailEntry]) -> list[Sentence]:
    said: list[dict[str, Any]] = [json.loads(row.ids) for row in rows]
    persons = {row.actor_id for row in rows if row.actor_kind == ActorKind.PERSON.value}
    names = _named(db, Person, persons | {ids["person"] for ids in said if "person" in ids})
    places = _named(db, Site, {ids["site"] for ids in said if "site" in ids})
    numbers = _numbers(db, {row.chain for row in rows} - {GLOBAL})
    return [
        Sentence(
            row.id,
            row.at,
            row.actor_kind,
            names.get(row.actor_id, "") if row.actor_kind == ActorKind.PERSON.value else "",
            SENTENCES[tag_of(row.tag)],
            numbers.get(row.chain, ""),
            [(name, _word(name, value, names, places)) for name, value in ids.items()],
        )
        for row, ids in zip(rows, said, strict=True)
    ]


def _numbers(db: Session, chains: Collection[int]) -> dict[int, str]:
    """Of cases, those that are destroyed among them."""
    gone = select(Destroyed.id, Destroyed.number).where(Destroyed.id.in_(chains), Destroyed.of == "case")
    return dict(db.execute(select(Case.id, Case.number).where(Case.id.in_(chains)).union_all(gone)).all())


def _word(name: str, value: Any, names: dict[int, str], places: dict[int, str]) -> str:
    known = {"person": names, "site": places}.get(name, {})
    return known.get(value, "") or str(value)


def _named(db: Session, table: type[Person] | type[Site], ids: Iterable[Any]) -> dict[int, str]:
    return {row.id: row.name for row in db.execute(select(table.id, table.name).where(table.id.in_(list(ids))))}


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def _place(after: str) -> tuple[datetime, int] | None:
    at, _, id_ = after.partition("-")
    try:
        return datetime.fromtimestamp(float(at), UTC), int(id_)
    except (ValueError, OverflowError, OSError):
        return None
