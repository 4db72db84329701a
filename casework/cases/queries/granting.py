"""Which cases somebody can hand to a colleague in one go, and which not, and why; which they can give back.

| how | which cases | what of them |
|---|---|---|
| chosen | those whose numbers were named, restricted ones too | the file and the dialogues |
| kind | all of a kind that are not restricted | the file and the dialogues |
| like | a colleague's, now or when they left, that are not restricted | the same; identities where asked |
| back | where an earlier key of the colleague's own opens a room | those rooms |

Always less those that a wall keeps the colleague from, and only what the giver holds.
"""

import json
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from casework import vault
from casework.access.models import Wall
from casework.cases.models import BulkGrant, Case, Handover, HandoverCase, Membership, Restriction
from casework.db import Id
from casework.people import Actor
from casework.people.models import Person
from casework.people.standing import Standing, standing
from casework.vault import Compartment, HolderKind
from casework.vault.models import CompartmentRow, Seal

from .granted import Beyond, Preview, Shut
from .keyholders import APART
from .visible import LIFTED, OF_READER, is_reader, visible_to

CHOSEN, KIND, LIKE, BACK = "chosen", "kind", "like", "back"
RESTRICTED = "restricted"
BESIDE = frozenset({Compartment.PRIVILEGED, Compartment.MEDICAL})
"""Rooms that are given one by one, by whoever holds them."""
PERSON = HolderKind.PERSON.value
EVERY, WINDOW, SHOWN = 1_000_000, 200, 100
"""Numbers of each list; the counts say how many there are."""
_NEWER = select(Person.id).where(
    Person.generation > 1, Person.state == "active", Person.id != bindparam("reader")
)  # fmt: skip
"""Colleagues who have a new key."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a colleague is to be given. `chosen`: ids of cases; `source_id`: like whom; `why`: identities as well, which
    is asked where a grant is begun and lies sealed in its row."""

    how: str
    kind: str = ""
    source_id: int = 0
    chosen: tuple[int, ...] = ()
    identities: bool = False
    why: str = field(default="", repr=False)

    @classmethod
    def of(cls, row: BulkGrant) -> "Wish":
        return cls(row.how, row.kind, row.source_id, tuple(json.loads(row.numbers or "[]")), row.identities)


def preview(db: Session, actor: Actor, person_id: int, generation: int, wish: Wish) -> Preview:
    """A handful of statements, however many cases there are."""
    found, mine = Preview(), visible_to(actor).where(Membership.reads_file, _scope(wish))
    columns = (Case.number, Case.confidentiality, _walled(person_id), _reads(person_id, generation), _CLOSED)
    rows = db.execute(mine.with_only_columns(*columns).order_by(Case.number))
    for number, confidentiality, walled, held, closed in rows:
        if walled:
            found.walled.append(number)
        elif held and not wish.identities:
            found.held += 1
        elif closed and wish.how != BACK:
            found.closed += 1
        elif confidentiality == RESTRICTED and wish.how not in (CHOSEN, BACK):
            found.restricted.append(number)
        else:
            found.gives += 1
    if wish.how == LIKE:
        found.beyond = beyond(db, actor, wish)
        found.identities = _identities(db, actor, wish)
    _leave_out(db, found, left(actor, person_id, generation, wish, 0, EVERY), person_id, wish)
    return found


def _leave_out(db: Session, found: Preview, given: Select[Any], person_id: int, wish: Wish) -> None:
    """What stays shut in the cases that are given; all of them, where their files are sealed to no such key."""
    barred = vault.pairs.current(db, HolderKind.PERSON, person_id).barred
    cases = CompartmentRow.case_id.in_(given.scalar_subquery())
    query = select(CompartmentRow.name, func.count(CompartmentRow.case_id.distinct())).where(cases)
    query = query.where(CompartmentRow.name.not_in([room.value for room in APART]))
    for name, count in db.execute(query.group_by(CompartmentRow.name).order_by(CompartmentRow.name)):
        if Compartment(name) in BESIDE:
            found.beside.append(Shut(name, count))
        elif Compartment(name) in barred and (wish.identities or name != Compartment.IDENTITY):
            found.barred.append(Shut(name, count))
    found.gives = 0 if Compartment.FILE in barred else found.gives


def left(actor: Actor, person_id: int, generation: int, wish: Wish, after: int, most: int) -> Select[Any]:
    """The next cases that are still to be given: ids, in order. Found from the seals, whatever was done before."""
    query = visible_to(actor).with_only_columns(Case.id).where(Membership.case_id > after, ~_walled(person_id))
    query = query.order_by(Membership.case_id).limit(most)  # along the index of one's own cases: each is met once
    if wish.how == BACK:
        assert actor.holder is not None
        return query.where(_owed(actor.id, actor.holder.generation, person_id, generation))
    query = query.where(Membership.reads_file, _scope(wish))
    if wish.how != CHOSEN:
        query = query.where(Case.confidentiality != RESTRICTED)
    if not wish.identities:
        query = query.where(~_reads(person_id, generation))
    return query


def next_(db: Session, actor: Actor, person: Standing, wish: Wish, after: int, most: int) -> list[int]:
    """So many of those that are left. Of chosen ones as many are asked for at a time as a statement can bear."""
    windows = [wish]
    if wish.how == CHOSEN:
        rest = [id_ for id_ in wish.chosen if id_ > after]
        windows = [replace(wish, chosen=tuple(rest[at : at + WINDOW])) for at in range(0, len(rest), WINDOW)]
    found: list[int] = []
    for window in windows:
        found += db.scalars(left(actor, person.id, person.generation, window, after, most - len(found)))
        if len(found) == most:
            break
    return found


