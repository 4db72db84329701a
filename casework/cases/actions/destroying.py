"""Destruction by two people: one asks, another agrees, and then everything of a matter goes, its secret first of all.

asked → agreed → under way → done | declined; what is in the way when its turn comes is kept, and says why. Whoever
agreed, and whoever asked, is looked at again with every batch, and so is everything else."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from time import monotonic

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Forbidden, policy, relations
from casework.audit import Tag, trail
from casework.cases.models import Destruction, DestructionItem
from casework.cases.queries import keeping, schedule
from casework.cases.queries.keeping import NOBODY, Kept, Matters
from casework.db import Database, new_id, utc_now
from casework.files import Store
from casework.people import SYSTEM, Actor
from casework.settings import N_, Said

from . import comparators, erasing, remaining

TOGETHER = 50
"""Matters of a transaction."""
PATIENCE = 8.0
"""Seconds that one request destroys for; then the next one goes on, or the hour."""
GONE = "gone"
ANOTHER = N_("Somebody else agrees to what you asked for.")
DECIDED = N_("It was decided already.")


def propose(
    db: Session, matters: Matters, ids: Collection[int], *, why: str, by: Actor
) -> tuple[list[Destruction], dict[str, str]]:  # fmt: skip
    """Ask for it, of what exists for them. As many destructions as there are groups of people who could agree; what
    stays, by number with the reason; where there is nobody to agree the record says so."""
    policy.require(by, matters.destroy)
    now, found = utc_now(), matters.known(db, ids)
    today = now.date()
    free, stays = keeping.free(found, schedule.read(db), today)
    groups: dict[frozenset[int], list[int]] = defaultdict(list)
    known, others, own = waiting(db, free), matters.able(db, list(free)), relations.accounts_of(db, {by.id})[by.id]
    for id_ in free:
        agree = others[id_] - own
        if id_ in known:
            stays[id_] = "asked"
        elif not agree:
            stays[id_] = NOBODY
            trail.of_matter(db, by, Tag.DESTRUCTION_KEPT, id_, matters.rooms, because=NOBODY)
        else:
            groups[agree].append(id_)
    asked = [_ask(db, matters, group, why=why, by=by) for group in groups.values()]
    return asked, {found[id_].number: reason for id_, reason in stays.items()}


def _ask(db: Session, matters: Matters, ids: Sequence[int], *, why: str, by: Actor) -> Destruction:
    id_ = new_id()
    sealed = vault.field.seal(db, Destruction.why, id_, why)
    asked = Destruction(id=id_, of=matters.of, why=sealed, proposed_by=by.id, proposed_at=utc_now())
    db.add(asked)
    db.flush()
    db.add_all(DestructionItem(id=new_id(), destruction_id=id_, matter_id=one) for one in ids)
    for one in ids:
        trail.of_matter(db, by, Tag.DESTRUCTION_ASKED, one, matters.rooms, destruction=id_)
    return asked


def waiting(db: Session, ids: Iterable[int]) -> set[int]:
    """Which of them somebody has asked for already."""
    query = select(DestructionItem.matter_id).join(Destruction, Destruction.id == DestructionItem.destruction_id)
    return set(db.scalars(query.where(Destruction.ended_at.is_(None), DestructionItem.matter_id.in_(list(ids)))))


def decide(db: Session, matters: Matters, destruction_id: int, *, agrees: bool, why_not: str = "", by: Actor) -> None:
    """Somebody else agrees; they, or whoever asked, may decline. Forbidden to anybody else."""
    policy.require(by, matters.destroy)
    asked = locked(db, destruction_id)
    if asked.approved is not None:
        raise Forbidden(Said(DECIDED))
    items = items_of(db, asked.id)
    if agrees and relations.is_same(db, asked.proposed_by, by.id):
        raise Forbidden(Said(ANOTHER))
    if asked.proposed_by != by.id and not agreeable(db, matters, items, by.id):
        raise Forbidden(Said(ANOTHER))
    asked.approved, asked.decided_by, asked.decided_at = agrees, by.id, utc_now()
    if not agrees:
        asked.ended_at = asked.decided_at
        asked.why_not = vault.field.seal(db, Destruction.why_not, asked.id, why_not)
    tag = Tag.DESTRUCTION_AGREED if agrees else Tag.DESTRUCTION_DECLINED
    for one in items:
        trail.of_matter(db, by, tag, one.matter_id, matters.rooms, destruction=asked.id)
    remaining.note_decision(db, asked)


def agreeable(db: Session, matters: Matters, items: Sequence[DestructionItem], person_id: int) -> bool:
    """Might they agree to each of what is left of it?"""
    able = matters.able(db, [item.matter_id for item in items])
    return all(person_id in people for people in able.values())


def go_on(database: Database, store: Store, matters: Matters, destruction_id: int, *, seconds: float = PATIENCE) -> int:
    """What was agreed to, batch by batch; how many went. Nothing is lost by stopping in between."""
    end, done = monotonic() + seconds, 0
    while monotonic() < end:
        with database.transaction() as db:
            went, files = some(db, matters, destruction_id)
        for file_id in files:
            store.remove(file_id)
        if went is None:
            break
        done += went
    return done


def go_on_with_all(database: Database, store: Store, every: Collection[Matters]) -> int:
    """Every hour: whatever was agreed to and did not come to its end, and certificates whose key has gone."""
    by_name, done = {matters.of: matters for matters in every}, 0
    with database.reading() as db:
        query = select(Destruction.id, Destruction.of).where(Destruction.approved.is_(True))
        query = query.where(Destruction.ended_at.is_(None))
        left = db.execute(query.order_by(Destruction.decided_at)).all()
    for id_, of in left:
        done += go_on(database, store, by_name[of], id_, seconds=float("inf"))
    with database.transaction() as db:
        remaining.end(db, {of: matters.rooms for of, matters in by_name.items()})
    return done


def some(db: Session, matters: Matters, destruction_id: int) -> tuple[int | None, list[int]]:
    """One batch inside a transaction: how many went (None: there is nothing left to do), and the files to unlink."""
    asked = locked(db, destruction_id)
    if not asked.approved or asked.ended_at is not None:
        return None, []
    items = items_of(db, asked.id)[:TOGETHER]
    if not items:
        asked.ended_at = utc_now()
        return None, []
    found = _locked_down(db, matters, [item.matter_id for item in items])
    free, stays = keeping.free(found, schedule.read(db), utc_now().date())
    agree, alone = matters.able(db, list(free)), relations.is_same(db, asked.proposed_by, asked.decided_by or 0)
    stays |= {id_: NOBODY for id_ in free if alone or asked.decided_by not in agree[id_]}
    for item in items:
        if item.matter_id not in found or item.matter_id in stays:
            item.kept = stays.get(item.matter_id, GONE)
            _was_kept(db, matters, asked, item)
    going = {id_: one for id_, one in free.items() if id_ not in stays}
    return len(going), _destroy(db, matters, asked, going) if going else []


def _was_kept(db: Session, matters: Matters, asked: Destruction, item: DestructionItem) -> None:
    tag = Tag.DESTRUCTION_KEPT
    trail.of_matter(db, SYSTEM, tag, item.matter_id, matters.rooms, destruction=asked.id, because=item.kept)


def _destroy(
    db: Session, matters: Matters, asked: Destruction, going: Mapping[int, keeping.Coming]
) -> list[int]:  # fmt: skip
    for id_ in going:
        trail.of_matter(db, SYSTEM, Tag.DESTROYED, id_, matters.rooms, destruction=asked.id)
    left = remaining.of(db, asked, going, matters.readers(db, list(going)))
    comparators.cut(db, list(going))
    vault.secrets.destroy_many(db, remaining.as_noted(left))
    db.execute(delete(DestructionItem).where(DestructionItem.matter_id.in_(going)))
    files = erasing.erase(db, list(going))
    remaining.keep(db, left)
    return files


def _locked_down(db: Session, matters: Matters, ids: Sequence[int]) -> dict[int, Kept]:
    """As they are now, with nobody able to change them, or to hold them, until this is through."""
    db.execute(select(matters.row.id).where(matters.row.id.in_(ids)).order_by(matters.row.id).with_for_update())
    if db.get_bind().dialect.name == "postgresql":  # elsewhere nobody else writes meanwhile
        db.execute(text("LOCK TABLE hold IN SHARE MODE"))
    return matters.known(db, ids)


def locked(db: Session, destruction_id: int) -> Destruction:
    query = select(Destruction).where(Destruction.id == destruction_id).with_for_update()
    return db.scalars(query, execution_options={"populate_existing": True}).one()


def items_of(db: Session, destruction_id: int) -> Sequence[DestructionItem]:
    """What of it still waits for its turn."""
    query = select(DestructionItem).where(DestructionItem.destruction_id == destruction_id, DestructionItem.kept == "")
    return db.scalars(query.order_by(DestructionItem.matter_id)).all()
