"""Destructions as somebody may see them: what was asked for, by whom, what waits, and what is left of what is gone."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework import vault
from casework.access import relations
from casework.cases.models import Destroyed, DestroyedFor, Destruction, DestructionItem
from casework.people import Actor
from casework.people.models import Person

from . import keeping, schedule
from .keeping import Coming, Matters

PAGE = 50


@dataclass(frozen=True, slots=True)
class Kept:
    """What was to go and did not. `number` is None once it is no more."""

    number: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """`items`: what waits for its turn, as it is now. `stood`: what was kept. `gone`: how many are destroyed. `own`:
    whoever looks asked for it, by whichever account of theirs."""

    row: Destruction
    why: str | None
    why_not: str | None
    by: str
    decided_by: str
    items: Sequence[Coming]
    stood: Sequence[Kept]
    gone: int
    own: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of what waits for somebody to agree, or for its turn."""

    id: int
    number: int
    by: str
    asked_on: date
    approved: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Certificate:
    """`final_on`: since when no backup opens it; None while its key is still there."""

    row: Destruction
    by: str
    agreed_by: str
    gone: Sequence[Destroyed]
    is_final: bool
    final_on: date | None


def waiting(db: Session, matters: Matters, actor: Actor) -> list[Waiting]:
    """Those that they might agree to, or asked for: of each of which every matter exists for them."""
    open_ = select(Destruction).where(Destruction.of == matters.of, Destruction.ended_at.is_(None))
    rows = db.scalars(open_.order_by(Destruction.proposed_at)).all()
    items = _items(db, [row.id for row in rows])
    able = matters.able(db, list({item.matter_id for of_one in items.values() for item in of_one}))
    names, own = _names(db, {row.proposed_by for row in rows}), relations.accounts_of(db, {actor.id})[actor.id]
    return [
        Waiting(
            row.id, len(items[row.id]), names.get(row.proposed_by, ""), row.proposed_at.date(), bool(row.approved),
            row.proposed_by in own,
        )
        for row in rows
        if items[row.id] and all(actor.id in able[item.matter_id] for item in items[row.id])
    ]  # fmt: skip


def one(db: Session, matters: Matters, actor: Actor, id_: int, today: date) -> Asked | None:
    """None where it is not there for them: the same as for none."""
    row = db.get(Destruction, id_)
    if row is None or row.of != matters.of:
        return None
    items = _items(db, [id_])[id_]
    left = [item for item in items if not item.kept]
    gone = db.scalar(select(func.count()).where(Destroyed.destruction_id == id_)) or 0
    known = matters.known(db, [item.matter_id for item in items])
    if not _is_theirs(db, matters, actor, row, known):
        return None
    lines = [keeping.line(known[item.matter_id], schedule.read(db), today) for item in left if item.matter_id in known]
    stood = [Kept(known[i.matter_id].number if i.matter_id in known else None, i.kept) for i in items if i.kept]
    names = _names(db, {row.proposed_by, row.decided_by or 0})
    return Asked(
        row, _opened(db, Destruction.why, row, row.why), _opened(db, Destruction.why_not, row, row.why_not),
        names.get(row.proposed_by, ""), names.get(row.decided_by or 0, ""),
        sorted(lines, key=lambda line: line.term.most.on), stood, gone,
        relations.is_same(db, row.proposed_by, actor.id),
    )  # fmt: skip


def _is_theirs(
    db: Session, matters: Matters, actor: Actor, row: Destruction, known: Mapping[int, keeping.Kept]
) -> bool:  # fmt: skip
    """Everything of it that is still there exists for them; of what is gone, that they are shown what stays."""
    if known:
        able = matters.able(db, list(known))
        return all(actor.id in able[id_] for id_ in known)
    shown = exists().where(Destroyed.destruction_id == row.id, _shown_to(actor))
    return bool(db.scalar(select(shown)))


def left(db: Session, of: str, actor: Actor, number: str = "", skip: int = 0) -> tuple[list[Destroyed], bool]:
    """What is left of what existed for them, newest first; whether there is more."""
    query = select(Destroyed).where(Destroyed.of == of, _shown_to(actor))
    if number:
        query = query.where(Destroyed.number == number.strip().upper())
    rows = db.scalars(query.order_by(Destroyed.destroyed_at.desc(), Destroyed.id).offset(skip).limit(PAGE + 1)).all()
    return list(rows[:PAGE]), len(rows) > PAGE


def certificate(db: Session, of: str, actor: Actor, id_: int) -> Certificate | None:
    """Of one destruction, what of it existed for them; None where nothing did."""
    row = db.get(Destruction, id_)
    query = select(Destroyed).where(Destroyed.destruction_id == id_, Destroyed.of == of, _shown_to(actor))
    gone = db.scalars(query.order_by(Destroyed.number)).all()
    if row is None or not gone:
        return None
    final = all(is_final(db, one) for one in gone)
    days = [one.final_on for one in gone if one.final_on is not None]
    names = _names(db, {row.proposed_by, row.decided_by or 0})
    return Certificate(
        row, names.get(row.proposed_by, ""), names.get(row.decided_by or 0, ""), gone, final,
        max(days, default=None) if final else None,
    )  # fmt: skip


def is_final(db: Session, row: Destroyed) -> bool:
    """Every key that could have wrapped its secret is gone from the keyring."""
    keys = vault.of(db)
    keys.refresh()
    return min(keys.keyring.keks) > row.kek


def _shown_to(actor: Actor) -> ColumnElement[bool]:
    return exists().where(DestroyedFor.destroyed_id == Destroyed.id, DestroyedFor.person_id == actor.id)


def _items(db: Session, ids: Collection[int]) -> Mapping[int, list[DestructionItem]]:
    found: dict[int, list[DestructionItem]] = defaultdict(list)
    for item in db.scalars(select(DestructionItem).where(DestructionItem.destruction_id.in_(ids))):
        found[item.destruction_id].append(item)
    return found


def _names(db: Session, people: Collection[int]) -> Mapping[int, str]:
    return {row.id: row.name for row in db.execute(select(Person.id, Person.name).where(Person.id.in_(people)))}


def _opened(
    db: Session, column: InstrumentedAttribute[bytes | None], row: Destruction, sealed: bytes | None
) -> str | None:  # fmt: skip
    return vault.field.open_(db, column, row.id, sealed) if sealed is not None else None