def owed(db: Session, actor: Actor) -> Sequence[tuple[int, str, int]]:
    """Colleagues who have a new key that a lead admitted, and how many cases this holder can give back to each."""
    if actor.holder is None or not actor.admitted:
        return []
    people = list(db.scalars(_NEWER, {"reader": actor.id}))
    able = [one for one in standing(db, people).values() if one.able] if people else []
    counts = ((one.id, one.name, owed_to(db, actor, one.id, one.generation)) for one in able)
    return [count for count in counts if count[2]]


def owed_to(db: Session, actor: Actor, person_id: int, generation: int) -> int:
    if not is_reader(actor) or actor.holder is None:
        return 0
    whose = {"reader": actor.id, "own": actor.holder.generation, "person": person_id, "generation": generation}
    return db.scalar(_owed_to(), whose) or 0


@cache
def _owed_to() -> Select[int]:
    """Made once: a desk asks it of each colleague."""
    reader, own, person, generation = (bindparam(name, type_=Id) for name in ("reader", "own", "person", "generation"))
    query = OF_READER.with_only_columns(func.count(Case.id)).where(~_walled(person))
    return query.where(_owed(reader, own, person, generation))


def numbers(db: Session, actor: Actor, typed: AbstractSet[str]) -> dict[str, int]:
    """Ids of the cases that the giver reads, by number; the others are not among them, existing or not."""
    query = visible_to(actor).where(Membership.reads_file, Case.number.in_(typed))
    return {row.number: row.id for row in db.execute(query.with_only_columns(Case.number, Case.id))}


def _scope(wish: Wish) -> ColumnElement[bool]:
    if wish.how == KIND:
        return Case.kind == wish.kind
    if wish.how == LIKE:
        return _theirs(wish.source_id)
    return Membership.case_id.in_(wish.chosen)


def _theirs(person_id: int) -> ColumnElement[bool]:
    """Cases that somebody reads now, or read when they left."""
    now = select(Membership.case_id).where(
        Membership.person_id == person_id, Membership.active, Membership.reads_file
    )  # fmt: skip
    then = select(HandoverCase.case_id).join(Handover, Handover.id == HandoverCase.handover_id)
    then = then.where(Handover.person_id == person_id, HandoverCase.reads_file)
    return or_(Case.id.in_(now), Case.id.in_(then))


_CLOSED = exists().where(Restriction.case_id == Case.id, Restriction.lifted_at.is_(None))
"""To named people: nobody is let in together with others."""


def _walled(person_id: Any) -> ColumnElement[bool]:
    return exists().where(Wall.case_id == Case.id, Wall.person_id == person_id, Wall.state != LIFTED)


def _reads(person_id: int, generation: int) -> ColumnElement[bool]:
    """They hold the newest key of the file, for the pair that they have now."""
    return exists().where(
        CompartmentRow.case_id == Case.id,
        CompartmentRow.name == Compartment.FILE.value,
        CompartmentRow.subject == 0,
        *_holds(Seal, person_id, generation),
    )


def _owed(holder_id: Any, own: Any, person_id: Any, generation: Any) -> ColumnElement[bool]:
    """A room of the case that they could read by an earlier key, and that this holder reads now, by the `own`th."""
    was, now, member = aliased(Seal), aliased(Seal), aliased(Membership)
    rooms = (
        select(was.case_id)
        .join(CompartmentRow, CompartmentRow.id == was.compartment_id)
        .join(now, and_(*_holds(now, holder_id, own)))
        .join(member, and_(member.case_id == was.case_id, member.person_id == person_id, member.active))
        .where(was.holder_kind == PERSON, was.holder_id == person_id, was.generation < generation)
    )
    return Case.id.in_(rooms)


def _holds(seal: Any, person_id: Any, generation: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        seal.compartment_id == CompartmentRow.id,
        seal.epoch == CompartmentRow.epoch,
        seal.holder_kind == PERSON,
        seal.holder_id == person_id,
        seal.generation == generation,
    )


def beyond(db: Session, actor: Actor, wish: Wish) -> list[Beyond]:
    """Who can give what the giver cannot. Counts alone: the numbers are not theirs to see, and of restricted cases and
    those that a wall keeps them from they are not told at all."""
    member = aliased(Membership)
    own = exists().where(member.case_id == Case.id, member.person_id == actor.id, member.active, member.reads_file)
    query = (
        select(Person.name, func.count())
        .select_from(Case)
        .join(Membership, and_(Membership.case_id == Case.id, Membership.active, Membership.reads_file))
        .join(Person, and_(Person.id == Membership.person_id, Person.state == "active"))
        .where(_theirs(wish.source_id), ~own, ~_walled(actor.id))
        .where(Case.confidentiality != RESTRICTED, Person.id.not_in((wish.source_id, actor.id)))
    )
    return [Beyond(*row) for row in db.execute(query.group_by(Person.id, Person.name).order_by(Person.name))]


def _identities(db: Session, actor: Actor, wish: Wish) -> int:
    """Of how many of these cases the giver also knows who the confidential reporter is."""
    assert actor.holder is not None
    room = exists().where(
        CompartmentRow.case_id == Case.id,
        CompartmentRow.name == Compartment.IDENTITY.value,
        *_holds(Seal, actor.id, actor.holder.generation),
    )
    query = visible_to(actor).where(Membership.reads_file, _scope(wish), Case.confidentiality != RESTRICTED, room)
    return db.scalar(query.with_only_columns(func.count(Case.id))) or 0
