"""One exit as a reader may see it: nothing at all without a key, else what their keys open."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework import vault
from casework.exits.lifecycle import COMPLETED, REVIEWED, Facts
from casework.exits.models import Exit, ExitAnswers, ExitGuest, ExitNote, ExitStep
from casework.people import Actor
from casework.people.models import Person, Site
from casework.vault import Compartment, HolderKind, Room, Unreadable
from casework.vault.models import CompartmentRow, Seal

from . import hearing, interviewers
from .interviewers import Leaver

_HELD = (
    select(Exit, CompartmentRow.name)
    .join(CompartmentRow, CompartmentRow.case_id == Exit.id)
    .join(Seal, (Seal.compartment_id == CompartmentRow.id) & (Seal.epoch == CompartmentRow.epoch))
    .where(Exit.number == bindparam("number"), Seal.holder_kind == HolderKind.PERSON.value)
    .where(Seal.holder_id == bindparam("reader"), Seal.generation == bindparam("generation"))
)
_READERS = (
    select(CompartmentRow.name, Seal.holder_id)
    .join(Seal, (Seal.compartment_id == CompartmentRow.id) & (Seal.epoch == CompartmentRow.epoch))
    .where(CompartmentRow.case_id == bindparam("exit"), Seal.holder_kind == HolderKind.PERSON.value)
    .order_by(Seal.created_at, Seal.holder_id)
)


@dataclass(frozen=True, slots=True)
class Known:
    """That it is there for this reader, and which rooms they hold."""

    exit: Exit
    rooms: frozenset[Compartment]


@dataclass(frozen=True, slots=True)
class Written:
    """`text` is None where it cannot be opened."""

    id: int
    text: str | None
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """`answers` as the room keeps them, JSON; None where they cannot be opened."""

    questionnaire_id: int
    answers: str | None
    mode: str
    on: date


@dataclass(frozen=True, slots=True)
class Shown:
    """`readers`: person ids by room, from the seals. `hearing`: those of the interview's who are able and outside the
    line. `can_hear`: who would be given a key if they were invited now."""

    exit: Exit
    way: str
    name: str | None
    contact: str | None
    site: str
    steps: Sequence[tuple[ExitStep, str]]
    readers: Mapping[Compartment, Sequence[int]]
    hearing: frozenset[int]
    can_hear: frozenset[int]
    way_in: datetime | None
    answered: Answered | None
    notes: Sequence[Written]
    people: Mapping[int, str]
    rooms: Mapping[Compartment, Room] = field(repr=False)

    @property
    def facts(self) -> Facts:
        """For what can come next: forms bring answers, outcomes and reasons with them."""
        return Facts(self.exit.state, heard=bool(self.can_hear), answered=True, written_down=True, reason=True)

    @property
    def is_over(self) -> bool:
        return self.exit.state in (COMPLETED, REVIEWED)


def find(db: Session, actor: Actor, number: str) -> Known | None:
    """One statement, whether there is no such exit or it is not theirs."""
    if actor.holder is None:
        return None
    asked = {"number": number, "reader": actor.id, "generation": actor.holder.generation}
    rows = db.execute(_HELD, asked).all()
    return Known(rows[0][0], frozenset(Compartment(name) for _, name in rows)) if rows else None


def less_their_line(db: Session, actor: Actor, known: Known) -> Known:
    """Who came into the leaver's line since they got a key reads nothing of the interview from that moment on, before
    the key itself ends."""
    if Compartment.INTERVIEW not in known.rooms or known.exit.employee_tag is None:
        return known
    themself, line = interviewers.in_the_way(db, Leaver(known.exit.employee_tag))
    return known if actor.id not in themself | line else Known(known.exit, known.rooms - {Compartment.INTERVIEW})


def load(
    db: Session, actor: Actor, number: str, now: datetime, *, only: frozenset[Compartment] = vault.OF_EXITS
) -> Shown | None:
    """All of it that this reader's keys open of these rooms, in as many statements for long stories as for short
    ones."""
    known = find(db, actor, number)
    if known is None or actor.holder is None:
        return None
    exit_ = known.exit
    entered = vault.rooms.enter_all(db, actor.holder, exit_.id)
    rooms = {room: one for (room, _), one in entered.items() if room in only}
    leaving, interview = rooms.get(Compartment.LEAVING), rooms.get(Compartment.INTERVIEW)
    readers = _readers(db, exit_.id)
    steps = db.scalars(select(ExitStep).where(ExitStep.exit_id == exit_.id).order_by(ExitStep.at, ExitStep.id)).all()
    notes = _notes(db, exit_, interview)
    can_hear = interviewers.readers_for(db, Leaver(exit_.employee_tag)).interview
    asked = {row.by for row in steps} | {note.by for note in notes} | {exit_.planned_by, exit_.interviewer_id or 0}
    wanted = asked.union(can_hear, *readers.values())
    return Shown(
        exit=exit_,
        way=vault.field.open_(db, Exit.way, exit_.id, exit_.way, case=exit_.id),
        name=_open(leaving, Exit.name, exit_.id, exit_.name),
        contact=_open(leaving, Exit.contact, exit_.id, exit_.contact),
        site=_site(db, exit_.site_id),
        steps=[(row, _open(leaving, ExitStep.reason, row.id, row.reason) or "") for row in steps],
        readers=readers,
        hearing=frozenset(hearing.able(db, exit_)),
        can_hear=can_hear,
        way_in=_way_in(db, exit_, now),
        answered=_answered(db, exit_, interview),
        notes=notes,
        people=names(db, wanted),
        rooms=rooms,
    )


def names(db: Session, people: Collection[int]) -> dict[int, str]:
    rows = db.execute(select(Person.id, Person.name).where(Person.id.in_(people)))
    return {row.id: row.name for row in rows}


def _readers(db: Session, exit_id: int) -> dict[Compartment, list[int]]:
    found: dict[Compartment, list[int]] = {}
    for name, person_id in db.execute(_READERS, {"exit": exit_id}):
        found.setdefault(Compartment(name), []).append(person_id)
    return found


def _open(room: Room | None, column: object, row_id: int, sealed: bytes | None) -> str | None:
    if room is None or sealed is None:
        return None
    try:
        return room.open(column, row_id, sealed)  # type: ignore[arg-type]
    except Unreadable:
        return None


def _notes(db: Session, exit_: Exit, room: Room | None) -> list[Written]:
    if room is None:
        return []
    rows = db.scalars(select(ExitNote).where(ExitNote.exit_id == exit_.id).order_by(ExitNote.at, ExitNote.id))
    return [Written(row.id, _open(room, ExitNote.text, row.id, row.text), row.by, row.at) for row in rows]


def _answered(db: Session, exit_: Exit, room: Room | None) -> Answered | None:
    if room is None or exit_.state not in (COMPLETED, REVIEWED):
        return None
    row = db.scalars(select(ExitAnswers).where(ExitAnswers.exit_id == exit_.id)).one()
    text = _open(room, ExitAnswers.answers, row.id, row.answers)
    return Answered(row.questionnaire_id, text, row.mode, row.on)


def _way_in(db: Session, exit_: Exit, now: datetime) -> datetime | None:
    """Until when a link and a code work; None when none does."""
    if exit_.state in (COMPLETED, REVIEWED):
        return None
    alive = (ExitGuest.exit_id == exit_.id, ExitGuest.ends_at > now)
    return db.scalar(select(ExitGuest.ends_at).where(*alive).order_by(ExitGuest.ends_at.desc()).limit(1))


def _site(db: Session, site_id: int) -> str:
    return db.scalar(select(Site.name).where(Site.id == site_id)) or "" if site_id else ""
