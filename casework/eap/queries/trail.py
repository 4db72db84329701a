"""The chain of employee assistance, for its coordinators: what was done with which referral, and by whom."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.audit import SENTENCES, tag_of, trail
from casework.audit.models import TrailEntry
from casework.cases.models import Destroyed, DestroyedFor
from casework.cases.queries.schedule import REFERRAL
from casework.eap.models import Provider, Referral, ReferralParty
from casework.people import ActorKind
from casework.people.models import Person
from casework.vault import HolderKind
from casework.vault.models import Seal

PAGE = 50


@dataclass(frozen=True, slots=True)
class Sentence:
    """`who`: a name; `role`: a party's, who has none. `number`: of a referral. `details`: word and value."""

    id: int
    at: datetime
    who: str
    role: str
    sentence: str
    number: str
    details: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Page:
    sentences: list[Sentence]
    before: int


def page(db: Session, reader: int, before: int = 0, number: str = "") -> Page:
    """Newest first, those before a place in the chain, less what was done with referrals that the reader holds no key
    of: of their own, above all. A handful of statements however long it is; a page may be short for it."""
    query = select(TrailEntry).where(TrailEntry.chain == trail.EAP)
    if before:
        query = query.where(TrailEntry.seq < before)
    if number:
        query = query.where(TrailEntry.ids.like(f'%"referral":{int(number)}%'))
    rows = db.scalars(query.order_by(TrailEntry.seq.desc()).limit(PAGE + 1)).all()
    held, shown = _held(db, reader), rows[:PAGE]
    theirs = [row for row in shown if _about(row) <= held]
    return Page(_sentences(db, theirs), shown[-1].seq if len(rows) > PAGE else 0)


def _held(db: Session, reader: int) -> set[int]:
    """Numbers of referrals, and what the vault calls them and orders by, of which they hold a key, or held one when it
    was destroyed."""
    own = (Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id == reader)
    query = select(Seal.case_id, Referral.number).outerjoin(Referral, Referral.id == Seal.case_id).where(*own)
    gone = (
        select(Destroyed.id, Destroyed.number)
        .join(DestroyedFor, DestroyedFor.destroyed_id == Destroyed.id)
        .where(Destroyed.of == REFERRAL, DestroyedFor.person_id == reader)
    )
    rows = [*db.execute(query), *db.execute(gone)]
    return {id_ for matter, number in rows for id_ in (matter, int(number or 0))}


def _about(row: TrailEntry) -> set[int]:
    ids = json.loads(row.ids)
    return {ids[name] for name in ("referral", "matter") if name in ids}


def _sentences(db: Session, rows: Sequence[TrailEntry]) -> list[Sentence]:
    said: list[dict[str, Any]] = [json.loads(row.ids) for row in rows]
    staff = {row.actor_id for row in rows if row.actor_kind == ActorKind.PERSON.value}
    people = _named(db, Person, staff | {ids["person"] for ids in said if "person" in ids})
    providers = _named(db, Provider, {ids["provider"] for ids in said if "provider" in ids})
    guests = {row.actor_id for row in rows if row.actor_kind == ActorKind.REPORTER.value}
    found = select(ReferralParty.id, ReferralParty.role).where(ReferralParty.id.in_(guests))
    roles = {row.id: row.role for row in db.execute(found)}
    return [
        Sentence(
            *(row.id, row.at),
            people.get(row.actor_id, "") if row.actor_kind == ActorKind.PERSON.value else "",
            roles.get(row.actor_id, ""),
            SENTENCES[tag_of(row.tag)],
            str(ids.get("referral", "")),
            [(name, _word(name, value, people, providers)) for name, value in ids.items() if name != "referral"],
        )
        for row, ids in zip(rows, said, strict=True)
    ]


def _word(name: str, value: Any, people: dict[int, str], providers: dict[int, str]) -> str:
    known = {"person": people, "provider": providers}.get(name, {})
    return known.get(value, "") or str(value)


def _named(db: Session, table: type[Person] | type[Provider], ids: Iterable[int]) -> dict[int, str]:
    return {row.id: row.name for row in db.execute(select(table.id, table.name).where(table.id.in_(list(ids))))}
